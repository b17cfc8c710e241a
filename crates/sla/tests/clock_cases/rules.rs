//! The rules of a clock, one table each.

use sla::clock::ClockState::{Cancelled, Met, MissedMet, MissedRunning, Paused, Running, Waiting};
use sla::clock::{HoldReason, SpanState};
use sla::policy::{Act, PauseReason, Start, Within};

use super::support::{at, elapsed_hours, given, hours, minutes};

#[test]
fn a_clock_starts_as_its_promise_says() {
    let rows = [
        (
            Start::Receipt,
            "Fri 20:00",
            None,
            Some("Fri 20:00"),
            "Mon+1 11:00",
        ),
        (
            Start::ReceiptInHours,
            "Fri 20:00",
            None,
            Some("Mon+1 09:00"),
            "Mon+1 11:00",
        ),
        (
            Start::ReceiptInHours,
            "Fri 17:00",
            None,
            Some("Mon+1 09:00"),
            "Mon+1 11:00",
        ),
        (
            Start::ReceiptInHours,
            "Fri 10:00",
            None,
            Some("Fri 10:00"),
            "Fri 12:00",
        ),
        (
            Start::CompleteReport,
            "Fri 10:00",
            Some("Fri 08:00"),
            Some("Fri 10:00"),
            "Fri 12:00",
        ),
        (
            Start::CompleteReport,
            "Fri 10:00",
            Some("Fri 16:00"),
            Some("Fri 16:00"),
            "Mon+1 10:00",
        ),
        (
            Start::CompleteReport,
            "Fri 10:00",
            Some("Sat 12:00"),
            Some("Mon+1 09:00"),
            "Mon+1 11:00",
        ),
    ];
    for (starts, anchor, complete, started, due) in rows {
        let mut clock = given(anchor, hours(2)).starts(starts);
        if let Some(complete) = complete {
            clock = clock.complete(complete);
        }
        let reading = clock.read("Mon+1 09:30");
        assert_eq!(
            reading.started_at,
            started.map(at),
            "{starts:?} from {anchor}"
        );
        assert_eq!(reading.due_at, Some(at(due)), "{starts:?} from {anchor}");
    }
}

#[test]
fn a_clock_waits_for_its_report_and_for_its_opening() {
    let report = given("Mon 10:00", hours(2))
        .starts(Start::CompleteReport)
        .complete("Mon 14:00");
    let waiting = report.read("Mon 12:00");
    assert_eq!(
        (waiting.state, waiting.due_at, waiting.used_seconds),
        (Waiting, None, 0)
    );
    assert_eq!(waiting.spans[0].state, SpanState::BeforeStart);
    assert_eq!(report.next("Mon 12:00"), None);
    assert_eq!(report.read("Mon 14:00").state, Running);

    let opening = given("Mon 20:00", hours(2)).starts(Start::ReceiptInHours);
    let waiting = opening.read("Mon 21:00");
    assert_eq!((waiting.state, waiting.started_at), (Waiting, None));
    assert_eq!(waiting.due_at, Some(at("Tue 11:00")));
    assert_eq!(opening.next("Mon 21:00"), Some(at("Tue 11:00")));
}

#[test]
fn a_hold_before_the_start_moves_nothing() {
    let clock = given("Mon 07:00", hours(2)).starts(Start::ReceiptInHours);
    let before = clock.clone().held("Mon 07:30", "Mon 08:30");
    assert_eq!(before.read("Mon 09:30").due_at, Some(at("Mon 11:00")));
    let across = clock.held("Mon 08:00", "Mon 10:00");
    assert_eq!(across.read("Mon 09:30").paused_at, Some(at("Mon 09:00")));
    assert_eq!(across.read("Mon 10:30").due_at, Some(at("Mon 12:00")));
}

#[test]
fn a_resting_clock_shows_the_deadline_as_if_it_went_on_now() {
    let clock = given("Mon 09:00", hours(4)).held_since("Mon 10:00");
    for (now, due) in [
        ("Mon 10:00", "Mon 13:00"),
        ("Mon 12:00", "Mon 15:00"),
        ("Tue 09:00", "Tue 12:00"),
    ] {
        let reading = clock.read(now);
        assert_eq!(
            (reading.state, reading.paused_at),
            (Paused, Some(at("Mon 10:00"))),
            "{now}"
        );
        assert_eq!(
            (reading.due_at, reading.used_seconds),
            (Some(at(due)), 3_600),
            "{now}"
        );
        assert_eq!(clock.next(now), None, "{now}");
    }
}

#[test]
fn holds_that_touch_are_one_pause() {
    let supplier = HoldReason::Pause(PauseReason::Supplier);
    let clock = given("Mon 09:00", hours(4))
        .with(|promise| promise.paused_by.push(PauseReason::Supplier))
        .held("Mon 10:00", "Mon 11:00")
        .hold(supplier, "Mon 11:00", Some("Mon 12:00"))
        .held("Mon 11:30", "Mon 13:00");
    let reading = clock.read("Mon 12:30");
    assert_eq!(reading.paused_at, Some(at("Mon 10:00")));
    let reasons: Vec<_> = reading
        .spans
        .iter()
        .map(|span| span.state.clone())
        .collect();
    let customer = SpanState::Held {
        because: HoldReason::Pause(PauseReason::Customer),
    };
    let supplier = SpanState::Held { because: supplier };
    assert_eq!(
        reasons,
        [
            SpanState::Counted,
            customer.clone(),
            supplier,
            customer,
            SpanState::Counted
        ]
    );
}

#[test]
fn plain_time_rests_by_plain_time() {
    let clock = given("Fri 16:00", elapsed_hours(24)).held("Fri 18:00", "Sat 06:00");
    assert_eq!(clock.read("Sat 12:00").due_at, Some(at("Sun 04:00")));
}

#[test]
fn a_pause_after_the_breach_does_not_unmake_it() {
    let clock = given("Mon 09:00", hours(2)).held_since("Mon 12:00");
    let reading = clock.read("Mon 14:00");
    assert_eq!(
        (reading.state, reading.breached_at),
        (MissedRunning, Some(at("Mon 11:00")))
    );
    assert_eq!(
        (reading.paused_at, reading.used_seconds),
        (Some(at("Mon 12:00")), 3 * 3_600)
    );
    assert_eq!(reading.remaining_seconds, Some(-3_600));
}

#[test]
fn warnings_are_computed_like_deadlines_and_never_back_dated() {
    let clock = given("Mon 16:00", hours(4)).warn(hours(3));
    let paused = clock.clone().held("Mon 16:30", "Tue 10:00");
    let rows = [
        (
            clock.clone(),
            "Mon 17:30",
            "Tue 11:00",
            None,
            Some("Tue 11:00"),
        ),
        (
            clock.clone(),
            "Tue 11:00",
            "Tue 11:00",
            Some("Tue 11:00"),
            Some("Tue 12:00"),
        ),
        (
            clock.clone(),
            "Wed 11:00",
            "Tue 11:00",
            Some("Tue 11:00"),
            None,
        ),
        (paused, "Tue 10:00", "Tue 12:30", None, Some("Tue 12:30")),
        (
            clock.clone().done(Act::Responded, "Tue 10:30"),
            "Tue 12:00",
            "Tue 11:00",
            None,
            None,
        ),
        // Lowered after the warning: it warns anew.
        (
            clock.clone().changed("Tue 11:30", hours(8)).warn(hours(6)),
            "Tue 12:00",
            "Tue 14:00",
            None,
            Some("Tue 14:00"),
        ),
        // Raised past the warning: it warns at the change.
        (
            clock.changed("Tue 10:30", hours(3)).warn(hours(2)),
            "Tue 10:45",
            "Tue 10:00",
            Some("Tue 10:30"),
            Some("Tue 11:00"),
        ),
    ];
    for (clock, now, warn, warned, next) in rows {
        let reading = clock.read(now);
        assert_eq!(reading.warn_at, Some(at(warn)), "{now}");
        assert_eq!(reading.warned_at, warned.map(at), "{now}");
        assert_eq!(clock.next(now), next.map(at), "{now}");
    }
}

#[test]
fn a_lower_severity_moves_the_deadline_but_keeps_a_breach() {
    let clock = given("Mon 09:00", hours(2));
    let in_time = clock
        .clone()
        .changed("Mon 10:00", hours(6))
        .read("Mon 12:00");
    assert_eq!(
        (in_time.state, in_time.due_at),
        (Running, Some(at("Mon 15:00")))
    );
    let late = clock.changed("Mon 12:00", hours(6));
    let reading = late.read("Mon 13:00");
    assert_eq!(
        (reading.state, reading.due_at),
        (MissedRunning, Some(at("Mon 15:00")))
    );
    assert_eq!(
        (reading.breached_at, reading.late_on_arrival),
        (Some(at("Mon 11:00")), false)
    );
    assert_eq!(late.next("Mon 13:00"), None);
}

#[test]
fn a_change_at_the_deadline_comes_in_time() {
    let clock = given("Mon 09:00", hours(2)).changed("Mon 11:00", hours(4));
    assert_eq!(clock.read("Mon 12:00").breached_at, None);
    let raised = given("Mon 09:00", hours(8))
        .changed("Mon 11:00", hours(2))
        .read("Mon 11:00");
    assert_eq!(
        (raised.breached_at, raised.late_on_arrival),
        (Some(at("Mon 11:00")), false)
    );
}

#[test]
fn each_stretch_counts_by_the_promise_then_in_force() {
    // Reported on Friday evening for office hours, raised on Sunday to round the clock.
    let clock = given("Fri 20:00", hours(4))
        .starts(Start::ReceiptInHours)
        .changed("Sun 20:00", hours(1))
        .calendar("always")
        .starts(Start::Receipt);
    let reading = clock.read("Sun 20:30");
    assert_eq!(
        (reading.started_at, reading.due_at),
        (Some(at("Sun 20:00")), Some(at("Sun 21:00")))
    );
}

#[test]
fn best_effort_is_measured_and_never_breached() {
    let clock = given("Mon 09:00", hours(2)).with(|promise| promise.best_effort = true);
    let reading = clock.read("Mon 15:00");
    assert_eq!((reading.state, reading.breached_at), (Running, None));
    assert_eq!(reading.remaining_seconds, Some(-4 * 3_600));
    assert_eq!(clock.next("Mon 09:30"), None);
    assert_eq!(
        clock
            .done(Act::Responded, "Mon 16:00")
            .read("Tue 09:00")
            .state,
        Met
    );
}

#[test]
fn what_is_not_promised_is_measured_all_the_same() {
    let operating = Some(Box::new(hours(24)));
    let rows = [
        (
            Within::None {
                usually_seconds: Some(86_400),
            },
            None,
        ),
        (Within::Unstated { operating: None }, None),
        (Within::Unstated { operating }, Some("Wed 17:00")),
    ];
    for (within, due) in rows {
        let reading = given("Mon 09:00", within.clone()).read("Thu 10:00");
        assert_eq!(reading.due_at, due.map(at), "{within:?}");
        assert_eq!(
            reading.remaining_seconds.is_some(),
            due.is_some(),
            "{within:?}"
        );
        assert_eq!(reading.breached_at, due.map(at), "{within:?}");
        assert_eq!(reading.used_seconds, 25 * 3_600, "{within:?}");
    }
}

#[test]
fn a_release_promise_is_due_when_the_release_is_published() {
    let unknown = given("Mon 09:00", Within::NextRelease).satisfied_by(&[Act::FixReleased]);
    assert_eq!(
        (unknown.read("Fri 09:00").due_at, unknown.next("Fri 09:00")),
        (None, None)
    );
    let tied = unknown.release("Thu 12:00").held_since("Wed 09:00");
    assert_eq!(tied.next("Wed 10:00"), Some(at("Thu 12:00")));
    assert_eq!(tied.read("Fri 09:00").breached_at, Some(at("Thu 12:00")));
    let fixed = tied.done(Act::FixReleased, "Thu 12:00");
    assert_eq!(fixed.read("Fri 09:00").state, Met);
}

#[test]
fn an_ended_clock_is_cancelled_unless_it_was_met() {
    let clock = given("Mon 09:00", hours(4)).ended("Mon 11:00");
    assert_eq!(clock.read("Mon 10:00").state, Running);
    let reading = clock.read("Tue 12:00");
    assert_eq!(
        (reading.state, reading.used_seconds),
        (Cancelled, 2 * 3_600)
    );
    assert_eq!((reading.breached_at, clock.next("Tue 12:00")), (None, None));
    let late = given("Mon 09:00", hours(1))
        .ended("Mon 11:00")
        .read("Tue 12:00");
    assert_eq!(
        (late.state, late.breached_at),
        (Cancelled, Some(at("Mon 10:00")))
    );
    assert_eq!(
        clock
            .done(Act::Responded, "Mon 10:00")
            .read("Tue 12:00")
            .state,
        Met
    );
}

#[test]
fn every_stretch_says_why_it_counted_or_not() {
    let clock = given("Fri 08:00", hours(8))
        .calendar("monday off")
        .starts(Start::ReceiptInHours)
        .held("Fri 15:00", "Fri 16:00");
    let spans = clock.read("Fri 16:30").spans;
    let listed: Vec<_> = spans
        .iter()
        .map(|span| {
            (
                span.from,
                span.state.clone(),
                span.counted_seconds,
                span.ahead,
            )
        })
        .collect();
    let held = SpanState::Held {
        because: HoldReason::Pause(PauseReason::Customer),
    };
    let holiday = SpanState::Holiday {
        name: "Founders' Day".to_owned(),
    };
    assert_eq!(
        listed,
        [
            (at("Fri 08:00"), SpanState::BeforeStart, 0, false),
            (at("Fri 09:00"), SpanState::Counted, 6 * 3_600, false),
            (at("Fri 15:00"), held, 0, false),
            (at("Fri 16:00"), SpanState::Counted, 1_800, false),
            (at("Fri 16:30"), SpanState::Counted, 1_800, true),
            (at("Fri 17:00"), SpanState::Closed, 0, true),
            (at("Mon+1 00:00"), holiday, 0, true),
            (at("Tue+1 00:00"), SpanState::Closed, 0, true),
            (at("Tue+1 09:00"), SpanState::Counted, 3_600, true),
        ]
    );
}

#[test]
fn parts_of_seconds_are_neither_lost_nor_rounded_into_a_miss() {
    let clock = given("Mon 16:59:30.75", minutes(1));
    let due = at("Tue 09:00:30.75");
    let reading = clock.read("Tue 09:00:10.5");
    assert_eq!(reading.due_at, Some(due));
    assert_eq!(
        (reading.used_seconds, reading.remaining_seconds),
        (39, Some(21))
    );
    let exact = clock
        .clone()
        .done(Act::Responded, "Tue 09:00:30.75")
        .read("Tue 12:00");
    assert_eq!((exact.state, exact.used_seconds), (Met, 60));
    let late = clock
        .done(Act::Responded, "Tue 09:00:30.750001")
        .read("Tue 12:00");
    assert_eq!((late.state, late.breached_at), (MissedMet, Some(due)));
}

#[test]
fn nothing_is_known_before_it_happened() {
    let clock = given("Mon 09:00", hours(4))
        .held("Mon 11:00", "Mon 12:00")
        .changed("Mon 13:00", hours(8))
        .done(Act::Responded, "Mon 15:00")
        .ended("Mon 16:00");
    assert_eq!(clock.read("Mon 10:00").due_at, Some(at("Mon 13:00")));
    assert_eq!(clock.read("Mon 11:30").state, Paused);
    assert_eq!(clock.read("Mon 12:30").due_at, Some(at("Mon 14:00")));
    assert_eq!(clock.read("Mon 14:00").due_at, Some(at("Tue 10:00")));
    let early = clock.read("Mon 08:00");
    assert_eq!(
        (early.state, early.due_at),
        (Waiting, Some(at("Mon 13:00")))
    );
    assert!(early.spans.iter().all(|span| span.ahead));
}

/// No time at all is over at the start, whether or not the clock then rests.
#[test]
fn no_time_is_due_at_the_start_and_no_hold_moves_it() {
    let clock = given("Mon 10:00", hours(0)).held_since("Mon 09:00");
    assert_eq!(clock.next("Mon 09:30"), Some(at("Mon 10:00")));
    for now in ["Mon 10:00", "Mon 12:00"] {
        assert_eq!(clock.read(now).breached_at, Some(at("Mon 10:00")), "{now}");
    }
}

/// A warning in another form of time than the deadline: the pause moves the
/// deadline past it, so it comes.
#[test]
fn a_fixed_warning_comes_while_the_pause_moves_the_deadline() {
    let clock = given("Mon 10:00", hours(2))
        .warn(Within::NextRelease)
        .release("Tue 12:00")
        .held_since("Mon 11:00");
    assert_eq!(clock.next("Mon 11:30"), Some(at("Tue 12:00")));
    assert_eq!(clock.read("Tue 13:00").warned_at, Some(at("Tue 12:00")));
}
