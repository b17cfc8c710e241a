//! When a policy version may come into force. Storing and announcing it are the
//! server's part.

use jiff::Timestamp;
use sla::policy::{CaseResult, Change, Part, Policy, diff};

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

/// Whether a version may stand in the place of another, from its first day on,
/// because a calendar of that one was wrong: what was measured is measured again.
///
/// Nothing that was promised may differ, only the calendars it is measured in.
/// Changes are announced ahead; a correction changes nothing, so no notice is kept.
/// The `reason` is told to the customers whose results change.
///
/// # Errors
/// [`Refusal::ReasonMissing`], [`Refusal::CasesDoNotHold`],
/// [`Refusal::NotOnlyCalendars`] with every other difference, a line each, and
/// [`Refusal::NothingToCorrect`].
///
/// ```
/// use domain::{Refusal, may_correct};
/// use sla::policy::Policy;
///
/// let file = |name: &str, closed: &str| format!(r#"
/// format = 1
/// [policy]
/// name = "{name}"
/// version = "1"
/// languages = ["en"]
/// effective = 2026-01-01
/// calendar = "office"
/// [calendar.office]
/// zone = "Europe/Berlin"
/// weekly = {{ mon-fri = "09:00-17:00" }}
/// closed = {{ {closed} }}
/// "#);
/// let policy = |name, closed| Policy::parse("nordwind.toml", &file(name, closed)).policy.unwrap();
/// let wrong = policy("Nordwind", "");
/// let right = policy("Nordwind", "2026-03-03 = \"Founders' Day\"");
/// assert_eq!(may_correct(&right, &wrong, "declared late"), Ok(()));
/// assert_eq!(may_correct(&right, &wrong, " "), Err(Refusal::ReasonMissing));
/// assert_eq!(may_correct(&wrong, &wrong, "declared late"), Err(Refusal::NothingToCorrect));
/// let renamed = policy("Südwind", "2026-03-03 = \"Founders' Day\"");
/// let others = "- Name: Südwind (before: Nordwind)".to_owned();
/// assert_eq!(
///     may_correct(&renamed, &wrong, "declared late"),
///     Err(Refusal::NotOnlyCalendars { others })
/// );
/// ```
pub fn may_correct(policy: &Policy, corrected: &Policy, reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if !policy.run_cases().iter().all(CaseResult::holds) {
        return Err(Refusal::CasesDoNotHold);
    }
    let (calendars, others): (Vec<Change>, Vec<Change>) = diff(corrected, policy)
        .into_iter()
        .partition(|change| change.part == Part::Calendar);
    if !others.is_empty() {
        let lines: Vec<String> = others
            .iter()
            .map(|change| format!("- {}", change.in_words("en")))
            .collect();
        let others = lines.join("\n");
        return Err(Refusal::NotOnlyCalendars { others });
    }
    if calendars.is_empty() {
        return Err(Refusal::NothingToCorrect);
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
