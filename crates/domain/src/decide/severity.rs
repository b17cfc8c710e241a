//! The severity in force.

use sla::policy::SeverityChange;

use super::open::known_severity;
use super::{Draft, not_over, staff_only, unchanged};
use crate::{ClockCause, Context, Event, NewText, Refusal, Ticket, clocks};

/// The vendor changes it: because the policy lets it, because the customer agreed
/// otherwise, or because an accepted workaround leaves a lesser rest.
pub(super) fn change(
    draft: &mut Draft,
    severity: u8,
    reason: &NewText,
    agreed: bool,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let to = known_severity(context.policies, severity)?;
    if severity_before(&draft.ticket, to) == Some(to) {
        return Ok(());
    }
    not_over(draft)?;
    severity_unchanged(draft, seen)?;
    let by_agreement = context.policies.severity_rules().change == SeverityChange::Agreement;
    if by_agreement && !agreed && !is_lowered(&draft.ticket, to) {
        return Err(Refusal::AgreementNeeded);
    }
    in_force(draft, context, to, |from| Event::SeverityChanged {
        from,
        to,
        reason: reason.into(),
        agreed,
    })
}

/// Puts another severity in force by an event, and the promises follow it.
pub(super) fn in_force(
    draft: &mut Draft,
    context: &Context<'_>,
    to: u8,
    event: impl FnOnce(Option<u8>) -> Event,
) -> Result<(), Refusal> {
    let from = severity_before(&draft.ticket, to);
    draft.record(event(from));
    let now = draft.now;
    clocks::repromise(draft, context.policies, now, from, ClockCause::Severity)
}

/// The severity that another one takes the place of: what was merged into the ticket
/// may have had another, and that is changed as well.
fn severity_before(ticket: &Ticket, to: u8) -> Option<u8> {
    let others = ticket.absorbed.iter();
    let others = others.map(|taken| taken.facts.request.severity);
    let mut all = std::iter::once(ticket.severity).chain(others);
    all.find(|severity| *severity != Some(to))
        .unwrap_or(Some(to))
}

/// What the policy lets the vendor do by itself: the rest is less grave once the
/// customer can go on.
fn is_lowered(ticket: &Ticket, to: u8) -> bool {
    let workaround = ticket.grading.workaround;
    let accepted = workaround.is_some_and(|workaround| workaround.accepted.is_some());
    accepted && ticket.severity.is_some_and(|from| to > from)
}

/// Refuses where it was changed, proposed or answered after the form was made.
pub(super) fn severity_unchanged(draft: &Draft, seen: Option<u64>) -> Result<(), Refusal> {
    let ticket = &draft.ticket;
    unchanged(seen, ticket.severity_changed, || {
        ticket
            .severity
            .map_or_else(|| "none".to_owned(), |severity| severity.to_string())
    })
}
