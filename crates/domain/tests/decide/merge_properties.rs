//! Merges at any point of any two stories. The stories themselves check, after every
//! step, that records agree with the clocks and that bare facts give the same ones.

use domain::{Actor, Command, Refusal, Status};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::merge::{DUPLICATE, merged_at, separated_at};
use crate::properties::{Step, config, said, steps};
use crate::story::{Story, policy_names};

/// Tells steps on from an instant, and answers the instant of the last one. Ids of
/// messages are taken from `place` on.
fn go_on(mut story: Story, from: Timestamp, place: u128, steps: &[Step]) -> (Story, Timestamp) {
    let mut now = from;
    for (place, (seconds, (actor, command), ago)) in (place..).zip(steps) {
        now += SignedDuration::from_secs(*seconds);
        let happened_at = ago.map(|ago| now - SignedDuration::from_mins(ago));
        story = story.when_at(now, *actor, said(command.clone(), place, happened_at));
        if let Some(Refusal::Clock(reason)) = story.refusal() {
            panic!("{reason}");
        }
    }
    (story, now)
}

fn look(story: Story, now: Timestamp) -> Story {
    story.when_at(now, Actor::System, Command::ObserveClocks)
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn records_agree_with_clocks_whatever_is_merged(
        policy in prop::sample::select(policy_names().collect::<Vec<_>>()),
        severities in (1_u8..4, 1_u8..4),
        duplicate_first in any::<bool>(),
        before in (steps(), steps()),
        between in steps(),
        undone in any::<bool>(),
        after in (steps(), steps()),
    ) {
        // The severity that a policy does not know is refused, and its default taken.
        let opened = |story: Story, at: &str, severity| {
            let known = story.policies().severities().iter().any(|known| known.number == severity);
            story.open(at, known.then_some(severity))
        };
        let times = if duplicate_first {
            ("2026-03-06 15:31", "2026-03-06 15:30")
        } else {
            ("2026-03-06 15:30", "2026-03-06 16:41")
        };
        let survivor = opened(Story::under(policy), times.0, severities.0);
        let duplicate = opened(Story::under(policy).of(DUPLICATE), times.1, severities.1);
        let from = survivor.instant("2026-03-06 16:42");
        let (survivor, one) = go_on(survivor, from, 0, &before.0);
        let (duplicate, other) = go_on(duplicate, from, 100, &before.1);
        let now = one.max(other) + SignedDuration::from_secs(61);
        let (survivor, duplicate) = merged_at(now, survivor, duplicate);
        prop_assert_eq!(survivor.refusal().is_some(), duplicate.refusal().is_some());
        let (survivor, now) = go_on(survivor, now, 200, &between);
        let now = now + SignedDuration::from_secs(61);
        let (survivor, duplicate) = (look(survivor, now), look(duplicate, now));
        if undone {
            let (survivor, duplicate) = separated_at(now, survivor, duplicate);
            prop_assert_eq!(survivor.refusal().is_some(), duplicate.refusal().is_some());
            let (survivor, one) = go_on(survivor, now, 300, &after.0);
            let (duplicate, other) = go_on(duplicate, now, 400, &after.1);
            let last = one.max(other);
            look(survivor, last);
            look(duplicate, last);
        } else {
            prop_assert_eq!(duplicate.retold(), duplicate.history());
            prop_assert_eq!(survivor.retold(), survivor.history());
        }
    }

    /// Undone at once, a merge leaves the clocks of both as they were.
    #[test]
    fn undone_at_once_nothing_was_merged(before in (steps(), steps()), severities in (1_u8..3, 1_u8..3)) {
        let opened = "2026-03-06 15:30";
        let survivor = Story::under("nordwind").open(opened, Some(severities.0));
        let duplicate = Story::under("nordwind").of(DUPLICATE).open(opened, Some(severities.1));
        let from = survivor.instant(opened);
        let (survivor, one) = go_on(survivor, from, 0, &before.0);
        let (duplicate, other) = go_on(duplicate, from, 100, &before.1);
        let now = one.max(other) + SignedDuration::from_secs(61);
        let (survivor, duplicate) = (look(survivor, now), look(duplicate, now));
        let results = |story: &Story| -> Vec<_> {
            let clocks = story.ticket().unwrap().clocks.into_iter();
            let standing = clocks.filter(|(_, clock)| clock.stands());
            standing.map(|(id, clock)| {
                (id, clock.state, clock.paused_at, clock.breached_at, clock.met_at, clock.due_at)
            }).collect()
        };
        let as_before = (results(&survivor), results(&duplicate));
        let (survivor, duplicate) = merged_at(now, survivor, duplicate);
        if survivor.refusal().is_none() {
            prop_assert_eq!(duplicate.ticket().unwrap().status, Status::Merged);
            let (survivor, duplicate) = separated_at(now, survivor, duplicate);
            prop_assert_eq!((results(&survivor), results(&duplicate)), as_before);
        }
    }
}
