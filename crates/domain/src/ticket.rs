//! A ticket as its events made it. It never asks a policy: what was decided
//! stands in the events, and so here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sla::clock::{ClockState, Done, Hold, InForce};
use sla::history::Hears;
use sla::policy::{Act, Audience, PauseReason, Promise};

use crate::{
    AgentId, Author, Channel, ContactId, ContractSource, CustomerId, Kind, MessageId, Rating,
    TextRef, TicketId,
};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Open,
    Paused,
    Resolved,
    Closed,
}

impl Status {
    /// Every status, in order of a ticket's life.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Paused, Self::Resolved, Self::Closed];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    /// The status with that stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|status| status.as_str() == name)
    }
}

/// The fold of a ticket's events.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    pub id: TicketId,
    /// Sequence of the last event folded in.
    pub sequence: u64,
    pub status: Status,
    pub kind: Kind,
    pub channel: Channel,
    pub customer: CustomerId,
    pub requester: ContactId,
    pub subject: TextRef,
    pub severity_requested: Option<u8>,
    pub severity: Option<u8>,
    /// Which severity was in force since when, from receipt on.
    pub severities: Vec<(Timestamp, Option<u8>)>,
    pub plan: Option<String>,
    /// The statement of the contract that governs it; see [`Event::TicketOpened`](crate::Event).
    pub contract: Option<ContractSource>,
    pub level: u8,
    /// The policy version that governs now.
    pub policy_version: String,
    /// The policy version in force at receipt.
    pub opened_under: String,
    pub received_at: Timestamp,
    /// When the last event was recorded.
    pub changed_at: Timestamp,
    pub assignee: Option<AgentId>,
    pub messages: Vec<Message>,
    /// Why the ticket is paused, while it is.
    pub pause: Option<PauseReason>,
    pub resolved_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub rating: Option<Rating>,
    pub rating_comment: Option<TextRef>,
    /// A customer's message stands unanswered since then.
    pub unanswered_since: Option<Timestamp>,
    /// By clock id, in order of their names.
    pub clocks: BTreeMap<String, ClockRecord>,
    pub holds: Vec<Hold>,
    /// When the report had all that is needed; `None`: it lacks something.
    pub report_complete_at: Option<Timestamp>,
    pub acts: Vec<Done>,
    /// Sequence of the event that last changed each thing a form can overwrite.
    pub severity_changed: u64,
    pub assignment_changed: u64,
    pub level_changed: u64,
    pub status_changed: u64,
}

/// A message on the ticket; its words lie in the texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub id: MessageId,
    pub sequence: u64,
    pub text: TextRef,
    pub public: bool,
    pub author: Author,
    pub channel: Channel,
    pub act: Option<Act>,
    pub happened_at: Timestamp,
    pub recorded_at: Timestamp,
}

/// What has been decided and written down about one clock.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockRecord {
    pub cycle: u32,
    pub anchor_at: Timestamp,
    /// Which of the ticket's acts may satisfy it.
    pub hears: Hears,
    /// The promises it lived under, the first at its anchor.
    pub promises: Vec<InForce>,
    pub state: ClockState,
    pub started_at: Option<Timestamp>,
    pub paused_at: Option<Timestamp>,
    /// `None` while paused, and where there is nothing to warn of.
    pub warn_at: Option<Timestamp>,
    /// `None` while paused, and where nothing is promised.
    pub due_at: Option<Timestamp>,
    pub warned_at: Option<Timestamp>,
    pub breached_at: Option<Timestamp>,
    pub late_on_arrival: bool,
    pub met_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    /// True where it was cancelled because nothing is promised any more, not
    /// because the ticket was closed.
    pub withdrawn: bool,
    /// What stood there before each correction of the calendar or the contract, oldest
    /// first.
    pub corrections: Vec<Correction>,
    /// The breach that a later recorded act showed not to have happened.
    pub restated_breach_at: Option<Timestamp>,
}

/// A result that was measured in a wrong calendar or under a contract that was not
/// known yet, and why it was measured again.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub at: Timestamp,
    pub author: Author,
    pub reason: TextRef,
    /// As it was recorded originally.
    pub due_at: Option<Timestamp>,
    pub breached_at: Option<Timestamp>,
}

impl ClockRecord {
    /// The promise in force.
    #[must_use]
    pub fn promise(&self) -> &Promise {
        &self
            .promises
            .last()
            .expect("a clock starts with a promise")
            .promise
    }

    /// True once nothing changes by itself any more.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(
            self.state,
            ClockState::Met | ClockState::MissedMet | ClockState::Cancelled | ClockState::Absorbed
        )
    }

    /// The state at `now`, between recorded events: a clock that waited for its
    /// calendar to open has started when that instant has come.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> ClockState {
        match (self.state, self.started_at) {
            (ClockState::Waiting, Some(start)) if start <= now => ClockState::Running,
            (state, _) => state,
        }
    }
}

impl Ticket {
    /// True while somebody has to do something about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Open | Status::Paused)
    }

    /// The severity that was in force at an instant.
    pub(crate) fn severity_at(&self, at: Timestamp) -> Option<u8> {
        let mut known = self.severities.iter().rev();
        let found = known.find(|(since, _)| *since <= at);
        found
            .or(self.severities.first())
            .and_then(|(_, severity)| *severity)
    }

    /// The message with that id.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    /// The running clock that must be kept next, with its deadline. What is late
    /// is told by it, so an aim that is never missed does not count.
    #[must_use]
    pub fn next_due(&self) -> Option<(&str, Timestamp)> {
        self.clocks
            .iter()
            .filter(|(_, clock)| !clock.is_final() && !clock.promise().best_effort)
            .filter_map(|(id, clock)| clock.due_at.map(|due| (id.as_str(), due)))
            .min_by_key(|(_, due)| *due)
    }

    /// The clocks of an audience's promises, in order of their deadlines.
    #[must_use]
    pub fn clocks_for(&self, audience: Audience) -> Vec<(&str, &ClockRecord)> {
        let mut clocks: Vec<_> = self
            .clocks
            .iter()
            .filter(|(_, clock)| clock.promise().audience == audience)
            .map(|(id, clock)| (id.as_str(), clock))
            .collect();
        clocks
            .sort_by_key(|(id, clock)| (clock.due_at.unwrap_or(Timestamp::MAX), (*id).to_owned()));
        clocks
    }
}
