//! The sharp cases of a clock that are about calendars, and the ends of time.

use super::support::{at, calendar, hours, office, spec};
use jiff::{Timestamp, civil::date};
use sla::calendar::{Calendar, CalendarError, CalendarSpec, Opening};

const HOUR: i64 = 3_600;

/// Office hours in Berlin; 2026-11-23 is a Monday.
#[track_caller]
fn check_add(start: &str, hours: i64, due: &str) {
    assert_eq!(
        office().add(at(start), hours * HOUR),
        Ok(at(due)),
        "{start} + {hours} h"
    );
}

#[test]
fn a_pause_moves_the_deadline_by_the_open_time_inside_it() {
    let office = office();
    let due = office.add(at("2026-11-23T16:00+01:00"), 8 * HOUR).unwrap();
    assert_eq!(due, at("2026-11-24T16:00+01:00"));
    for (from, until, moved) in [
        (
            "2026-11-23T20:00+01:00",
            "2026-11-24T07:00+01:00",
            "2026-11-24T16:00+01:00",
        ),
        (
            "2026-11-23T20:00+01:00",
            "2026-11-24T11:00+01:00",
            "2026-11-25T10:00+01:00",
        ),
        (
            "2026-11-23T16:30+01:00",
            "2026-11-23T20:00+01:00",
            "2026-11-24T16:30+01:00",
        ),
    ] {
        let pause = office.between(at(from), at(until));
        assert_eq!(
            office.add(due, pause),
            Ok(at(moved)),
            "paused {from} to {until}"
        );
    }
}

#[test]
fn one_day_is_three_different_promises() {
    let friday = at("2026-11-20T16:00+01:00");
    check_add("2026-11-20T16:00+01:00", 24, "2026-11-25T16:00+01:00");
    let always = Calendar::always("Europe/Berlin").unwrap();
    assert_eq!(
        always.add(friday, 24 * HOUR),
        Ok(at("2026-11-21T16:00+01:00"))
    );
    let monday = office().nth_working_day(date(2026, 11, 20), 1).unwrap();
    assert_eq!(monday, date(2026, 11, 23));
    assert_eq!(office().hours_of(monday)[0].1, at("2026-11-23T17:00+01:00"));
    // In a calendar of 24 x 5 a working day and 24 open hours meet.
    let weekdays = calendar("Europe/Berlin", 5, "00:00-24:00");
    assert_eq!(
        weekdays.add(friday, 24 * HOUR),
        Ok(at("2026-11-23T16:00+01:00"))
    );
}

#[test]
fn boundaries() {
    check_add("2026-11-23T09:00+01:00", 8, "2026-11-23T17:00+01:00");
    check_add("2026-11-23T17:00+01:00", 1, "2026-11-24T10:00+01:00");
    check_add("2026-11-21T12:00+01:00", 0, "2026-11-21T12:00+01:00");
    check_add("2026-11-24T09:00+01:00", -8, "2026-11-23T09:00+01:00");
    check_add("2026-11-23T09:00+01:00", -1, "2026-11-20T16:00+01:00");
    let office = office();
    let (opening, closing) = (at("2026-11-23T09:00+01:00"), at("2026-11-23T17:00+01:00"));
    assert!(office.is_open(opening) && !office.is_open(closing));
    assert_eq!(office.next_open(opening), Some(opening));
    assert_eq!(
        office.next_open(closing),
        Some(at("2026-11-24T09:00+01:00"))
    );
    assert_eq!(
        office.next_open(at("2026-11-20T17:00+01:00")),
        Some(opening)
    );
}

#[test]
fn working_days_pass_over_holidays_and_run_on_for_centuries() {
    let mut spec = spec("Europe/Berlin", 5, "09:00-17:00");
    spec.holidays.insert(date(2026, 12, 25), String::new());
    spec.exceptions
        .insert(date(2026, 12, 26), hours("10:00-12:00"));
    let calendar = Calendar::compile(&spec).unwrap();
    assert_eq!(
        calendar.nth_working_day(date(2026, 12, 24), 0),
        Ok(date(2026, 12, 24))
    );
    assert_eq!(
        calendar.nth_working_day(date(2026, 12, 24), 1),
        Ok(date(2026, 12, 26))
    );
    assert_eq!(
        calendar.nth_working_day(date(2026, 12, 24), 2),
        Ok(date(2026, 12, 28))
    );
    // 2,000 whole weeks after a Thursday; one day was lost, another won.
    assert_eq!(
        calendar.nth_working_day(date(2026, 12, 24), 10_000),
        Ok(date(2065, 4, 23))
    );
    assert_eq!(
        calendar.nth_working_day(date(2026, 12, 24), u32::MAX),
        Err(CalendarError::OutOfRange)
    );
}

#[test]
fn a_calendar_that_never_opens_measures_nothing_and_adds_nothing() {
    let closed = Calendar::compile(&CalendarSpec::closed("Europe/Berlin")).unwrap();
    let now = at("2026-11-23T09:00+01:00");
    assert!(!closed.ever_opens());
    assert_eq!(closed.between(Timestamp::MIN, Timestamp::MAX), 0);
    assert_eq!(closed.add(now, 0), Ok(now));
    assert_eq!(closed.add(now, 1), Err(CalendarError::NeverOpen));
    assert_eq!(closed.add(now, -1), Err(CalendarError::NeverOpen));
    assert_eq!(closed.next_open(now), None);
    assert_eq!(
        closed.nth_working_day(date(2026, 11, 23), 1),
        Err(CalendarError::NeverOpen)
    );
}

#[test]
fn special_days_alone_hold_only_so_much() {
    let mut spec = CalendarSpec::closed("Europe/Berlin");
    spec.exceptions
        .insert(date(2026, 12, 5), hours("10:00-12:00"));
    spec.exceptions
        .insert(date(2150, 12, 5), hours("10:00-12:00"));
    let calendar = Calendar::compile(&spec).unwrap();
    let now = at("2026-11-23T09:00+01:00");
    assert_eq!(
        calendar.add(now, 2 * HOUR),
        Ok(at("2026-12-05T12:00+01:00"))
    );
    assert_eq!(
        calendar.add(now, 4 * HOUR),
        Ok(at("2150-12-05T12:00+01:00"))
    );
    assert_eq!(
        calendar.add(now, 5 * HOUR),
        Err(CalendarError::TooLittleOpening)
    );
    assert_eq!(calendar.add(now, -1), Err(CalendarError::TooLittleOpening));
    assert_eq!(
        calendar.nth_working_day(date(2026, 11, 23), 2),
        Ok(date(2150, 12, 5))
    );
    assert_eq!(
        calendar.nth_working_day(date(2026, 11, 23), 3),
        Err(CalendarError::TooLittleOpening)
    );
}

#[test]
fn deadlines_centuries_away_are_exact() {
    let office = office();
    let start = at("2026-11-23T09:00+01:00");
    // The same Monday 400 and 4,000 years later: 20,871 weeks of 40 hours each time.
    for cycles in [1, 10] {
        let seconds = cycles * 20_871 * 40 * HOUR;
        let due = format!("{}-11-20T17:00+01:00", 2026 + 400 * cycles);
        assert_eq!(office.add(start, seconds), Ok(at(&due)));
        let monday = at(&format!("{}-11-23T09:00+01:00", 2026 + 400 * cycles));
        assert_eq!(office.between(start, monday), seconds);
        assert_eq!(office.add(monday, -seconds), Ok(start));
    }
    assert_eq!(
        office.add(start, 9_000 * 52 * 40 * HOUR),
        Err(CalendarError::OutOfRange)
    );
    assert_eq!(office.add(start, i64::MAX), Err(CalendarError::OutOfRange));
    assert_eq!(office.add(start, i64::MIN), Err(CalendarError::OutOfRange));
    assert_eq!(
        office.add(start, -13_000 * 52 * 40 * HOUR),
        Err(CalendarError::OutOfRange)
    );
    assert!(office.between(Timestamp::MIN, Timestamp::MAX) > 0);
}

#[test]
fn fractions_of_a_second_are_kept_until_the_end() {
    let office = office();
    // Six tenths worked on Friday, four are left for Monday: 09:00:00.4, floored.
    let start = at("2026-11-20T16:59:59.4+01:00");
    assert_eq!(office.add(start, 1), Ok(at("2026-11-23T09:00:00+01:00")));
    assert_eq!(office.between(start, at("2026-11-23T09:00:00.3+01:00")), 0);
    assert_eq!(office.between(start, at("2026-11-23T09:00:00.4+01:00")), 1);
    assert_eq!(office.add(start, 0), Ok(start));
}

#[test]
fn stretches_name_the_holiday_and_leave_no_gap() {
    let mut spec = spec("Europe/Berlin", 5, "09:00-12:00 12:00-17:00");
    spec.holidays
        .insert(date(2026, 12, 25), "Christmas".to_owned());
    let calendar = Calendar::compile(&spec).unwrap();
    let span = (at("2026-12-24T16:00+01:00"), at("2026-12-28T10:00+01:00"));
    let stretches: Vec<_> = calendar
        .stretches(span.0, span.1)
        .map(|stretch| (stretch.until, stretch.state))
        .collect();
    assert_eq!(
        stretches,
        [
            (at("2026-12-24T17:00+01:00"), Opening::Open),
            (at("2026-12-25T00:00+01:00"), Opening::Closed),
            (
                at("2026-12-26T00:00+01:00"),
                Opening::Holiday("Christmas".to_owned())
            ),
            (at("2026-12-28T09:00+01:00"), Opening::Closed),
            (at("2026-12-28T10:00+01:00"), Opening::Open),
        ]
    );
    assert_eq!(calendar.stretches(span.1, span.0).next(), None);
    let always = Calendar::always("Europe/Berlin").unwrap();
    assert_eq!(always.stretches(Timestamp::MIN, Timestamp::MAX).count(), 1);
}

#[test]
fn what_cannot_be_compiled() {
    let unknown = Calendar::always("Europe/Atlantis").unwrap_err();
    assert_eq!(
        unknown,
        CalendarError::UnknownZone("Europe/Atlantis".to_owned())
    );
    let mut late = spec("UTC", 1, "09:00-17:00");
    late.exceptions
        .insert(date(2026, 1, 1), hours("09:00-24:01"));
    assert_eq!(
        Calendar::compile(&late).unwrap_err(),
        CalendarError::InvalidInterval
    );
    let berlin = Calendar::always("europe/berlin").unwrap();
    assert_eq!(berlin.zone_name(), "Europe/Berlin");
}
