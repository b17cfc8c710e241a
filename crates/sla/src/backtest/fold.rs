//! A ticket's clocks under a policy, as a live ticket has them: those of its
//! promises at receipt, and those that changes of severity bring, alter or take
//! away.

use jiff::Timestamp;

use super::{PastTicket, Seen};
use crate::clock::{self, ClockError, InForce, Reading, Timeline};
use crate::compliance::Verdict;
use crate::policy::{Policy, Promise, Within};

/// The facts of every clock, as far as they are known at `at`.
pub(super) fn timelines(
    ticket: &PastTicket,
    policy: &Policy,
    at: Timestamp,
) -> Result<Vec<Timeline>, ClockError> {
    let promises = policy.promises(&ticket.request(ticket.severity));
    let mut clocks: Vec<Timeline> = promises
        .into_iter()
        .map(|promise| begun(ticket, ticket.received_at, promise))
        .collect();
    let last = ticket.closed_at.unwrap_or(at).min(at);
    let mut severity = ticket.severity;
    for change in ticket
        .severity_changes
        .iter()
        .filter(|change| change.at <= last)
    {
        if severity == Some(change.to) {
            continue;
        }
        severity = Some(change.to);
        let promises = policy.promises(&ticket.request(severity));
        repromise(&mut clocks, ticket, policy, change.at, promises)?;
    }
    Ok(clocks)
}

/// The promises changed: each metric and audience goes on under its new promise
/// on the same clock. One that is promised no more ends, unless it was met.
fn repromise(
    clocks: &mut Vec<Timeline>,
    ticket: &PastTicket,
    policy: &Policy,
    since: Timestamp,
    promises: Vec<Promise>,
) -> Result<(), ClockError> {
    let mut begin: Vec<Promise> = Vec::new();
    for promise in &promises {
        let mut running = clocks.iter_mut().filter(|clock| is_same(clock, promise));
        match running.find(|clock| !is_withdrawn(clock, ticket)) {
            Some(clock)
                if clock
                    .promises
                    .last()
                    .is_some_and(|last| last.promise == *promise) => {}
            // Where it was met before, the new promise governs nothing.
            Some(clock) => clock.promises.push(InForce {
                since,
                promise: promise.clone(),
            }),
            None => begin.push(promise.clone()),
        }
    }
    for clock in clocks.iter_mut() {
        let goes_on = promises.iter().any(|promise| is_same(clock, promise));
        if !goes_on && !is_withdrawn(clock, ticket) {
            let met_at = clock::glance(clock, policy, since)?.met_at;
            if met_at.is_none() {
                clock.ended_at = Some(since);
            }
        }
    }
    clocks.extend(
        begin
            .into_iter()
            .map(|promise| begun(ticket, since, promise)),
    );
    Ok(())
}

fn is_same(clock: &Timeline, promise: &Promise) -> bool {
    clock.promises.last().is_some_and(|last| {
        last.promise.metric == promise.metric && last.promise.audience == promise.audience
    })
}

fn is_withdrawn(clock: &Timeline, ticket: &PastTicket) -> bool {
    clock.ended_at != ticket.closed_at
}

/// A clock that counts from receipt. A promise that came later binds from then on
/// only: until then nothing was promised.
fn begun(ticket: &PastTicket, since: Timestamp, promise: Promise) -> Timeline {
    let mut promises = Vec::with_capacity(1);
    if since > ticket.received_at {
        promises.push(InForce {
            since: ticket.received_at,
            promise: Promise {
                within: Within::None {
                    usually_seconds: None,
                },
                warn: None,
                best_effort: true,
                ..promise.clone()
            },
        });
    }
    promises.push(InForce { since, promise });
    Timeline {
        anchor_at: ticket.received_at,
        report_complete_at: ticket.report_complete_at,
        promises,
        holds: ticket.holds.clone(),
        acts: ticket.acts.clone(),
        ended_at: ticket.closed_at,
        release_at: ticket.release_at,
    }
}

/// What every clock of the ticket shows at `at`.
pub(super) fn fold(
    ticket: &PastTicket,
    policy: &Policy,
    at: Timestamp,
) -> Result<Vec<Seen>, ClockError> {
    let clocks = timelines(ticket, policy, at)?;
    let seen = clocks.iter().filter_map(|clock| {
        let reading = match clock::glance(clock, policy, at) {
            Ok(reading) => reading,
            Err(error) => return Some(Err(error)),
        };
        let end = reading.met_at.or(clock.ended_at).unwrap_or(at).min(at);
        let promise = governing(clock, end)?;
        Some(Ok(seen(ticket, policy, promise, &reading, end)))
    });
    seen.collect()
}

/// The promise in force at an instant.
fn governing(clock: &Timeline, at: Timestamp) -> Option<&Promise> {
    let mut promises = clock.promises.iter().rev();
    let last = promises.find(|in_force| in_force.since <= at);
    last.or(clock.promises.first())
        .map(|in_force| &in_force.promise)
}

fn seen(
    ticket: &PastTicket,
    policy: &Policy,
    promise: &Promise,
    reading: &Reading,
    end: Timestamp,
) -> Seen {
    let calendar = policy.calendar(&promise.calendar);
    Seen {
        target: promise.target.clone(),
        metric: promise.metric.clone(),
        audience: promise.audience,
        severity: ticket.severity_at(end).or(policy.severity_default()),
        verdict: Verdict::of(reading, promise),
        received_in_hours: calendar.is_some_and(|calendar| calendar.is_open(ticket.received_at)),
        due_at: reading.due_at,
        warned_at: reading.warned_at,
        breached_at: reading.breached_at,
        met_at: reading.met_at,
    }
}
