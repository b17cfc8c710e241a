//! Work without a break: hours that have one, gaps that nobody limits, duties that
//! never begin.

use std::collections::BTreeSet;

use crate::policy::{
    Metric, Policy, Severity, Within, names::act_word, problems::Problems, target::Target,
};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    let without_a_break = policy.severities.iter().filter(|one| one.without_a_break);
    for severity in without_a_break {
        breaks_fit_the_hours(policy, severity, problems);
        gaps_are_limited(policy, severity, problems);
    }
    for duty in duties(policy) {
        rows_limit_the_gap(duty, problems);
        duties_begin(policy, duty, problems);
    }
}

fn duties(policy: &Policy) -> impl Iterator<Item = &Target> {
    let targets = policy.targets.iter();
    targets.filter(|target| target.metric == Metric::ContinuousWork)
}

/// The duties that say something about a severity.
fn duties_for(policy: &Policy, severity: u8) -> impl Iterator<Item = &Target> {
    duties(policy).filter(move |duty| {
        let listed = &duty.when.severities;
        duty.within.at(Some(severity)).is_some()
            && (listed.is_empty() || listed.contains(&severity))
    })
}

/// The calendar of a duty is its own; where no duty has one, those of the plans.
fn breaks_fit_the_hours(policy: &Policy, severity: &Severity, problems: &mut Problems<'_>) {
    let mut duties = duties_for(policy, severity.number).peekable();
    let mut calendars: BTreeSet<&str> = BTreeSet::new();
    if duties.peek().is_none() {
        calendars.extend(calendars_of_plans(policy, None));
    }
    for duty in duties {
        match &duty.calendar {
            Some(calendar) => {
                calendars.insert(&calendar.value);
            }
            None => calendars.extend(calendars_of_plans(policy, Some(duty))),
        }
    }
    let limited = calendars.into_iter().find(|id| {
        let hours = policy.calendars.get(*id);
        hours.is_some_and(|hours| !hours.is_always_open())
    });
    let Some(calendar) = limited else { return };
    let message = format!(
        "severity {} is worked on without a break, but the calendar `{calendar}` closes",
        severity.number
    );
    let help = "say which of the two holds: a calendar that never closes, or work in its hours";
    problems.add("limited-hours", &severity.place, message, help);
}

/// The calendars of the plans a duty is for, and of customers without a plan where it
/// is for all.
fn calendars_of_plans<'p>(policy: &'p Policy, duty: Option<&Target>) -> BTreeSet<&'p str> {
    let named: Vec<&str> = duty
        .iter()
        .flat_map(|duty| &duty.when.plans)
        .map(|plan| plan.value.as_str())
        .collect();
    let plans = policy.plans.iter().map(|plan| plan.id.as_str());
    let plans = plans.filter(|plan| named.is_empty() || named.contains(plan));
    let nobody = named.is_empty().then_some(None);
    plans
        .map(Some)
        .chain(nobody)
        .map(|plan| policy.calendar_of_plan(plan))
        .collect()
}

fn gaps_are_limited(policy: &Policy, severity: &Severity, problems: &mut Problems<'_>) {
    if duties_for(policy, severity.number).next().is_some() {
        return;
    }
    let message = format!(
        "severity {} is worked on without a break, and no duty says how long a break would be",
        severity.number
    );
    let help = "add a `[[duty]]` with a `longest-gap`; where the text names none, \
        `\"unstated, we use 2h\"` says so";
    problems.add("no-longest-gap", &severity.place, message, help);
}

fn rows_limit_the_gap(duty: &Target, problems: &mut Problems<'_>) {
    for (_, row) in duty.within.entries() {
        if let Within::None { .. } | Within::Unstated { operating: None } = &row.value {
            let message = format!("the duty `{}` allows gaps of any length", duty.id);
            let help = "give the longest; where the text names none, \
                `\"unstated, we use 2h\"` says so";
            problems.add("no-longest-gap", &row.place, message, help);
        }
    }
}

/// An act that no target asks for is recorded by nobody, and the duty never begins.
fn duties_begin(policy: &Policy, duty: &Target, problems: &mut Problems<'_>) {
    let begins_with = &duty.lasting.begins_with;
    let mut others = policy
        .targets
        .iter()
        .filter(|target| !matches!(target.metric, Metric::ContinuousWork | Metric::TakeOver));
    let asks = |target: &Target| {
        let mut named = target.satisfied_by.iter().flat_map(|all| &all.0);
        named.any(|act| begins_with.contains(act))
    };
    if begins_with.is_empty() || others.any(asks) {
        return;
    }
    let words: Vec<&str> = begins_with.iter().map(|act| act_word(*act)).collect();
    let message = format!(
        "the duty `{}` begins with an act that no target asks for: {}",
        duty.id,
        words.join(", ")
    );
    let help = "add a target that this act satisfies, or leave `begins-with` out: it then begins \
        with the request";
    problems.add("duty-never-begins", &duty.place, message, help);
}
