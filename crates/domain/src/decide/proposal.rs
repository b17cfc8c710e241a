//! Another severity, proposed by one side and answered by the other. Until then the
//! clocks run under the one in force.

use jiff::Timestamp;

use super::open::known_severity;
use super::severity::{in_force, severity_unchanged};
use super::{Draft, not_over};
use crate::{Actor, Context, DeskFacts, Event, NewText, Policies, Refusal, Ticket};

/// Asks the other side. What the other side proposed meanwhile is answered by that:
/// it is a counter-proposal. A side may put another proposal in the place of its own.
pub(super) fn propose(
    draft: &mut Draft,
    severity: u8,
    reason: &NewText,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    people_only(draft)?;
    not_over(draft)?;
    severity_unchanged(draft, seen)?;
    let severity = known_severity(context.policies, severity)?;
    if draft.ticket.severity == Some(severity) {
        return Err(Refusal::SameSeverity);
    }
    let standing = draft.ticket.grading.proposal.as_ref();
    if standing.is_some_and(|standing| standing.severity == severity) {
        return Err(Refusal::AlreadyProposed);
    }
    if reason.body.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    draft.record(Event::SeverityProposed {
        severity,
        reason: reason.into(),
    });
    Ok(())
}

/// The side that was asked says yes, and it is in force; or no, with a reason.
pub(super) fn answer(
    draft: &mut Draft,
    accept: bool,
    reason: Option<&NewText>,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    people_only(draft)?;
    not_over(draft)?;
    severity_unchanged(draft, seen)?;
    let grading = &draft.ticket.grading;
    let Some(proposal) = &grading.proposal else {
        return Err(Refusal::NothingProposed);
    };
    if !grading.is_asked_of(draft.actor) {
        return Err(Refusal::OwnProposal);
    }
    let severity = proposal.severity;
    let reason = reason.filter(|reason| !reason.body.trim().is_empty());
    if accept {
        // A version that took over since may have other severities.
        let to = known_severity(context.policies, severity)?;
        return in_force(draft, context, to, |from| Event::SeverityAgreed {
            from,
            to,
            reason: reason.map(Into::into),
        });
    }
    let reason = reason.ok_or(Refusal::ReasonMissing)?.into();
    draft.record(Event::SeverityDeclined { severity, reason });
    Ok(())
}

/// There are two sides, and the desk itself is none of them.
fn people_only(draft: &Draft) -> Result<(), Refusal> {
    match draft.actor {
        Actor::System => Err(Refusal::StaffOnly),
        Actor::Agent(_) | Actor::Contact(_) => Ok(()),
    }
}

/// The ticket as it would be if `by` agreed now to the proposal that stands; `None`
/// where none stands that is theirs to answer.
#[must_use]
pub fn if_agreed(
    ticket: &Ticket,
    policies: &Policies,
    by: Actor,
    now: Timestamp,
) -> Option<Ticket> {
    let mut draft = Draft::new(ticket.clone(), by, now);
    let desk = DeskFacts::default();
    let context = Context {
        now,
        desk: &desk,
        policies,
        named: None,
        requester: None,
        other: None,
    };
    answer(&mut draft, true, None, None, &context).ok()?;
    Some(draft.ticket)
}
