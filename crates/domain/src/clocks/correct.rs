//! Measuring again what was measured in a calendar that was wrong.
//!
//! A holiday declared late, a mistake in the hours: the clock is read under the
//! corrected calendar, and where that shows something else, both results stay.

use std::sync::Arc;

use jiff::SignedDuration;
use sla::clock::{ClockState, InForce};
use sla::policy::{Act, Policy};

use super::{Seen, facts, look};
use crate::decide::Draft;
use crate::{ClockRecord, Event, NewText, Policies, Refusal, Status, Ticket};

/// Measures again every clock that was measured in a calendar of the version
/// `from`, now in the calendar of that name in `to`.
pub(crate) fn correct(
    draft: &mut Draft,
    policies: &Policies,
    from: &str,
    to: &Arc<Policy>,
    reason: &NewText,
    reopening_window: SignedDuration,
) -> Result<(), Refusal> {
    let can_go_on = can_go_on(draft, reopening_window);
    let opened_under = draft.ticket.opened_under.clone();
    let clocks: Vec<(String, ClockRecord)> = draft
        .ticket
        .clocks
        .iter()
        .filter(|(_, record)| !record.withdrawn)
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in clocks {
        let Some(promises) = remeasured(&record.promises, &opened_under, from, to) else {
            continue;
        };
        let seen = look(
            &facts(&draft.ticket, &record, promises),
            policies,
            draft.now,
        )?;
        // A clock that runs, or would run again, goes on in the corrected calendar in
        // any case: what looks the same today may differ after the next pause.
        let is_over = record.is_final() && !(can_go_on && revives(&draft.ticket, &record));
        if is_over && !shows_otherwise(&record, &seen) {
            continue;
        }
        draft.record(Event::ClockCorrected {
            clock: id,
            from: from.to_owned(),
            to: to.version().to_owned(),
            reason: reason.into(),
            started_at: seen.started_at,
            paused_at: seen.reading.paused_at,
            warn_at: seen.warn_at,
            due_at: seen.due_at,
            breached_at: seen.reading.breached_at,
            late_on_arrival: seen.reading.late_on_arrival,
            met_at: seen.reading.met_at,
        });
    }
    Ok(())
}

/// The promises in the corrected calendars; `None` where none of them changes. A
/// calendar that the correction does not have was not wrong.
fn remeasured(
    promises: &[InForce],
    opened_under: &str,
    from: &str,
    to: &Arc<Policy>,
) -> Option<Vec<InForce>> {
    let mut promises = promises.to_vec();
    let mut changed = false;
    for InForce { promise, .. } in &mut promises {
        if promise.policy_version.as_deref().unwrap_or(opened_under) == from {
            to.calendar(&promise.calendar)?;
            promise.policy_version = Some(to.version().to_owned());
            changed = true;
        }
    }
    changed.then_some(promises)
}

/// Whether anything may still be measured on the ticket: it is open, may be reopened,
/// or may be separated again.
pub(crate) fn can_go_on(draft: &Draft, reopening_window: SignedDuration) -> bool {
    let ticket = &draft.ticket;
    let ended_at = match ticket.status {
        // A merge may be undone.
        Status::Open | Status::Paused | Status::Merged => return true,
        Status::Resolved => ticket.resolved_at,
        Status::Closed => ticket.closed_at,
    };
    ended_at.is_none_or(|ended| draft.now.duration_since(ended) <= reopening_window)
}

/// Whether a clock that is over would run again if the ticket was reopened or
/// separated.
fn revives(ticket: &Ticket, record: &ClockRecord) -> bool {
    let mut acts = ticket.acts.iter();
    let by_the_end = acts.any(|done| done.act == Act::Resolved && Some(done.at) == record.met_at);
    let ended = matches!(record.state, ClockState::Cancelled | ClockState::Absorbed);
    !ticket.is_open() && (by_the_end || ended)
}

fn shows_otherwise(record: &ClockRecord, seen: &Seen) -> bool {
    record.due_at != seen.due_at || record.breached_at != seen.reading.breached_at
}
