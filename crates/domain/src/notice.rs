//! Who must be told what of the events of one command. The words are in
//! [`crate::text`]; sending is somebody else's work.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::clock::ClockState;
use sla::policy::{Act, Audience};

use crate::{
    Actor, AgentId, ClockRecord, ClockResult, ContactId, Event, MessageId, Recorded, TextId,
    Ticket, TicketId,
};

/// Something to be said to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub to: Recipient,
    pub kind: NoticeKind,
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "recipient", content = "id")]
pub enum Recipient {
    Contact(ContactId),
    Agent(AgentId),
    /// Every supervisor of the desk, each on their own.
    Supervisors,
    /// Somebody the desk knows only by address.
    Address(String),
}

/// What.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
pub enum NoticeKind {
    /// The ticket is here; its number, and what is promised.
    Acknowledgement,
    Reply {
        message: MessageId,
    },
    Resolved {
        message: Option<MessageId>,
    },
    /// Closed; please rate.
    Closed,
    /// What the contract covers of it was decided anew, or a disagreement answered.
    CoverageDecided,
    /// The customer disagrees with that.
    CoverageDisputed,
    Assigned,
    /// The ticket goes on under another number.
    Merged {
        into: TicketId,
    },
    /// It goes on under its own number again.
    Unmerged,
    CustomerAnswered {
        message: MessageId,
    },
    ClockWarned {
        clock: String,
        at: Timestamp,
    },
    ClockBreached {
        clock: String,
        at: Timestamp,
    },
    /// What was promised was measured in a wrong calendar, and has another result now.
    ClocksRestated {
        clocks: Vec<Restated>,
        /// Why, in the words of whoever corrected it.
        reason: TextId,
    },
    /// Another severity is proposed; please answer. `in_force` is what stays until then.
    SeverityProposed {
        severity: u8,
        in_force: Option<u8>,
        by: Actor,
        reason: TextId,
    },
    /// The proposal was answered; declined, with a reason.
    SeverityAnswered {
        severity: u8,
        accepted: bool,
        by: Actor,
        reason: Option<TextId>,
    },
    /// The customer can go on with the workaround; what fits the rest is asked.
    WorkaroundAccepted,
    /// A mail that did not become a ticket, and the way that does.
    MailRefused {
        subject: String,
        reason: RefusedMail,
        instead: String,
    },
    /// Another version of the policy takes effect.
    PolicyChanging {
        version: String,
        effective_at: Timestamp,
    },
    /// A version that was announced does not take effect after all.
    PolicyWithdrawn {
        version: String,
        effective_at: Timestamp,
    },
    /// A contract lapses soon, and nothing was said of what comes then.
    ContractLapsing {
        /// How people call it.
        contract: String,
        /// The first instant without it.
        lapses_at: Timestamp,
    },
    /// A one-time link to sign in.
    SignIn {
        secret: String,
    },
}

/// One clock whose result was measured again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    pub clock: String,
    pub before: ClockResult,
    pub after: ClockResult,
}

/// Why a mail did not become a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedMail {
    /// The sender's address is not registered with the desk.
    Unregistered,
    /// The desk takes no tickets by mail.
    MailNotTaken,
    /// The sender's contract does not include it.
    NotCovered,
}

/// The notices that the events of one command call for. `ticket` is the ticket
/// after them, `actor` who gave the command: nobody is told of their own doing,
/// but that a new ticket is here, and that it is closed and can be rated.
#[must_use]
pub fn notices(ticket: &Ticket, events: &[Recorded], actor: Actor) -> Vec<Notice> {
    let mut notices = Vec::new();
    let solution = events.iter().find_map(|recorded| match &recorded.event {
        Event::TicketResolved { message } => *message,
        _ => None,
    });
    // Their mails tell the decision themselves.
    let told_beside = events.iter().any(|recorded| {
        matches!(
            recorded.event,
            Event::TicketOpened { .. } | Event::TicketResolved { .. } | Event::TicketClosed
        )
    });
    let opening = events
        .iter()
        .any(|e| matches!(e.event, Event::TicketOpened { .. }));
    let requester = Recipient::Contact(ticket.requester);
    notices.extend(restatement(ticket, events));
    let requesters = ticket.requesters();
    for recorded in events {
        let mut tell = |to: Recipient, kind: NoticeKind| notices.push(Notice { to, kind });
        match &recorded.event {
            Event::ActRecorded {
                act: Act::AcknowledgedAutomatically,
                ..
            } => {
                tell(requester.clone(), NoticeKind::Acknowledgement);
            }
            Event::MessageAdded {
                message,
                public: true,
                author: Actor::Agent(_),
                ..
            } if solution != Some(*message) => {
                for contact in &requesters {
                    let kind = NoticeKind::Reply { message: *message };
                    tell(Recipient::Contact(*contact), kind);
                }
            }
            Event::MessageAdded {
                message,
                author: Actor::Contact(_),
                ..
            } if !opening => {
                if let Some(agent) = ticket
                    .assignee
                    .filter(|agent| Actor::Agent(*agent) != actor)
                {
                    let kind = NoticeKind::CustomerAnswered { message: *message };
                    tell(Recipient::Agent(agent), kind);
                }
            }
            Event::TicketResolved { message } => {
                for contact in &requesters {
                    let kind = NoticeKind::Resolved { message: *message };
                    tell(Recipient::Contact(*contact), kind);
                }
            }
            // Also to whoever closed it: the mail leads to the rating.
            Event::TicketClosed => {
                for contact in &requesters {
                    tell(Recipient::Contact(*contact), NoticeKind::Closed);
                }
            }
            Event::TicketMerged { into } => {
                tell(requester.clone(), NoticeKind::Merged { into: *into });
            }
            Event::TicketUnmerged { .. } => tell(requester.clone(), NoticeKind::Unmerged),
            Event::CoverageDecided(ruling) if ruling.is_news && !told_beside => {
                tell(requester.clone(), NoticeKind::CoverageDecided);
            }
            Event::CoverageDisputed { .. } => {
                let assignee = ticket.assignee.map(Recipient::Agent);
                let to = assignee.unwrap_or(Recipient::Supervisors);
                tell(to, NoticeKind::CoverageDisputed);
            }
            Event::TicketAssigned { agent: Some(agent) } if Actor::Agent(*agent) != actor => {
                tell(Recipient::Agent(*agent), NoticeKind::Assigned);
            }
            Event::ClockWarned { clock, at } => {
                let to = desk(ticket);
                tell(
                    to,
                    NoticeKind::ClockWarned {
                        clock: clock.clone(),
                        at: *at,
                    },
                );
            }
            Event::SeverityProposed { severity, reason } => {
                let kind = NoticeKind::SeverityProposed {
                    severity: *severity,
                    in_force: ticket.severity,
                    by: recorded.actor,
                    reason: reason.id,
                };
                tell(other_side(ticket, recorded.actor), kind);
            }
            Event::SeverityAgreed { to, reason, .. } => {
                let kind = NoticeKind::SeverityAnswered {
                    severity: *to,
                    accepted: true,
                    by: recorded.actor,
                    reason: reason.as_ref().map(|reason| reason.id),
                };
                tell(other_side(ticket, recorded.actor), kind);
            }
            Event::SeverityDeclined { severity, reason } => {
                let kind = NoticeKind::SeverityAnswered {
                    severity: *severity,
                    accepted: false,
                    by: recorded.actor,
                    reason: Some(reason.id),
                };
                tell(other_side(ticket, recorded.actor), kind);
            }
            Event::WorkaroundAccepted { .. } if !recorded.actor.is_staff() => {
                tell(desk(ticket), NoticeKind::WorkaroundAccepted);
            }
            Event::ClockBreached { clock, at, .. } if !restated(events, clock) => {
                let kind = NoticeKind::ClockBreached {
                    clock: clock.clone(),
                    at: *at,
                };
                if let Some(agent) = ticket.assignee {
                    tell(Recipient::Agent(agent), kind.clone());
                }
                tell(Recipient::Supervisors, kind);
            }
            // Late by the correction, and nobody has done it yet.
            Event::ClockCorrected {
                clock,
                breached_at: Some(at),
                met_at: None,
                ..
            } if newly_missed(ticket, clock) => {
                let kind = NoticeKind::ClockBreached {
                    clock: clock.clone(),
                    at: *at,
                };
                if let Some(agent) = ticket.assignee {
                    tell(Recipient::Agent(agent), kind.clone());
                }
                tell(Recipient::Supervisors, kind);
            }
            _ => {}
        }
    }
    notices
}

/// What a correction of the calendar changes for the customer, in one notice.
fn restatement(ticket: &Ticket, events: &[Recorded]) -> Option<Notice> {
    let mut clocks = Vec::new();
    let mut why = None;
    for recorded in events {
        let Event::ClockCorrected { clock, reason, .. } = &recorded.event else {
            continue;
        };
        let record = ticket.clocks.get(clock).filter(|record| is_shown(record));
        let correction = record.and_then(|record| record.corrections.last());
        if let Some(correction) = correction.filter(|one| one.changes_the_result()) {
            why = Some(reason.id);
            clocks.push(Restated {
                clock: clock.clone(),
                before: correction.before,
                after: correction.after,
            });
        }
    }
    let reason = why?;
    Some(Notice {
        to: Recipient::Contact(ticket.requester),
        kind: NoticeKind::ClocksRestated { clocks, reason },
    })
}

/// Whether the customer sees the clock: never what the vendor steers by, and of what
/// was given up only what was missed before.
fn is_shown(record: &ClockRecord) -> bool {
    let was_missed = |record: &ClockRecord| {
        let before = record.corrections.iter().map(|one| one.before.breached_at);
        before.chain([record.breached_at]).any(|at| at.is_some())
    };
    let given_up = matches!(record.state, ClockState::Cancelled | ClockState::Absorbed);
    record.promise().audience == Audience::Customer && (!given_up || was_missed(record))
}

/// Whether the last correction shows a miss where there was none.
fn newly_missed(ticket: &Ticket, clock: &str) -> bool {
    let record = ticket.clocks.get(clock);
    let correction = record.and_then(|record| record.corrections.last());
    correction.is_some_and(|one| one.before.breached_at.is_none()) && ticket.is_open()
}

/// Whoever works on it; while nobody does, those who see to it that somebody will.
fn desk(ticket: &Ticket) -> Recipient {
    ticket
        .assignee
        .map_or(Recipient::Supervisors, Recipient::Agent)
}

/// Whom a proposal or an answer of one side is for.
fn other_side(ticket: &Ticket, actor: Actor) -> Recipient {
    if actor.is_staff() {
        Recipient::Contact(ticket.requester)
    } else {
        desk(ticket)
    }
}

/// Whether the same command shows that the clock was not missed after all.
fn restated(events: &[Recorded], clock: &str) -> bool {
    events.iter().any(|recorded| {
        matches!(recorded.event, Event::ClockRestated { .. })
            && recorded.event.clock() == Some(clock)
    })
}
