//! From a ticket's facts to its clocks and back: what [`sla::clock::read`] says
//! of the facts is compared with what was recorded, and the difference becomes
//! events. The same reading serves live tickets, explanations and verification.

use jiff::Timestamp;
use sla::clock::{self, ClockError, ClockState, InForce, Reading, Timeline};
use sla::policy::{Metric, Policy, Promise};

use crate::decide::Draft;
use crate::{ClockCause, ClockRecord, Event, Refusal, Ticket};

/// The facts of one clock of a ticket; `None` when there is no such clock.
#[must_use]
pub fn timeline(ticket: &Ticket, clock: &str) -> Option<Timeline> {
    ticket
        .clocks
        .get(clock)
        .map(|record| facts(ticket, record.anchor_at, record.promises.clone()))
}

/// A clock of the ticket as it stands at `now`, with the spans that prove it;
/// `None` when there is no such clock.
///
/// # Errors
/// When the policy lacks the calendar the promise names, or it never opens.
pub fn reading(
    ticket: &Ticket,
    clock: &str,
    policy: &Policy,
    now: Timestamp,
) -> Option<Result<Reading, ClockError>> {
    timeline(ticket, clock).map(|timeline| clock::read(&timeline, policy, now))
}

/// The next instant at which a clock falls due or wants to warn by itself, from
/// what is recorded; `None` when nothing will happen without a command.
#[must_use]
pub fn next_look_at(ticket: &Ticket) -> Option<Timestamp> {
    ticket
        .clocks
        .values()
        .filter(|clock| !clock.is_final() && !clock.promise().best_effort)
        .flat_map(|clock| {
            let warn = clock.warn_at.filter(|_| clock.warned_at.is_none());
            let due = clock.due_at.filter(|_| clock.breached_at.is_none());
            [warn, due]
        })
        .flatten()
        .min()
}

fn facts(ticket: &Ticket, anchor_at: Timestamp, promises: Vec<InForce>) -> Timeline {
    Timeline {
        anchor_at,
        report_complete_at: Some(anchor_at),
        promises,
        holds: ticket.holds.clone(),
        acts: ticket.acts.clone(),
        ended_at: ticket.closed_at,
        release_at: None,
    }
}

/// Starts a clock for every promise a new ticket has.
pub(crate) fn start_all(
    draft: &mut Draft,
    policy: &Policy,
    promises: Vec<Promise>,
) -> Result<(), Refusal> {
    promises
        .into_iter()
        .try_for_each(|promise| start(draft, policy, promise))
}

fn start(draft: &mut Draft, policy: &Policy, promise: Promise) -> Result<(), Refusal> {
    let cycle = 1;
    let anchor_at = draft.ticket.received_at;
    let in_force = vec![InForce {
        since: anchor_at,
        promise: promise.clone(),
    }];
    // Read at the anchor: what happened since is recorded by `observe`.
    let reading = read(
        &facts(&draft.ticket, anchor_at, in_force),
        policy,
        anchor_at,
    )?;
    draft.record(Event::ClockStarted {
        clock: format!("{}.{cycle}", promise.target),
        cycle,
        anchor_at,
        promise: Box::new(promise),
        started_at: reading.started_at,
        warn_at: reading.warn_at,
        due_at: reading.due_at,
    });
    Ok(())
}

/// Writes down what the clocks show now and what has not been recorded yet.
pub(crate) fn observe(
    draft: &mut Draft,
    policy: &Policy,
    cause: ClockCause,
) -> Result<(), Refusal> {
    let unfinished: Vec<String> = draft
        .ticket
        .clocks
        .iter()
        .filter(|(_, record)| !record.is_final())
        .map(|(id, _)| id.clone())
        .collect();
    unfinished
        .iter()
        .try_for_each(|id| observe_one(draft, policy, cause, id, None))
}

fn observe_one(
    draft: &mut Draft,
    policy: &Policy,
    cause: ClockCause,
    id: &str,
    promise: Option<Promise>,
) -> Result<(), Refusal> {
    let Some(record) = draft.ticket.clocks.get(id).cloned() else {
        return Ok(());
    };
    let mut promises = record.promises.clone();
    if let Some(promise) = &promise {
        promises.push(InForce {
            since: draft.now,
            promise: promise.clone(),
        });
    }
    let reading = read(
        &facts(&draft.ticket, record.anchor_at, promises),
        policy,
        draft.now,
    )?;
    for event in differences(id, &record, &reading, cause, promise) {
        draft.record(event);
    }
    Ok(())
}

/// What a reading says beyond the record, in the order in which it is told:
/// moved, warned, breached, met or ended.
fn differences(
    id: &str,
    record: &ClockRecord,
    reading: &Reading,
    cause: ClockCause,
    promise: Option<Promise>,
) -> Vec<Event> {
    let clock = || id.to_owned();
    let mut events = Vec::new();
    let repromised = promise.is_some();
    let ended = reading.met_at.is_some() || reading.state == ClockState::Cancelled;
    // While paused a deadline stands nowhere: it moves with every second.
    let (warn_at, due_at) = match reading.paused_at {
        Some(_) => (None, None),
        None => (reading.warn_at, reading.due_at),
    };
    let moved = (
        record.started_at,
        record.paused_at,
        record.warn_at,
        record.due_at,
    ) != (reading.started_at, reading.paused_at, warn_at, due_at);
    if repromised || (moved && !ended) {
        events.push(Event::ClockMoved {
            clock: clock(),
            cause,
            promise: promise.map(Box::new),
            started_at: reading.started_at,
            paused_at: reading.paused_at,
            warn_at,
            due_at,
        });
    }
    if let Some(at) = reading.warned_at
        && (record.warned_at.is_none() || repromised)
    {
        events.push(Event::ClockWarned { clock: clock(), at });
    }
    match (record.breached_at, reading.breached_at, reading.met_at) {
        (None, Some(at), _) => events.push(Event::ClockBreached {
            clock: clock(),
            at,
            late_on_arrival: reading.late_on_arrival,
        }),
        (Some(breached_at), None, Some(met_at)) => {
            events.push(Event::ClockRestated {
                clock: clock(),
                breached_at,
                met_at,
            });
            return events;
        }
        _ => {}
    }
    match (reading.met_at, reading.state) {
        (Some(at), _) => events.push(Event::ClockMet { clock: clock(), at }),
        (None, ClockState::Cancelled) => events.push(Event::ClockCancelled { clock: clock() }),
        _ => {}
    }
    events
}

/// The promises changed (severity): each metric and audience goes on under its
/// new promise, unless it was already kept.
pub(crate) fn repromise(
    draft: &mut Draft,
    policy: &Policy,
    promises: Vec<Promise>,
) -> Result<(), Refusal> {
    let before: Vec<(String, Promise, bool)> = draft
        .ticket
        .clocks
        .iter()
        .map(|(id, record)| (id.clone(), record.promise().clone(), record.is_final()))
        .collect();
    let same = |a: &Promise, b: &Promise| a.metric == b.metric && a.audience == b.audience;
    for (id, old, is_final) in &before {
        match promises.iter().find(|new| same(new, old)) {
            _ if *is_final => {}
            Some(new) if new == old => {}
            Some(new) if new.target == old.target => {
                observe_one(draft, policy, ClockCause::Severity, id, Some(new.clone()))?;
            }
            Some(_) | None => draft.record(Event::ClockCancelled { clock: id.clone() }),
        }
    }
    for new in promises {
        let goes_on = before
            .iter()
            .any(|(_, old, is_final)| same(old, &new) && (*is_final || old.target == new.target));
        if !goes_on {
            start(draft, policy, new)?;
        }
    }
    observe(draft, policy, ClockCause::Severity)
}

/// A reopened ticket is not resolved: its resolution clocks go on from their used
/// time, and so do those that its closing (at `closed_at`) cancelled.
pub(crate) fn revive(
    draft: &mut Draft,
    policy: &Policy,
    closed_at: Option<Timestamp>,
) -> Result<(), Refusal> {
    let revived: Vec<String> = draft
        .ticket
        .clocks
        .iter()
        .filter(|(_, record)| {
            let resolution = record.promise().metric == Metric::Resolution;
            (closed_at.is_some() && record.cancelled_at == closed_at)
                || (resolution && record.state != ClockState::Cancelled)
        })
        .map(|(id, _)| id.clone())
        .collect();
    for id in revived {
        let Some(record) = draft.ticket.clocks.get(&id).cloned() else {
            continue;
        };
        let facts = facts(&draft.ticket, record.anchor_at, record.promises.clone());
        let reading = read(&facts, policy, draft.now)?;
        draft.record(Event::ClockMoved {
            clock: id,
            cause: ClockCause::Reopened,
            promise: None,
            started_at: reading.started_at,
            paused_at: reading.paused_at,
            warn_at: reading.warn_at,
            due_at: reading.due_at,
        });
    }
    observe(draft, policy, ClockCause::Reopened)
}

fn read(timeline: &Timeline, policy: &Policy, now: Timestamp) -> Result<Reading, Refusal> {
    clock::glance(timeline, policy, now).map_err(|error| Refusal::Clock(error.to_string()))
}
