//! What a customer bought, in words that both sides of a desk read: what a statement
//! says, how a plan is called, and where a contract promises otherwise than the policy.
//! Who recorded it and why is not here.

use domain::text::metric_name;
use domain::{Channel, Kind, Policies, Says};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sla::policy::{Anchor, Policy, Request};

use crate::web::{Reader, Words};

/// Where the contract promises something else than the policy.
pub(super) struct Difference {
    pub(super) name: String,
    pub(super) severity: Option<u8>,
    pub(super) usual: String,
    pub(super) here: String,
    pub(super) clause: String,
}

/// The local day that begins then.
pub(super) fn first_day(from: Timestamp, zone: &TimeZone) -> Date {
    from.to_zoned(zone.clone()).date()
}

/// What a statement says, in words.
pub(super) fn says(policy: &Policy, says: &Says, t: Words) -> String {
    match says {
        Says::InForce(terms) => match &terms.plan {
            Some(plan) => t.say_with("contract-plan", "plan", plan_name(policy, plan, t)),
            None => t.say("contract-in-force"),
        },
        Says::Suspended => t.say("contract-suspended"),
        Says::Ended => t.say("contract-said-ended"),
    }
}

/// A plan as people call it; by its id where the policy in force does not know it.
pub(super) fn plan_name(policy: &Policy, id: &str, t: Words) -> String {
    let mut plans = policy.plans().iter();
    let known = plans.find(|plan| plan.id == id);
    known.map_or_else(
        || id.to_owned(),
        |plan| plan.name.in_language(t.code()).to_owned(),
    )
}

/// Every promise that the contract makes otherwise for these kinds, beside the usual
/// one.
pub(super) fn differences(
    policies: &Policies,
    plan: Option<&str>,
    kinds: &[Kind],
    reader: &Reader,
) -> Vec<Difference> {
    let numbers = policies.severities().iter();
    let severities: Vec<Option<u8>> = if policies.severities().is_empty() {
        vec![None]
    } else {
        numbers.map(|severity| Some(severity.number)).collect()
    };
    let mut seen = Vec::new();
    let mut differences = Vec::new();
    for (kind, severity) in kinds
        .iter()
        .flat_map(|kind| severities.iter().map(move |severity| (kind, *severity)))
    {
        let request = Request {
            anchor: Anchor::Receipt,
            priority: None,
            severity,
            kind: kind.as_str().to_owned(),
            plan: plan.map(str::to_owned),
            channel: Channel::Portal.as_str().to_owned(),
            received_at: reader.now,
        };
        let usual = Policy::promises(policies, &request);
        for here in policies.promises(&request) {
            let key = (here.target.clone(), severity);
            let other = usual.iter().find(|one| one.measures_as(&here));
            let Some(other) = other.filter(|one| **one != here && !seen.contains(&key)) else {
                continue;
            };
            let words = |within: &sla::policy::Within| within.in_words(reader.language.code());
            differences.push(Difference {
                name: metric_name(reader.language, &here.metric),
                severity,
                usual: words(&other.within),
                here: words(&here.within),
                clause: here.clause,
            });
            seen.push(key);
        }
    }
    differences
}

/// A day as people write it: `20 November 2026`.
pub(super) fn day_in_words(day: Date, t: Words) -> String {
    let month = t.say(&format!("month-{}", day.month()));
    let (number, year) = (day.day().to_string(), day.year().to_string());
    t.say_all(
        "contract-day",
        &[("day", number), ("month", month), ("year", year)],
    )
}
