//! Thresholds in an order that can be kept, and deadlines that exist. A finding
//! shows the sample that fails.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::samples::{Clock, Sample, Samples};
use crate::policy::{
    Audience, Metric, Policy,
    problems::{Place, Problems},
    target::Target,
};

pub(super) fn run(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    let mut told = BTreeSet::new();
    for sample in &samples.all {
        for clock in &sample.clocks {
            let Some(target) = target_of(policy, clock) else {
                continue;
            };
            let (within, warn) = places_of(policy, target, sample);
            if warns_too_late(clock) && told.insert(("warn", warn.start)) {
                report_warning(policy, sample, clock, warn, problems);
            }
            if is_after_resolution(sample, clock) && told.insert(("order", within.start)) {
                report_order(policy, sample, clock, within, problems);
            }
            if clock.reading.is_err() && told.insert(("never", within.start)) {
                report_never(policy, sample, clock, within, problems);
            }
        }
    }
}

fn warns_too_late(clock: &Clock) -> bool {
    matches!((clock.warn_at(), clock.due_at()), (Some(warn), Some(due)) if warn >= due)
}

/// What has to happen before, or at the latest with, the resolution.
fn precedes(metric: &Metric) -> bool {
    matches!(
        metric,
        Metric::Acknowledgement | Metric::FirstResponse | Metric::WorkBegin | Metric::Workaround
    )
}

fn is_after_resolution(sample: &Sample, clock: &Clock) -> bool {
    let is_resolution = |other: &&Clock| {
        other.promise.metric == Metric::Resolution
            && other.promise.audience == clock.promise.audience
    };
    let resolution = sample.clocks.iter().find(is_resolution);
    precedes(&clock.promise.metric)
        && matches!(
            (clock.due_at(), resolution.and_then(Clock::due_at)),
            (Some(first), Some(second)) if first > second
        )
}

fn report_warning(
    policy: &Policy,
    sample: &Sample,
    clock: &Clock,
    place: &Place,
    problems: &mut Problems<'_>,
) {
    let message = format!(
        "`{}` warns too late: received {}, it warns {} and is due {}",
        clock.promise.target,
        shown(policy, clock, Some(sample.request.received_at)),
        shown(policy, clock, clock.warn_at()),
        shown(policy, clock, clock.due_at())
    );
    let help = "warn earlier than the target is due";
    problems.add("warn-not-before-due", place, message, help);
}

fn report_order(
    policy: &Policy,
    sample: &Sample,
    clock: &Clock,
    place: &Place,
    problems: &mut Problems<'_>,
) {
    let message = format!(
        "`{}`{} is due after the resolution: received {}, it is due {}",
        clock.promise.target,
        whose(clock),
        shown(policy, clock, Some(sample.request.received_at)),
        shown(policy, clock, clock.due_at())
    );
    let help = "shorten it, or lengthen the resolution";
    problems.add("response-after-resolution", place, message, help);
}

fn report_never(
    policy: &Policy,
    sample: &Sample,
    clock: &Clock,
    place: &Place,
    problems: &mut Problems<'_>,
) {
    let Err(error) = &clock.reading else {
        return;
    };
    let received = shown(policy, clock, Some(sample.request.received_at));
    let message = format!("received {received}, this is never due: {error}");
    let help = "give its calendar hours every week, or the target less time";
    problems.add("never-due", place, message, help);
}

fn whose(clock: &Clock) -> &'static str {
    match clock.promise.audience {
        Audience::Internal => " (internal)",
        Audience::Customer => "",
    }
}

/// The target a clock runs for.
pub(super) fn target_of<'p>(policy: &'p Policy, clock: &Clock) -> Option<&'p Target> {
    let mut targets = policy.targets.iter();
    targets.find(|target| target.id == clock.promise.target)
}

/// Where the time stands that a target gives to a sample, and where its warning.
pub(super) fn places_of<'p>(
    policy: &Policy,
    target: &'p Target,
    sample: &Sample,
) -> (&'p Place, &'p Place) {
    let severity = sample.request.severity.or(policy.severity_default());
    let within = target.within.at(severity).map(|row| &row.place);
    let warn = target.warn.as_ref().and_then(|warn| warn.at(severity));
    (
        within.unwrap_or(&target.place),
        warn.map_or(&target.place, |row| &row.place),
    )
}

/// An instant in the zone in which the clock counts.
pub(super) fn shown(policy: &Policy, clock: &Clock, instant: Option<Timestamp>) -> String {
    instant.map_or_else(String::new, |at| {
        at.to_zoned(policy.zone_of(&clock.promise.calendar))
            .strftime("%a %Y-%m-%d %H:%M")
            .to_string()
    })
}
