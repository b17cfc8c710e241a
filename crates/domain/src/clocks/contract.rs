//! Clocks under another contract than the one they were promised by: what was signed
//! late, or amended back into the past, promises from receipt on.

use sla::clock::InForce;
use sla::policy::{Metric, Promise};

use super::promised::{promises_now, start};
use super::{facts, look};
use crate::decide::{Draft, request};
use crate::{ClockRecord, Event, NewText, Policies, Refusal};

/// Chooses every promise of the ticket again, each as of the instant since which it
/// governs, and measures the clocks under them. What was recorded before stays beside
/// it. What is no longer promised is measured on and was never missed; what is
/// promised now and was not counts from receipt.
pub(crate) fn repromise_all(
    draft: &mut Draft,
    policies: &Policies,
    reason: &NewText,
) -> Result<(), Refusal> {
    let clocks: Vec<(String, ClockRecord)> = draft
        .ticket
        .clocks
        .iter()
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    // What a merge began or took over follows from both tickets, and stays.
    let own = |record: &ClockRecord| {
        !record.withdrawn && record.begun_by.is_none() && record.absorbed.is_none()
    };
    for (id, record) in clocks.iter().filter(|(_, record)| own(record)) {
        let chosen = record.promises.iter();
        let chosen: Vec<InForce> = chosen
            .map(|known| chosen_again(draft, policies, known))
            .collect();
        if chosen == record.promises {
            continue;
        }
        let promises = chosen.iter().map(|known| known.promise.clone()).collect();
        let seen = look(&facts(&draft.ticket, record, chosen), policies, draft.now)?;
        draft.record(Event::ClockRepromised {
            clock: id.clone(),
            promises,
            reason: reason.into(),
            started_at: seen.started_at,
            paused_at: seen.reading.paused_at,
            warn_at: seen.warn_at,
            due_at: seen.due_at,
            warned_at: seen.reading.warned_at,
            breached_at: seen.reading.breached_at,
            late_on_arrival: seen.reading.late_on_arrival,
            met_at: seen.reading.met_at,
        });
    }
    let received_at = draft.ticket.received_at;
    let is_open = draft.ticket.is_open();
    for promise in promises_now(&draft.ticket, policies)? {
        let measured = clocks
            .iter()
            .any(|(_, record)| !record.withdrawn && promise.measures_as(record.promise()));
        // A next word is owed when somebody waits for one, and nobody waits any more;
        // work without a break from the act that begins it.
        let is_owed = match promise.metric {
            Metric::NextResponse | Metric::TakeOver => false,
            Metric::ContinuousWork => promise.begins_with_the_request(),
            Metric::Update => is_open,
            _ => true,
        };
        if !measured && is_owed {
            start(draft, policies, received_at, promise)?;
        }
    }
    Ok(())
}

/// The promise that takes the place of this one.
fn chosen_again(draft: &Draft, policies: &Policies, known: &InForce) -> InForce {
    let InForce { since, promise } = known;
    let mut asked = request(&draft.ticket);
    asked.severity = draft.ticket.severity_at(*since);
    let version = promise.policy_version.as_deref();
    let chosen: Option<Promise> = policies
        .promises_of(version, &asked)
        .into_iter()
        .find(|new| new.measures_as(promise));
    InForce {
        since: *since,
        promise: chosen.unwrap_or_else(|| promise.unpromised()),
    }
}
