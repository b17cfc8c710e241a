//! Resolving and closing.

use super::{Draft, coverage, happened, message, not_over, staff_only, status_unchanged};
use crate::{ClockCause, Context, CoverageFacts, Event, NewMessage, Refusal, Status, clocks};

pub(super) fn resolve(
    draft: &mut Draft,
    solution: Option<&NewMessage>,
    found: &CoverageFacts,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    not_over(draft)?;
    status_unchanged(draft, seen)?;
    if let Some(solution) = solution {
        message::checked(draft, solution)?;
        let happened_at = happened(draft, solution.happened_at)?;
        let author = draft.actor;
        message::record(draft, solution, author, happened_at);
    }
    coverage::found(draft, found, context)?;
    draft.record(Event::TicketResolved {
        message: solution.map(|solution| solution.message),
    });
    clocks::observe(draft, context.policies, ClockCause::Held)
}

pub(super) fn close(
    draft: &mut Draft,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if draft.ticket.status == Status::Closed {
        return Err(Refusal::AlreadyClosed);
    }
    status_unchanged(draft, seen)?;
    draft.record(Event::TicketClosed);
    coverage::close(draft, context);
    clocks::observe(draft, context.policies, ClockCause::Held)
}
