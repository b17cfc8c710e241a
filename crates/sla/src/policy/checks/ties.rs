//! For each metric and audience one target applies to a request. Two that are
//! equally specific and can meet on one request leave it to chance.

use crate::policy::{
    Policy,
    names::metric_word,
    problems::Problems,
    target::{Received, Target},
};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    for (index, later) in policy.targets.iter().enumerate() {
        let tied = policy
            .targets
            .iter()
            .take(index)
            .find(|earlier| tie(earlier, later));
        if let Some(earlier) = tied {
            let message = format!(
                "`{}` and `{}` both promise the {} of the same requests",
                later.id,
                earlier.id,
                metric_word(&later.metric)
            );
            let help = "restrict one of them further: the more specific target applies";
            problems.add("two-targets", &later.place, message, help);
        }
    }
}

fn tie(a: &Target, b: &Target) -> bool {
    a.metric == b.metric
        && a.audience == b.audience
        && a.specificity() == b.specificity()
        && meet(&severities(a), &severities(b))
        && a.anchor == b.anchor
        && meet(&priorities(a), &priorities(b))
        && meet(&a.when.kinds, &b.when.kinds)
        && meet(&a.when.channels, &b.when.channels)
        && meet(&plans(a), &plans(b))
        && received_meet(a.when.received.as_ref(), b.when.received.as_ref())
}

/// The severities a target is restricted to; empty: none.
fn severities(target: &Target) -> Vec<u8> {
    let rows = target.within.severities();
    match (rows, target.when.severities.as_slice()) {
        (None, listed) => listed.to_vec(),
        (Some(rows), []) => rows,
        (Some(rows), listed) => rows
            .into_iter()
            .filter(|row| listed.contains(row))
            .collect(),
    }
}

fn priorities(target: &Target) -> Vec<&str> {
    let named = target.when.priorities.iter();
    named.map(|priority| priority.value.as_str()).collect()
}

fn plans(target: &Target) -> Vec<&str> {
    target
        .when
        .plans
        .iter()
        .map(|plan| plan.value.as_str())
        .collect()
}

/// Two lists that restrict, where an empty one does not, have something in common.
fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|item| b.contains(item))
}

/// Inside and outside the same hours exclude each other.
fn received_meet(a: Option<&Received>, b: Option<&Received>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.inside == b.inside || a.calendar.value != b.calendar.value,
        _ => true,
    }
}
