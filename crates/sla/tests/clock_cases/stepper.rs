//! Clocks against a minute stepper that is obviously right.
//!
//! It walks minute by minute from the anchor and asks of each minute: which
//! promise, does it rest, is the calendar open? Facts lie on whole minutes.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sla::clock::{Calendars, Hold, HoldReason, InForce, Timeline};
use sla::policy::{PauseReason, Within};

use super::support::{CALENDARS, Given, at, given, promise};

const MINUTES: i64 = 14 * 24 * 60;

fn minute() -> impl Strategy<Value = Timestamp> {
    (0..MINUTES).prop_map(|minutes| at("Mon 00:00") + SignedDuration::from_mins(minutes))
}

fn in_force() -> impl Strategy<Value = InForce> {
    let calendar = prop_oneof![
        Just("office"),
        Just("shift"),
        Just("monday off"),
        Just("late office")
    ];
    let pauses = prop_oneof![
        Just(vec![]),
        Just(vec![PauseReason::Customer]),
        Just(vec![PauseReason::Customer, PauseReason::Supplier]),
    ];
    (minute(), 1..3_000i64, any::<bool>(), calendar, pauses).prop_map(
        |(since, minutes, plain, calendar, paused_by)| {
            let seconds = minutes * 60;
            let mut promise = promise(if plain {
                Within::Elapsed {
                    seconds,
                    strict: false,
                }
            } else {
                Within::Open {
                    seconds,
                    strict: false,
                }
            });
            promise.calendar = calendar.to_owned();
            promise.paused_by = paused_by;
            InForce { since, promise }
        },
    )
}

fn hold() -> impl Strategy<Value = Hold> {
    let reason = prop_oneof![
        Just(HoldReason::Pause(PauseReason::Customer)),
        Just(HoldReason::Pause(PauseReason::Supplier)),
        Just(HoldReason::Resolved),
    ];
    (minute(), proptest::option::of(1..5_000i64), reason).prop_map(|(from, length, reason)| Hold {
        from,
        until: length.map(|minutes| from + SignedDuration::from_mins(minutes)),
        reason,
    })
}

/// Whether the minute beginning at `minute` counts, as known at `now`.
fn counts(timeline: &Timeline, minute: Timestamp, now: Timestamp) -> bool {
    let mut known = timeline
        .promises
        .iter()
        .skip(1)
        .filter(|later| later.since <= now);
    let changed = known.rfind(|later| later.since <= minute);
    let promise = &changed.unwrap_or(&timeline.promises[0]).promise;
    let resting = timeline.holds.iter().any(|hold| {
        let honoured = match hold.reason {
            HoldReason::Resolved => true,
            HoldReason::Pause(reason) => promise.paused_by.contains(&reason),
        };
        let until = hold.until.unwrap_or(now).min(now);
        honoured && hold.from <= minute && minute < until
    });
    let plain = matches!(promise.within, Within::Elapsed { .. });
    !resting && (plain || CALENDARS.calendar(promise).unwrap().is_open(minute))
}

/// Counted minutes up to `now`, and the instant at which `target` have counted.
fn step(timeline: &Timeline, now: Timestamp, target: i64) -> (i64, Timestamp) {
    let (mut used, mut counted, mut due) = (0, 0, None);
    let mut minute = timeline.anchor_at;
    while minute < now || due.is_none() {
        let counting = i64::from(counts(timeline, minute, now));
        counted += counting;
        used += if minute < now { counting } else { 0 };
        minute += SignedDuration::from_mins(1);
        if counted == target {
            due = due.or(Some(minute));
        }
    }
    (used, due.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_clock_agrees_with_a_minute_stepper(
        anchor_at in minute(),
        promises in proptest::collection::vec(in_force(), 1..4),
        holds in proptest::collection::vec(hold(), 0..4),
        now in minute(),
    ) {
        let mut timeline = given("Mon 00:00", Within::NextRelease).timeline;
        timeline.anchor_at = anchor_at;
        timeline.promises = promises;
        timeline.promises[1..].sort_by_key(|in_force| in_force.since);
        timeline.holds = holds;
        let mut known = timeline.promises.iter().enumerate();
        let governing = known.rfind(|(index, in_force)| *index == 0 || in_force.since <= now);
        let (Within::Open { seconds, .. } | Within::Elapsed { seconds, .. }) =
            governing.unwrap().1.promise.within
        else {
            unreachable!("only amounts are generated");
        };
        let (used, due_at) = step(&timeline, now, seconds / 60);
        let reading = Given { timeline }.read_at(now);
        prop_assert_eq!(reading.used_seconds, used * 60);
        prop_assert_eq!(reading.due_at, Some(due_at));
    }
}
