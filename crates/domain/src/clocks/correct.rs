//! Measuring again what was measured in a calendar that was wrong.
//!
//! A holiday declared late, a mistake in the hours: the clock is read under the
//! corrected calendar, and where that shows something else, both results stay.

use std::sync::Arc;

use sla::clock::InForce;
use sla::policy::Policy;

use super::{Seen, facts, look};
use crate::decide::Draft;
use crate::{ClockRecord, Event, NewText, Policies, Refusal};

/// Measures again every clock that was measured in a calendar of the version
/// `from`, now in the calendar of that name in `to`.
pub(crate) fn correct(
    draft: &mut Draft,
    policies: &Policies,
    from: &str,
    to: &Arc<Policy>,
    reason: &NewText,
) -> Result<(), Refusal> {
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
        // A clock that runs goes on in the corrected calendar in any case: what
        // looks the same today may differ after the next pause.
        if record.is_final() && !shows_otherwise(&record, &seen) {
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

fn shows_otherwise(record: &ClockRecord, seen: &Seen) -> bool {
    record.due_at != seen.due_at || record.breached_at != seen.reading.breached_at
}
