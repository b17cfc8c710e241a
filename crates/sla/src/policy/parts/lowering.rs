//! What becomes of a severity once the business can go on: the rest of the
//! problem is lowered. Lowering it is a decision of people; the rule says when
//! it is due and what it may become.

use serde::Serialize;

use super::part::Part;
use crate::policy::{Act, Policy, Promise, Text, names::ACTS, severity::Severity};

/// What stands under `[lowering]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lowering {
    /// The severities it holds for.
    pub severities: Vec<u8>,
    /// The acts after which the severity is reviewed.
    pub after: Vec<Act>,
    /// What the severity of the rest becomes; `None`: the one that fits it, by
    /// its meaning.
    pub to: Option<u8>,
    /// The rule in the vendor's words; `None`: the text has none.
    pub says: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

impl Policy {
    /// Whether a promise that this act kept is owed again when the severity changes
    /// from `before`: the policy lowers the rest of the problem then, and the rest
    /// has a promise of its own. Only an act that the promise names leaves a rest;
    /// one that merely is a word to the customer does not.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [severity.1]
    /// # name = "Critical"
    /// # [severity.2]
    /// # name = "Minor"
    /// # [lowering]
    /// # severity = 1
    /// # after = "workaround given"
    /// # [[target]]
    /// # id = "solution"
    /// # metric = "resolution"
    /// # within = "4h"
    /// # satisfied-by = ["resolved", "workaround given"]
    /// # clause = "Solutions"
    /// # "#).policy.unwrap();
    /// # let received_at = "2026-03-06T20:00:00Z".parse()?;
    /// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
    /// use sla::policy::Act;
    ///
    /// let promise = &policy.promises(&request)[0];
    /// assert!(policy.leaves_a_rest(Some(1), promise, Act::WorkaroundGiven));
    /// assert!(!policy.leaves_a_rest(Some(1), promise, Act::Resolved));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn leaves_a_rest(&self, before: Option<u8>, promise: &Promise, kept_by: Act) -> bool {
        let named = promise
            .satisfied_by
            .iter()
            .any(|all| all.0.contains(&kept_by));
        let rule = self.lowering();
        named && kept_by != Act::Resolved && rule.is_some_and(|rule| rule.is_due(before, kept_by))
    }
}

impl Lowering {
    /// Whether a ticket of this severity is to be reviewed after this act.
    ///
    /// ```
    /// use sla::policy::Act;
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [severity.1]
    /// # name = "Critical"
    /// # [lowering]
    /// # severity = 1
    /// # after = "workaround given"
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let rule = policy.lowering().unwrap();
    /// assert!(rule.is_due(Some(1), Act::WorkaroundGiven));
    /// assert!(!rule.is_due(Some(2), Act::WorkaroundGiven));
    /// ```
    pub fn is_due(&self, severity: Option<u8>, done: Act) -> bool {
        severity.is_some_and(|severity| self.severities.contains(&severity))
            && self.after.contains(&done)
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>, severities: &[Severity]) -> Option<Lowering> {
    let lowered = part.severities("severity", severities);
    let to = part.severities("to", severities);
    let after = part.words("after", &ACTS);
    let (says, clause) = (part.text("says"), part.clause());
    Some(Lowering {
        severities: lowered,
        after,
        to: to.first().copied(),
        says,
        clause,
    })
}
