//! What a ticket's clocks come to under a policy: the fold of its history, and a
//! glance at each clock.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{PastTicket, Seen};
use crate::clock::{self, ClockError, Reading, Timeline};
use crate::compliance::Verdict;
use crate::history::{Clock, History};
use crate::policy::{Policy, Promise};

/// Every clock of the ticket, of what is known at `at`.
pub(super) fn clocks(
    ticket: &PastTicket,
    policy: &Policy,
    at: Timestamp,
) -> Result<Vec<Clock>, ClockError> {
    let whole = &ticket.history;
    let history = if ticket.known(at).count() == whole.facts.len() {
        Cow::Borrowed(whole)
    } else {
        Cow::Owned(History {
            facts: ticket.known(at).cloned().collect(),
            ..whole.clone()
        })
    };
    policy.clocks(&history)
}

/// What every clock of the ticket shows at `at`.
pub(super) fn fold(
    ticket: &PastTicket,
    policy: &Policy,
    at: Timestamp,
) -> Result<Vec<Seen>, ClockError> {
    let mut seen = Vec::new();
    for clock in clocks(ticket, policy, at)? {
        let reading = clock::glance(&clock.timeline, policy, at)?;
        let end = reading.met_at.or(clock.timeline.ended_at);
        let end = end.unwrap_or(at).min(at);
        if let Some(promise) = governing(&clock.timeline, end) {
            seen.push(see(ticket, policy, promise, &reading, end));
        }
    }
    Ok(seen)
}

/// The promise in force at an instant.
fn governing(clock: &Timeline, at: Timestamp) -> Option<&Promise> {
    let mut promises = clock.promises.iter().rev();
    let last = promises.find(|in_force| in_force.since <= at);
    let governing = last.or(clock.promises.first());
    governing.map(|in_force| &in_force.promise)
}

fn see(
    ticket: &PastTicket,
    policy: &Policy,
    promise: &Promise,
    reading: &Reading,
    end: Timestamp,
) -> Seen {
    let received_at = ticket.history.request.received_at;
    let calendar = policy.calendar(&promise.calendar);
    Seen {
        target: promise.target.clone(),
        metric: promise.metric.clone(),
        audience: promise.audience,
        severity: ticket.severity_at(end).or(policy.severity_default()),
        verdict: Verdict::of(reading.state, reading.breached_at, promise),
        received_in_hours: calendar.is_some_and(|calendar| calendar.is_open(received_at)),
        due_at: reading.due_at,
        warned_at: reading.warned_at,
        breached_at: reading.breached_at,
        met_at: reading.met_at,
    }
}
