//! Clocks for promises: those a new ticket has, and those a change of severity
//! brings, alters or takes away.

use jiff::Timestamp;
use sla::clock::InForce;
use sla::history::{Hears, strictest};
use sla::policy::{CountsFrom, Metric, Promise};

use super::observe::{observe, observe_one};
use super::{facts_of, failed, look};
use crate::decide::{Draft, request};
use crate::{ClockCause, ClockRecord, Event, Policies, Refusal, Ticket, TicketId};

/// What is promised for the ticket now: of the requests merged in it, the strictest.
pub(super) fn promises_now(ticket: &Ticket, policies: &Policies) -> Result<Vec<Promise>, Refusal> {
    let offers = offered(ticket, policies, ticket.absorbed.len());
    strictest(policies, offers, ticket.received_at).map_err(failed)
}

/// What is promised for the ticket's own request, and for the first `others` that
/// were merged into it.
pub(super) fn offered(ticket: &Ticket, policies: &Policies, others: usize) -> Vec<Vec<Promise>> {
    let absorbed = ticket.absorbed.iter().take(others);
    let absorbed = absorbed.map(|taken| policies.promises(&taken.facts.request));
    let own = policies.promises(&request(ticket));
    std::iter::once(own).chain(absorbed).collect()
}

/// Starts a clock for every promise a new ticket has.
pub(crate) fn start_all(
    draft: &mut Draft,
    policies: &Policies,
    promises: Vec<Promise>,
) -> Result<(), Refusal> {
    let received_at = draft.ticket.received_at;
    promises
        .into_iter()
        .filter(Promise::begins_with_the_request)
        .try_for_each(|promise| start(draft, policies, received_at, promise).map(|_| ()))
}

/// Starts a clock from its anchor, and answers its id.
pub(super) fn start(
    draft: &mut Draft,
    policies: &Policies,
    anchor_at: Timestamp,
    promise: Promise,
) -> Result<String, Refusal> {
    start_by(draft, policies, anchor_at, promise, None)
}

/// The same, begun by the merge with a ticket.
pub(super) fn start_by(
    draft: &mut Draft,
    policies: &Policies,
    anchor_at: Timestamp,
    promise: Promise,
    begun_by: Option<TicketId>,
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
    let facts = facts_of(ticket, anchor_at, begun_by.is_some(), hears, in_force);
    let seen = look(&facts, policies, anchor_at)?;
    draft.record(Event::ClockStarted {
        clock: clock.clone(),
        cycle,
        anchor_at,
        begun_by,
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
    let promises = promises_now(&draft.ticket, policies)?;
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
            .filter(|(_, record)| new.measures_as(record.promise()) && record.stands());
        let last = kept.max_by_key(|(_, record)| (record.anchor_at, record.cycle));
        let rest = last.is_some_and(|(_, record)| {
            record.anchor_at != since && leaves_a_rest(draft, policies, before_severity, record)
        });
        if rest {
            start(draft, policies, since, new.clone())?;
        }
    }
    for new in promises {
        // What a merge took over is kept elsewhere, or goes on in another clock.
        let goes_on = |record: &ClockRecord| {
            record.met_at.is_some() || !record.is_final() || record.absorbed.is_some()
        };
        if before
            .iter()
            .any(|(_, r)| new.measures_as(r.promise()) && goes_on(r))
        {
            continue;
        }
        match new.metric {
            // Owed when the customer asks, and when it is handed over.
            Metric::NextResponse | Metric::TakeOver => {}
            // What lies before the change was not promised to be without a break.
            Metric::ContinuousWork => {
                if new.has_begun(&draft.ticket.acts) {
                    start(draft, policies, since, new)?;
                }
            }
            _ => {
                let promise = new;
                begin(draft, policies, InForce { since, promise }, cause)?;
            }
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
