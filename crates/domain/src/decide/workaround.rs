//! A workaround that the customer can go on with: the rest of the problem is less
//! grave, and where the policy says so its promises begin anew.

use sla::policy::Act;

use super::open::known_severity;
use super::severity::{in_force, severity_unchanged};
use super::{Draft, not_over, staff_only};
use crate::{Context, Event, NewText, Refusal};

/// Records that it was accepted, and lowers the severity: to what staff find fitting,
/// or to what the policy says. Where neither is known yet, staff choose afterwards.
pub(super) fn accept(
    draft: &mut Draft,
    severity: Option<u8>,
    comment: &NewText,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    not_over(draft)?;
    severity_unchanged(draft, seen)?;
    if severity.is_some() {
        staff_only(draft)?;
    }
    let (from, workaround) = (draft.ticket.severity, draft.ticket.grading.workaround);
    let rule = context.policies.lowering();
    let rule = rule.filter(|rule| rule.is_due(from, Act::WorkaroundGiven));
    let (Some(rule), Some(workaround)) = (rule, workaround) else {
        return Err(Refusal::NoWorkaround);
    };
    let to = match severity {
        Some(given) => Some(known_severity(context.policies, given)?),
        None => rule.to,
    };
    if severity.is_some() && to <= from {
        return Err(Refusal::NotLower);
    }
    if workaround.accepted.is_none() {
        let said = !comment.body.trim().is_empty();
        draft.record(Event::WorkaroundAccepted {
            clause: rule.clause.clone(),
            comment: said.then(|| comment.into()),
        });
    }
    match to.filter(|to| Some(*to) > from) {
        Some(to) => in_force(draft, context, to, |from| Event::SeverityChanged {
            from,
            to,
            reason: comment.into(),
            agreed: true,
        }),
        None => Ok(()),
    }
}
