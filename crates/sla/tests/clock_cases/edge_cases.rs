//! The sharp cases, each with the answer that was worked out by hand. Those on acts
//! and messages (10 to 12) stand in `edge_cases_acts`.

use sla::clock::ClockState::{Met, MissedMet, MissedRunning, Paused, Running, Waiting};
use sla::policy::{Act, Audience, Start, Within};

use super::support::{assert_says, at, elapsed_hours, given, hours};

/// 1: the deadline moves by the open time inside the pause, whatever else the
/// pause touches.
#[test]
fn a_pause_that_touches_closed_hours_moves_the_deadline_by_its_open_time() {
    let rows = [
        ("Mon 20:00", "Tue 07:00", "Tue 16:00"),
        ("Mon 20:00", "Tue 11:00", "Wed 10:00"),
        ("Mon 16:30", "Mon 20:00", "Tue 16:30"),
    ];
    for (from, until, due) in rows {
        let clock = given("Mon 16:00", hours(8)).held(from, until);
        let reading = clock.read("Tue 12:00");
        assert_eq!(reading.due_at, Some(at(due)), "paused {from} to {until}");
    }
    let overnight = given("Mon 16:00", hours(8)).held("Mon 20:00", "Tue 11:00");
    assert_says(
        &overnight,
        "Tue 12:00",
        &[
            "Running: 2 h of 8 h used, 6 h left.",
            "on hold until Tue 2026-03-03 11:00, waiting for the customer: 2 h did not count",
            "Mon 2026-03-02 17:00 to 20:00  closed",
            "Mon 2026-03-02 20:00 to Tue 2026-03-03 11:00  on hold, waiting for the customer",
            "Due: Wed 2026-03-04 10:00 +01:00 Europe/Berlin; Wed 2026-03-04 09:00 +00:00",
        ],
    );
}

/// 2: "1 day" is four different promises.
#[test]
fn one_day_from_friday_afternoon_depends_on_what_a_day_is() {
    let working_day = Within::WorkingDays { days: 1 };
    let end_of_next = Within::OfWorkingDay { nth: 1, at: None };
    let rows = [
        (
            "office",
            Within::CalendarSpan { months: 0, days: 1 },
            "Sat 16:00",
        ),
        ("office", hours(24), "Wed+1 16:00"),
        ("office", working_day.clone(), "Mon+1 16:00"),
        ("office", end_of_next.clone(), "Mon+1 17:00"),
        (
            "24x5",
            Within::CalendarSpan { months: 0, days: 1 },
            "Sat 16:00",
        ),
        ("24x5", hours(24), "Mon+1 16:00"),
        ("24x5", working_day, "Mon+1 16:00"),
        ("24x5", end_of_next, "Tue+1 00:00"),
    ];
    for (calendar, within, due) in rows {
        let reading = given("Fri 16:00", within.clone())
            .calendar(calendar)
            .read("Fri 16:30");
        assert_eq!(reading.due_at, Some(at(due)), "{within:?} in {calendar}");
    }
    let clock = given("Fri 16:00", Within::OfWorkingDay { nth: 1, at: None });
    let due = "Due: Mon 2026-03-09 17:00 +01:00 Europe/Berlin";
    assert_says(
        &clock,
        "Fri 16:30",
        &[
            "response: by the end of the next working day, in calendar office",
            due,
        ],
    );
    let clock = given("Fri 16:00", hours(24));
    assert_says(
        &clock,
        "Fri 16:30",
        &["30 min of 24 h used", "Due: Wed 2026-03-11 16:00"],
    );
}

/// 3: raised to a time that has already run out.
#[test]
fn a_severity_raised_too_late_is_late_on_arrival_at_the_change() {
    let clock = given("Mon 09:00", hours(8))
        .calendar("always")
        .warn(hours(3));
    let raised = clock.clone().changed("Mon 14:00", hours(4));
    let reading = raised.read("Mon 14:30");
    assert_eq!(reading.state, MissedRunning);
    assert_eq!(reading.due_at, Some(at("Mon 13:00")));
    assert_eq!(reading.breached_at, Some(at("Mon 14:00")));
    assert!(reading.late_on_arrival);
    assert_eq!(reading.warned_at, None);
    assert_eq!(raised.read("Mon 14:00").used_seconds, 5 * 3_600);
    assert_eq!(
        raised.read("Mon 13:59").breached_at,
        None,
        "nothing is back-dated"
    );

    let in_time = clock.changed("Mon 12:00", hours(4)).read("Mon 12:30");
    assert_eq!(in_time.due_at, Some(at("Mon 13:00")));
    assert_eq!((in_time.state, in_time.late_on_arrival), (Running, false));
    assert_says(
        &raised,
        "Mon 14:30",
        &[
            "Late on arrival: missed Mon 2026-03-02 14:00, when the promise changed, and still open",
            "5 h 30 min of 4 h used, 1 h 30 min over",
            "Mon 2026-03-02 09:00  in force: response, within 8 hours of opening time",
            "Mon 2026-03-02 14:00  in force: response, within 4 hours of opening time",
            "Due: Mon 2026-03-02 13:00",
        ],
    );
}

/// 4: the hold before the change stays excluded.
#[test]
fn an_earlier_hold_stays_out_of_a_promise_that_counts_from_the_start() {
    let clock = given("Mon 09:00", hours(8))
        .calendar("always")
        .held("Mon 10:00", "Mon 14:00")
        .changed("Mon 15:00", hours(4));
    let reading = clock.read("Mon 15:00");
    assert_eq!(reading.used_seconds, 2 * 3_600);
    assert_eq!(reading.due_at, Some(at("Mon 17:00")));
    assert_eq!((reading.state, reading.breached_at), (Running, None));
    assert_says(
        &clock,
        "Mon 15:00",
        &[
            "Running: 2 h of 4 h used, 2 h left.",
            "on hold until Mon 2026-03-02 14:00, waiting for the customer: 4 h did not count",
            "Mon 2026-03-02 15:00 to 17:00  2 h ahead",
        ],
    );
}

/// 5: used time stays, the rest runs on the new calendar.
#[test]
fn a_calendar_that_changes_in_flight_counts_piecewise() {
    let clock = given("Mon 15:00", hours(8))
        .changed("Tue 00:00", hours(8))
        .calendar("late office");
    assert_eq!(clock.read("Mon 18:00").due_at, Some(at("Tue 15:00")));
    let reading = clock.read("Tue 12:00");
    assert_eq!(reading.used_seconds, 4 * 3_600);
    assert_eq!(reading.due_at, Some(at("Tue 16:00")));
    assert_says(
        &clock,
        "Tue 12:00",
        &[
            "Mon 2026-03-02 15:00 to 17:00  2 h counted",
            "Tue 2026-03-03 10:00 to 12:00  2 h counted",
            "Tue 2026-03-03 12:00 to 16:00  4 h ahead",
        ],
    );
}

/// 6: the customer's clock follows the contract and does not notice; the team's own
/// is the sum of what each team had open while it held the ticket.
#[test]
fn a_ticket_that_moves_between_regions_counts_in_the_hours_of_who_holds_it() {
    let customers = given("Mon 15:00", hours(8));
    assert_eq!(customers.read("Tue 10:30").due_at, Some(at("Tue 15:00")));

    let own = given("Mon 15:00", hours(8))
        .with(|promise| promise.audience = Audience::Internal)
        .changed("Mon 18:00", hours(8))
        .calendar("new york office")
        .changed("Tue 10:00", hours(8))
        .calendar("office");
    // New York is open from 15:00 to 23:00 in Berlin, and took over at 18:00.
    assert_eq!(own.read("Mon 19:00").used_seconds, 3 * 3_600);
    assert_eq!(own.read("Mon 19:00").due_at, Some(at("Tue 16:00")));
    let reading = own.read("Tue 10:30");
    assert_eq!(reading.used_seconds, 2 * 3_600 + 5 * 3_600 + 1_800);
    assert_eq!(reading.due_at, Some(at("Tue 11:00")));
    assert_says(
        &own,
        "Tue 10:30",
        &[
            "in calendar office, not promised to customers",
            "Running: 7 h 30 min of 8 h used, 30 min left.",
            "Mon 2026-03-02 18:00  in force: response, within 8 hours of opening time, \
             calendar new york office",
            "Mon 2026-03-02 15:00 to 17:00  2 h counted",
            "Mon 2026-03-02 18:00 to 23:00  5 h counted",
            "Mon 2026-03-02 23:00 to Tue 2026-03-03 10:00  closed",
            "Tue 2026-03-03 10:00 to 10:30  30 min counted",
            "Due: Tue 2026-03-03 11:00",
        ],
    );
    assert_says(
        &customers,
        "Tue 10:30",
        &["3 h 30 min of 8 h used", "Due: Tue 2026-03-03 15:00"],
    );
}

/// 7: hours are physical hours, whatever the wall clock does.
#[test]
fn daylight_saving_neither_gives_nor_takes_time() {
    let rows = [
        (
            "shift",
            "2026-03-28 22:00",
            hours(8),
            "2026-03-29T21:00:00Z",
        ),
        (
            "shift",
            "2026-10-24 22:00",
            hours(8),
            "2026-10-25T04:00:00Z",
        ),
        (
            "always",
            "2026-03-29 00:30",
            hours(4),
            "2026-03-29T03:30:00Z",
        ),
        (
            "always",
            "2026-10-25 00:30",
            hours(4),
            "2026-10-25T02:30:00Z",
        ),
        (
            "shift",
            "2026-03-28 22:00",
            elapsed_hours(8),
            "2026-03-29T05:00:00Z",
        ),
    ];
    for (calendar, anchor, within, due) in rows {
        let reading = given(anchor, within).calendar(calendar).read(anchor);
        assert_eq!(
            reading.due_at,
            Some(due.parse().unwrap()),
            "{calendar} from {anchor}"
        );
    }
    assert_says(
        &given("2026-03-28 22:00", hours(8)).calendar("shift"),
        "2026-03-29 22:00",
        &[
            "Sat 2026-03-28 22:00 to Sun 2026-03-29 06:00  7 h counted",
            "Due: Sun 2026-03-29 23:00",
        ],
    );
    assert_says(
        &given("2026-10-24 22:00", hours(8)).calendar("shift"),
        "2026-10-24 22:00",
        &["Due: Sun 2026-10-25 05:00 +01:00 Europe/Berlin; Sun 2026-10-25 04:00 +00:00"],
    );
}

/// 8: a day form waits with the customer, and never ends in the past.
#[test]
fn a_time_of_the_next_working_day_moves_by_the_open_time_of_the_pause() {
    let four_of_next = Within::OfWorkingDay {
        nth: 1,
        at: Some("16:00".parse().unwrap()),
    };
    let clock = given("Mon 11:00", four_of_next);
    assert_eq!(clock.read("Mon 12:00").due_at, Some(at("Tue 16:00")));
    let paused = clock.clone().held("Mon 15:00", "Wed 11:00");
    assert_eq!(paused.read("Wed 10:00").state, Paused);
    assert_eq!(paused.read("Wed 12:00").due_at, Some(at("Thu 12:00")));
    let overnight = clock.held("Mon 18:00", "Tue 08:00");
    assert_eq!(overnight.read("Tue 08:30").due_at, Some(at("Tue 16:00")));
    assert_says(
        &paused,
        "Wed 12:00",
        &[
            "by 16:00 of the next working day",
            "12 h did not count for it",
            "Due: Thu 2026-03-05 12:00",
        ],
    );
}

/// 9: closing time is a deadline, and the deadline itself is in time.
#[test]
fn boundaries_belong_to_the_side_the_policy_says() {
    assert_eq!(
        given("Mon 09:00", hours(8)).read("Mon 09:00").due_at,
        Some(at("Mon 17:00"))
    );
    assert_eq!(
        given("Mon 17:00", hours(1)).read("Mon 17:00").due_at,
        Some(at("Tue 10:00"))
    );

    let under = Within::Open {
        seconds: 8 * 3_600,
        strict: true,
    };
    let rows = [
        (hours(8), "Mon 17:00:00", Met),
        (hours(8), "Mon 16:59:59", Met),
        (hours(8), "Mon 17:00:01", MissedMet),
        (under.clone(), "Mon 17:00:00", MissedMet),
        (under, "Mon 16:59:59", Met),
    ];
    for (within, done, state) in rows {
        let clock = given("Mon 09:00", within.clone()).done(Act::Responded, done);
        assert_eq!(
            clock.read("Tue 12:00").state,
            state,
            "{within:?} done {done}"
        );
    }
    let nearly = given("Mon 09:00", hours(8)).read("Mon 16:59:59");
    assert_eq!((nearly.state, nearly.remaining_seconds), (Running, Some(1)));
    assert_eq!(
        given("Mon 09:00", hours(8)).read("Mon 17:00").state,
        MissedRunning
    );
    let done = given("Mon 09:00", hours(8)).done(Act::Responded, "Mon 17:00");
    assert_says(
        &done,
        "Tue 12:00",
        &["Met Mon 2026-03-02 17:00: 8 h of 8 h used, 0 min left."],
    );
}

/// 13: judged by the promise in force, whatever is promised later.
#[test]
fn what_was_met_stays_met_when_the_promise_is_tightened() {
    let clock = given("Mon 09:00", hours(4))
        .done(Act::Responded, "Mon 11:30")
        .changed("Mon 15:00", hours(2));
    let reading = clock.read("Tue 12:00");
    assert_eq!((reading.state, reading.breached_at), (Met, None));
    assert_eq!(reading.due_at, Some(at("Mon 13:00")));
    assert_says(
        &clock,
        "Tue 12:00",
        &[
            "response: within 4 hours",
            "Met Mon 2026-03-02 11:30: 2 h 30 min of 4 h used, 1 h 30 min left.",
        ],
    );
}

/// 14: solved while closed, and met before it would have started.
#[test]
fn a_clock_met_outside_hours_is_met_with_nothing_used() {
    let receipt = given("Fri 20:00", hours(4)).done(Act::Resolved, "Fri 21:00");
    let reading = receipt.read("Mon+1 12:00");
    assert_eq!((reading.state, reading.used_seconds), (Met, 0));
    assert_eq!(reading.started_at, Some(at("Fri 20:00")));

    for starts in [Start::ReceiptInHours, Start::CompleteReport] {
        let clock = receipt.clone().starts(starts).complete("Mon+1 10:00");
        let reading = clock.read("Mon+1 12:00");
        assert_eq!(
            (reading.state, reading.used_seconds),
            (Met, 0),
            "{starts:?}"
        );
        assert_eq!(reading.started_at, None, "{starts:?}");
        assert_eq!(clock.read("Fri 20:30").state, Waiting, "{starts:?}");
    }
    let waiting = receipt
        .starts(Start::CompleteReport)
        .complete("Mon+1 10:00");
    assert_says(
        &waiting,
        "Mon+1 12:00",
        &[
            "Met Fri 2026-03-06 21:00: 0 min used, no deadline.",
            "resolved: this met it",
            "Fri 2026-03-06 20:00 to 21:00  before the start",
        ],
    );
}

/// 15: the restated deadline is the same function of corrected facts.
#[test]
fn a_holiday_declared_late_restates_the_deadline() {
    let original = given("Fri 15:00", hours(4));
    assert_eq!(
        original.read("Mon+1 12:00").breached_at,
        Some(at("Mon+1 11:00"))
    );
    let restated = original.calendar("monday off").read("Mon+1 12:00");
    assert_eq!(
        (restated.breached_at, restated.due_at),
        (None, Some(at("Tue+1 11:00")))
    );
    assert_says(
        &given("Fri 15:00", hours(4)).calendar("monday off"),
        "Mon+1 12:00",
        &[
            "Mon 2026-03-09 00:00 to 12:00  holiday, Founders' Day",
            "Due: Tue 2026-03-10 11:00",
        ],
    );
}
