//! A customer's promise in a pill: which one must be kept next, and how long is
//! left. Its whole story is in [`super::proof`].

use domain::text::metric_name;
use domain::{ClockRecord, Ticket};
use jiff::Timestamp;
use sla::clock::ClockState;
use sla::policy::{Audience, PauseReason};

use crate::web::Reader;
use crate::web::pages::workspace::pill::{Look, Pill};

/// The pill of one clock, counting down where there is something to keep.
pub(super) fn pill(clock: &ClockRecord, reader: &Reader) -> Pill {
    named(None, clock, reader)
}

/// What comes next on a ticket: the customer's own answer, or the promise to the
/// customer that must be kept, with its name where it has a time; `None` when every
/// promise is kept or given up.
pub(super) fn next(ticket: &Ticket, reader: &Reader) -> Option<Pill> {
    if waits(ticket) {
        let word = reader.words().say("portal-home-waiting");
        return Some(Pill::word("soon", word));
    }
    let clock = next_clock(ticket)?;
    let name = metric_name(reader.language, &clock.promise().metric);
    Some(named(Some(&name), clock, reader))
}

/// When the customer's next promise is due; what a list of tickets is sorted by.
/// What waits for the customer comes before all of them.
pub(super) fn next_due(ticket: &Ticket) -> Timestamp {
    if waits(ticket) {
        return Timestamp::MIN;
    }
    next_clock(ticket)
        .filter(|clock| !clock.promise().best_effort)
        .and_then(|clock| clock.due_at)
        .unwrap_or(Timestamp::MAX)
}

/// Whether nothing goes on until the customer answers.
fn waits(ticket: &Ticket) -> bool {
    ticket.pause == Some(PauseReason::Customer)
}

fn named(name: Option<&str>, clock: &ClockRecord, reader: &Reader) -> Pill {
    let look = Look {
        language: reader.language,
        zone: &reader.zone,
        now: reader.now,
    };
    let counts = matches!(
        clock.state_at(reader.now),
        ClockState::Waiting | ClockState::Running | ClockState::MissedRunning
    );
    match clock.due_at {
        Some(due) if counts && !clock.promise().best_effort => {
            Pill::running(look, name, clock.warn_at, due)
        }
        _ => Pill::of_clock(look, clock),
    }
}

fn next_clock(ticket: &Ticket) -> Option<&ClockRecord> {
    let clocks = ticket.clocks_for(Audience::Customer).into_iter();
    let unfinished = clocks.map(|(_, clock)| clock).filter(|c| !c.is_final());
    // A promise comes before a mere effort.
    unfinished.min_by_key(|clock| {
        let due_at = clock.due_at.unwrap_or(Timestamp::MAX);
        (clock.promise().best_effort, due_at)
    })
}
