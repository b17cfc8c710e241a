//! Whether the contract covers a ticket: decided by the policy's table when it is
//! opened, again by what is found out, and for good when it is closed.

use sla::policy::{Coverage, CoverageDecision, OTHER_SUBJECT, Reason};

use super::{Draft, staff_only, unchanged};
use crate::{
    Actor, Context, CoverageFacts, CoverageRuling, Event, NewText, OpenTicket, Policies, Refusal,
    Status,
};

/// What the table says to a new ticket; `None` where the policy has no table.
///
/// A customer whom it refuses learns so at the door: no ticket is opened, and they
/// are told why. What could still turn out otherwise is not refused there.
pub(super) fn at_intake(
    open: &OpenTicket,
    actor: Actor,
    context: &Context<'_>,
) -> Result<Option<CoverageRuling>, Refusal> {
    known_subject(context.policies, open.about.as_deref())?;
    let contract = context
        .requester
        .and_then(|requester| requester.contract.state);
    let facts = CoverageFacts {
        about: open.about.clone(),
        contract,
        ..CoverageFacts::default()
    };
    let Some(decided) = context.policies.coverage(&facts.question(open.kind)) else {
        return Ok(None);
    };
    let closed = decided.decision == Coverage::Refused && decided.is_final();
    if closed && matches!(actor, Actor::Contact(_)) {
        return Err(Refusal::CoverageRefused {
            reason: match decided.reason {
                Some(Reason::Stated(text)) => Some(Box::new(text)),
                Some(Reason::Unstated) | None => None,
            },
            clause: decided.clause,
        });
    }
    Ok(Some(CoverageRuling::by_table(facts, decided)))
}

/// Staff decide: by what they found out, or otherwise than the table says.
pub(super) fn decide(
    draft: &mut Draft,
    found: &CoverageFacts,
    decision: Option<Coverage>,
    reason: Option<&NewText>,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let reason = reason.filter(|reason| !reason.body.trim().is_empty());
    let mut ruling = by_table(draft, found, context)?;
    let before = draft.ticket.coverage.as_ref();
    unchanged(seen, draft.ticket.coverage_changed, || {
        before.map_or_else(String::new, |before| {
            before.ruling.decision.as_str().to_owned()
        })
    })?;
    let disputed = before.is_some_and(|before| before.dispute.is_some());
    if let Some(otherwise) = decision.filter(|decision| *decision != ruling.decision) {
        deviate(&mut ruling, otherwise);
    }
    ruling.reason_by_hand = reason.map(Into::into);
    keep_reason(draft, &mut ruling);
    let deviates = ruling.deviates_from.is_some();
    if (disputed && reason.is_none()) || (deviates && ruling.reason_by_hand.is_none()) {
        return Err(Refusal::ReasonMissing);
    }
    if ruling.lacks_reason() {
        return Err(Refusal::ReasonUnstated);
    }
    ruling.is_answer = disputed;
    settle(draft, ruling);
    Ok(())
}

/// What a resolution brings to light; the decision follows it.
pub(super) fn found(
    draft: &mut Draft,
    found: &CoverageFacts,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if found.is_empty() {
        return Ok(());
    }
    let mut ruling = by_table(draft, found, context)?;
    stand_by(draft, &mut ruling);
    if ruling.lacks_reason() {
        return Err(Refusal::ReasonUnstated);
    }
    settle(draft, ruling);
    Ok(())
}

/// The decision becomes final, with what is known by then. A policy without a table
/// decides nothing.
pub(super) fn close(draft: &mut Draft, context: &Context<'_>) {
    let nothing = CoverageFacts::default();
    if let Ok(mut ruling) = by_table(draft, &nothing, context) {
        stand_by(draft, &mut ruling);
        settle(draft, ruling);
    }
}

/// The customer, or staff whom they told, disagree.
pub(super) fn dispute(draft: &mut Draft, reason: &NewText) -> Result<(), Refusal> {
    let Some(record) = &draft.ticket.coverage else {
        return Err(Refusal::NoCoverageTable);
    };
    if record.dispute.is_some() {
        return Err(Refusal::AlreadyDisputed);
    }
    if reason.body.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    draft.record(Event::CoverageDisputed {
        reason: reason.into(),
    });
    Ok(())
}

/// What the table says by all that is known now.
fn by_table(
    draft: &Draft,
    found: &CoverageFacts,
    context: &Context<'_>,
) -> Result<CoverageRuling, Refusal> {
    known_subject(context.policies, found.about.as_deref())?;
    known_periods(context.policies, found.during.as_deref())?;
    let ticket = &draft.ticket;
    let before = ticket.coverage.as_ref();
    let facts = before.map_or_else(|| found.clone(), |before| before.ruling.facts.with(found));
    let decided: Option<CoverageDecision> = context.policies.coverage(&facts.question(ticket.kind));
    let decided = decided.ok_or(Refusal::NoCoverageTable)?;
    let mut ruling = CoverageRuling::by_table(facts, decided);
    // After the end nothing is left to be found out.
    ruling.is_final |= ticket.status == Status::Closed;
    Ok(ruling)
}

/// Another decision than the table's: its reason and clause are not those of the
/// table either.
fn deviate(ruling: &mut CoverageRuling, otherwise: Coverage) {
    ruling.deviates_from = Some(ruling.decision);
    ruling.decision = otherwise;
    ruling.reason = None;
    ruling.clause = None;
    ruling.level = None;
    ruling.operating = false;
    // Whatever else becomes known: it is what staff decided.
    ruling.depends_on.clear();
    ruling.is_final = true;
}

/// What staff decided against the table stands until they decide again.
fn stand_by(draft: &Draft, ruling: &mut CoverageRuling) {
    let before = draft.ticket.coverage.as_ref();
    let deviated = before.filter(|before| before.ruling.deviates_from.is_some());
    if let Some(before) = deviated {
        let before = &before.ruling;
        if ruling.decision != before.decision {
            deviate(ruling, before.decision);
            ruling.reason_by_hand.clone_from(&before.reason_by_hand);
        }
    }
    keep_reason(draft, ruling);
}

/// A reason written by hand stays with the decision it was written for.
fn keep_reason(draft: &Draft, ruling: &mut CoverageRuling) {
    if let Some(before) = &draft.ticket.coverage {
        let before = &before.ruling;
        let same = (&before.row, before.decision, before.deviates_from)
            == (&ruling.row, ruling.decision, ruling.deviates_from);
        if same && ruling.reason_by_hand.is_none() {
            ruling.reason_by_hand.clone_from(&before.reason_by_hand);
        }
    }
}

/// Records the ruling, unless it says what stands there already.
fn settle(draft: &mut Draft, mut ruling: CoverageRuling) {
    if let Some(before) = &draft.ticket.coverage {
        let before = &before.ruling;
        ruling.is_news = ruling.is_answer || !reads_alike(before, &ruling);
        let same = CoverageRuling {
            is_news: ruling.is_news,
            is_answer: false,
            ..before.clone()
        };
        if same == ruling {
            return;
        }
    }
    draft.record(Event::CoverageDecided(Box::new(ruling)));
}

/// Whether a customer reads the same of both.
fn reads_alike(one: &CoverageRuling, other: &CoverageRuling) -> bool {
    let read = |ruling: &CoverageRuling| {
        (
            ruling.decision,
            ruling.reason.clone(),
            ruling.reason_by_hand.clone(),
            ruling.clause.clone(),
        )
    };
    read(one) == read(other)
}

fn known_subject(policies: &Policies, about: Option<&str>) -> Result<(), Refusal> {
    let Some(about) = about else {
        return Ok(());
    };
    let table = policies.coverage_table();
    let subjects = table.into_iter().flat_map(|table| &table.subjects);
    let known: Vec<&str> = subjects.map(|(id, _)| id.as_str()).collect();
    named(about, known.into_iter().chain([OTHER_SUBJECT]))
}

fn known_periods(policies: &Policies, during: Option<&[String]>) -> Result<(), Refusal> {
    let known = || policies.periods().iter().map(|period| period.id.as_str());
    let mut given = during.unwrap_or_default().iter();
    given.try_for_each(|period| named(period, known()))
}

fn named<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let known: Vec<&str> = known.collect();
    if known.contains(&given) {
        return Ok(());
    }
    Err(Refusal::UnknownCoverageFact {
        given: given.to_owned(),
        known: known.join(", "),
    })
}
