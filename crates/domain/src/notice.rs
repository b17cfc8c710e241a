//! Who must be told what of the events of one command. The words are in
//! [`crate::text`]; sending is somebody else's work.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::policy::Act;

use crate::{Actor, AgentId, ContactId, Event, MessageId, Recorded, Ticket};

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
    Assigned,
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

/// Why a mail did not become a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedMail {
    /// The sender's address is not registered with the desk.
    Unregistered,
    /// The desk takes no tickets by mail.
    MailNotTaken,
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
    let opening = events
        .iter()
        .any(|e| matches!(e.event, Event::TicketOpened { .. }));
    let requester = Recipient::Contact(ticket.requester);
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
                tell(requester.clone(), NoticeKind::Reply { message: *message });
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
                tell(
                    requester.clone(),
                    NoticeKind::Resolved { message: *message },
                );
            }
            // Also to whoever closed it: the mail leads to the rating.
            Event::TicketClosed => {
                tell(requester.clone(), NoticeKind::Closed);
            }
            Event::TicketAssigned { agent: Some(agent) } if Actor::Agent(*agent) != actor => {
                tell(Recipient::Agent(*agent), NoticeKind::Assigned);
            }
            Event::ClockWarned { clock, at } => {
                let to = ticket
                    .assignee
                    .map_or(Recipient::Supervisors, Recipient::Agent);
                tell(
                    to,
                    NoticeKind::ClockWarned {
                        clock: clock.clone(),
                        at: *at,
                    },
                );
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
            _ => {}
        }
    }
    notices
}

/// Whether the same command shows that the clock was not missed after all.
fn restated(events: &[Recorded], clock: &str) -> bool {
    events.iter().any(|recorded| {
        matches!(recorded.event, Event::ClockRestated { .. })
            && recorded.event.clock() == Some(clock)
    })
}
