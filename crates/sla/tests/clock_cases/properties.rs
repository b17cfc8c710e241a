//! What holds for any facts.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sla::clock::{self, ClockState, Done, Hold, HoldReason, InForce, Timeline};
use sla::policy::{Act, PauseReason, Promise, Start, Within};

use super::support::{CALENDARS, Given, at, given, promise};

const TWO_WEEKS: i64 = 14 * 86_400;

fn after_monday(seconds: i64) -> Timestamp {
    at("Mon 00:00") + SignedDuration::from_secs(seconds)
}

pub(crate) fn instant() -> impl Strategy<Value = Timestamp> {
    // To the half second, so that roundings show.
    (0..2 * TWO_WEEKS)
        .prop_map(|halves| at("Mon 00:00") + SignedDuration::from_millis(halves * 500))
}

fn within() -> impl Strategy<Value = Within> {
    let seconds = 0..200_000i64;
    prop_oneof![
        (seconds.clone(), any::<bool>())
            .prop_map(|(seconds, strict)| Within::Open { seconds, strict }),
        (seconds, any::<bool>()).prop_map(|(seconds, strict)| Within::Elapsed { seconds, strict }),
        (1..5u32).prop_map(|days| Within::WorkingDays { days }),
        (0..2u32, 0..9u32).prop_map(|(months, days)| Within::CalendarSpan { months, days }),
        (1..5u32).prop_map(|nth| Within::OfWorkingDay { nth, at: None }),
        Just(Within::NextRelease),
        Just(Within::None {
            usually_seconds: None
        }),
    ]
}

fn any_promise() -> impl Strategy<Value = Promise> {
    let starts = prop_oneof![
        Just(Start::Receipt),
        Just(Start::ReceiptInHours),
        Just(Start::CompleteReport),
    ];
    let calendar = prop_oneof![
        Just("office"),
        Just("shift"),
        Just("always"),
        Just("monday off")
    ];
    (
        within(),
        proptest::option::of(within()),
        starts,
        calendar,
        any::<bool>(),
    )
        .prop_map(|(within, warn, starts, calendar, best_effort)| Promise {
            warn,
            starts,
            calendar: calendar.to_owned(),
            best_effort,
            ..promise(within)
        })
}

fn hold() -> impl Strategy<Value = Hold> {
    let reason = prop_oneof![
        Just(HoldReason::Pause(PauseReason::Customer)),
        Just(HoldReason::Pause(PauseReason::Supplier)),
    ];
    (instant(), proptest::option::of(0..400_000i64), reason).prop_map(|(from, length, reason)| {
        Hold {
            from,
            until: length.map(|length| from + SignedDuration::from_secs(length)),
            reason,
        }
    })
}

prop_compose! {
    pub(crate) fn timeline()(
        anchor_at in instant(),
        first in any_promise(),
        changes in proptest::collection::vec((instant(), any_promise()), 0..3),
        holds in proptest::collection::vec(hold(), 0..4),
        responded_at in proptest::option::of(instant()),
        ended_at in proptest::option::weighted(0.2, instant()),
        report_complete_at in proptest::option::of(instant()),
        release_at in proptest::option::of(instant()),
    ) -> Timeline {
        let mut promises = vec![InForce { since: anchor_at, promise: first }];
        promises.extend(changes.into_iter().map(|(since, promise)| InForce { since, promise }));
        promises[1..].sort_by_key(|in_force| in_force.since);
        Timeline {
            anchor_at,
            report_complete_at,
            promises,
            holds,
            acts: responded_at.map(|at| Done { act: Act::Responded, at }).into_iter().collect(),
            ended_at,
            release_at,
        }
    }
}

proptest! {
    /// `read_at` asserts it: no gaps, and sums that agree with the figures.
    #[test]
    fn spans_prove_every_reading(timeline in timeline(), now in instant()) {
        Given { timeline }.read_at(now);
    }

    #[test]
    fn spans_up_to_the_deadline_are_the_time_promised(
        timeline in timeline(),
        seconds in 0..200_000i64,
        now in instant(),
    ) {
        let mut timeline = timeline;
        timeline.promises.truncate(1);
        timeline.promises[0].promise.within = Within::Open { seconds, strict: false };
        let reading = Given { timeline }.read_at(now);
        if let (Some(due_at), ClockState::Running | ClockState::Paused) = (reading.due_at, reading.state) {
            let spans = reading.spans.iter().filter(|span| span.until <= due_at);
            prop_assert_eq!(spans.map(|span| span.counted_seconds).sum::<i64>(), seconds);
        }
    }

    #[test]
    fn a_pause_never_shortens_a_deadline(
        promise in any_promise(),
        anchor in instant(),
        holds in proptest::collection::vec(hold(), 0..4),
        another in hold(),
        now in instant(),
    ) {
        let mut facts = given("Mon 00:00", Within::NextRelease).timeline;
        facts.anchor_at = anchor;
        facts.report_complete_at = Some(anchor);
        facts.promises[0].promise = promise;
        facts.holds = holds;
        let before = Given { timeline: facts.clone() }.read_at(now).due_at;
        facts.holds.push(another);
        let after = Given { timeline: facts }.read_at(now).due_at;
        prop_assert!(after >= before, "{before:?} became {after:?}");
    }

    /// What a reading says has happened, every later reading says too.
    #[test]
    fn later_readings_agree_about_the_past(
        timeline in timeline(),
        now in instant(),
        wait in 0..TWO_WEEKS,
    ) {
        let mut timeline = timeline;
        // A release that moves and a later promise are new facts, and may change
        // what is warned; neither touches a breach.
        let later = now + SignedDuration::from_secs(wait);
        timeline.promises.retain(|in_force| in_force.since <= now || in_force.since > later);
        // Rejecting them would end a run of a million.
        if timeline.promises.is_empty() {
            return Ok(());
        }
        let clock = Given { timeline };
        let (first, second) = (clock.read_at(now), clock.read_at(later));
        for (before, after) in [
            (first.started_at, second.started_at),
            (first.met_at, second.met_at),
            (first.breached_at, second.breached_at),
            (first.warned_at, second.warned_at),
        ] {
            prop_assert!(before.is_none() || before == after, "{before:?} became {after:?}");
            // Nothing new appears in a past that was already known.
            prop_assert!(before.is_some() || after.is_none_or(|after| after > now), "{after:?} is back-dated");
        }
        prop_assert!(second.used_seconds >= first.used_seconds);
    }

    #[test]
    fn a_breach_outlives_any_new_promise(
        timeline in timeline(),
        now in instant(),
        wait in 0..TWO_WEEKS,
    ) {
        let clock = Given { timeline };
        let breached_at = clock.read_at(now).breached_at;
        let later = clock.read_at(now + SignedDuration::from_secs(wait));
        prop_assert!(breached_at.is_none() || later.breached_at == breached_at);
    }

    /// A timer set by `next_threshold` finds the change it was set for, and no
    /// change comes earlier.
    #[test]
    fn the_next_threshold_is_where_the_reading_changes(
        timeline in timeline(),
        now in instant(),
    ) {
        let mut timeline = timeline;
        // Only what is known at `now`: later facts would come with commands of their own.
        timeline.promises = timeline
            .promises
            .iter()
            .enumerate()
            .filter(|(index, in_force)| *index == 0 || in_force.since <= now)
            .map(|(_, in_force)| in_force.clone())
            .collect();
        timeline.acts.retain(|done| done.at <= now);
        timeline.holds.retain(|hold| hold.from <= now);
        for hold in &mut timeline.holds {
            hold.until = hold.until.filter(|until| *until <= now);
        }
        timeline.ended_at = timeline.ended_at.filter(|at| *at <= now);
        timeline.report_complete_at = timeline.report_complete_at.filter(|at| *at <= now);
        let next = clock::next_threshold(&timeline, &*CALENDARS, now).unwrap();
        let clock = Given { timeline };
        let told = |at| {
            let reading = clock.read_at(at);
            (reading.warned_at, reading.breached_at)
        };
        let before = told(now);
        match next {
            Some(next) => {
                prop_assert!(next > now);
                prop_assert_eq!(told(next - SignedDuration::from_nanos(1)), before);
                prop_assert_ne!(told(next), before);
            }
            None => prop_assert_eq!(told(after_monday(40 * 86_400)), before),
        }
    }
}
