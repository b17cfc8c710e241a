//! The clocks as they were recorded, against what the policy makes of the same
//! facts. A clock that has ended is compared as of its end: what is learnt
//! later does not change what was decided.

use domain::{ClockRecord, Policies, Recorded, Ticket, reading};
use jiff::Timestamp;
use sla::clock::{ClockState, Reading};

/// What was recorded about the clocks of a ticket and does not follow from its
/// facts, in words.
pub(super) fn compare(ticket: &Ticket, history: &[Recorded], policies: &Policies) -> Vec<String> {
    let mut found = Vec::new();
    // What a merge brought and took away again is history, not a clock.
    for (id, record) in ticket.clocks.iter().filter(|(_, r)| !r.is_undone()) {
        let known = if record.is_final() {
            as_of_its_end(ticket, history, id)
        } else {
            Some(ticket.clone())
        };
        let Some(known) = known else { continue };
        let at = known.changed_at;
        match reading(&known, id, policies, at) {
            Some(Ok(reading)) => {
                let differences = differences(record, &reading, at);
                found.extend(
                    differences
                        .into_iter()
                        .map(|what| format!("clock {id}: {what}")),
                );
            }
            Some(Err(error)) => found.push(format!("clock {id} cannot be computed: {error}")),
            None => found.push(format!("clock {id} is not in the history of its end")),
        }
    }
    found
}

/// The ticket as it stood after the last event about the clock.
fn as_of_its_end(ticket: &Ticket, history: &[Recorded], clock: &str) -> Option<Ticket> {
    let last = history
        .iter()
        .rposition(|recorded| recorded.event.clock() == Some(clock))?;
    Ticket::fold(ticket.id, history.get(..=last)?)
}

fn differences(record: &ClockRecord, reading: &Reading, at: Timestamp) -> Vec<String> {
    let mut found = Vec::new();
    let mut same = |what: &str, recorded: Option<Timestamp>, computed: Option<Timestamp>| {
        if recorded != computed {
            let (recorded, computed) = (shown(recorded), shown(computed));
            found.push(format!(
                "{what} {recorded} is recorded, {computed} follows from the facts"
            ));
        }
    };
    same("a breach at", record.breached_at, reading.breached_at);
    if matches!(record.state, ClockState::Cancelled | ClockState::Absorbed) {
        // That it ended is a decision, not a fact of the clock.
        return found;
    }
    same("being met at", record.met_at, reading.met_at);
    if record.is_final() {
        return found;
    }
    // While it rests a deadline stands nowhere: it moves with every second.
    let rests = reading.paused_at.is_some();
    // A start that lies ahead is recorded, and read once it has come.
    let started_at = record.started_at.filter(|start| *start <= at);
    same("the start at", started_at, reading.started_at);
    same("a rest since", record.paused_at, reading.paused_at);
    same(
        "a warning at",
        record.warn_at,
        reading.warn_at.filter(|_| !rests),
    );
    same(
        "the deadline at",
        record.due_at,
        reading.due_at.filter(|_| !rests),
    );
    let state = record.state_at(at);
    if state != reading.state {
        let (recorded, computed) = (crate::app::state(state), crate::app::state(reading.state));
        found.push(format!(
            "{recorded} is recorded, {computed} follows from the facts"
        ));
    }
    found
}

fn shown(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "no time".to_owned(), |at| at.to_string())
}
