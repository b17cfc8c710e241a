//! A promise as it applies to one request, resolved from a policy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Within;

/// What a target measures. Stored names never change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    Acknowledgement,
    FirstResponse,
    NextResponse,
    Update,
    WorkBegin,
    Workaround,
    Resolution,
    Quote,
    /// A measure of the policy's own, by its name.
    Own(String),
}

/// To whom a target is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Promised to the customer.
    Customer,
    /// What the vendor steers by; never shown to customers.
    Internal,
}

/// A typed thing staff did that can satisfy a target. Stored names never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The automatic acknowledgement with the ticket's number.
    AcknowledgedAutomatically,
    /// Any public message by staff; every other public act implies it.
    Responded,
    Acknowledged,
    Diagnosed,
    PlanGiven,
    WorkBegun,
    WorkaroundGiven,
    ConveyedToPrincipals,
    Forwarded,
    FeedbackGiven,
    TrainingSuggested,
    QuoteGiven,
    FixReleased,
    Resolved,
}

/// Why a clock may rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Customer,
    Supplier,
    Release,
    ForceMajeure,
}

/// Where a clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At receipt; the calendar decides whether time counts at once.
    Receipt,
    /// At receipt inside hours, else at the next opening ("deemed received", I5).
    ReceiptInHours,
    /// As [`Start::ReceiptInHours`], but not before the report is complete.
    CompleteReport,
}

/// The facts of a request that decide which promises apply to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `None` where the policy has no severities, or the default applies.
    pub severity: Option<u8>,
    /// `incident`, `question`, `change_request`, ...
    pub kind: String,
    /// The plan's id in the policy; `None` where there are no plans.
    pub plan: Option<String>,
    /// `portal`, `mail`, `chat`, `phone`, `api`.
    pub channel: String,
    pub received_at: Timestamp,
}

/// One promise as it applies to one request: all a clock needs beside facts and
/// the calendar. Stands whole in the event that starts the clock, so that later
/// versions of the policy never change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The target's id in the policy, unique there.
    pub target: String,
    pub metric: Metric,
    pub audience: Audience,
    pub within: Within,
    /// When to warn, in the same form of time as `within`; `None`: no warning.
    pub warn: Option<Within>,
    /// Id of the calendar in the policy.
    pub calendar: String,
    pub starts: Start,
    /// Any one of these acts satisfies. Empty: any public message by staff
    /// ([`Act::Responded`]).
    pub satisfied_by: Vec<Act>,
    /// The pauses this target honours; empty: it never rests.
    pub paused_by: Vec<PauseReason>,
    /// Measured and never breached ("best effort", "usually").
    pub best_effort: bool,
    /// Where the policy says so: `Response times, 2`.
    pub clause: String,
    /// The statement in the policy's words, paraphrased, in its first language.
    pub statement: String,
    /// True where the value is the vendor's own operating value and not published.
    pub operating: bool,
}
