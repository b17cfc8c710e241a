//! What the clocks show beyond what is recorded of them, as events.

use jiff::{SignedDuration, Timestamp};
use sla::clock::{ClockState, InForce};

use super::{Seen, facts, look};
use crate::decide::Draft;
use crate::{ClockCause, ClockRecord, Event, Policies, Refusal};

/// Writes down what the clocks show now and what has not been recorded yet.
pub(crate) fn observe(
    draft: &mut Draft,
    policies: &Policies,
    cause: ClockCause,
) -> Result<(), Refusal> {
    let clocks: Vec<(String, bool)> = draft
        .ticket
        .clocks
        .iter()
        .map(|(id, record)| (id.clone(), record.is_final()))
        .collect();
    for (id, is_final) in &clocks {
        if *is_final {
            restate(draft, policies, id)?;
        } else {
            observe_one(draft, policies, cause, id, None)?;
        }
    }
    Ok(())
}

/// Writes down what fell due before `until`, ahead of what happens then: what is
/// done at the due instant is done in time.
pub(crate) fn fall_due(
    draft: &mut Draft,
    policies: &Policies,
    until: Timestamp,
) -> Result<(), Refusal> {
    let before = until - SignedDuration::from_micros(1);
    let running: Vec<(String, ClockRecord)> = draft
        .ticket
        .clocks
        .iter()
        .filter(|(_, record)| !record.is_final())
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in running {
        let facts = facts(&draft.ticket, &record, record.promises.clone());
        let seen = look(&facts, policies, before)?;
        for event in thresholds(&id, &record, &seen, false) {
            draft.record(event);
        }
    }
    Ok(())
}

/// Looks at one clock; `next` is what it goes on under, and since when.
pub(super) fn observe_one(
    draft: &mut Draft,
    policies: &Policies,
    cause: ClockCause,
    id: &str,
    next: Option<InForce>,
) -> Result<(), Refusal> {
    let Some(record) = draft.ticket.clocks.get(id).cloned() else {
        return Ok(());
    };
    let mut promises = record.promises.clone();
    promises.extend(next.iter().cloned());
    let facts = facts(&draft.ticket, &record, promises);
    let seen = look(&facts, policies, draft.now)?;
    let repromised = next.is_some();
    let mut events = Vec::new();
    events.extend(moved(id, &record, &seen, cause, next, draft.now));
    match (
        record.breached_at,
        seen.reading.breached_at,
        seen.reading.met_at,
    ) {
        (Some(breached_at), None, Some(met_at)) => {
            events.push(restated(id, breached_at, met_at));
        }
        _ => {
            events.extend(thresholds(id, &record, &seen, repromised));
            events.extend(ended(id, &seen));
        }
    }
    for event in events {
        draft.record(event);
    }
    Ok(())
}

/// The deadline moved, stood still or went on. What ended moves no more.
fn moved(
    id: &str,
    record: &ClockRecord,
    seen: &Seen,
    cause: ClockCause,
    next: Option<InForce>,
    now: Timestamp,
) -> Option<Event> {
    let paused_at = seen.reading.paused_at;
    let before = (record.started_at, record.paused_at);
    let before = (before, record.warn_at, record.due_at);
    let after = ((seen.started_at, paused_at), seen.warn_at, seen.due_at);
    let ended = seen.reading.met_at.is_some() || seen.reading.state == ClockState::Cancelled;
    let differs = before != after && !ended;
    (next.is_some() || differs).then(|| Event::ClockMoved {
        clock: id.to_owned(),
        cause,
        since: next.as_ref().map(|next| next.since).filter(|at| *at != now),
        promise: next.map(|next| Box::new(next.promise)),
        started_at: seen.started_at,
        paused_at,
        warn_at: seen.warn_at,
        due_at: seen.due_at,
    })
}

/// Thresholds that passed and were not recorded. A new promise warns anew.
fn thresholds(id: &str, record: &ClockRecord, seen: &Seen, repromised: bool) -> Vec<Event> {
    let reading = &seen.reading;
    let warned_at = reading
        .warned_at
        .filter(|_| record.warned_at.is_none() || repromised);
    let breached_at = reading.breached_at.filter(|_| record.breached_at.is_none());
    let warned = warned_at.map(|at| Event::ClockWarned {
        clock: id.to_owned(),
        at,
    });
    let breached = breached_at.map(|at| Event::ClockBreached {
        clock: id.to_owned(),
        at,
        late_on_arrival: reading.late_on_arrival,
    });
    warned.into_iter().chain(breached).collect()
}

fn ended(id: &str, seen: &Seen) -> Option<Event> {
    let clock = id.to_owned();
    match (seen.reading.met_at, seen.reading.state) {
        (Some(at), _) => Some(Event::ClockMet { clock, at }),
        (None, ClockState::Cancelled) => Some(Event::ClockCancelled { clock }),
        _ => None,
    }
}

/// A clock that has ended changes in one way only: an act recorded late shows that
/// it was met, or met before, and perhaps that its recorded miss did not happen.
fn restate(draft: &mut Draft, policies: &Policies, id: &str) -> Result<(), Refusal> {
    let Some(record) = draft.ticket.clocks.get(id).cloned() else {
        return Ok(());
    };
    // A promise that was taken away is owed no more, and one that a merge took over
    // is owed elsewhere.
    if record.withdrawn || record.absorbed.is_some() {
        return Ok(());
    }
    let facts = facts(&draft.ticket, &record, record.promises.clone());
    let reading = look(&facts, policies, draft.now)?.reading;
    match (record.breached_at, reading.breached_at, reading.met_at) {
        (Some(breached_at), None, Some(met_at)) => {
            draft.record(restated(id, breached_at, met_at));
        }
        (known_breach, breach, Some(at)) if record.met_at.is_none_or(|known| at < known) => {
            // It was given up before, and shows now to have been missed first.
            if let (None, Some(breached_at)) = (known_breach, breach) {
                draft.record(Event::ClockBreached {
                    clock: id.to_owned(),
                    at: breached_at,
                    late_on_arrival: reading.late_on_arrival,
                });
            }
            let clock = id.to_owned();
            draft.record(Event::ClockMet { clock, at });
        }
        _ => {}
    }
    Ok(())
}

fn restated(id: &str, breached_at: Timestamp, met_at: Timestamp) -> Event {
    Event::ClockRestated {
        clock: id.to_owned(),
        breached_at,
        met_at,
    }
}

/// A reopened ticket is not resolved: clocks that its resolution met go on from
/// their used time, and so do those that its closing cancelled.
pub(crate) fn revive(draft: &mut Draft, policies: &Policies) -> Result<(), Refusal> {
    let ended: Vec<(String, ClockRecord)> = draft
        .ticket
        .clocks
        .iter()
        .filter(|(_, record)| record.is_final() && !record.withdrawn && record.absorbed.is_none())
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in ended {
        let facts = facts(&draft.ticket, &record, record.promises.clone());
        let seen = look(&facts, policies, draft.now)?;
        // Who was answered stays answered, unless only by the resolution.
        let met_at = seen.reading.met_at;
        if met_at.is_none_or(|met_at| record.met_at.is_some_and(|known| met_at > known)) {
            draft.record(Event::ClockMoved {
                clock: id,
                cause: ClockCause::Reopened,
                since: None,
                promise: None,
                started_at: seen.started_at,
                paused_at: seen.reading.paused_at,
                warn_at: seen.warn_at,
                due_at: seen.due_at,
            });
        }
    }
    observe(draft, policies, ClockCause::Reopened)
}
