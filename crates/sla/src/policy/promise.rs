//! A promise as it applies to one request, resolved from a policy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Within;

/// What a target measures; the acts that end it are the target's own
/// ([`Promise::satisfied_by`]). Stored names never change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Until the customer knows that the request arrived.
    Acknowledgement,
    /// Until staff say anything to the report.
    FirstResponse,
    /// Until staff answer what the customer wrote later; one clock for each question.
    NextResponse,
    /// Until the customer is told how it stands; the next begins when one was given.
    Update,
    /// Until somebody works on it.
    WorkBegin,
    /// Until the business can go on.
    Workaround,
    /// Until the problem is solved.
    Resolution,
    /// Until a request for work outside the contract has its price.
    Quote,
    /// Worked on without a break: each act of work begins the next cycle.
    ContinuousWork,
    /// Whoever a ticket was handed over to, while that duty runs, has begun.
    TakeOver,
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
    /// Staff said that the request arrived and is being looked at.
    Acknowledged,
    /// Staff told the customer what is wrong.
    Diagnosed,
    /// Staff told the customer what will be done, and when.
    PlanGiven,
    /// Somebody began to work on it; the customer need not know.
    WorkBegun,
    /// The customer was given a way to go on without the solution.
    WorkaroundGiven,
    /// The problem was brought before whoever makes the product; the customer need not
    /// know.
    ConveyedToPrincipals,
    /// It was handed on to somebody else; the customer need not know.
    Forwarded,
    /// The customer was told what becomes of a suggestion or complaint.
    FeedbackGiven,
    /// The customer was told that training would help.
    TrainingSuggested,
    /// The customer was told the price of work outside the contract.
    QuoteGiven,
    /// A version with the fix was published; the customer need not know.
    FixReleased,
    /// The customer was told that it is solved.
    Resolved,
}

/// Why a clock may rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// An answer or an act of the customer's.
    Customer,
    /// Somebody the vendor depends on.
    Supplier,
    /// The release that brings the solution.
    Release,
    /// What nobody could have prevented.
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

/// What a promise counts from. Only promises from receipt belong to every ticket;
/// the others begin when their event happens, and [`Request::anchor`] names it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The request reached the desk.
    #[default]
    Receipt,
    /// A request for work outside the contract was submitted.
    Submission,
    /// The customer went live.
    GoLive,
    /// A customisation was delivered.
    Delivery,
    /// A licence was bought.
    Purchase,
    /// A contract was renewed.
    Renewal,
    /// A contract was signed.
    Signature,
    /// An invoice was sent.
    Invoice,
}

/// How firmly something is promised.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Firmness {
    /// "We will": what is late is a miss.
    #[default]
    Will,
    /// "We aim to": what is late is a miss of the aim, and is told as such.
    Aims,
    /// "We attempt to": measured and never missed.
    Attempts,
}

/// What a pause does to a deadline written in days. Lengths of time (`4h`) are
/// always moved by what they lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterPause {
    /// Moved by the open time inside the pause.
    #[default]
    Moved,
    /// The day stands, whatever was waited for.
    Fixed,
    /// Counted anew from the end of the pause.
    Anew,
}

/// What a duty to work without a break lasts from and to. Empty in every promise
/// that is no such duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lasting {
    /// The acts with any of which it begins; none: with the request itself.
    pub begins_with: Vec<Act>,
    /// The acts with any of which it is over.
    pub until: Vec<Act>,
}

/// Acts that satisfy a target together; done when the last of them is. Written
/// `diagnosed and plan given`; a single act is the usual case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Deeds", into = "Deeds")]
pub struct AllOf(pub Vec<Act>);

impl From<Act> for AllOf {
    fn from(act: Act) -> Self {
        Self(vec![act])
    }
}

/// As stored: one act by its name, several as a list.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Deeds {
    One(Act),
    Many(Vec<Act>),
}

impl From<Deeds> for AllOf {
    fn from(deeds: Deeds) -> Self {
        match deeds {
            Deeds::One(act) => Self(vec![act]),
            Deeds::Many(acts) => Self(acts),
        }
    }
}

impl From<AllOf> for Deeds {
    fn from(all: AllOf) -> Self {
        match all.0.as_slice() {
            [one] => Self::One(*one),
            _ => Self::Many(all.0),
        }
    }
}

/// The facts of a request that decide which promises apply to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What the promises asked for count from; nearly always receipt.
    pub anchor: Anchor,
    /// Urgency of handling; `None`: the policy's default, if it knows priorities.
    pub priority: Option<String>,
    /// `None` where the policy has no severities, or the default applies.
    pub severity: Option<u8>,
    /// `incident`, `question`, `change_request`, ...
    pub kind: String,
    /// The plan's id in the policy; `None` where there are no plans.
    pub plan: Option<String>,
    /// `portal`, `mail`, `chat`, `phone`, `api`.
    pub channel: String,
    /// When the anchor happened; for [`Anchor::Receipt`] the receipt.
    pub received_at: Timestamp,
}

/// One promise as it applies to one request: all a clock needs beside facts and
/// the calendar. Stands whole in the event that starts the clock, so that later
/// versions of the policy never change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The target's id in the policy, unique there.
    pub target: String,
    /// What is measured.
    pub metric: Metric,
    /// Promised to the customer, or what the vendor steers by.
    pub audience: Audience,
    /// The time it gives, in the target's own form; lengths are in seconds.
    pub within: Within,
    /// When to warn, in the same form of time as `within`; `None`: no warning.
    pub warn: Option<Within>,
    /// Id of the calendar in the policy.
    pub calendar: String,
    /// Where its clock starts, seen from its anchor.
    pub starts: Start,
    /// Any one of these satisfies. Empty: any public message by staff
    /// ([`Act::Responded`]).
    pub satisfied_by: Vec<AllOf>,
    /// The pauses this target honours; empty: it never rests.
    pub paused_by: Vec<PauseReason>,
    /// What such a pause does to a deadline written in days.
    #[serde(default, skip_serializing_if = "is_default")]
    pub after_pause: AfterPause,
    /// How firmly it is promised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub firmness: Firmness,
    /// What it counts from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: Anchor,
    /// For a duty to work without a break: from which act it lasts, and to which.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lasting: Lasting,
    /// Measured and never breached ("best effort", "usually").
    pub best_effort: bool,
    /// Where the policy says so: `Response times, 2`.
    pub clause: String,
    /// The statement in the policy's words, paraphrased, in its first language.
    pub statement: String,
    /// True where the value is the vendor's own operating value and not published.
    pub operating: bool,
    /// The policy version whose calendar it is measured in; `None`: the one the
    /// ticket was opened under, which is nearly always so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_version: Option<String>,
}

impl Promise {
    /// Whether both measure the same, for the same people: for each metric and
    /// audience one promise applies to a request.
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
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// # let received_at = "2026-03-06T16:40:00Z".parse()?;
    /// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
    /// # let promise = &policy.promises(&request)[0];
    /// assert!(promise.measures_as(&promise.unpromised()));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn measures_as(&self, other: &Self) -> bool {
        self.metric == other.metric && self.audience == other.audience
    }

    /// The same before anything was promised: it is measured, and never missed.
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
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// # let received_at = "2026-03-06T16:40:00Z".parse()?;
    /// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
    /// # let promise = &policy.promises(&request)[0];
    /// let before = promise.unpromised();
    /// assert_eq!(before.within.to_string(), "none");
    /// assert!(before.best_effort && before.warn.is_none());
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn unpromised(&self) -> Self {
        Self {
            within: Within::None {
                usually_seconds: None,
            },
            warn: None,
            best_effort: true,
            ..self.clone()
        }
    }
}

/// What is usual is not written down, so that it reads back from older events.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
