//! A ticket of the past, as far as its promises care.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Seen;
use crate::compliance::{Exclusion, Verdict};
use crate::history::{Fact, History, What};
use crate::policy::{Anchor, Audience, Metric, Request};

/// One recorded ticket: what happened to it, and what was recorded of its clocks
/// then. [`PastTicket::read`] reads it from a line of a log.
///
/// ```
/// use sla::backtest::PastTicket;
///
/// let ticket = PastTicket::read(r#"{"ticket": "N-1", "severity": 1,
///     "received_at": "2026-03-06T16:00:00Z", "facts": [
///         {"at": "2026-03-06T17:00:00Z", "what": {"severity": 2}},
///         {"at": "2026-03-06T18:00:00Z", "what": {"resolved": {}}},
///         {"at": "2026-03-07T09:00:00Z", "what": "reopened"}]}"#).unwrap();
/// let solved = "2026-03-06T18:00:00Z".parse()?;
/// assert_eq!(ticket.severity_at("2026-03-06T16:30:00Z".parse()?), Some(1));
/// assert_eq!(ticket.severity_at(solved), Some(2));
/// assert_eq!(ticket.resolved_at(solved), Some(solved));
/// assert_eq!(ticket.resolved_at("2026-03-08T00:00:00Z".parse()?), None);
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTicket {
    /// Its number, for people.
    pub ticket: String,
    /// Whose it is, by name or any other stable word; `None`: not known.
    pub customer: Option<String>,
    /// What its clocks follow from.
    pub history: History,
    /// The approved fact for which it is not counted, if there is one.
    pub exclusion: Option<Exclusion>,
    /// What was recorded of its clocks when they ran.
    pub recorded: Vec<RecordedClock>,
}

/// What was recorded of one clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedClock {
    /// The target's id at that time.
    pub target: String,
    /// What the target measured.
    pub metric: Metric,
    /// Whom it was promised to; the customer, where the line does not say.
    #[serde(default = "customer")]
    pub audience: Audience,
    /// `None`: nothing was promised (best effort, taken back).
    pub result: Option<Verdict>,
    /// When it was due; `None`: no deadline could be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When its warning fired; `None`: none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
    /// When its promise was first broken; `None`: it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Timestamp>,
    /// When it was met; `None`: it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Timestamp>,
}

fn customer() -> Audience {
    Audience::Customer
}

impl PastTicket {
    /// An incident by portal to which nothing has happened yet.
    ///
    /// ```
    /// use sla::backtest::PastTicket;
    ///
    /// let ticket = PastTicket::received("N-1", "2026-03-06T16:40:00Z".parse()?);
    /// assert!(ticket.history.facts.is_empty());
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn received(ticket: &str, received_at: Timestamp) -> Self {
        let request = Request {
            anchor: Anchor::Receipt,
            severity: None,
            priority: None,
            kind: "incident".to_owned(),
            plan: None,
            channel: "portal".to_owned(),
            received_at,
        };
        Self {
            ticket: ticket.to_owned(),
            customer: None,
            history: History {
                request,
                facts: Vec::new(),
                release_at: None,
            },
            exclusion: None,
            recorded: Vec::new(),
        }
    }

    /// The severity in force at an instant.
    #[must_use]
    pub fn severity_at(&self, at: Timestamp) -> Option<u8> {
        let mut severity = self.history.request.severity;
        for fact in self.known(at) {
            if let What::Severity(agreed) = &fact.what {
                severity = Some(*agreed);
            }
        }
        severity
    }

    /// When it was resolved, as far as that is known at an instant; `None` where
    /// it is not, or was reopened since.
    #[must_use]
    pub fn resolved_at(&self, at: Timestamp) -> Option<Timestamp> {
        let mut resolved_at = None;
        for fact in self.known(at) {
            match &fact.what {
                What::Resolved { told_at } => resolved_at = Some(told_at.unwrap_or(fact.at)),
                What::Reopened => resolved_at = None,
                _ => {}
            }
        }
        resolved_at
    }

    /// What happened until an instant.
    pub(super) fn known(&self, at: Timestamp) -> impl Iterator<Item = &Fact> {
        self.history.facts.iter().filter(move |fact| fact.at <= at)
    }
}

impl RecordedClock {
    /// The record as one side of a comparison.
    pub(super) fn seen(&self, ticket: &PastTicket, at: Timestamp) -> Seen {
        Seen {
            target: self.target.clone(),
            metric: self.metric.clone(),
            audience: self.audience,
            severity: ticket.severity_at(self.met_at.unwrap_or(at).min(at)),
            verdict: self.result,
            // Whether a calendar was open then was not recorded.
            received_in_hours: true,
            due_at: self.due_at,
            warned_at: self.warned_at,
            breached_at: self.breached_at,
            met_at: self.met_at,
        }
    }
}
