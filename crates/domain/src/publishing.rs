//! When a policy version may come into force. Storing and announcing it are the
//! server's part.

use jiff::Timestamp;
use sla::policy::{CaseResult, Policy};

use crate::Refusal;

/// Whether a version may take effect.
///
/// The notice period is that of the version `in_force`, and holds for every change,
/// for the better too; a desk's first policy needs none. A `reason` stands on record
/// and lets a change come sooner, though never into the past.
///
/// # Errors
/// [`Refusal::CasesDoNotHold`], [`Refusal::EffectiveInPast`] and
/// [`Refusal::NoticeTooShort`] with the earliest instant there is.
///
/// ```
/// use domain::{Refusal, may_take_effect};
/// use sla::policy::Policy;
///
/// let file = |version: &str| format!(r#"
/// format = 1
/// [policy]
/// name = "Nordwind"
/// version = "{version}"
/// languages = ["en"]
/// effective = 2026-01-01
/// notice = "3 months"
/// calendar = "always"
/// "#);
/// let policy = |version| Policy::parse("nordwind.toml", &file(version)).policy.unwrap();
/// let (old, new) = (policy("1"), policy("2"));
/// let now = "2026-11-25T12:00:00Z".parse()?;
/// let earliest = "2027-02-25T12:00:00Z".parse()?;
/// let refused = may_take_effect(&new, Some(&old), now, now, None);
/// assert_eq!(refused, Err(Refusal::NoticeTooShort { earliest }));
/// assert!(may_take_effect(&new, Some(&old), now, earliest, None).is_ok());
/// assert!(may_take_effect(&new, Some(&old), now, now, Some("a typing error")).is_ok());
/// assert!(may_take_effect(&new, None, now, now, None).is_ok());
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn may_take_effect(
    policy: &Policy,
    in_force: Option<&Policy>,
    now: Timestamp,
    effective_at: Timestamp,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    if !policy.run_cases().iter().all(CaseResult::holds) {
        return Err(Refusal::CasesDoNotHold);
    }
    if effective_at < now {
        return Err(Refusal::EffectiveInPast);
    }
    let earliest = in_force.map_or(now, |policy| policy.change_earliest_at(now));
    if effective_at < earliest && reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Refusal::NoticeTooShort { earliest });
    }
    Ok(())
}

/// Whether `approver` may put into force what `proposer` proposed.
///
/// # Errors
/// [`Refusal::SecondPersonNeeded`] when both are the same.
pub fn may_approve(proposer: &str, approver: &str) -> Result<(), Refusal> {
    if proposer == approver {
        return Err(Refusal::SecondPersonNeeded);
    }
    Ok(())
}
