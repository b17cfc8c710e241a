//! Thresholds in an order that can be kept. Times in different forms ("7h",
//! "1 working day") compare only in a calendar, so a week of sample reports is
//! computed, and a finding shows the sample that fails.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};

use crate::clock::Reading;
use crate::policy::{
    Anchor, Audience, Metric, Policy, Promise, Request, problems::Problems, target::Target,
};

/// A Monday without a change of clocks near it in any zone.
const WEEK_START_SECOND: i64 = 1_767_571_200;
const WEEK_SECONDS: i64 = 7 * 86_400;
/// Five hours share no divisor with a day, so that a week visits every hour.
const STEP_SECONDS: usize = 5 * 3_600;

pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    let mut told = BTreeSet::new();
    for request in samples(policy) {
        let clocks: Vec<(Promise, Reading)> = policy
            .promises(&request)
            .into_iter()
            .filter_map(|promise| {
                let reading = policy.read_at_receipt(&promise, request.received_at);
                reading.ok().map(|reading| (promise, reading))
            })
            .collect();
        for (promise, reading) in &clocks {
            if warns_too_late(reading)
                && told.insert(("warn", request.severity, promise.target.clone()))
            {
                report_warning(policy, &request, promise, reading, problems);
            }
        }
        for (promise, reading) in &clocks {
            let resolution = clocks.iter().find(|(other, _)| {
                other.metric == Metric::Resolution && other.audience == promise.audience
            });
            let Some((_, resolution)) = resolution else {
                continue;
            };
            if precedes(&promise.metric)
                && is_later(reading.due_at, resolution.due_at)
                && told.insert(("order", request.severity, promise.target.clone()))
            {
                report_order(policy, &request, promise, reading, problems);
            }
        }
    }
}

/// One request per hour of the sample week for each severity, plan, kind and
/// channel that the policy's targets tell apart.
fn samples(policy: &Policy) -> Vec<Request> {
    let severities: Vec<Option<u8>> = match policy.severities.as_slice() {
        [] => vec![None],
        some => some.iter().map(|severity| Some(severity.number)).collect(),
    };
    let plans: Vec<Option<String>> = match policy.plans.as_slice() {
        [] => vec![None],
        some => some.iter().map(|plan| Some(plan.id.clone())).collect(),
    };
    let kinds = told_apart(policy, "incident", |target| &target.when.kinds);
    let channels = told_apart(policy, "portal", |target| &target.when.channels);
    let mut requests = Vec::new();
    for severity in &severities {
        for plan in &plans {
            for kind in &kinds {
                for channel in &channels {
                    requests.extend((0..WEEK_SECONDS).step_by(STEP_SECONDS).map(|offset| {
                        Request {
                            anchor: Anchor::Receipt,
                            priority: None,
                            severity: *severity,
                            kind: (*kind).to_owned(),
                            plan: plan.clone(),
                            channel: (*channel).to_owned(),
                            received_at: Timestamp::from_second(WEEK_START_SECOND + offset)
                                .expect("a week of 2026 lies within the years jiff knows"),
                        }
                    }));
                }
            }
        }
    }
    requests
}

fn told_apart<'p>(
    policy: &'p Policy,
    usual: &'static str,
    named: impl Fn(&'p Target) -> &'p Vec<&'static str>,
) -> BTreeSet<&'static str> {
    policy
        .targets
        .iter()
        .flat_map(named)
        .copied()
        .chain([usual])
        .collect()
}

fn warns_too_late(reading: &Reading) -> bool {
    matches!((reading.warn_at, reading.due_at), (Some(warn), Some(due)) if warn >= due)
}

/// What has to happen before, or at the latest with, the resolution.
fn precedes(metric: &Metric) -> bool {
    matches!(
        metric,
        Metric::Acknowledgement | Metric::FirstResponse | Metric::WorkBegin | Metric::Workaround
    )
}

fn is_later(first: Option<Timestamp>, second: Option<Timestamp>) -> bool {
    matches!((first, second), (Some(first), Some(second)) if first > second)
}

fn report_warning(
    policy: &Policy,
    request: &Request,
    promise: &Promise,
    reading: &Reading,
    problems: &mut Problems<'_>,
) {
    let Some(target) = policy
        .targets
        .iter()
        .find(|target| target.id == promise.target)
    else {
        return;
    };
    let severity = request.severity.or(policy.severity_default());
    let place = target
        .warn
        .as_ref()
        .and_then(|warn| warn.at(severity))
        .map(|warn| &warn.place);
    let zone = policy.zone_of(&promise.calendar);
    let message = format!(
        "`{}` warns too late: received {}, it warns {} and is due {}",
        promise.target,
        shown(Some(request.received_at), &zone),
        shown(reading.warn_at, &zone),
        shown(reading.due_at, &zone)
    );
    let help = "warn earlier than the target is due";
    problems.add(
        "warn-not-before-due",
        place.unwrap_or(&target.place),
        message,
        help,
    );
}

fn report_order(
    policy: &Policy,
    request: &Request,
    promise: &Promise,
    reading: &Reading,
    problems: &mut Problems<'_>,
) {
    let Some(target) = policy
        .targets
        .iter()
        .find(|target| target.id == promise.target)
    else {
        return;
    };
    let severity = request.severity.or(policy.severity_default());
    let place = target
        .within
        .at(severity)
        .map_or(&target.place, |within| &within.place);
    let zone = policy.zone_of(&promise.calendar);
    let whose = if promise.audience == Audience::Internal {
        " (internal)"
    } else {
        ""
    };
    let message = format!(
        "`{}`{whose} is due after the resolution: received {}, it is due {}",
        promise.target,
        shown(Some(request.received_at), &zone),
        shown(reading.due_at, &zone)
    );
    let help = "shorten it, or lengthen the resolution";
    problems.add("response-after-resolution", place, message, help);
}

fn shown(instant: Option<Timestamp>, zone: &TimeZone) -> String {
    instant.map_or_else(String::new, |at| {
        at.to_zoned(zone.clone())
            .strftime("%a %Y-%m-%d %H:%M")
            .to_string()
    })
}
