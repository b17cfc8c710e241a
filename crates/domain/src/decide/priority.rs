//! How urgently it is handled, which is not how grave it is.

use super::{Draft, not_over, staff_only, unchanged};
use crate::{ClockCause, Context, Event, NewText, Policies, Refusal, clocks};

/// The vendor changes it; whoever reports chooses it first.
pub(super) fn change(
    draft: &mut Draft,
    priority: &str,
    reason: &NewText,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let to = known(context.policies, priority)?;
    let from = draft.ticket.priority.clone();
    if from.as_ref() == Some(&to) {
        return Ok(());
    }
    not_over(draft)?;
    unchanged(seen, draft.ticket.priority_changed, || {
        from.clone().unwrap_or_else(|| "none".to_owned())
    })?;
    draft.record(Event::PriorityChanged {
        from,
        to,
        reason: reason.into(),
    });
    let now = draft.now;
    // A priority is no severity: it lowers nothing after a workaround.
    clocks::repromise(draft, context.policies, now, None, ClockCause::Priority)
}

/// What a new ticket has: as chosen, else the policy's default.
pub(super) fn first(policies: &Policies, given: Option<&str>) -> Result<Option<String>, Refusal> {
    match given {
        None => Ok(policies.priorities().default.clone()),
        Some(given) => known(policies, given).map(Some),
    }
}

fn known(policies: &Policies, given: &str) -> Result<String, Refusal> {
    let mut all = policies.priorities().all.iter().map(|known| &known.id);
    if let Some(known) = all.find(|known| *known == given) {
        return Ok(known.clone());
    }
    let all = policies.priorities().all.iter();
    let all: Vec<&str> = all.map(|known| known.id.as_str()).collect();
    let known = if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    };
    let given = given.to_owned();
    Err(Refusal::UnknownPriority { given, known })
}
