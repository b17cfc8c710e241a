//! Another policy version: one that takes running tickets over, or one that
//! corrects what was wrong in the calendar all along.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use sla::policy::Policy;

use super::Draft;
use crate::{Actor, ClockCause, Context, Event, NewText, Policies, Refusal, Status, clocks};

/// The named version takes the ticket over from `since` on; what was counted
/// before stays counted. Answers the versions the ticket then lives under.
pub(super) fn change<'c>(
    draft: &mut Draft,
    since: Timestamp,
    context: &Context<'c>,
) -> Result<Cow<'c, Policies>, Refusal> {
    let to = named(draft, context)?;
    let from = draft.ticket.policy_version.clone();
    if draft.ticket.status == Status::Closed || to.version() == from {
        return Ok(Cow::Borrowed(context.policies));
    }
    let since = since.max(draft.ticket.received_at).min(draft.now);
    draft.record(Event::PolicyChanged {
        from,
        to: to.version().to_owned(),
        since,
    });
    let policies = context.policies.clone().governed_by(to.clone());
    // Its clocks rest in another ticket; the version binds them if they go on.
    if draft.ticket.status == Status::Merged {
        return Ok(Cow::Owned(policies));
    }
    clocks::repromise(draft, &policies, since, None, ClockCause::Policy)?;
    Ok(Cow::Owned(policies))
}

/// What was measured in the calendars of the version `from` is measured again in
/// those of the named one, which governs the ticket in its place: what is promised
/// from now on is measured in the right calendar at once. The original result stays
/// beside the restated one.
pub(super) fn correct<'c>(
    draft: &mut Draft,
    from: &str,
    reason: &NewText,
    context: &Context<'c>,
) -> Result<Cow<'c, Policies>, Refusal> {
    let to = match context.named {
        Some(policy) if !matches!(draft.actor, Actor::Contact(_)) => policy,
        _ => return Err(Refusal::DeskOnly),
    };
    let window = context.desk.reopening_window;
    let mut policies = context.policies.clone().with(to.clone());
    if draft.ticket.policy_version == from && clocks::can_go_on(draft, window) {
        draft.record(Event::PolicyChanged {
            from: from.to_owned(),
            to: to.version().to_owned(),
            since: draft.now,
        });
        policies = policies.governed_by(to.clone());
    }
    clocks::correct(draft, &policies, from, to, reason, window)?;
    Ok(Cow::Owned(policies))
}

/// The version the command names. Only the desk itself lets one take over: people
/// publish.
fn named<'c>(draft: &Draft, context: &Context<'c>) -> Result<&'c Arc<Policy>, Refusal> {
    match (draft.actor, context.named) {
        (Actor::System, Some(policy)) => Ok(policy),
        _ => Err(Refusal::DeskOnly),
    }
}
