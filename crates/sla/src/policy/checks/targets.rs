//! Targets by themselves: times that cannot be kept, acts that satisfy too much,
//! and keys that change nothing.

use crate::policy::{
    Act, Firmness, Metric, Policy, Within,
    by_severity::BySeverity,
    names::metric_word,
    problems::{Place, Problems},
    target::Target,
};

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    for target in &policy.targets {
        times_leave_time(target, problems);
        releases_count(target, problems);
        acts_fit_the_metric(target, problems);
        rows_have_a_time(target, problems);
        keys_have_an_effect(target, problems);
    }
}

/// What was promised, or is used in the place of what is unstated.
fn used(within: &Within) -> &Within {
    match within {
        Within::Unstated {
            operating: Some(own),
        } => own,
        other => other,
    }
}

fn times_leave_time(target: &Target, problems: &mut Problems<'_>) {
    for (_, row) in target.within.entries() {
        let is_zero = match used(&row.value) {
            Within::Open { seconds, .. } | Within::Elapsed { seconds, .. } => *seconds == 0,
            Within::WorkingDays { days } => *days == 0,
            Within::CalendarSpan { months, days } => (*months, *days) == (0, 0),
            _ => false,
        };
        if is_zero {
            let message = format!("`{}` leaves no time: it is due when it starts", target.id);
            let help = "write the time it gives; `none` where nothing is promised";
            problems.add("zero-time", &row.place, message, help);
        }
    }
}

/// What is due with a release is kept by the release, or by what closes before it.
fn releases_count(target: &Target, problems: &mut Problems<'_>) {
    let counts = target
        .satisfied_by
        .iter()
        .flat_map(|all| &all.0)
        .any(|act| matches!(act, Act::FixReleased | Act::Resolved));
    let mut rows = target.within.entries().into_iter();
    let release = rows.find(|(_, row)| *used(&row.value) == Within::NextRelease);
    if let (Some((_, row)), false) = (release, counts) {
        let message = format!(
            "`{}` is due with the next release, and the release does not satisfy it",
            target.id
        );
        let help = "add `\"fix released\"` to `satisfied-by`";
        problems.add("release-without-fix", &row.place, message, help);
    }
}

fn acts_fit_the_metric(target: &Target, problems: &mut Problems<'_>) {
    let needs_a_deed = matches!(
        target.metric,
        Metric::WorkBegin | Metric::Workaround | Metric::Resolution | Metric::Quote
    );
    if needs_a_deed && target.satisfied_by.is_empty() {
        let message = format!(
            "`{}` names no act, so that any message to the customer counts as the {}",
            target.id,
            metric_word(&target.metric)
        );
        let help = "name what satisfies it, for example `satisfied-by = [\"resolved\"]`";
        problems.add("met-by-any-message", &target.place, message, help);
    }
    let automatic = target
        .satisfied_by
        .contains(&Act::AcknowledgedAutomatically.into());
    if automatic && target.metric != Metric::Acknowledgement {
        let message = format!(
            "the automatic acknowledgement satisfies `{}`, a promise of a {}",
            target.id,
            metric_word(&target.metric)
        );
        let help = "leave `\"acknowledged automatically\"` to targets of the acknowledgement";
        problems.add("automatic-act", &target.place, message, help);
    }
}

/// The severities a table by severity has rows for and the target's times do not.
fn orphans<T>(target: &Target, table: &BySeverity<T>) -> Vec<(u8, Place)> {
    let rows = table.values().into_iter();
    rows.filter_map(|(severity, row)| Some((severity?, row.place.clone())))
        .filter(|(severity, _)| target.within.at(Some(*severity)).is_none())
        .collect()
}

fn rows_have_a_time(target: &Target, problems: &mut Problems<'_>) {
    let warn = target.warn.iter().flat_map(|warn| orphans(target, warn));
    let keep = target.keep.iter().flat_map(|keep| orphans(target, keep));
    let listed = target
        .when
        .severities
        .iter()
        .filter(|number| target.within.at(Some(**number)).is_none());
    let listed = listed.map(|number| (*number, target.place.clone()));
    for (severity, place) in warn.chain(keep).chain(listed) {
        let message = format!("`{}` gives no time for severity {severity}", target.id);
        let help = "add the severity to `within`, or leave it out here";
        problems.add("without-effect", &place, message, help);
    }
}

fn keys_have_an_effect(target: &Target, problems: &mut Problems<'_>) {
    let mut idle = |key: &str, place: &Place, why: &str| {
        let message = format!("`{key}` of `{}` has no effect: {why}", target.id);
        let help = format!("leave `{key}` out, or mend the target");
        problems.add("without-effect", place, message, help);
    };
    for (severities, keep) in target.keep.iter().flat_map(BySeverity::entries) {
        let row = target.within.at(severities.first().copied());
        if row.is_some_and(|row| is_never_missed(target, &row.value)) {
            idle("keep", &keep.place, "what is not promised is never missed");
        }
    }
    if target.governs.is_some() && target.written.is_empty() {
        let why = "no other statement is written beside it";
        idle("governs", &target.place, why);
    }
}

fn is_never_missed(target: &Target, within: &Within) -> bool {
    let promises_nothing = matches!(used(within), Within::None { .. } | Within::Unstated { .. });
    target.firmness == Firmness::Attempts || promises_nothing
}
