//! Two tickets about one problem become one: the duplicate goes on in the survivor.
//!
//! Both are decided at once, each by a command of its own, and each looks at the
//! other as it stood before. What the merge means for promises is in
//! [`crate::clocks`].

use sla::history::Absorbed;

use super::{Draft, request, staff_only, status_unchanged, ticket_not_over};
use crate::{ClockCause, Context, Event, Other, Refusal, Status, Ticket, TicketId, clocks};

/// The duplicate: its clocks rest in the survivor.
pub(super) fn merge(
    draft: &mut Draft,
    into: TicketId,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    if draft
        .ticket
        .merged
        .is_some_and(|merged| merged.into == into)
    {
        return Ok(());
    }
    let survivor = other(context, into)?.ticket;
    may_merge(&draft.ticket, survivor)?;
    status_unchanged(draft, seen)?;
    draft.record(Event::TicketMerged { into });
    clocks::rest_elsewhere(draft, into);
    Ok(())
}

/// The survivor: it takes the earliest receipt and the strictest promises.
pub(super) fn absorb(
    draft: &mut Draft,
    from: TicketId,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    if draft.ticket.absorbed.iter().any(|taken| taken.from == from) {
        return Ok(());
    }
    let Other { ticket, policies } = other(context, from)?;
    may_merge(ticket, &draft.ticket)?;
    let received_before = draft.ticket.received_at;
    let absorbed = Absorbed {
        request: request(ticket),
        acts: ticket.acts.clone(),
        report_complete_at: ticket.report_complete_at,
        unanswered_since: ticket.unanswered_since,
    };
    draft.record(Event::TicketAbsorbed {
        from,
        requester: ticket.requester,
        absorbed: Box::new(absorbed),
    });
    clocks::absorb(draft, context.policies, policies, received_before)
}

/// The duplicate goes on by itself, as if it had not been merged.
pub(super) fn unmerge(draft: &mut Draft, context: &Context<'_>) -> Result<(), Refusal> {
    staff_only(draft)?;
    let merged = draft.ticket.merged.ok_or(Refusal::NotMerged)?;
    let survivor = other(context, merged.into)?.ticket;
    may_separate(survivor, draft.ticket.id)?;
    draft.record(Event::TicketUnmerged { from: merged.into });
    clocks::go_on(draft, context.policies, merged.into)?;
    if merged.policy_changed {
        let now = draft.now;
        clocks::repromise(draft, context.policies, now, None, ClockCause::Policy)?;
    }
    Ok(())
}

/// The survivor's promises go back to what they were.
pub(super) fn separate(
    draft: &mut Draft,
    from: TicketId,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    other(context, from)?;
    may_separate(&draft.ticket, from)?;
    draft.record(Event::TicketSeparated { from });
    clocks::end_begun(draft, from);
    clocks::go_on(draft, context.policies, from)?;
    let now = draft.now;
    clocks::repromise(draft, context.policies, now, None, ClockCause::Separated)
}

fn other<'c>(context: &Context<'c>, id: TicketId) -> Result<Other<'c>, Refusal> {
    context
        .other
        .filter(|other| other.ticket.id == id)
        .ok_or(Refusal::NoSuchTicket)
}

fn may_merge(duplicate: &Ticket, survivor: &Ticket) -> Result<(), Refusal> {
    if duplicate.id == survivor.id {
        return Err(Refusal::MergeIntoItself);
    }
    if duplicate.customer != survivor.customer {
        return Err(Refusal::OtherCustomer);
    }
    if duplicate.merged.is_some() {
        return Err(Refusal::AlreadyMerged);
    }
    if survivor.merged.is_some() {
        return Err(Refusal::SurvivorMerged);
    }
    if !duplicate.absorbed.is_empty() {
        return Err(Refusal::HasAbsorbed);
    }
    ticket_not_over(duplicate)?;
    if !survivor.is_open() {
        return Err(Refusal::SurvivorOver);
    }
    Ok(())
}

/// Merges are undone from the last one back: each one's promises follow from those
/// before it.
fn may_separate(survivor: &Ticket, from: TicketId) -> Result<(), Refusal> {
    match survivor.absorbed.last() {
        Some(last) if last.from == from => {}
        Some(_) if survivor.absorbed.iter().any(|taken| taken.from == from) => {
            return Err(Refusal::MergedLater);
        }
        _ => return Err(Refusal::NotMerged),
    }
    match survivor.status {
        Status::Open | Status::Paused => Ok(()),
        Status::Resolved | Status::Closed | Status::Merged => Err(Refusal::SurvivorOver),
    }
}
