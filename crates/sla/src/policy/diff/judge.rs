//! What is better for the customer, where that can be told: by deadlines computed
//! for a week of sample requests, and by hours compared quarter by quarter.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    Effect,
    facts::{Fact, Judge},
};
use crate::policy::{
    Audience, Metric, Policy, Promise, Request, Within,
    checks::{WEEK_SECONDS, WEEK_START_SECOND, requests},
};

/// Half a year after the sample week: the other side of summer time.
const OTHER_HALF_SECONDS: i64 = 26 * WEEK_SECONDS;
const QUARTER_SECONDS: usize = 15 * 60;

/// Two policies and what each promises to the sample requests.
pub(super) struct Judges<'p> {
    old: &'p Policy,
    new: &'p Policy,
    samples: Vec<Sample>,
}

struct Sample {
    severity: Option<u8>,
    old: ByMetric,
    new: ByMetric,
}

/// For each metric one promise applies to customers.
type ByMetric = BTreeMap<Metric, Promised>;

/// What a customer is promised, and when it is due.
struct Promised {
    promise: Promise,
    due_at: Option<Timestamp>,
}

impl<'p> Judges<'p> {
    pub(super) fn new(old: &'p Policy, new: &'p Policy) -> Self {
        let (requests, _) = requests(&[old, new]);
        let samples = requests
            .into_iter()
            .map(|request| Sample {
                severity: request.severity,
                old: promised(old, &request),
                new: promised(new, &request),
            })
            .collect();
        Self { old, new, samples }
    }

    pub(super) fn effect(&self, was: Option<&Fact>, is: Option<&Fact>) -> Effect {
        let Some(fact) = is.or(was) else {
            return Effect::Neutral;
        };
        match (was.map(|was| &was.judge), is.map(|is| &is.judge)) {
            (Some(Judge::More(was)), Some(Judge::More(is))) => direction(was, is),
            (None, Some(Judge::More(_))) => Effect::Better,
            (Some(Judge::More(_)), None) => Effect::Worse,
            (Some(Judge::Members(was)), Some(Judge::Members(is))) => members(was, is),
            // A list that was not there restricted nothing.
            (None, Some(Judge::Members(_))) => Effect::Worse,
            (Some(Judge::Members(_)), None) => Effect::Better,
            (was, is) => match (was.or(is), is.or(was)) {
                (
                    Some(Judge::Hours { calendar: was, on }),
                    Some(Judge::Hours { calendar: is, .. }),
                ) => self.hours(was, is, *on),
                (_, Some(Judge::Deadlines)) => self.deadlines(&fact.key.id, fact.key.severity),
                _ => Effect::Neutral,
            },
        }
    }

    /// Over the samples to which the target applies under either policy.
    fn deadlines(&self, target: &str, severity: Option<u8>) -> Effect {
        let of_severity = self
            .samples
            .iter()
            .filter(|sample| severity.is_none() || sample.severity == severity);
        let metric = |policy: &'p Policy| policy.target(target).map(|target| &target.metric);
        let (was, is) = (metric(self.old), metric(self.new));
        let applied = |promised: &ByMetric, metric: Option<&'p Metric>| {
            metric.filter(|metric| {
                let best = promised.get(*metric);
                best.is_some_and(|best| best.promise.target == target)
            })
        };
        of_severity
            .filter_map(|sample| {
                let metric = applied(&sample.old, was).or(applied(&sample.new, is))?;
                Some(compare(sample.old.get(metric), sample.new.get(metric)))
            })
            .fold(Effect::Neutral, Effect::and)
    }

    /// Whether a calendar opens when another one does, and more.
    fn hours(&self, was: &str, is: &str, on: Option<Date>) -> Effect {
        let (Some(was), Some(is)) = (self.old.calendar(was), self.new.calendar(is)) else {
            return Effect::Neutral;
        };
        let starts = match on {
            Some(date) => vec![midnight(date, was.zone())],
            None => {
                let days = (0..7).map(|day| WEEK_START_SECOND + day * 86_400);
                days.flat_map(|day| [day, day + OTHER_HALF_SECONDS])
                    .collect()
            }
        };
        let (mut gained, mut lost) = (false, false);
        for at in starts.into_iter().flat_map(quarters) {
            gained |= is.is_open(at) && !was.is_open(at);
            lost |= was.is_open(at) && !is.is_open(at);
        }
        match (gained, lost) {
            (true, true) => Effect::Mixed,
            (true, false) => Effect::Better,
            (false, true) => Effect::Worse,
            (false, false) => Effect::Neutral,
        }
    }
}

fn midnight(date: Date, zone: &TimeZone) -> i64 {
    let zoned = date.to_zoned(zone.clone());
    zoned.map_or(WEEK_START_SECOND, |zoned| zoned.timestamp().as_second())
}

/// Every quarter of an hour of a day.
fn quarters(from_second: i64) -> impl Iterator<Item = Timestamp> {
    (0..86_400_i64)
        .step_by(QUARTER_SECONDS)
        .filter_map(move |offset| Timestamp::from_second(from_second.saturating_add(offset)).ok())
}

fn promised(policy: &Policy, request: &Request) -> ByMetric {
    policy
        .promises(request)
        .into_iter()
        .filter(|promise| promise.audience == Audience::Customer)
        .map(|promise| {
            let reading = policy.read_at_receipt(&promise, request.received_at);
            let due_at = reading.ok().and_then(|reading| reading.due_at);
            (promise.metric.clone(), Promised { promise, due_at })
        })
        .collect()
}

/// A firmer promise is better, and so is an earlier one.
fn compare(old: Option<&Promised>, new: Option<&Promised>) -> Effect {
    let firmness = direction(&firm(old), &firm(new));
    let (Some(old), Some(new)) = (old, new) else {
        return firmness;
    };
    let time = match (old.due_at, new.due_at) {
        // Done at the due instant is a miss only of a strict promise.
        (Some(was), Some(is)) if was == is => direction(&strict(old), &strict(new)),
        (Some(was), Some(is)) => direction(&is, &was),
        _ => Effect::Neutral,
    };
    firmness.and(time)
}

/// How firmly something is promised; without any promise least.
fn firm(promised: Option<&Promised>) -> u8 {
    let Some(Promised { promise, .. }) = promised else {
        return 0;
    };
    match &promise.within {
        Within::None { .. } => 0,
        _ if promise.best_effort => 1,
        _ if promise.operating => 2,
        Within::NextRelease => 3,
        _ => 4,
    }
}

fn strict(promised: &Promised) -> bool {
    matches!(
        promised.promise.within,
        Within::Open { strict: true, .. } | Within::Elapsed { strict: true, .. }
    )
}

fn direction<T: Ord>(was: &T, is: &T) -> Effect {
    match is.cmp(was) {
        std::cmp::Ordering::Greater => Effect::Better,
        std::cmp::Ordering::Less => Effect::Worse,
        std::cmp::Ordering::Equal => Effect::Neutral,
    }
}

fn members(was: &[String], is: &[String]) -> Effect {
    let all_in = |some: &[String], of: &[String]| some.iter().all(|one| of.contains(one));
    match (all_in(was, is), all_in(is, was)) {
        (true, true) => Effect::Neutral,
        (true, false) => Effect::Better,
        (false, true) => Effect::Worse,
        (false, false) => Effect::Mixed,
    }
}
