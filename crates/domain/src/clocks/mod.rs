//! From a ticket's facts to its clocks and back: what [`sla::clock::read`] says
//! of the facts is compared with what was recorded, and the difference becomes
//! events. The same reading serves live tickets, explanations and verification.

mod contract;
mod correct;
mod merge;
mod observe;
mod owed;
mod promised;

use jiff::Timestamp;
use sla::clock::{self, ClockError, ClockState, InForce, Reading, Timeline};
use sla::history::Hears;
use sla::policy::start_of;

use crate::{ClockRecord, Policies, Refusal, Ticket};

pub(crate) use contract::repromise_all;
pub(crate) use correct::{can_go_on, correct};
pub(crate) use merge::{absorb, end_begun, go_on, rest_elsewhere};
pub(crate) use observe::{fall_due, observe, revive};
pub(crate) use owed::owe;
pub(crate) use promised::{repromise, start_all};

/// The facts of one clock of a ticket; `None` when there is no such clock.
#[must_use]
pub fn timeline(ticket: &Ticket, clock: &str) -> Option<Timeline> {
    ticket
        .clocks
        .get(clock)
        .map(|record| facts(ticket, record, record.promises.clone()))
}

/// A clock of the ticket as it stands at `now`, with the spans that prove it;
/// `None` when there is no such clock.
///
/// # Errors
/// When a version lacks the calendar the promise names, or it never opens.
pub fn reading(
    ticket: &Ticket,
    clock: &str,
    policies: &Policies,
    now: Timestamp,
) -> Option<Result<Reading, ClockError>> {
    let read = clock::read(&timeline(ticket, clock)?, policies, now);
    // The facts of one clock do not tell a merge from any other end.
    let absorbed = ticket.clocks.get(clock)?.state == ClockState::Absorbed;
    Some(read.map(|reading| match absorbed {
        true => Reading {
            state: ClockState::Absorbed,
            ..reading
        },
        false => reading,
    }))
}

/// The next instant at which a clock falls due or wants to warn by itself, from
/// what is recorded; `None` when nothing will happen without a command.
#[must_use]
pub fn next_look_at(ticket: &Ticket) -> Option<Timestamp> {
    next_look_after(ticket, Timestamp::MIN)
}

/// As [`next_look_at`], but later than `after`: for whoever has looked then.
#[must_use]
pub fn next_look_after(ticket: &Ticket, after: Timestamp) -> Option<Timestamp> {
    ticket
        .clocks
        .values()
        .filter(|clock| !clock.is_final())
        .flat_map(thresholds)
        .flatten()
        .filter(|at| *at > after)
        .min()
}

/// When a clock warns and when it is missed, as far as that is still to come.
fn thresholds(clock: &ClockRecord) -> [Option<Timestamp>; 2] {
    let due = clock.due_at.filter(|_| clock.breached_at.is_none());
    // What is late has nothing to warn of any more, nor what warns only then.
    // Without this, a warning that was skipped would hide what comes after it.
    let in_time = |warn: &Timestamp| clock.due_at.is_none_or(|due| *warn < due);
    let warn = clock
        .warn_at
        .filter(|_| clock.warned_at.is_none() && clock.breached_at.is_none())
        .filter(in_time);
    [warn, due.filter(|_| !clock.promise().best_effort)]
}

/// The facts of the ticket as far as one of its clocks cares.
fn facts(ticket: &Ticket, clock: &ClockRecord, promises: Vec<InForce>) -> Timeline {
    let jointly = clock.begun_by.is_some();
    let facts = facts_of(ticket, clock.anchor_at, jointly, clock.hears, promises);
    Timeline {
        ended_at: clock.absorbed.map(|by| by.at).or(facts.ended_at),
        ..facts
    }
}

fn facts_of(
    ticket: &Ticket,
    anchor_at: Timestamp,
    jointly: bool,
    hears: Hears,
    promises: Vec<InForce>,
) -> Timeline {
    // Only what a merge began starts with the report of any of those merged.
    let complete_at = match jointly {
        true => ticket.complete_since(),
        false => ticket.report_complete_at,
    };
    Timeline {
        anchor_at,
        report_complete_at: complete_at.map(|at| at.max(anchor_at)),
        promises,
        holds: ticket.holds.clone(),
        acts: hears.heard(&ticket.acts, anchor_at),
        ended_at: ticket.closed_at,
        release_at: None,
    }
}

/// A reading, and what stands in the record of it.
struct Seen {
    reading: Reading,
    /// When the clock starts, also where that lies ahead.
    started_at: Option<Timestamp>,
    /// `None` while paused: a deadline then moves with every second.
    warn_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
}

fn failed(error: ClockError) -> Refusal {
    Refusal::Clock(error.to_string())
}

fn look(timeline: &Timeline, policies: &Policies, now: Timestamp) -> Result<Seen, Refusal> {
    let reading = clock::glance(timeline, policies, now).map_err(failed)?;
    let started_at = match reading.state {
        // Only the spans tell when a clock that waits for its calendar starts.
        ClockState::Waiting => start_of(&clock::read(timeline, policies, now).map_err(failed)?),
        _ => reading.started_at,
    };
    let resting = reading.paused_at.is_some();
    Ok(Seen {
        started_at,
        warn_at: reading.warn_at.filter(|_| !resting),
        due_at: reading.due_at.filter(|_| !resting),
        reading,
    })
}
