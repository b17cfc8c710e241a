//! Clocks for promises: those a new ticket has, and those a change of severity
//! brings, alters or takes away.

use jiff::Timestamp;
use sla::clock::InForce;
use sla::history::Hears;
use sla::policy::{CountsFrom, Metric, Promise};

use super::observe::{observe, observe_one};
use super::{facts_of, look};
use crate::decide::{Draft, request};
use crate::{ClockCause, ClockRecord, Event, Policies, Refusal};

/// Starts a clock for every promise a new ticket has.
pub(crate) fn start_all(
    draft: &mut Draft,
    policies: &Policies,
    promises: Vec<Promise>,
) -> Result<(), Refusal> {
    let received_at = draft.ticket.received_at;
    promises
        .into_iter()
        .filter(|promise| promise.metric != Metric::NextResponse)
        .try_for_each(|promise| start(draft, policies, received_at, promise).map(|_| ()))
}

/// Starts a clock from its anchor, and answers its id.
pub(super) fn start(
    draft: &mut Draft,
    policies: &Policies,
    anchor_at: Timestamp,
    promise: Promise,
) -> Result<String, Refusal> {
    let cycle = next_cycle(draft, &promise.target);
    let clock = format!("{}.{cycle}", promise.target);
    let in_force = vec![InForce {
        since: anchor_at,
        promise: promise.clone(),
    }];
    // Looked at as of the anchor: what happened since is recorded by `observe`.
    let ticket = &draft.ticket;
    let from_receipt = anchor_at == ticket.received_at;
    let hears = Hears::of(&promise.metric, cycle, from_receipt, ticket.acts.len());
    let facts = facts_of(ticket, anchor_at, hears, in_force);
    let seen = look(&facts, policies, anchor_at)?;
    draft.record(Event::ClockStarted {
        clock: clock.clone(),
        cycle,
        anchor_at,
        promise: Box::new(promise),
        started_at: seen.started_at,
        warn_at: seen.warn_at,
        due_at: seen.due_at,
    });
    Ok(clock)
}

/// One beyond the cycles a target had: a promise that was taken away and comes
/// again is a clock of its own, and the first one's history stays.
fn next_cycle(draft: &Draft, target: &str) -> u32 {
    let named = |cycle: u32| format!("{target}.{cycle}");
    (1..)
        .find(|cycle| !draft.ticket.clocks.contains_key(&named(*cycle)))
        .unwrap_or(u32::MAX)
}

/// The promises changed, by severity or policy: each metric and audience goes on under its
/// new promise, on the same clock, unless it was already kept. So a promise that
/// is late as soon as it is given is late from that instant on, and not before.
/// What a workaround left over at the severity before is owed anew.
pub(crate) fn repromise(
    draft: &mut Draft,
    policies: &Policies,
    since: Timestamp,
    before_severity: Option<u8>,
    cause: ClockCause,
) -> Result<(), Refusal> {
    let promises = policies.promises(&request(&draft.ticket, draft.ticket.received_at));
    let before: Vec<(String, ClockRecord)> = draft
        .ticket
        .clocks
        .iter()
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in before.iter().filter(|(_, record)| !record.is_final()) {
        match promises
            .iter()
            .find(|new| new.measures_as(record.promise()))
        {
            Some(new) if new == record.promise() => {}
            Some(new) if begins_anew(policies, cause) => {
                draft.record(Event::ClockCancelled { clock: id.clone() });
                start(draft, policies, since, new.clone())?;
            }
            Some(new) => {
                let promise = new.clone();
                let next = InForce { since, promise };
                observe_one(draft, policies, cause, id, Some(next))?;
            }
            None => draft.record(Event::ClockCancelled { clock: id.clone() }),
        }
    }
    for new in &promises {
        let kept = before
            .iter()
            .filter(|(_, record)| new.measures_as(record.promise()));
        let last = kept.max_by_key(|(_, record)| (record.anchor_at, record.cycle));
        let rest = last.is_some_and(|(_, record)| {
            record.anchor_at != since && leaves_a_rest(draft, policies, before_severity, record)
        });
        if rest {
            start(draft, policies, since, new.clone())?;
        }
    }
    for new in promises {
        let goes_on = |record: &ClockRecord| record.met_at.is_some() || !record.is_final();
        // A next response is owed when the customer asks for one.
        let is_owed = new.metric != Metric::NextResponse;
        if is_owed
            && !before
                .iter()
                .any(|(_, r)| new.measures_as(r.promise()) && goes_on(r))
        {
            begin(
                draft,
                policies,
                InForce {
                    since,
                    promise: new,
                },
                cause,
            )?;
        }
    }
    observe(draft, policies, cause)
}

/// Whether a new promise counts from where it was given. What is taken over by
/// another version goes on from the time it used, whatever a severity does.
fn begins_anew(policies: &Policies, cause: ClockCause) -> bool {
    let graded = matches!(cause, ClockCause::Severity | ClockCause::Priority);
    graded && policies.severity_rules().counts_from == CountsFrom::Change
}

/// Whether what kept the promise was not the end of the problem.
fn leaves_a_rest(
    draft: &Draft,
    policies: &Policies,
    before: Option<u8>,
    record: &ClockRecord,
) -> bool {
    let Some(met_at) = record.met_at else {
        return false;
    };
    let mut acts = draft.ticket.acts.iter().filter(|done| done.at == met_at);
    let promise = record.promise();
    draft.ticket.is_open() && acts.any(|done| policies.leaves_a_rest(before, promise, done.act))
}

/// A promise where until now there was none: its clock counts from receipt, and
/// the promise binds from now on.
fn begin(
    draft: &mut Draft,
    policies: &Policies,
    next: InForce,
    cause: ClockCause,
) -> Result<(), Refusal> {
    let received_at = draft.ticket.received_at;
    let clock = start(draft, policies, received_at, next.promise.unpromised())?;
    observe_one(draft, policies, cause, &clock, Some(next))
}
