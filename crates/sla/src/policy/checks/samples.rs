//! Sample requests and their clocks: what the checks look at that compare
//! instants. Times in different forms ("7h", "1 working day") compare only in a
//! calendar, so the requests of a week are computed.
//!
//! Which of them is wrong is decided by the checks.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::calendar::{Calendar, Opening};
use crate::clock::{ClockError, Reading};
use crate::policy::{Anchor, Policy, Promise, Request, target::Target};

/// A Monday without a change of clocks near it in any zone.
pub(in crate::policy) const WEEK_START_SECOND: i64 = 1_767_571_200;
pub(in crate::policy) const WEEK_SECONDS: i64 = 7 * 86_400;
/// Five hours share no divisor with a day, so that a week visits every hour.
const STEP_SECONDS: usize = 5 * 3_600;
/// Without this a file of a few lines that names many plans, kinds and channels
/// would be checked for minutes. Policies for people stay far below it.
const SAMPLES_MAX: usize = 4_000;

/// One request and all that is promised to it.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) request: Request,
    pub(super) clocks: Vec<Clock>,
}

/// A promise and its clock at receipt.
#[derive(Debug)]
pub(super) struct Clock {
    pub(super) promise: Promise,
    pub(super) reading: Result<Reading, ClockError>,
}

impl Clock {
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        self.reading.as_ref().ok()?.due_at
    }

    pub(super) fn warn_at(&self) -> Option<Timestamp> {
        self.reading.as_ref().ok()?.warn_at
    }
}

/// What is sampled, and whether all of it was.
#[derive(Debug)]
pub(super) struct Samples {
    pub(super) all: Vec<Sample>,
    /// False where there were more than [`SAMPLES_MAX`], of which every n-th is
    /// here: what is not among them may still exist.
    pub(super) complete: bool,
}

/// Every sample of a policy with its clocks.
pub(super) fn take(policy: &Policy) -> Samples {
    let (requests, complete) = requests(&[policy]);
    let sample = |request: Request| {
        let promises = policy.promises(&request).into_iter();
        let clocks = promises.map(|promise| Clock {
            reading: policy.read_at_receipt(&promise, request.received_at),
            promise,
        });
        Sample {
            clocks: clocks.collect(),
            request,
        }
    };
    Samples {
        all: requests.into_iter().map(sample).collect(),
        complete,
    }
}

/// A request for each severity, plan, kind, channel, anchor and priority that the
/// policies tell apart, and for each instant of interest; and whether these are
/// all. Severities vary fastest, so that the samples that differ in nothing else
/// lie side by side.
pub(in crate::policy) fn requests(policies: &[&Policy]) -> (Vec<Request>, bool) {
    let severities = policies.iter().flat_map(|policy| &policy.severities);
    let severities: BTreeSet<Option<u8>> = severities.map(|known| Some(known.number)).collect();
    let severities = if severities.is_empty() {
        BTreeSet::from([None])
    } else {
        severities
    };
    let plans = plans_told_apart(policies);
    let kinds = told_apart(policies, "incident", |target| &target.when.kinds);
    let channels = told_apart(policies, "portal", |target| &target.when.channels);
    let (anchors, priorities) = (anchors(policies), priorities_told_apart(policies));
    let instants = instants(policies);
    let lengths = [
        plans.len(),
        kinds.len(),
        channels.len(),
        anchors.len(),
        priorities.len(),
        instants.len(),
    ];
    let per_severity = lengths.into_iter().fold(1, usize::saturating_mul);
    let all = per_severity.saturating_mul(severities.len());
    let stride = all.div_ceil(SAMPLES_MAX).max(1);
    let mut requests = Vec::new();
    for number in (0..per_severity).step_by(stride) {
        let (number, received_at) = pick(number, &instants);
        let (number, plan) = pick(number, &plans);
        let (number, kind) = pick(number, &kinds);
        let (number, channel) = pick(number, &channels);
        let (number, anchor) = pick(number, &anchors);
        let (_, priority) = pick(number, &priorities);
        requests.extend(severities.iter().map(|severity| Request {
            anchor,
            priority: priority.clone(),
            severity: *severity,
            kind: kind.to_owned(),
            plan: plan.clone(),
            channel: channel.to_owned(),
            received_at,
        }));
    }
    (requests, stride == 1)
}

/// One digit of a number whose base is the length of a list, as an item of it.
fn pick<T: Clone>(number: usize, list: &[T]) -> (usize, T) {
    let item = list
        .get(number % list.len())
        .expect("the remainder is below the length, and no list here is empty");
    (number / list.len(), item.clone())
}

/// The plans that differ in their calendar or in the targets that name them; of
/// those that differ in neither the first stands for all.
fn plans_told_apart(policies: &[&Policy]) -> Vec<Option<String>> {
    let mut known = BTreeSet::new();
    let mut plans: Vec<Option<String>> = Vec::new();
    for plan in policies.iter().flat_map(|policy| &policy.plans) {
        let id = plan.id.as_str();
        let names = |target: &&Target| target.when.plans.iter().any(|named| named.value == id);
        let treated = |policy: &&Policy| {
            let naming = policy.targets.iter().filter(names);
            let naming: Vec<String> = naming.map(|target| target.id.clone()).collect();
            (policy.calendar_of_plan(Some(id)).to_owned(), naming)
        };
        if known.insert(policies.iter().map(treated).collect::<Vec<_>>()) {
            plans.push(Some(id.to_owned()));
        }
    }
    if plans.is_empty() {
        plans.push(None);
    }
    plans
}

fn targets<'p>(policies: &[&'p Policy]) -> impl Iterator<Item = &'p Target> {
    policies.iter().flat_map(|policy| &policy.targets)
}

/// What the promises count from.
fn anchors(policies: &[&Policy]) -> Vec<Anchor> {
    let named = targets(policies).map(|target| target.anchor);
    let anchors: BTreeSet<Anchor> = named.chain([Anchor::Receipt]).collect();
    anchors.into_iter().collect()
}

/// The priorities that targets name, and that of a request without one.
fn priorities_told_apart(policies: &[&Policy]) -> Vec<Option<String>> {
    let named = targets(policies).flat_map(|target| &target.when.priorities);
    let named = named.map(|priority| Some(priority.value.clone()));
    let priorities: BTreeSet<Option<String>> = named.chain([None]).collect();
    priorities.into_iter().collect()
}

fn told_apart<'p>(
    policies: &[&'p Policy],
    usual: &'static str,
    named: impl Fn(&'p Target) -> &'p Vec<&'static str>,
) -> Vec<&'static str> {
    let named = targets(policies).flat_map(named).copied();
    let named: BTreeSet<&'static str> = named.chain([usual]).collect();
    named.into_iter().collect()
}

/// One instant per hour of the week, and one inside and one outside each calendar
/// that a condition names, because those may open for minutes or on a few dates.
fn instants(policies: &[&Policy]) -> Vec<Timestamp> {
    let start = Timestamp::from_second(WEEK_START_SECOND)
        .expect("a week of 2026 lies within the years jiff knows");
    let hours = (0..WEEK_SECONDS)
        .step_by(STEP_SECONDS)
        .filter_map(|offset| start.checked_add(SignedDuration::from_secs(offset)).ok());
    let mut instants: BTreeSet<Timestamp> = hours.collect();
    for policy in policies {
        let received = policy.targets.iter();
        for received in received.filter_map(|target| target.when.received.as_ref()) {
            if let Some(calendar) = policy.calendar(&received.calendar.value) {
                instants.extend(calendar.next_open(start));
                instants.extend(next_closed(calendar, start));
            }
        }
    }
    instants.into_iter().collect()
}

/// The first closed instant from a start, if there is one within ten years: hours
/// that differ from the whole week only on listed dates close on those.
fn next_closed(calendar: &Calendar, start: Timestamp) -> Option<Timestamp> {
    let until = start
        .checked_add(SignedDuration::from_hours(10 * 366 * 24))
        .ok()?;
    calendar
        .stretches(start, until)
        .find(|stretch| stretch.state != Opening::Open)
        .map(|stretch| stretch.from)
}
