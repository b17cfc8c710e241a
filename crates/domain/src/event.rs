//! What happened to a ticket. A stored name or field never changes its meaning;
//! a new shape gets a new payload version and an upcaster in [`Event::decode`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sla::history::Absorbed;
use sla::policy::{Act, Audience, PauseReason, Promise};

use crate::{
    Actor, AgentId, Author, Channel, ContactId, ContractSource, CoverageRuling, CustomerId, Kind,
    MessageId, NewText, Rating, TextId, Ticket, TicketId,
};

/// One thing that happened, in the past tense.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "data")]
pub enum Event {
    TicketOpened {
        kind: Kind,
        channel: Channel,
        customer: CustomerId,
        requester: ContactId,
        subject: TextRef,
        /// What the reporter chose; `None`: nothing.
        severity_requested: Option<u8>,
        /// What is in force; `None` where the policy has no severities.
        severity: Option<u8>,
        /// What the reporter chose, by its id in the policy; `None`: nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority_requested: Option<String>,
        /// What is in force; `None` where the policy has no priorities.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<String>,
        plan: Option<String>,
        level: u8,
        policy_version: String,
        received_at: Timestamp,
        /// The statement of the contract by which it was decided what is owed; `None`
        /// without a contract, and where it was opened before contracts were kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractSource>,
    },
    MessageAdded {
        message: MessageId,
        text: TextRef,
        public: bool,
        author: Author,
        channel: Channel,
        act: Option<Act>,
        happened_at: Timestamp,
    },
    ActRecorded {
        act: Act,
        happened_at: Timestamp,
    },
    TicketAssigned {
        agent: Option<AgentId>,
    },
    /// Whether the report has all that is needed, and since when.
    ReportJudged {
        complete: bool,
        judged_at: Timestamp,
    },
    /// One side holds another severity to be right and asks the other. What is in
    /// force stays so until that has answered.
    SeverityProposed {
        severity: u8,
        reason: TextRef,
    },
    /// The other side agreed: it is in force.
    SeverityAgreed {
        from: Option<u8>,
        to: u8,
        reason: Option<TextRef>,
    },
    /// The other side did not agree to that one.
    SeverityDeclined {
        severity: u8,
        reason: TextRef,
    },
    SeverityChanged {
        from: Option<u8>,
        to: u8,
        reason: TextRef,
        /// The customer agreed otherwise, by telephone for instance.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        agreed: bool,
    },
    PriorityChanged {
        from: Option<String>,
        to: String,
        reason: TextRef,
    },
    /// The business can go on: the rest of the problem is less grave.
    WorkaroundAccepted {
        /// The clause by which the rest is lowered.
        clause: Option<String>,
        comment: Option<TextRef>,
    },
    LevelChanged {
        from: u8,
        to: u8,
        reason: TextRef,
    },
    /// A version that takes running tickets over, or corrects the calendar of the one
    /// before, governs from `since` on.
    PolicyChanged {
        from: String,
        to: String,
        since: Timestamp,
    },
    /// The contract as it became known since governs the ticket from its receipt on.
    ContractApplied {
        contract: ContractSource,
        plan: Option<String>,
        reason: TextRef,
    },
    TicketPaused {
        reason: PauseReason,
        question: Option<MessageId>,
    },
    /// `answered`: a customer's message ended the pause, not staff.
    TicketResumed {
        answered: bool,
    },
    TicketResolved {
        message: Option<MessageId>,
    },
    TicketClosed,
    /// `reason` is `None` where a customer's answer reopened it.
    TicketReopened {
        reason: Option<TextRef>,
    },
    TicketRated {
        rating: Rating,
        comment: Option<TextRef>,
    },
    /// It goes on in another ticket, and its clocks with it.
    TicketMerged {
        into: TicketId,
    },
    /// It goes on by itself again.
    TicketUnmerged {
        from: TicketId,
    },
    /// Another ticket goes on in this one: what was asked there, and by whom.
    TicketAbsorbed {
        from: TicketId,
        requester: ContactId,
        absorbed: Box<Absorbed>,
    },
    /// That ticket goes on by itself again.
    TicketSeparated {
        from: TicketId,
    },
    CoverageDecided(Box<CoverageRuling>),
    CoverageDisputed {
        reason: TextRef,
    },
    ClockStarted {
        clock: String,
        cycle: u32,
        /// What the clock counts from; see [`sla::policy::Start`].
        anchor_at: Timestamp,
        /// The ticket whose merge began it, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        begun_by: Option<TicketId>,
        promise: Box<Promise>,
        started_at: Option<Timestamp>,
        warn_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
    },
    /// The deadline moved, stood still or went on.
    ClockMoved {
        clock: String,
        cause: ClockCause,
        /// The promise now in force, where that is what changed.
        promise: Option<Box<Promise>>,
        /// Since when that promise governs, if not from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        started_at: Option<Timestamp>,
        paused_at: Option<Timestamp>,
        warn_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
    },
    ClockWarned {
        clock: String,
        at: Timestamp,
    },
    ClockBreached {
        clock: String,
        at: Timestamp,
        late_on_arrival: bool,
    },
    /// The promise was fulfilled; late where a breach stands beside it.
    ClockMet {
        clock: String,
        at: Timestamp,
    },
    /// An act recorded late shows that a recorded breach did not happen. Both stay.
    ClockRestated {
        clock: String,
        breached_at: Timestamp,
        met_at: Timestamp,
    },
    ClockCancelled {
        clock: String,
    },
    /// The calendar was wrong: measured again in that of another version. What was
    /// recorded before stays beside it.
    ClockCorrected {
        clock: String,
        from: String,
        to: String,
        reason: TextRef,
        started_at: Option<Timestamp>,
        paused_at: Option<Timestamp>,
        warn_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
        breached_at: Option<Timestamp>,
        late_on_arrival: bool,
        met_at: Option<Timestamp>,
    },
    /// A merge took its place: from now on it is neither met nor missed.
    ClockAbsorbed {
        clock: String,
        /// The other one of the tickets merged.
        by: TicketId,
    },
    /// The merge that began it was undone. A miss that was recorded only because of
    /// it did not happen; both stay.
    ClockSeparated {
        clock: String,
        breached_at: Option<Timestamp>,
    },
    /// Another contract governs: the promises were chosen again and the clock measured
    /// under them. What was recorded before stays beside it.
    ClockRepromised {
        clock: String,
        /// One for each promise it lived under, each since the same instant.
        promises: Vec<Promise>,
        reason: TextRef,
        started_at: Option<Timestamp>,
        paused_at: Option<Timestamp>,
        warn_at: Option<Timestamp>,
        due_at: Option<Timestamp>,
        warned_at: Option<Timestamp>,
        breached_at: Option<Timestamp>,
        late_on_arrival: bool,
        met_at: Option<Timestamp>,
    },
}

/// Why a clock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockCause {
    Severity,
    Priority,
    Held,
    Resumed,
    Reopened,
    ReportCompleted,
    Policy,
    Merged,
    Separated,
}

/// A text kept apart: its id, and a digest that proves it unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRef {
    pub id: TextId,
    /// Lower-case hex SHA-256 of the text's UTF-8 bytes.
    pub digest: String,
}

impl From<&NewText> for TextRef {
    fn from(text: &NewText) -> Self {
        let digest = Sha256::digest(text.body.as_bytes());
        Self {
            id: text.id,
            digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

/// An event with its place in the ticket's history.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// 1 for the first event of a ticket, then without holes.
    pub sequence: u64,
    pub at: Timestamp,
    pub actor: Actor,
    pub event: Event,
}

/// A stored event that cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event `{kind}` version {version} cannot be read: {reason}")]
pub struct EventError {
    pub kind: String,
    pub version: i64,
    pub reason: String,
}

impl Event {
    /// Every stored name, in order of declaration.
    pub const NAMES: &'static [&'static str] = &[
        "ticket_opened",
        "message_added",
        "act_recorded",
        "ticket_assigned",
        "report_judged",
        "severity_proposed",
        "severity_agreed",
        "severity_declined",
        "severity_changed",
        "priority_changed",
        "workaround_accepted",
        "level_changed",
        "policy_changed",
        "contract_applied",
        "ticket_paused",
        "ticket_resumed",
        "ticket_resolved",
        "ticket_closed",
        "ticket_reopened",
        "ticket_rated",
        "ticket_merged",
        "ticket_unmerged",
        "ticket_absorbed",
        "ticket_separated",
        "coverage_decided",
        "coverage_disputed",
        "clock_started",
        "clock_moved",
        "clock_warned",
        "clock_breached",
        "clock_met",
        "clock_restated",
        "clock_cancelled",
        "clock_corrected",
        "clock_absorbed",
        "clock_separated",
        "clock_repromised",
    ];

    /// The stored name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::TicketOpened { .. } => "ticket_opened",
            Self::MessageAdded { .. } => "message_added",
            Self::ActRecorded { .. } => "act_recorded",
            Self::TicketAssigned { .. } => "ticket_assigned",
            Self::ReportJudged { .. } => "report_judged",
            Self::SeverityProposed { .. } => "severity_proposed",
            Self::SeverityAgreed { .. } => "severity_agreed",
            Self::SeverityDeclined { .. } => "severity_declined",
            Self::SeverityChanged { .. } => "severity_changed",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::WorkaroundAccepted { .. } => "workaround_accepted",
            Self::LevelChanged { .. } => "level_changed",
            Self::PolicyChanged { .. } => "policy_changed",
            Self::ContractApplied { .. } => "contract_applied",
            Self::TicketPaused { .. } => "ticket_paused",
            Self::TicketResumed { .. } => "ticket_resumed",
            Self::TicketResolved { .. } => "ticket_resolved",
            Self::TicketClosed => "ticket_closed",
            Self::TicketReopened { .. } => "ticket_reopened",
            Self::TicketRated { .. } => "ticket_rated",
            Self::TicketMerged { .. } => "ticket_merged",
            Self::TicketUnmerged { .. } => "ticket_unmerged",
            Self::TicketAbsorbed { .. } => "ticket_absorbed",
            Self::TicketSeparated { .. } => "ticket_separated",
            Self::CoverageDecided(_) => "coverage_decided",
            Self::CoverageDisputed { .. } => "coverage_disputed",
            Self::ClockStarted { .. } => "clock_started",
            Self::ClockMoved { .. } => "clock_moved",
            Self::ClockWarned { .. } => "clock_warned",
            Self::ClockBreached { .. } => "clock_breached",
            Self::ClockMet { .. } => "clock_met",
            Self::ClockRestated { .. } => "clock_restated",
            Self::ClockCancelled { .. } => "clock_cancelled",
            Self::ClockCorrected { .. } => "clock_corrected",
            Self::ClockAbsorbed { .. } => "clock_absorbed",
            Self::ClockSeparated { .. } => "clock_separated",
            Self::ClockRepromised { .. } => "clock_repromised",
        }
    }

    /// The clock the event is about, if it is about one.
    #[must_use]
    pub fn clock(&self) -> Option<&str> {
        match self {
            Self::ClockStarted { clock, .. }
            | Self::ClockMoved { clock, .. }
            | Self::ClockWarned { clock, .. }
            | Self::ClockBreached { clock, .. }
            | Self::ClockMet { clock, .. }
            | Self::ClockRestated { clock, .. }
            | Self::ClockCorrected { clock, .. }
            | Self::ClockAbsorbed { clock, .. }
            | Self::ClockSeparated { clock, .. }
            | Self::ClockRepromised { clock, .. }
            | Self::ClockCancelled { clock } => Some(clock),
            _ => None,
        }
    }

    /// The other ticket, where two are merged or separated.
    #[must_use]
    pub fn other_ticket(&self) -> Option<TicketId> {
        match self {
            Self::TicketMerged { into } => Some(*into),
            Self::TicketUnmerged { from }
            | Self::TicketAbsorbed { from, .. }
            | Self::TicketSeparated { from } => Some(*from),
            _ => None,
        }
    }

    /// True when the customer of `ticket` may read of it: never internal notes,
    /// never clocks the vendor steers by, never who sits on it.
    #[must_use]
    pub fn is_public(&self, ticket: &Ticket) -> bool {
        match self {
            Self::MessageAdded { public, .. } => *public,
            Self::ClockWarned { .. } | Self::TicketAssigned { .. } => false,
            Self::ActRecorded { act, .. } => *act == Act::AcknowledgedAutomatically,
            _ => self.clock().is_none_or(|clock| {
                let record = ticket.clocks.get(clock);
                record.is_some_and(|record| record.promise().audience == Audience::Customer)
            }),
        }
    }

    /// The payload version written today.
    pub const VERSION: i64 = 1;

    /// Stored name and JSON payload.
    #[must_use]
    pub fn encode(&self) -> (&'static str, String) {
        let value = serde_json::to_value(self).expect("events are plain data with text keys");
        let data = value.get("data").cloned().unwrap_or(Value::Null);
        (self.name(), data.to_string())
    }

    /// Reads a stored event of any version ever written.
    ///
    /// # Errors
    /// When the name or version is unknown (written by a newer Mainstay), or the
    /// payload is damaged.
    pub fn decode(kind: &str, version: i64, payload: &str) -> Result<Self, EventError> {
        let fail = |reason: String| EventError {
            kind: kind.to_owned(),
            version,
            reason,
        };
        if version != Self::VERSION {
            return Err(fail("this version is not known here".to_owned()));
        }
        let data: Value = serde_json::from_str(payload).map_err(|e| fail(e.to_string()))?;
        let tagged = match data {
            Value::Null => json!({ "kind": kind }),
            data => json!({ "kind": kind, "data": data }),
        };
        serde_json::from_value(tagged).map_err(|e| fail(e.to_string()))
    }
}
