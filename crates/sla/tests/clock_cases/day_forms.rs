//! Deadlines written in days, as tables of dated cases.

use sla::clock::ClockState::{MissedRunning, Paused};
use sla::policy::{Start, Within};

use super::support::{at, given};

fn working_days(days: u32) -> Within {
    Within::WorkingDays { days }
}

fn of_working_day(nth: u32, time: Option<&str>) -> Within {
    Within::OfWorkingDay {
        nth,
        at: time.map(|time| time.parse().unwrap()),
    }
}

fn span(months: u32, days: u32) -> Within {
    Within::CalendarSpan { months, days }
}

#[test]
fn day_forms_count_from_the_local_date_of_receipt() {
    let rows = [
        // The same local time on a following working day.
        ("office", "Mon 10:15", working_days(1), "Tue 10:15"),
        ("office", "Mon 10:15", working_days(3), "Thu 10:15"),
        ("office", "Thu 10:15", working_days(3), "Tue+1 10:15"),
        ("office", "Sat 10:15", working_days(1), "Mon+1 10:15"),
        ("monday off", "Fri 10:15", working_days(1), "Tue+1 10:15"),
        // Not open at that time: its next opening that day, else its closing.
        ("office", "Mon 07:30", working_days(1), "Tue 09:00"),
        ("office", "Mon 20:00", working_days(1), "Tue 17:00"),
        ("office", "Mon 17:00", working_days(1), "Tue 17:00"),
        // At 02:00 the night that began the day before is still open.
        ("shift", "Mon 02:00", working_days(1), "Tue 02:00"),
        ("shift", "Mon 12:00", working_days(1), "Tue 22:00"),
        // The end, or a time, of a following working day.
        ("office", "Mon 10:15", of_working_day(1, None), "Tue 17:00"),
        (
            "office",
            "Sat 10:15",
            of_working_day(1, None),
            "Mon+1 17:00",
        ),
        (
            "office",
            "Mon 10:15",
            of_working_day(5, None),
            "Mon+1 17:00",
        ),
        (
            "office",
            "Mon 10:15",
            of_working_day(1, Some("16:00")),
            "Tue 16:00",
        ),
        (
            "monday off",
            "Sat 10:15",
            of_working_day(1, Some("16:00")),
            "Tue+1 16:00",
        ),
        ("shift", "Mon 12:00", of_working_day(1, None), "Wed 06:00"),
        // The same local time later, open or not.
        ("office", "Mon 10:15", span(0, 7), "Mon+1 10:15"),
        ("office", "Fri 20:00", span(0, 1), "Sat 20:00"),
        ("office", "2026-01-31 10:00", span(1, 0), "2026-02-28 10:00"),
        (
            "office",
            "2028-02-29 10:00",
            span(12, 0),
            "2029-02-28 10:00",
        ),
        ("office", "2026-11-30 10:00", span(3, 0), "2027-02-28 10:00"),
        // A local time that the night of the change skips is an hour later.
        ("office", "2026-03-28 02:30", span(0, 1), "2026-03-29 03:30"),
    ];
    for (calendar, anchor, within, due) in rows {
        let reading = given(anchor, within.clone())
            .calendar(calendar)
            .read(anchor);
        assert_eq!(
            reading.due_at,
            Some(at(due)),
            "{within:?} from {anchor} in {calendar}"
        );
    }
}

#[test]
fn what_is_deemed_received_at_the_next_opening_counts_from_that() {
    let rows = [
        (Start::Receipt, "Fri 20:00", working_days(1), "Mon+1 17:00"),
        (
            Start::ReceiptInHours,
            "Fri 20:00",
            working_days(1),
            "Tue+1 09:00",
        ),
        (
            Start::Receipt,
            "Sat 10:00",
            of_working_day(1, None),
            "Mon+1 17:00",
        ),
        (
            Start::ReceiptInHours,
            "Sat 10:00",
            of_working_day(1, None),
            "Tue+1 17:00",
        ),
        (
            Start::ReceiptInHours,
            "Mon 10:00",
            of_working_day(1, None),
            "Tue 17:00",
        ),
    ];
    for (starts, anchor, within, due) in rows {
        let reading = given(anchor, within.clone()).starts(starts).read(anchor);
        assert_eq!(
            reading.due_at,
            Some(at(due)),
            "{within:?} from {anchor}, {starts:?}"
        );
    }
}

#[test]
fn a_day_counts_from_the_complete_report_where_the_clock_waits_for_it() {
    let clock = given("Mon 10:00", working_days(2)).starts(Start::CompleteReport);
    assert_eq!(clock.read("Tue 10:00").due_at, None);
    let complete = clock.complete("Wed 18:00");
    assert_eq!(complete.read("Thu 08:00").due_at, Some(at("Mon+1 09:00")));
}

#[test]
fn holds_move_a_day_by_their_open_time_only() {
    let rows = [
        // All of it open.
        ("Mon 12:00", "Mon 14:00", "Wed 11:00"),
        // Overnight: an hour on Monday, one on Tuesday.
        ("Mon 16:00", "Tue 10:00", "Wed 11:00"),
        // Nothing open.
        ("Mon 18:00", "Tue 08:00", "Tue 17:00"),
        // Across the deadline: an hour was left, an hour is left.
        ("Tue 16:00", "Wed 12:00", "Wed 13:00"),
        // After it: too late to move anything.
        ("Tue 17:00", "Wed 12:00", "Tue 17:00"),
        // Before the start: what was not running cannot rest.
        ("Mon 08:00", "Mon 10:00", "Tue 17:00"),
    ];
    for (from, until, due) in rows {
        let clock = given("Mon 10:00", of_working_day(1, None)).held(from, until);
        assert_eq!(
            clock.read("Fri 09:00").due_at,
            Some(at(due)),
            "held {from} to {until}"
        );
    }
}

/// Nothing open was left before a Saturday's deadline, so the weekend's pause
/// gives nothing back, now or when the calendar opens again.
#[test]
fn a_pause_without_open_time_does_not_save_a_day() {
    let clock = given("Wed 16:00", span(0, 3)).held_since("Fri 18:00");
    assert_eq!(clock.read("Sat 12:00").state, Paused);
    assert_eq!(clock.next("Sat 12:00"), Some(at("Sat 16:00")));
    for now in ["Sat 16:00", "Sun 12:00", "Mon+1 12:00", "Tue+1 12:00"] {
        let reading = clock.read(now);
        assert_eq!(reading.state, MissedRunning, "{now}");
        assert_eq!(reading.breached_at, Some(at("Sat 16:00")), "{now}");
    }
    let earlier = given("Wed 16:00", span(0, 3)).held_since("Fri 16:00");
    assert_eq!(earlier.next("Sat 12:00"), None);
    assert_eq!(earlier.read("Mon+1 12:00").due_at, Some(at("Mon+1 13:00")));
}
