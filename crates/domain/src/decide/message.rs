//! Messages: replies, internal notes, answers by the customer.

use jiff::Timestamp;
use sla::policy::{Act, PauseReason};

use super::{Draft, happened, reopen};
use crate::{Actor, Author, ClockCause, Context, Event, NewMessage, Refusal, Status, clocks};

pub(super) fn add(
    draft: &mut Draft,
    message: &NewMessage,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let happened_at = happened(draft, message.happened_at)?;
    checked(draft, message)?;
    let by_customer = matches!(draft.actor, Actor::Contact(_));
    if by_customer && matches!(draft.ticket.status, Status::Resolved | Status::Closed) {
        reopen::reopen(draft, None, None, happened_at, context)?;
    }
    let author = draft.actor;
    record(draft, message, author, happened_at);
    // Only what is waited for ends the wait.
    if by_customer && draft.ticket.pause == Some(PauseReason::Customer) {
        draft.record(Event::TicketResumed { answered: true });
    }
    clocks::observe(draft, context.policies, ClockCause::Resumed)
}

/// Refuses what may not be said by this person or in this way.
pub(super) fn checked(draft: &Draft, message: &NewMessage) -> Result<(), Refusal> {
    if message.text.body.trim().is_empty() && message.attachments.is_empty() {
        return Err(Refusal::EmptyMessage);
    }
    if !draft.actor.is_staff() && (!message.public || message.act.is_some()) {
        return Err(Refusal::StaffOnly);
    }
    match message.act {
        Some(act) if !message.public && told_to_customer(act) => {
            Err(Refusal::ActMustBePublic { act })
        }
        _ => Ok(()),
    }
}

/// True for acts that consist in telling the customer something.
pub(super) fn told_to_customer(act: Act) -> bool {
    !matches!(
        act,
        Act::WorkBegun | Act::ConveyedToPrincipals | Act::Forwarded | Act::FixReleased
    )
}

pub(super) fn record(
    draft: &mut Draft,
    message: &NewMessage,
    author: Author,
    happened_at: Timestamp,
) {
    draft.record(Event::MessageAdded {
        message: message.message,
        text: (&message.text).into(),
        public: message.public,
        author,
        channel: message.channel,
        act: message.act,
        happened_at,
    });
}
