//! Dated cases around changes of the offset, worked out by hand from the clocks
//! in each place. Every row is checked forwards, backwards and by measuring.

use super::support::{at, calendar, hours};
use jiff::civil::date;
use sla::calendar::{Calendar, CalendarSpec};

const HOUR: i64 = 3_600;

/// In a calendar with the same hours every day, `seconds` after `start` is `due`.
#[track_caller]
fn check(zone: &str, text: &str, rows: &[(&str, i64, &str)]) {
    let calendar = calendar(zone, 7, text);
    for (start, seconds, due) in rows {
        let (start, due) = (at(start), at(due));
        assert_eq!(
            calendar.add(start, *seconds),
            Ok(due),
            "{zone} {text}: {start} + {seconds}"
        );
        assert_eq!(
            calendar.between(start, due),
            *seconds,
            "{zone} {text}: {start} to {due}"
        );
        assert_eq!(
            calendar.between(due, start),
            -seconds,
            "{zone} {text}: {due} to {start}"
        );
        if calendar.is_open(start) {
            assert_eq!(
                calendar.add(due, -seconds),
                Ok(start),
                "{zone} {text}: {due} - {seconds}"
            );
        }
    }
}

const DAY_AND_NIGHT: &str = "00:00-24:00";
const NIGHT: &str = "22:00-06:00";

#[test]
fn zones_without_changes_never_shift() {
    check(
        "Asia/Kolkata",
        "09:30-18:30",
        &[
            (
                "2026-03-28T17:30:00+05:30",
                2 * HOUR,
                "2026-03-29T10:30:00+05:30",
            ),
            (
                "2026-10-24T18:00:00+05:30",
                9 * HOUR,
                "2026-10-25T18:00:00+05:30",
            ),
        ],
    );
    // The sign of these zones is inverted: five hours *behind* UTC.
    check(
        "Etc/GMT+5",
        "08:00-17:00",
        &[
            (
                "2026-03-07T16:00:00-05:00",
                2 * HOUR,
                "2026-03-08T09:00:00-05:00",
            ),
            (
                "2026-10-31T16:00:00-05:00",
                10 * HOUR,
                "2026-11-01T17:00:00-05:00",
            ),
        ],
    );
}

#[test]
fn denver_and_new_york_in_2026() {
    // Clocks go forward on 8 March and back on 1 November at 02:00.
    for (zone, winter, summer) in [
        ("America/Denver", "-07:00", "-06:00"),
        ("America/New_York", "-05:00", "-04:00"),
    ] {
        let spring = [
            (
                format!("2026-03-07T22:00:00{winter}"),
                7 * HOUR,
                format!("2026-03-08T06:00:00{summer}"),
            ),
            (
                format!("2026-03-08T01:30:00{winter}"),
                HOUR,
                format!("2026-03-08T03:30:00{summer}"),
            ),
            (
                format!("2026-03-07T22:00:00{winter}"),
                8 * HOUR,
                format!("2026-03-08T23:00:00{summer}"),
            ),
        ];
        let autumn = [
            (
                format!("2026-10-31T22:00:00{summer}"),
                9 * HOUR,
                format!("2026-11-01T06:00:00{winter}"),
            ),
            (
                format!("2026-11-01T01:30:00{summer}"),
                HOUR,
                format!("2026-11-01T01:30:00{winter}"),
            ),
        ];
        for (start, seconds, due) in spring.iter().chain(&autumn) {
            check(zone, NIGHT, &[(start, *seconds, due)]);
        }
    }
    check(
        "America/Denver",
        "08:00-17:00",
        &[
            (
                "2026-03-07T16:40:00-07:00",
                HOUR,
                "2026-03-08T08:40:00-06:00",
            ),
            (
                "2026-10-31T16:40:00-06:00",
                HOUR,
                "2026-11-01T08:40:00-07:00",
            ),
        ],
    );
}

#[test]
fn zurich_and_berlin_in_2026() {
    // Clocks go forward on 29 March at 02:00 and back on 25 October at 03:00.
    for zone in ["Europe/Zurich", "Europe/Berlin"] {
        check(
            zone,
            NIGHT,
            &[
                (
                    "2026-03-28T22:00:00+01:00",
                    8 * HOUR,
                    "2026-03-29T23:00:00+02:00",
                ),
                (
                    "2026-10-24T22:00:00+02:00",
                    8 * HOUR,
                    "2026-10-25T05:00:00+01:00",
                ),
                (
                    "2026-10-24T22:00:00+02:00",
                    9 * HOUR,
                    "2026-10-25T06:00:00+01:00",
                ),
            ],
        );
        check(
            zone,
            DAY_AND_NIGHT,
            &[
                (
                    "2026-03-29T00:30:00+01:00",
                    4 * HOUR,
                    "2026-03-29T05:30:00+02:00",
                ),
                (
                    "2026-10-25T00:30:00+02:00",
                    4 * HOUR,
                    "2026-10-25T03:30:00+01:00",
                ),
            ],
        );
    }
}

#[test]
fn edges_that_are_skipped_or_repeated() {
    // 02:30 does not exist on 29 March: it is shifted to 03:30.
    check(
        "Europe/Berlin",
        "02:30-05:00",
        &[
            (
                "2026-03-29T01:00:00+01:00",
                3 * HOUR / 2,
                "2026-03-29T05:00:00+02:00",
            ),
            (
                "2026-03-29T01:00:00+01:00",
                HOUR,
                "2026-03-29T04:30:00+02:00",
            ),
        ],
    );
    check(
        "Europe/Berlin",
        "01:00-02:30",
        &[(
            "2026-03-29T01:00:00+01:00",
            3 * HOUR / 2,
            "2026-03-29T03:30:00+02:00",
        )],
    );
    // From 02:30 to 03:15 would end before it begins: empty on that date.
    check(
        "Europe/Berlin",
        "02:30-03:15",
        &[(
            "2026-03-28T03:00:00+01:00",
            30 * 60,
            "2026-03-30T02:45:00+02:00",
        )],
    );
    // What the shift makes overlap counts once.
    check(
        "Europe/Berlin",
        "01:00-02:30 03:00-04:00",
        &[(
            "2026-03-29T01:00:00+01:00",
            2 * HOUR,
            "2026-03-29T04:00:00+02:00",
        )],
    );
    // 02:30 exists twice on 25 October: its first occurrence opens and closes.
    check(
        "Europe/Berlin",
        "02:30-04:00",
        &[(
            "2026-10-25T01:00:00+02:00",
            5 * HOUR / 2,
            "2026-10-25T04:00:00+01:00",
        )],
    );
    check(
        "Europe/Berlin",
        "01:00-02:30",
        &[
            (
                "2026-10-25T01:00:00+02:00",
                3 * HOUR / 2,
                "2026-10-25T02:30:00+02:00",
            ),
            (
                "2026-10-25T02:00:00+02:00",
                HOUR,
                "2026-10-26T01:30:00+01:00",
            ),
        ],
    );
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    // Back on 5 April 2026 at 02:00 to 01:30, forward on 4 October at 02:00 to 02:30.
    check(
        "Australia/Lord_Howe",
        NIGHT,
        &[
            (
                "2026-04-04T22:00:00+11:00",
                17 * HOUR / 2,
                "2026-04-05T06:00:00+10:30",
            ),
            (
                "2026-10-03T22:00:00+10:30",
                15 * HOUR / 2,
                "2026-10-04T06:00:00+11:00",
            ),
        ],
    );
    check(
        "Australia/Lord_Howe",
        "01:45-03:00",
        &[
            (
                "2026-04-05T00:00:00+11:00",
                105 * 60,
                "2026-04-05T03:00:00+10:30",
            ),
            (
                "2026-10-04T00:00:00+10:30",
                45 * 60,
                "2026-10-04T03:00:00+11:00",
            ),
        ],
    );
    check(
        "Australia/Lord_Howe",
        "02:15-03:00",
        &[(
            "2026-10-04T00:00:00+10:30",
            15 * 60,
            "2026-10-04T03:00:00+11:00",
        )],
    );
}

#[test]
fn casablanca_leaves_summer_time_for_ramadan() {
    // In 2026 back on 15 February at 03:00, forward on 22 March at 02:00.
    check(
        "Africa/Casablanca",
        NIGHT,
        &[
            (
                "2026-02-14T22:00:00+01:00",
                9 * HOUR,
                "2026-02-15T06:00:00+00:00",
            ),
            (
                "2026-03-21T22:00:00+00:00",
                7 * HOUR,
                "2026-03-22T06:00:00+01:00",
            ),
        ],
    );
    check(
        "Africa/Casablanca",
        "09:00-17:00",
        &[
            (
                "2026-02-14T16:00:00+01:00",
                2 * HOUR,
                "2026-02-15T10:00:00+00:00",
            ),
            (
                "2026-03-21T16:00:00+00:00",
                2 * HOUR,
                "2026-03-22T10:00:00+01:00",
            ),
        ],
    );
}

#[test]
fn samoa_loses_a_day() {
    // After Thursday 29 December 2011 came Saturday 31 December.
    check(
        "Pacific/Apia",
        "09:00-17:00",
        &[
            (
                "2011-12-29T16:00:00-10:00",
                2 * HOUR,
                "2011-12-31T10:00:00+14:00",
            ),
            (
                "2011-12-29T09:00:00-10:00",
                17 * HOUR,
                "2012-01-01T10:00:00+14:00",
            ),
        ],
    );
    check(
        "Pacific/Apia",
        NIGHT,
        &[(
            "2011-12-29T22:00:00-10:00",
            8 * HOUR,
            "2011-12-31T06:00:00+14:00",
        )],
    );
    check(
        "Pacific/Apia",
        DAY_AND_NIGHT,
        &[(
            "2011-12-29T23:00:00-10:00",
            2 * HOUR,
            "2011-12-31T01:00:00+14:00",
        )],
    );
    let office = calendar("Pacific/Apia", 7, "09:00-17:00");
    assert!(!office.opens_on(date(2011, 12, 30)));
    assert_eq!(office.hours_of(date(2011, 12, 30)), []);
    assert_eq!(
        office.nth_working_day(date(2011, 12, 29), 1),
        Ok(date(2011, 12, 31))
    );
    // Special hours cannot bring the day back.
    let mut spec = CalendarSpec::closed("Pacific/Apia");
    spec.exceptions
        .insert(date(2011, 12, 30), hours("00:00-24:00"));
    let special = Calendar::compile(&spec).unwrap();
    assert!(!special.opens_on(date(2011, 12, 30)) && !special.ever_opens());
}

#[test]
fn juneau_has_one_day_twice() {
    // On 19 October 1867 at 15:33:32 the day count went back by a whole day. That
    // date's 09:00 counts when it comes first, and 17:00 came only after the change.
    let calendar = calendar("America/Juneau", 7, "09:00-17:00");
    let (open, close) = calendar.hours_of(date(1867, 10, 19))[0];
    assert_eq!(calendar.between(open, close), 32 * HOUR);
    let closed_before = calendar.hours_of(date(1867, 10, 18))[0].1;
    assert_eq!(open.duration_since(closed_before).as_hours(), 16);
}

#[test]
fn holidays_close_the_nights_that_begin_on_them() {
    let mut spec = super::support::spec("Europe/Berlin", 7, NIGHT);
    spec.holidays
        .insert(date(2026, 12, 25), "Christmas".to_owned());
    let nights = Calendar::compile(&spec).unwrap();
    let start = at("2026-12-24T22:00:00+01:00");
    assert_eq!(
        nights.add(start, 8 * HOUR),
        Ok(at("2026-12-25T06:00:00+01:00"))
    );
    assert_eq!(
        nights.add(start, 9 * HOUR),
        Ok(at("2026-12-26T23:00:00+01:00"))
    );
    spec.exceptions
        .insert(date(2026, 12, 25), hours("12:00-13:00"));
    let special = Calendar::compile(&spec).unwrap();
    assert_eq!(
        special.add(start, 9 * HOUR),
        Ok(at("2026-12-25T13:00:00+01:00"))
    );
}
