//! A ticket as its events made it. It never asks a policy: what was decided
//! stands in the events, and so here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::clock::{ClockState, Done, Hold, InForce};
use sla::history::{Absorbed, Hears};
use sla::policy::{Act, Audience, Metric, PauseReason, Promise};

use crate::{
    AgentId, Author, Channel, ContactId, ContractSource, CoverageRecord, CustomerId, Grading, Kind,
    MessageId, Rating, TextRef, TicketId,
};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Open,
    Paused,
    Resolved,
    Closed,
    /// It goes on in another ticket.
    Merged,
}

impl Status {
    /// Every status, in order of a ticket's life.
    pub const ALL: &'static [Self] = &[
        Self::Open,
        Self::Paused,
        Self::Resolved,
        Self::Closed,
        Self::Merged,
    ];

    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Merged => "merged",
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
    /// What stands beside the severity in force.
    pub grading: Grading,
    /// What the reporter chose, by its id in the policy; `None`: nothing.
    pub priority_requested: Option<String>,
    /// The priority in force; `None` where the policy has none.
    pub priority: Option<String>,
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
    /// The earliest receipt of what was asked here.
    pub received_at: Timestamp,
    /// When this ticket itself was received, whatever was merged into it.
    pub own_received_at: Timestamp,
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
    /// `None` where the policy decides no coverage.
    pub coverage: Option<CoverageRecord>,
    /// A customer's message on this very ticket stands unanswered since then.
    pub unanswered_since: Option<Timestamp>,
    /// When another level or another agent last took over.
    pub handed_over_at: Option<Timestamp>,
    /// The ticket it goes on in, if it was merged.
    pub merged: Option<MergedInto>,
    /// What was merged into it, the last one last.
    pub absorbed: Vec<AbsorbedTicket>,
    /// By clock id, in order of their names.
    pub clocks: BTreeMap<String, ClockRecord>,
    pub holds: Vec<Hold>,
    /// When this ticket's own report had all that is needed; `None`: it lacks something.
    pub report_complete_at: Option<Timestamp>,
    pub acts: Vec<Done>,
    /// Sequence of the event that last changed each thing a form can overwrite.
    pub severity_changed: u64,
    pub priority_changed: u64,
    pub assignment_changed: u64,
    pub level_changed: u64,
    /// 0 where nothing was decided of coverage yet.
    pub coverage_changed: u64,
    pub status_changed: u64,
}

/// Where a ticket went on, and how it stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedInto {
    pub into: TicketId,
    pub at: Timestamp,
    /// Why it was paused then, if it was.
    pub(crate) pause_before: Option<PauseReason>,
    /// Another policy version took it over since.
    pub(crate) policy_changed: bool,
}

/// A ticket that goes on in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsorbedTicket {
    pub from: TicketId,
    pub requester: ContactId,
    pub at: Timestamp,
    /// What was asked and done there, as far as promises care.
    pub facts: Absorbed,
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
    /// The breach that a later recorded act showed not to have happened, or that was
    /// there only because of a merge which was undone.
    pub restated_breach_at: Option<Timestamp>,
    /// The merge that took its place, while it stands.
    pub absorbed: Option<AbsorbedBy>,
    /// The ticket whose merge began it.
    pub begun_by: Option<TicketId>,
}

/// Which merge took a clock's place, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsorbedBy {
    /// The other one of the tickets merged.
    pub ticket: TicketId,
    pub at: Timestamp,
}

/// A result that was measured in a wrong calendar or under a contract that was not
/// known yet, and why it was measured again.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub at: Timestamp,
    pub author: Author,
    pub reason: TextRef,
    /// As it was recorded originally.
    pub before: ClockResult,
    /// As it was measured again.
    pub after: ClockResult,
}

/// What a clock had come to: until when, and whether in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockResult {
    /// `None` while paused, and where nothing is promised.
    pub due_at: Option<Timestamp>,
    pub breached_at: Option<Timestamp>,
    pub met_at: Option<Timestamp>,
}

impl Correction {
    /// False where the clock only goes on in another calendar: nothing that was told
    /// of it is different.
    #[must_use]
    pub fn changes_the_result(&self) -> bool {
        self.before != self.after
    }
}

impl ClockRecord {
    /// What it has come to.
    #[must_use]
    pub fn result(&self) -> ClockResult {
        ClockResult {
            due_at: self.due_at,
            breached_at: self.breached_at,
            met_at: self.met_at,
        }
    }

    /// The corrections that changed what it had come to, oldest first.
    pub fn restatements(&self) -> impl Iterator<Item = &Correction> {
        let corrections = self.corrections.iter();
        corrections.filter(|correction| correction.changes_the_result())
    }

    /// The promise in force.
    #[must_use]
    pub fn promise(&self) -> &Promise {
        &self
            .promises
            .last()
            .expect("a clock starts with a promise")
            .promise
    }

    /// False where a merge took its place, or began it and was undone.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.absorbed.is_none() && !self.is_undone()
    }

    /// True where a merge began it, and the promise was taken back since.
    #[must_use]
    pub fn is_undone(&self) -> bool {
        self.begun_by.is_some() && self.withdrawn
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

    /// Since when a customer waits for a word, here or on what was merged into it.
    #[must_use]
    pub fn waiting_since(&self) -> Option<Timestamp> {
        let absorbed = || self.absorbed.iter().map(|taken| &taken.facts);
        let own = self.unanswered_since;
        let own = own.filter(|since| !absorbed().any(|other| other.answers(*since)));
        let others = absorbed().filter_map(|other| other.waiting_since(&self.acts));
        own.into_iter().chain(others).min()
    }

    /// The same without the report itself, which is the first response's to answer.
    pub(crate) fn asked_at(&self) -> Option<Timestamp> {
        let waiting_since = self.waiting_since();
        waiting_since.filter(|since| *since != self.received_at)
    }

    /// When the report had all that is needed, here or on what was merged into it;
    /// `None`: it lacks something.
    #[must_use]
    pub fn complete_since(&self) -> Option<Timestamp> {
        let others = self.absorbed.iter();
        let others = others.filter_map(|taken| taken.facts.report_complete_at);
        self.report_complete_at.into_iter().chain(others).min()
    }

    /// Everybody at the customer who asked: the requester first, then those of the
    /// tickets merged into it.
    #[must_use]
    pub fn requesters(&self) -> Vec<ContactId> {
        let mut requesters = vec![self.requester];
        for taken in &self.absorbed {
            if !requesters.contains(&taken.requester) {
                requesters.push(taken.requester);
            }
        }
        requesters
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

    /// As [`Ticket::clocks_for`], without the gaps that work closed in time and other
    /// gaps followed: each act of work leaves one, and a page would show little else.
    #[must_use]
    pub fn clocks_shown_to(&self, audience: Audience) -> Vec<(&str, &ClockRecord)> {
        let clocks = self.clocks_for(audience);
        let is_followed = |clock: &ClockRecord| {
            clock.promise().metric == Metric::ContinuousWork
                && clock.state == ClockState::Met
                && clocks.iter().any(|(_, later)| {
                    clock.promise().measures_as(later.promise())
                        && (later.anchor_at, later.cycle) > (clock.anchor_at, clock.cycle)
                })
        };
        let shown = clocks.iter().filter(|(_, clock)| !is_followed(clock));
        shown.copied().collect()
    }
}
