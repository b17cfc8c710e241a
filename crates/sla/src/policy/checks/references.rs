//! Names that are used must be declared: calendars, plans, targets.

use crate::policy::{
    Policy,
    problems::Problems,
    table::{Placed, unknown},
};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    let calendars: Vec<&str> = policy.calendars.keys().map(String::as_str).collect();
    let plans: Vec<&str> = policy.plans.iter().map(|plan| plan.id.as_str()).collect();
    let targets: Vec<&str> = policy
        .targets
        .iter()
        .map(|target| target.id.as_str())
        .collect();
    let mut calendar = |used: &Placed<String>| known(used, &calendars, "the calendars", problems);
    policy.default_calendar.iter().for_each(&mut calendar);
    for plan in &policy.plans {
        if let Some(id) = &plan.calendar {
            calendar(&Placed {
                value: id.clone(),
                place: plan.calendar_place.clone(),
            });
        }
    }
    for target in &policy.targets {
        target.calendar.iter().for_each(&mut calendar);
        target
            .when
            .received
            .iter()
            .for_each(|received| calendar(&received.calendar));
    }
    for plan in policy.targets.iter().flat_map(|target| &target.when.plans) {
        known(plan, &plans, "the plans", problems);
    }
    for case in &policy.cases {
        case.report
            .plan
            .iter()
            .for_each(|plan| known(plan, &plans, "the plans", problems));
        for (target, _) in &case.expect {
            known(&without_cycle(target), &targets, "the targets", problems);
        }
        for id in case.promises.iter().flat_map(|ids| &ids.value) {
            let place = case
                .promises
                .as_ref()
                .map_or(case.place.clone(), |ids| ids.place.clone());
            let used = Placed {
                value: id.clone(),
                place,
            };
            known(&used, &targets, "the targets", problems);
        }
    }
}

/// A case may name one cycle of a target: `next-response.2`.
fn without_cycle(used: &Placed<String>) -> Placed<String> {
    let target = match used.value.rsplit_once('.') {
        Some((target, cycle)) if cycle.parse::<u32>().is_ok() => target,
        _ => &used.value,
    };
    Placed {
        value: target.to_owned(),
        place: used.place.clone(),
    }
}

fn known(used: &Placed<String>, declared: &[&str], which: &str, problems: &mut Problems<'_>) {
    if !declared.contains(&used.value.as_str()) {
        let place = format!("{which} of the policy");
        unknown(
            "unknown-reference",
            &used.value,
            &used.place,
            &place,
            declared,
            problems,
        );
    }
}
