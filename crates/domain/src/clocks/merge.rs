//! What a merge does to the clocks of both tickets, and how it is undone.
//!
//! A clock that a merge changes is not rewritten: it is absorbed, and another begins
//! that counts from the earliest receipt under the strictest promise, which binds
//! from the merge on. So undoing finds the first one untouched.
//! [`sla::history`] says the same of bare facts.

use jiff::Timestamp;
use sla::clock::InForce;
use sla::history::{Absorbed, strictest};
use sla::policy::{Metric, Promise, Start};

use super::observe::{observe, observe_one};
use super::promised::{offered, start_by};
use super::{facts_of, failed, look};
use crate::decide::Draft;
use crate::{ClockCause, ClockRecord, Event, Policies, Refusal, Ticket, TicketId};

/// The clocks of the duplicate rest in the survivor; one that is missed stays so.
pub(crate) fn rest_elsewhere(draft: &mut Draft, into: TicketId) {
    let clocks = draft.ticket.clocks.iter();
    let running = clocks.filter(|(_, record)| !record.is_final());
    let running: Vec<String> = running.map(|(id, _)| id.clone()).collect();
    for clock in running {
        draft.record(Event::ClockAbsorbed { clock, by: into });
    }
}

/// The survivor's promises after the merge that was recorded last. `theirs` are the
/// versions the duplicate lives under.
pub(crate) fn absorb(
    draft: &mut Draft,
    policies: &Policies,
    theirs: &Policies,
    received_before: Timestamp,
) -> Result<(), Refusal> {
    let Some(taken) = draft.ticket.absorbed.last().cloned() else {
        return Ok(());
    };
    let known = policies.clone().knowing(theirs);
    let others = draft.ticket.absorbed.len() - 1;
    let mut offers = offered(&draft.ticket, policies, others);
    let there = theirs.promises_seen_from(&taken.facts.request, policies);
    offers.push(there.clone());
    let received_at = draft.ticket.received_at;
    for promise in strictest(&known, offers, received_at).map_err(failed)? {
        let running = running(draft, &promise);
        // A miss stays a miss.
        if running
            .as_ref()
            .is_some_and(|(_, r)| r.breached_at.is_some())
        {
            continue;
        }
        let kept_there = kept_there(&taken.facts, &there, &promise, &known, draft.now)?;
        let record = running.as_ref().map(|(_, record)| record);
        let change = change(draft, &promise, record, kept_there, received_before);
        if let (Some((id, _)), Change::End | Change::Begin(_)) = (&running, &change) {
            draft.record(Event::ClockAbsorbed {
                clock: id.clone(),
                by: taken.from,
            });
        }
        if let Change::Begin(anchor_at) = change {
            let since = draft.now;
            let by = Some(taken.from);
            let clock = start_by(draft, &known, anchor_at, promise.unpromised(), by)?;
            let next = InForce { since, promise };
            observe_one(draft, &known, ClockCause::Merged, &clock, Some(next))?;
        }
    }
    observe(draft, &known, ClockCause::Merged)
}

/// What a merge does about one promise.
enum Change {
    Nothing,
    /// The clock ends without another: the promise was kept on the other ticket, or
    /// nobody waits any more.
    End,
    /// The clock, if there is one, is followed by one from that anchor.
    Begin(Timestamp),
}

fn change(
    draft: &Draft,
    promise: &Promise,
    running: Option<&ClockRecord>,
    kept_there: bool,
    received_before: Timestamp,
) -> Change {
    let ticket = &draft.ticket;
    let anchor_at = match (&promise.metric, running) {
        (Metric::NextResponse, _) => match ticket.asked_at() {
            Some(asked_at) => asked_at,
            None => return Change::End,
        },
        (_, Some(record)) if record.anchor_at != received_before => record.anchor_at,
        (Metric::Update | Metric::ContinuousWork | Metric::TakeOver, Some(record)) => {
            record.anchor_at
        }
        (Metric::Update, None) => draft.now,
        (Metric::ContinuousWork, None) if promise.has_begun(&ticket.acts) => draft.now,
        (Metric::ContinuousWork | Metric::TakeOver, None) => return Change::Nothing,
        _ => ticket.received_at,
    };
    if kept_there {
        return Change::End;
    }
    match running {
        Some(record)
            if record.anchor_at == anchor_at
                && record.promise() == promise
                && !starts_earlier(ticket, promise, record) =>
        {
            Change::Nothing
        }
        None if was_kept(draft, promise, anchor_at) => Change::Nothing,
        _ => Change::Begin(anchor_at),
    }
}

/// Whether the report that starts the promise was complete on the other ticket.
fn starts_earlier(ticket: &Ticket, promise: &Promise, record: &ClockRecord) -> bool {
    let known = match record.begun_by {
        Some(_) => ticket.complete_since(),
        None => ticket.report_complete_at,
    };
    promise.starts == Start::CompleteReport && ticket.complete_since() != known
}

/// The clock of the promise that is neither met nor over.
fn running(draft: &Draft, promise: &Promise) -> Option<(String, ClockRecord)> {
    let mut clocks = draft.ticket.clocks.iter();
    let found = clocks.find(|(_, r)| !r.is_final() && promise.measures_as(r.promise()));
    found.map(|(id, record)| (id.clone(), record.clone()))
}

fn kept_there(
    absorbed: &Absorbed,
    there: &[Promise],
    promise: &Promise,
    known: &Policies,
    now: Timestamp,
) -> Result<bool, Refusal> {
    let other = there.iter().find(|other| other.measures_as(promise));
    let kept = other.map(|other| absorbed.has_kept(other, known, now));
    kept.transpose()
        .map(|kept| kept == Some(true))
        .map_err(failed)
}

/// Whether what the promise asks for was done: once, or for this question.
fn was_kept(draft: &Draft, promise: &Promise, anchor_at: Timestamp) -> bool {
    let again = promise.metric == Metric::NextResponse;
    let mut same = draft.ticket.clocks.values();
    same.any(|record| {
        promise.measures_as(record.promise())
            && match record.absorbed {
                // What an earlier merge found kept elsewhere.
                Some(_) => !again,
                None => record.met_at.is_some() && (!again || record.anchor_at == anchor_at),
            }
    })
}

/// What the merge with `from` began is over. A miss that was recorded only because
/// of it did not happen; that it was recorded stays.
pub(crate) fn end_begun(draft: &mut Draft, from: TicketId) {
    let clocks = draft.ticket.clocks.iter();
    let begun = clocks.filter(|(_, record)| record.begun_by == Some(from) && !record.withdrawn);
    let begun: Vec<(String, Option<Timestamp>)> = begun
        .map(|(id, record)| (id.clone(), record.breached_at))
        .collect();
    for (clock, breached_at) in begun {
        draft.record(Event::ClockSeparated { clock, breached_at });
    }
}

/// The clocks that rested in the other ticket go on as if they never had: the time
/// counted, as the customer waited.
pub(crate) fn go_on(
    draft: &mut Draft,
    policies: &Policies,
    other: TicketId,
) -> Result<(), Refusal> {
    let clocks = draft.ticket.clocks.iter();
    let resting = clocks.filter(|(_, record)| record.absorbed.is_some_and(|by| by.ticket == other));
    let resting: Vec<(String, ClockRecord)> = resting
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (clock, record) in resting {
        let facts = facts_of(
            &draft.ticket,
            record.anchor_at,
            record.begun_by.is_some(),
            record.hears,
            record.promises,
        );
        let seen = look(&facts, policies, draft.now)?;
        draft.record(Event::ClockMoved {
            clock,
            cause: ClockCause::Separated,
            since: None,
            promise: None,
            started_at: seen.started_at,
            paused_at: seen.reading.paused_at,
            warn_at: seen.warn_at,
            due_at: seen.due_at,
        });
    }
    observe(draft, policies, ClockCause::Separated)
}
