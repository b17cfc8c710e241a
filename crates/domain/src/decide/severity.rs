//! The severity in force.

use super::open::known_severity;
use super::{Draft, not_over, staff_only, unchanged};
use crate::{ClockCause, Context, Event, NewText, Refusal, clocks};

pub(super) fn change(
    draft: &mut Draft,
    severity: u8,
    reason: &NewText,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let ticket = &draft.ticket;
    let to = known_severity(context.policies, severity)?;
    // What was merged into it may have had another: that is agreed anew as well.
    let others = ticket.absorbed.iter();
    let others = others.map(|taken| taken.facts.request.severity);
    let mut all = std::iter::once(ticket.severity).chain(others);
    let Some(from) = all.find(|severity| *severity != Some(to)) else {
        return Ok(());
    };
    not_over(draft)?;
    unchanged(seen, ticket.severity_changed, || {
        ticket
            .severity
            .map_or_else(|| "none".to_owned(), |severity| severity.to_string())
    })?;
    draft.record(Event::SeverityChanged {
        from,
        to,
        reason: reason.into(),
    });
    let now = draft.now;
    clocks::repromise(draft, context.policies, now, from, ClockCause::Severity)
}
