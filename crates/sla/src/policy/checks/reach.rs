//! Targets, and rows of targets, that no request ever gets.
//!
//! A more specific target that covers all its requests shadows a target. Nothing
//! is said where the samples are not complete.

use std::collections::BTreeSet;

use super::samples::Samples;
use crate::policy::{Policy, Within, problems::Problems};

pub(super) fn run(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    if !samples.complete {
        return;
    }
    let reached: BTreeSet<(&str, Option<u8>)> = samples
        .all
        .iter()
        .flat_map(|sample| {
            let severity = sample.request.severity;
            let targets = sample.clocks.iter();
            targets.map(move |clock| (clock.promise.target.as_str(), severity))
        })
        .collect();
    let is_reached = |target: &str, severity: Option<u8>| match severity {
        Some(_) => reached.contains(&(target, severity)),
        None => reached.iter().any(|(known, _)| *known == target),
    };
    for target in &policy.targets {
        let rows = target.within.entries();
        let mut dead = Vec::new();
        for (severities, row) in &rows {
            // What states no time and has no operating value gives no promise.
            if matches!(row.value, Within::Unstated { operating: None }) {
                continue;
            }
            let listed = &target.when.severities;
            let meant = |number: &&u8| listed.is_empty() || listed.contains(number);
            let missed = match severities.as_slice() {
                [] => !is_reached(&target.id, None),
                some => some
                    .iter()
                    .filter(meant)
                    .all(|number| !is_reached(&target.id, Some(*number))),
            };
            dead.extend(missed.then_some(&row.place));
        }
        let help =
            "a more specific target covers its requests: restrict that one, or leave this out";
        if dead.len() == rows.len() && !rows.is_empty() {
            let message = format!("`{}` applies to no request", target.id);
            problems.add("never-applies", &target.place, message, help);
        } else {
            for place in dead {
                let message = format!("this time of `{}` applies to no request", target.id);
                problems.add("never-applies", place, message, help);
            }
        }
    }
}
