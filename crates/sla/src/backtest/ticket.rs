//! A ticket of the past, as far as its promises care.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::{Done, Hold, HoldReason};
use crate::compliance::{Exclusion, Verdict};
use crate::policy::{Act, Audience, Metric, Request};

/// One recorded ticket: the facts its clocks follow from, and what was recorded of
/// them then. [`PastTicket::read`] reads it from a line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTicket {
    /// Its number, for people.
    pub ticket: String,
    /// Whose it is, by name or any other stable word; `None`: not known.
    pub customer: Option<String>,
    /// `incident`, `question`, `change_request`, ...
    pub kind: String,
    /// At receipt; `None`: nobody chose, or the policy has none.
    pub severity: Option<u8>,
    /// In the order in which they were decided.
    pub severity_changes: Vec<SeverityChanged>,
    /// The plan's id in the policy.
    pub plan: Option<String>,
    /// `portal`, `mail`, `chat`, `phone`, ...
    pub channel: String,
    pub received_at: Timestamp,
    /// When everything needed to reproduce was there; `None`: not yet.
    pub report_complete_at: Option<Timestamp>,
    /// Pauses, and the stretches from each resolution to its reopening.
    pub holds: Vec<Hold>,
    /// What staff did, by instant of happening.
    pub acts: Vec<Done>,
    /// When it was closed for good.
    pub closed_at: Option<Timestamp>,
    /// When the release it is tied to was or will be published.
    pub release_at: Option<Timestamp>,
    /// The approved fact for which it is not counted, if there is one.
    pub exclusion: Option<Exclusion>,
    /// What was recorded of its clocks when they ran.
    pub recorded: Vec<RecordedClock>,
}

/// From then on the ticket had another severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityChanged {
    pub at: Timestamp,
    pub to: u8,
}

/// What was recorded of one clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedClock {
    /// The target's id at that time.
    pub target: String,
    pub metric: Metric,
    #[serde(default = "customer")]
    pub audience: Audience,
    /// `None`: nothing was promised (best effort, taken back).
    pub result: Option<Verdict>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
}

fn customer() -> Audience {
    Audience::Customer
}

impl PastTicket {
    /// An incident by portal, complete at receipt, with nothing done yet.
    ///
    /// ```
    /// use sla::backtest::PastTicket;
    ///
    /// let ticket = PastTicket::received("N-1", "2026-03-06T16:40:00Z".parse()?);
    /// assert_eq!(ticket.report_complete_at, Some(ticket.received_at));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn received(ticket: &str, received_at: Timestamp) -> Self {
        Self {
            ticket: ticket.to_owned(),
            customer: None,
            kind: "incident".to_owned(),
            severity: None,
            severity_changes: Vec::new(),
            plan: None,
            channel: "portal".to_owned(),
            received_at,
            report_complete_at: Some(received_at),
            holds: Vec::new(),
            acts: Vec::new(),
            closed_at: None,
            release_at: None,
            exclusion: None,
            recorded: Vec::new(),
        }
    }

    /// The severity in force at an instant.
    #[must_use]
    pub fn severity_at(&self, at: Timestamp) -> Option<u8> {
        let changed = self.severity_changes.iter().rev();
        let last = changed.into_iter().find(|change| change.at <= at);
        last.map_or(self.severity, |change| Some(change.to))
    }

    /// When it was resolved, as far as that is known at an instant; `None` where
    /// it is not, or was reopened since.
    #[must_use]
    pub fn resolved_at(&self, at: Timestamp) -> Option<Timestamp> {
        let resolved = |done: &&Done| done.act == Act::Resolved && done.at <= at;
        let last = self
            .acts
            .iter()
            .filter(resolved)
            .map(|done| done.at)
            .max()?;
        let reopened = self.holds.iter().any(|hold| {
            hold.reason == HoldReason::Resolved
                && hold.until.is_some_and(|until| last <= until && until <= at)
        });
        (!reopened).then_some(last)
    }

    /// What decides which promises apply to it, under a severity.
    pub(super) fn request(&self, severity: Option<u8>) -> Request {
        Request {
            severity,
            kind: self.kind.clone(),
            plan: self.plan.clone(),
            channel: self.channel.clone(),
            received_at: self.received_at,
        }
    }
}
