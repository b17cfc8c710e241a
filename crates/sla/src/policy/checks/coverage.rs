//! Severities without a target, plans without hours.

use crate::policy::{Audience, Policy, problems::Problems, target::Target};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    severities_have_targets(policy, problems);
    plans_have_hours(policy, problems);
    targets_have_a_calendar(policy, problems);
    nobody_chose_is_answered(policy, problems);
}

fn severities_have_targets(policy: &Policy, problems: &mut Problems<'_>) {
    for severity in &policy.severities {
        let covered = policy.targets.iter().any(|target| {
            let listed = &target.when.severities;
            target.audience == Audience::Customer
                && (listed.is_empty() || listed.contains(&severity.number))
                && target.within.at(Some(severity.number)).is_some()
        });
        if !covered {
            let message = format!("severity {} has no target", severity.number);
            let help = "add a target for it; `within = \"unstated, we use ...\"` or \
                `\"none\"` says that nothing is promised";
            problems.add("severity-without-target", &severity.place, message, help);
        }
    }
}

fn plans_have_hours(policy: &Policy, problems: &mut Problems<'_>) {
    for plan in &policy.plans {
        if plan.calendar.is_none() && policy.heading.calendar.is_none() {
            let message = format!("the plan `{}` has no hours", plan.id);
            let help =
                "add `calendar = \"...\"`, with `operating = true` where the text states none";
            problems.add("plan-without-hours", &plan.calendar_place, message, help);
        }
    }
}

fn targets_have_a_calendar(policy: &Policy, problems: &mut Problems<'_>) {
    if policy.heading.calendar.is_some() || !policy.plans.is_empty() {
        return;
    }
    for target in policy
        .targets
        .iter()
        .filter(|target| target.calendar.is_none())
    {
        let message = format!("the target `{}` has no calendar", target.id);
        let help = "add `calendar = \"...\"` to it, or to `[policy]` for all targets";
        problems.add("missing-key", &target.place, message, help);
    }
}

/// A request that nobody classified has the default severity; without one, the
/// rows of a table say nothing to it.
fn nobody_chose_is_answered(policy: &Policy, problems: &mut Problems<'_>) {
    let (Some(first), None) = (policy.severities.first(), policy.severity_rules.default) else {
        return;
    };
    let by_severity = |target: &Target| {
        target.within.severities().is_some() || !target.when.severities.is_empty()
    };
    if policy.targets.iter().any(by_severity) {
        let message = "no severity is the default: a request that nobody classified is promised \
            nothing by severity";
        let help = "add `default = ...` to `[severity]`, with `operating = true` where the text \
            names none";
        problems.add("no-default-severity", &first.place, message, help);
    }
}
