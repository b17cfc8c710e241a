//! Instants and lengths of time in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Language, say};

/// An instant with its weekday and zone: `Friday 20 November 2026, 23:10
/// (Asia/Kolkata)`. Whole minutes, unless it has seconds.
#[must_use]
pub fn date_time(language: Language, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let weekday = local.weekday().to_monday_one_offset();
    say(
        language,
        "date-time",
        &[
            (
                "weekday",
                say(language, &format!("weekday-{weekday}"), &[]).into(),
            ),
            ("day", local.day().to_string().into()),
            (
                "month",
                say(language, &format!("month-{}", local.month()), &[]).into(),
            ),
            ("year", local.year().to_string().into()),
            ("time", clock_time(at, zone).into()),
            ("zone", zone.iana_name().unwrap_or("UTC").to_owned().into()),
        ],
    )
}

/// The time of day: `23:10`, or `23:10:05` where there are seconds.
#[must_use]
pub fn clock_time(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    }
}

/// A length of counted time in its two largest parts: `1 h 50 min`, `3 d 4 h`.
/// Days are 24 hours. Seconds are shown below one minute only.
#[must_use]
pub fn length(language: Language, seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (days, hours) = (seconds / 86_400, seconds % 86_400 / 3_600);
    let (minutes, rest) = (seconds % 3_600 / 60, seconds % 60);
    let part = |n: u64, unit: &str| format!("{n}\u{a0}{}", say(language, unit, &[]));
    let pair = |large: String, small: u64, unit: &str| match small {
        0 => large,
        _ => format!("{large} {}", part(small, unit)),
    };
    match (days, hours, minutes) {
        (0, 0, 0) => part(rest, "unit-second"),
        (0, 0, _) => part(minutes, "unit-minute"),
        (0, _, _) => pair(part(hours, "unit-hour"), minutes, "unit-minute"),
        _ => pair(part(days, "unit-day"), hours, "unit-hour"),
    }
}

/// What is left until an instant, or by how much it has passed.
#[must_use]
pub fn time_left(language: Language, now: Timestamp, due: Timestamp) -> String {
    let seconds = due.as_second() - now.as_second();
    let id = if seconds < 0 {
        "time-late"
    } else {
        "time-left"
    };
    say(
        language,
        id,
        &[("length", length(language, seconds).into())],
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn lengths_show_their_two_largest_parts() {
        let cases = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (6_600, "1 h 50 min"),
            (90_000, "1 d 1 h"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(
                length(Language::En, seconds).replace('\u{a0}', " "),
                expected
            );
        }
        assert_eq!(
            length(Language::Fr, 90_000).replace('\u{a0}', " "),
            "1 j 1 h"
        );
    }

    #[test]
    fn an_instant_names_its_zone() {
        let at = "2026-11-20T17:40:00Z".parse().unwrap();
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let english = "Friday 20 November 2026, 23:10 (Asia/Kolkata)";
        assert_eq!(date_time(Language::En, at, &zone), english);
        let french = "vendredi 20 novembre 2026, 23:10 (Asia/Kolkata)";
        assert_eq!(date_time(Language::Fr, at, &zone), french);
    }
}
