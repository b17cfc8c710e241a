//! Going on with a ticket that was thought done.

use jiff::Timestamp;

use super::{Draft, status_unchanged};
use crate::{Context, Event, NewText, Refusal, Status, clocks};

/// `asked_at` is when it was asked for, which decides whether that was in time.
pub(super) fn reopen(
    draft: &mut Draft,
    reason: Option<&NewText>,
    seen: Option<u64>,
    asked_at: Timestamp,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    status_unchanged(draft, seen)?;
    let ticket = &draft.ticket;
    let ended_at = match ticket.status {
        Status::Resolved => ticket.resolved_at,
        Status::Closed => ticket.closed_at,
        Status::Open | Status::Paused | Status::Merged => return Err(Refusal::NotEnded),
    };
    let window = context.desk.reopening_window;
    if ended_at.is_some_and(|ended| asked_at.duration_since(ended) > window) {
        return Err(Refusal::ReopeningWindowOver);
    }
    draft.record(Event::TicketReopened {
        reason: reason.map(Into::into),
    });
    clocks::revive(draft, context.policies)
}
