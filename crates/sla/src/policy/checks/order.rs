//! Promises side by side: those to neighbouring severities, and what is promised
//! beside what the vendor steers by.
//!
//! A finding here holds for every sample: at the edge of a weekend times in
//! different forms may change places without anybody's mistake.

use std::collections::{BTreeMap, BTreeSet};

use super::samples::{Clock, Sample, Samples};
use super::times::{places_of, shown, target_of};
use crate::policy::{Audience, Metric, Policy, names::metric_word, problems::Problems};

pub(super) fn run(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    graver_before_lighter(policy, samples, problems);
    internal_before_promised(policy, samples, problems);
    severities_differ(policy, samples, problems);
}

/// How the pairs of a comparison came out: one that failed, and whether all did.
#[derive(Debug)]
struct Tally<'s> {
    sample: &'s Sample,
    clock: &'s Clock,
    other: &'s Clock,
    always: bool,
}

/// Keeps the first failing pair under its key until one pair holds.
fn tally<'s, K: Ord>(
    tallies: &mut BTreeMap<K, Tally<'s>>,
    key: K,
    sample: &'s Sample,
    (clock, other): (&'s Clock, &'s Clock),
) {
    let (Some(due), Some(limit)) = (clock.due_at(), other.due_at()) else {
        return;
    };
    let entry = tallies.entry(key).or_insert(Tally {
        sample,
        clock,
        other,
        always: true,
    });
    entry.always &= due > limit;
}

/// Samples of one request that differ only in their severity, gravest first.
fn neighbours<'s>(
    policy: &Policy,
    samples: &'s Samples,
) -> impl Iterator<Item = (&'s Sample, &'s Sample)> {
    samples
        .all
        .chunks(policy.severities.len().max(1))
        .flat_map(|request| request.iter().zip(request.iter().skip(1)))
}

fn graver_before_lighter(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    let mut tallies: BTreeMap<(Option<u8>, Audience, &Metric), Tally<'_>> = BTreeMap::new();
    for (graver, lighter) in neighbours(policy, samples) {
        for clock in &graver.clocks {
            let same = |other: &&Clock| is_same(clock, other);
            if let Some(other) = lighter.clocks.iter().find(same) {
                let promise = &clock.promise;
                let key = (graver.request.severity, promise.audience, &promise.metric);
                tally(&mut tallies, key, graver, (clock, other));
            }
        }
    }
    let mut told = BTreeSet::new();
    for ((severity, ..), tally) in tallies.iter().filter(|(_, tally)| tally.always) {
        let Some(target) = target_of(policy, tally.clock) else {
            continue;
        };
        let message = format!(
            "severity {} has more time for the {} than the lighter one after it: `{}` against `{}`",
            severity.unwrap_or_default(),
            metric_word(&target.metric),
            tally.clock.promise.within,
            tally.other.promise.within
        );
        let help = "the gravest severity has the lowest number: were two times swapped?";
        let (place, _) = places_of(policy, target, tally.sample);
        if told.insert(place.start) {
            problems.add("graver-is-slower", place, message, help);
        }
    }
}

/// The same measure to the same audience.
fn is_same(clock: &Clock, other: &Clock) -> bool {
    clock.promise.measures_as(&other.promise)
}

fn internal_before_promised(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    let mut tallies: BTreeMap<(Option<u8>, &str), Tally<'_>> = BTreeMap::new();
    for sample in &samples.all {
        let is_internal = |clock: &&Clock| clock.promise.audience == Audience::Internal;
        for clock in sample.clocks.iter().filter(is_internal) {
            let promised = |other: &&Clock| {
                other.promise.audience == Audience::Customer
                    && other.promise.metric == clock.promise.metric
            };
            if let Some(other) = sample.clocks.iter().find(promised) {
                let key = (sample.request.severity, clock.promise.target.as_str());
                tally(&mut tallies, key, sample, (clock, other));
            }
        }
    }
    let mut told = BTreeSet::new();
    for tally in tallies.values().filter(|tally| tally.always) {
        let (Some(target), Some(promised)) = (
            target_of(policy, tally.clock),
            target_of(policy, tally.other),
        ) else {
            continue;
        };
        let message = format!(
            "`{}` steers to {}, and customers are promised {} by `{}`: received {}",
            target.id,
            shown(policy, tally.clock, tally.clock.due_at()),
            shown(policy, tally.other, tally.other.due_at()),
            promised.id,
            shown(policy, tally.clock, Some(tally.sample.request.received_at)),
        );
        let help = "steer by a time that keeps the promise, or promise less";
        let (place, _) = places_of(policy, target, tally.sample);
        if told.insert(place.start) {
            problems.add("internal-after-promise", place, message, help);
        }
    }
}

/// Severities whose requests are promised the same, at every hour of the week.
fn severities_differ(policy: &Policy, samples: &Samples, problems: &mut Problems<'_>) {
    let mut alike: BTreeMap<Option<u8>, bool> = BTreeMap::new();
    for (graver, lighter) in neighbours(policy, samples) {
        let same = graver.clocks.len() == lighter.clocks.len()
            && !graver.clocks.is_empty()
            && graver.clocks.iter().zip(&lighter.clocks).all(|(a, b)| {
                (&a.promise.target, &a.promise.within, &a.promise.warn)
                    == (&b.promise.target, &b.promise.within, &b.promise.warn)
            });
        *alike.entry(lighter.request.severity).or_insert(true) &= same;
    }
    for pair in policy.severities.windows(2) {
        let [before, severity] = pair else { continue };
        if alike.get(&Some(severity.number)) == Some(&true) {
            let message = format!(
                "severity {} is promised the same as severity {}",
                severity.number, before.number
            );
            problems.add("same-promises", &severity.place, message, "");
        }
    }
}
