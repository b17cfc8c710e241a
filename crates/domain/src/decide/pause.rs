//! Waiting for somebody, and going on.

use sla::policy::PauseReason;

use super::{Draft, happened, message, not_over, staff_only, status_unchanged};
use crate::{ClockCause, Context, Event, NewMessage, Refusal, Status, clocks};

pub(super) fn pause(
    draft: &mut Draft,
    reason: PauseReason,
    question: Option<&NewMessage>,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    status_unchanged(draft, seen)?;
    not_over(draft)?;
    if draft.ticket.status == Status::Paused {
        return Err(Refusal::AlreadyPaused);
    }
    // A pause that costs the customer time needs evidence: what was asked.
    if reason == PauseReason::Customer && !question.is_some_and(|question| question.public) {
        return Err(Refusal::QuestionMissing);
    }
    if let Some(question) = question {
        message::checked(draft, question)?;
        let happened_at = happened(draft, question.happened_at)?;
        let author = draft.actor;
        message::record(draft, question, author, happened_at);
    }
    let question = question.map(|question| question.message);
    draft.record(Event::TicketPaused { reason, question });
    clocks::observe(draft, context.policies, ClockCause::Held)
}

pub(super) fn resume(
    draft: &mut Draft,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    status_unchanged(draft, seen)?;
    if draft.ticket.status != Status::Paused {
        return Err(Refusal::NotPaused);
    }
    draft.record(Event::TicketResumed { answered: false });
    clocks::observe(draft, context.policies, ClockCause::Resumed)
}
