//! Who works on it.

use super::{Draft, staff_only, unchanged};
use crate::{AgentId, Event, Refusal};

pub(super) fn assign(
    draft: &mut Draft,
    agent: Option<AgentId>,
    seen: Option<u64>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let ticket = &draft.ticket;
    if ticket.assignee == agent {
        return Ok(());
    }
    unchanged(seen, ticket.assignment_changed, || {
        ticket
            .assignee
            .map_or_else(|| "nobody".to_owned(), |agent| agent.to_string())
    })?;
    draft.record(Event::TicketAssigned { agent });
    Ok(())
}
