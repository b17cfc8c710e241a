//! Instants as customers read them: "tomorrow 11:10" rather than a date where a
//! day has a name, and whole minutes. Exact instants with their zone are
//! [`domain::text::date_time`].

use domain::text::clock_time;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use crate::web::Reader;

/// Days this near have a name of their own; those further away get a date.
const NAMED_DAYS_MAX: i32 = 6;

/// `tomorrow 11:10`, in the reader's zone.
pub(super) fn moment(reader: &Reader, at: Timestamp) -> String {
    moment_in(reader, at, &reader.zone)
}

/// `tomorrow 11:10`, in another zone.
pub(super) fn moment_in(reader: &Reader, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let day = day(reader, local.date(), zone);
    let time = local.strftime("%H:%M").to_string();
    let values = [("day", day), ("time", time)];
    reader.words().say_all("portal-moment", &values)
}

/// `Friday 4 December 11:10:05` in the reader's zone, whichever day it is, and to
/// the second: for proofs.
pub(super) fn stamp(reader: &Reader, at: Timestamp) -> String {
    stamp_in(reader, at, &reader.zone)
}

/// The same in another zone.
pub(super) fn stamp_in(reader: &Reader, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let this_year = reader.now.to_zoned(zone.clone()).year();
    let day = dated(reader, local.date(), this_year);
    let values = [("day", day), ("time", clock_time(at, zone))];
    reader.words().say_all("portal-moment", &values)
}

/// `today`, `on Monday`: the day as it stands within a sentence.
pub(super) fn on_day(reader: &Reader, date: Date, zone: &TimeZone) -> String {
    let today = reader.now.to_zoned(zone.clone()).date();
    let named = day(reader, date, zone);
    let is_near = today
        .until((Unit::Day, date))
        .is_ok_and(|span| span.get_days().abs() <= 1);
    if is_near {
        named
    } else {
        reader.words().say_with("portal-on-day", "day", named)
    }
}

/// The zone as people know it: by its city, or by its distance from UTC where the
/// name is a technical one that reads the wrong way round (`Etc/GMT+5`).
pub(super) fn zone_name(zone: &TimeZone, at: Timestamp) -> String {
    match zone.iana_name() {
        Some(name) if !name.starts_with("Etc/") => name.to_owned(),
        _ => match zone.to_offset(at).seconds() {
            0 => "UTC".to_owned(),
            _ => format!("UTC{}", at.to_zoned(zone.clone()).strftime("%:z")),
        },
    }
}

/// `today`, `tomorrow`, `Monday`, `Friday 4 December`.
pub(super) fn day(reader: &Reader, date: Date, zone: &TimeZone) -> String {
    let words = reader.words();
    let today = reader.now.to_zoned(zone.clone()).date();
    let ahead = today
        .until((Unit::Day, date))
        .map_or(i32::MAX, |span| span.get_days());
    match ahead {
        0 => words.say("portal-today"),
        1 => words.say("portal-tomorrow"),
        -1 => words.say("portal-yesterday"),
        2..=NAMED_DAYS_MAX => weekday(reader, date),
        _ => dated(reader, date, today.year()),
    }
}

fn dated(reader: &Reader, date: Date, this_year: i16) -> String {
    let words = reader.words();
    let id = if date.year() == this_year {
        "portal-date"
    } else {
        "portal-date-year"
    };
    let values = [
        ("weekday", weekday(reader, date)),
        ("day", date.day().to_string()),
        ("month", words.say(&format!("month-{}", date.month()))),
        ("year", date.year().to_string()),
    ];
    words.say_all(id, &values)
}

fn weekday(reader: &Reader, date: Date) -> String {
    let number = date.weekday().to_monday_one_offset();
    reader.words().say(&format!("weekday-{number}"))
}

/// The sentence with its first letter in upper case.
pub(super) fn capital(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use domain::text::Language;

    /// Somebody who reads in that language, zone and instant.
    pub(in super::super) fn reading(language: Language, zone: &str, now: &str) -> Reader {
        Reader {
            language,
            zone: TimeZone::get(zone).unwrap(),
            now: now.parse().unwrap(),
            path: "/".to_owned(),
            flash: None,
            request_id: String::new(),
        }
    }

    fn reader(language: Language) -> Reader {
        reading(language, "Europe/Zurich", "2026-12-30T22:30:00Z")
    }

    #[test]
    fn near_days_have_names_and_far_ones_dates() {
        let cases = [
            ("2026-12-29T23:30:00Z", "today 00:30"),
            ("2026-12-29T22:30:00Z", "yesterday 23:30"),
            ("2026-12-31T09:05:00Z", "tomorrow 10:05"),
            ("2027-01-05T09:00:00Z", "Tuesday 10:00"),
            ("2027-01-06T09:00:00Z", "Wednesday 6 January 2027 10:00"),
            ("2026-12-28T09:00:00Z", "Monday 28 December 10:00"),
        ];
        for (at, expected) in cases {
            assert_eq!(moment(&reader(Language::En), at.parse().unwrap()), expected);
        }
        let french = moment(
            &reader(Language::Fr),
            "2026-12-31T09:05:00Z".parse().unwrap(),
        );
        assert_eq!(french, "demain à 10:05");
    }

    #[test]
    fn another_zone_has_its_own_today() {
        let denver = TimeZone::get("America/Denver").unwrap();
        let at = "2026-12-31T06:00:00Z".parse().unwrap();
        assert_eq!(moment_in(&reader(Language::En), at, &denver), "today 23:00");
        assert_eq!(moment(&reader(Language::En), at), "tomorrow 07:00");
    }

    #[test]
    fn a_zone_is_named_so_that_it_can_be_understood() {
        let cases = [
            ("Europe/Zurich", "Europe/Zurich"),
            ("Etc/GMT+5", "UTC-05:00"),
            ("Etc/UTC", "UTC"),
            ("UTC", "UTC"),
        ];
        for (zone, expected) in cases {
            let zone = TimeZone::get(zone).unwrap();
            assert_eq!(zone_name(&zone, Timestamp::UNIX_EPOCH), expected);
        }
    }

    #[test]
    fn capitals_know_accents() {
        assert_eq!(capital("à temps"), "À temps");
        assert_eq!(capital(""), "");
    }
}
