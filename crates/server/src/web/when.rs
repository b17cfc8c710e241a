//! Instants as pages show them: relative, with the exact time beside.

use domain::text::{self, Language};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Reader;

/// After so many days the date says more than "five weeks ago".
const RELATIVE_DAYS_MAX: i64 = 30;

/// An instant ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For the script and for machines.
    pub iso: String,
    /// With weekday and zone.
    pub exact: String,
    /// Day and time without the zone: `20 November, 10:40`.
    pub short: String,
    /// `3 min ago`, or the day when it was long ago.
    pub relative: String,
}

impl Moment {
    /// The instant as this reader sees it now.
    #[must_use]
    pub fn new(reader: &Reader, at: Timestamp) -> Self {
        let short = short(reader.language, at, reader.now, &reader.zone);
        Self {
            iso: at.to_string(),
            exact: text::date_time(reader.language, at, &reader.zone),
            relative: relative(reader.language, reader.now, at).unwrap_or_else(|| short.clone()),
            short,
        }
    }

    /// The same for an instant as the store keeps it, in microseconds.
    #[must_use]
    pub fn of_microsecond(reader: &Reader, at: i64) -> Self {
        Self::new(
            reader,
            Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX),
        )
    }
}

/// Day and time, with the year where it is another one; today only the time.
#[must_use]
pub fn short(language: Language, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (local, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    // Seconds stand in the exact time beside it.
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    if local.date() == today.date() {
        return time;
    }
    let month = text::say(language, &format!("month-{}", local.month()), &[]);
    let id = if local.year() == today.year() {
        "moment-short"
    } else {
        "moment-short-year"
    };
    text::say(
        language,
        id,
        &[
            ("day", local.day().to_string().into()),
            ("month", month.into()),
            ("year", local.year().to_string().into()),
            ("time", time.into()),
        ],
    )
}

/// Weekday, day and time, as a proof wants it: `Friday 20 November, 10:40`.
#[must_use]
pub fn day_time(language: Language, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let weekday = local.weekday().to_monday_one_offset();
    let word = |id: String| text::say(language, &id, &[]);
    text::say(
        language,
        "moment-day",
        &[
            ("weekday", word(format!("weekday-{weekday}")).into()),
            ("day", local.day().to_string().into()),
            ("month", word(format!("month-{}", local.month())).into()),
            ("time", text::clock_time(at, zone).into()),
        ],
    )
}

fn relative(language: Language, now: Timestamp, at: Timestamp) -> Option<String> {
    let seconds = now.as_second() - at.as_second();
    if seconds.abs() < 60 {
        return Some(text::say(language, "moment-now", &[]));
    }
    if seconds.abs() >= RELATIVE_DAYS_MAX * 86_400 {
        return None;
    }
    // One unit is enough to know how old something is.
    let whole = match seconds.abs() {
        s if s < 3_600 => s - s % 60,
        s if s < 86_400 => s - s % 3_600,
        s => s - s % 86_400,
    };
    let id = if seconds > 0 {
        "moment-ago"
    } else {
        "moment-ahead"
    };
    Some(text::say(
        language,
        id,
        &[("length", text::length(language, whole).into())],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_near_is_relative_and_what_is_far_has_a_date() {
        let now = at("2026-11-20T15:46:00Z");
        let cases = [
            ("2026-11-20T15:45:30Z", Some("now")),
            ("2026-11-20T15:40:00Z", Some("6 min ago")),
            ("2026-11-20T13:10:00Z", Some("2 h ago")),
            ("2026-11-22T15:46:00Z", Some("in 2 d")),
            ("2026-10-01T00:00:00Z", None),
        ];
        for (then, expected) in cases {
            let said = relative(Language::En, now, at(then)).map(|s| s.replace('\u{a0}', " "));
            assert_eq!(said.as_deref(), expected, "{then}");
        }
    }

    #[test]
    fn a_short_moment_leaves_out_what_goes_without_saying() {
        let now = at("2026-11-20T15:46:00Z");
        let cases = [
            ("2026-11-20T09:05:00Z", "09:05"),
            ("2026-11-19T09:05:00Z", "19 November, 09:05"),
            ("2025-11-19T09:05:00Z", "19 November 2025, 09:05"),
        ];
        for (then, expected) in cases {
            assert_eq!(short(Language::En, at(then), now, &TimeZone::UTC), expected);
        }
    }
}
