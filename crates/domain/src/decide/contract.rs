//! The contract turns out to say something else for the instant of receipt.

use std::borrow::Cow;

use sla::policy::Overrides;

use super::Draft;
use crate::{Actor, Context, ContractSource, Event, NewText, Policies, Refusal, clocks};

/// The statement governs the ticket from its receipt on. Answers what it then lives
/// under.
pub(super) fn apply<'c>(
    draft: &mut Draft,
    contract: ContractSource,
    plan: Option<&String>,
    overrides: &Overrides,
    reason: &NewText,
    context: &Context<'c>,
) -> Result<Cow<'c, Policies>, Refusal> {
    if matches!(draft.actor, Actor::Contact(_)) {
        return Err(Refusal::StaffOnly);
    }
    if draft.ticket.contract == Some(contract) {
        return Ok(Cow::Borrowed(context.policies));
    }
    draft.record(Event::ContractApplied {
        contract,
        plan: plan.cloned(),
        reason: reason.into(),
    });
    let policies = context.policies.clone().under(overrides.clone());
    clocks::repromise_all(draft, &policies, reason)?;
    Ok(Cow::Owned(policies))
}
