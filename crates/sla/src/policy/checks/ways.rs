//! Channels and plans that contradict each other, and parts nobody uses.

use std::collections::BTreeSet;

use crate::policy::{ALWAYS, Policy, problems::Problems};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    some_way_is_open(policy, problems);
    plans_name_open_channels(policy, problems);
    calendars_are_used(policy, problems);
}

/// People write by channels; programs write for them and are always let in.
fn some_way_is_open(policy: &Policy, problems: &mut Problems<'_>) {
    let (Some(first), true) = (
        policy.channels.first(),
        policy.channels.iter().all(|rule| !rule.accepted),
    ) else {
        return;
    };
    let message = "no channel accepts anything: nobody can report a problem";
    let help = "accept one of them, or leave the channels out, which accepts all";
    problems.add("no-way-in", &first.place, message, help);
}

fn plans_name_open_channels(policy: &Policy, problems: &mut Problems<'_>) {
    for plan in &policy.plans {
        for channel in &plan.channels {
            if !policy.channel(channel).accepted {
                let message = format!(
                    "the plan `{}` offers the channel `{channel}`, which the policy refuses",
                    plan.id
                );
                let help = "accept the channel, or leave it out of the plan";
                problems.add("refused-channel", &plan.channels_place, message, help);
            }
        }
    }
}

fn calendars_are_used(policy: &Policy, problems: &mut Problems<'_>) {
    let of_plans = policy
        .plans
        .iter()
        .filter_map(|plan| plan.calendar.as_deref());
    let of_targets = policy.targets.iter().flat_map(|target| {
        let received = target
            .when
            .received
            .iter()
            .map(|received| &received.calendar);
        target
            .calendar
            .iter()
            .chain(received)
            .map(|calendar| calendar.value.as_str())
    });
    let used: BTreeSet<&str> = of_plans
        .chain(of_targets)
        .chain(policy.heading.calendar.as_deref())
        .collect();
    for (id, hours) in &policy.calendars {
        if id != ALWAYS && !used.contains(id.as_str()) {
            let message = format!("nothing uses the calendar `{id}`");
            let help = "name it in `[policy]`, in a plan or in a target, or leave it out";
            problems.add("unused", &hours.place, message, help);
        }
    }
}
