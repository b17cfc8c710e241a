//! What the text says, says twice, or does not say.

use crate::policy::{
    Policy, Within, WithinError,
    names::all_of_words,
    problems::{Place, Problems},
    target::Target,
    written::Written,
};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    for target in &policy.targets {
        for written in &target.written {
            compare_times(target, written, problems);
            compare_acts(target, written, problems);
        }
        shares_have_a_population(target, problems);
        unstated_times(target, problems);
    }
    unstated_choices(policy, problems);
}

/// The times of a quotation against those that govern.
fn compare_times(target: &Target, written: &Written, problems: &mut Problems<'_>) {
    for (severities, time) in written.within.iter().flat_map(|within| within.entries()) {
        if let Err(error @ WithinError::AmbiguousDay { .. }) = &time.value.reading {
            problems.add("written-day", &time.place, error.to_string(), "");
        }
        let untold = severities
            .iter()
            .find(|number| target.within.at(Some(**number)).is_none());
        if let Some(severity) = untold {
            let message = format!(
                "{} says `{}` for severity {severity}, to which `{}` gives no time",
                written.clause, time.value.text, target.id
            );
            let help = "add the severity to `within`, or quote this beside the target it is about";
            problems.add("statement-without-promise", &time.place, message, help);
        }
        let governing: Vec<&Within> = match severities.as_slice() {
            [] => target
                .within
                .values()
                .into_iter()
                .map(|(_, row)| &row.value)
                .collect(),
            some => some
                .iter()
                .filter_map(|number| target.within.at(Some(*number)))
                .map(|row| &row.value)
                .collect(),
        };
        let differs = |within: &&Within| !time.value.agrees_with(within);
        if let Some(governing) = governing.into_iter().find(differs) {
            let message = format!(
                "{} says `{}`{}, {} says `{governing}`",
                written.clause,
                time.value.text,
                for_severities(&severities),
                target.clause
            );
            settle(target, message, &time.place, problems);
        }
    }
}

/// ` for severity 4, 5, 6`; nothing where it holds for all.
fn for_severities(severities: &[u8]) -> String {
    let numbers: Vec<String> = severities.iter().map(u8::to_string).collect();
    match numbers.is_empty() {
        true => String::new(),
        false => format!(" for severity {}", numbers.join(", ")),
    }
}

fn compare_acts(target: &Target, written: &Written, problems: &mut Problems<'_>) {
    if written.satisfied_by.is_empty() || written.satisfied_by == target.satisfied_by {
        return;
    }
    let acts: Vec<String> = written.satisfied_by.iter().map(all_of_words).collect();
    let message = format!("{} is satisfied by: {}", written.clause, acts.join(", "));
    settle(target, message, &written.place, problems);
}

/// A contradiction is an error until the author has said which statement governs.
fn settle(target: &Target, message: String, place: &Place, problems: &mut Problems<'_>) {
    match &target.governs {
        Some(why) => problems.add(
            "superseded",
            place,
            message,
            format!("`{}` governs: {why}", target.id),
        ),
        None => {
            let help = format!(
                "add `governs = \"why\"` to `{}` if it governs, else move the times",
                target.id
            );
            problems.add("contradiction", place, message, help);
        }
    }
}

fn shares_have_a_population(target: &Target, problems: &mut Problems<'_>) {
    let keep = target.keep.iter().flat_map(|keep| keep.values());
    // One row stands for the table: the gap is the same in each.
    if let Some((_, keep)) = keep
        .into_iter()
        .find(|(_, keep)| keep.value.population.is_none() || keep.value.period.is_none())
    {
        let missing = match (&keep.value.population, &keep.value.period) {
            (None, None) => "of which tickets, and over which period",
            (None, _) => "of which tickets",
            (_, _) => "over which period",
        };
        let message = format!(
            "{} of `{}`: the text does not say {missing}",
            keep.value.share(),
            target.id
        );
        let help = "write `95% of tickets resolved per calendar month` where it does";
        problems.add("percentage-without-population", &keep.place, message, help);
    }
}

fn unstated_times(target: &Target, problems: &mut Problems<'_>) {
    for (severities, row) in target.within.entries() {
        let Within::Unstated { operating } = &row.value else {
            continue;
        };
        let used = match operating {
            Some(within) => format!("the operating value is `{within}`"),
            None => "nothing is measured".to_owned(),
        };
        let whom = for_severities(&severities);
        let message = format!("`{}`{whom} states no time; {used}", target.id);
        problems.add("unstated", &row.place, message, "");
    }
}

fn unstated_choices(policy: &Policy, problems: &mut Problems<'_>) {
    for (id, hours) in &policy.calendars {
        for part in &hours.operating {
            let message = match part.as_str() {
                "zone" => format!(
                    "the time zone of `{id}` is not stated; we use {}",
                    hours.spec.zone
                ),
                _ => format!("the opening hours of `{id}` are not stated; those given are ours"),
            };
            problems.add("unstated", &hours.place, message, "");
        }
    }
    for plan in policy.plans.iter().filter(|plan| plan.operating) {
        let used = policy.calendar_of_plan(Some(&plan.id));
        let message = format!(
            "the hours of the plan `{}` are not stated; we use `{used}`",
            plan.id
        );
        problems.add("unstated", &plan.calendar_place, message, "");
    }
    for group in policy.groups.iter().filter(|group| group.operating) {
        let message = format!(
            "which severities are `{}` is not stated; the map is ours",
            group.name
        );
        problems.add("unstated", &group.place, message, "");
    }
    for rating in policy.rating.iter().filter(|rating| rating.operating) {
        problems.add(
            "unstated",
            &rating.place,
            "the scale of the rating is not stated; it is ours",
            "",
        );
    }
    for gap in &policy.gaps {
        let used = gap
            .we_use
            .as_ref()
            .map_or(String::new(), |used| format!("; we use: {used}"));
        problems.add(
            "unstated",
            &gap.place,
            format!("not stated: {}{used}", gap.what),
            "",
        );
    }
}
