//! What can be asked of a ticket. Commands carry the ids of what they create, so
//! that repeating one creates nothing twice and deciding stays pure.

use jiff::Timestamp;
use sla::policy::{Act, Coverage, Overrides, PauseReason};

use crate::{
    AgentId, Channel, ContactId, ContractSource, CoverageFacts, CustomerId, Kind, MessageId,
    Rating, TextId, TicketId,
};

/// A wish, in the imperative.
///
/// Those that overwrite something carry `seen`: the sequence of the ticket that
/// the person's form showed. If that very thing changed since, the command is
/// refused and the present value is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    OpenTicket(OpenTicket),
    AddMessage(NewMessage),
    /// An act without a message: work begun, conveyed, forwarded.
    RecordAct {
        act: Act,
        happened_at: Option<Timestamp>,
    },
    /// Whether the report has all that is needed to work on it, and since when.
    JudgeReport {
        complete: bool,
        happened_at: Option<Timestamp>,
    },
    AssignTicket {
        agent: Option<AgentId>,
        seen: Option<u64>,
    },
    /// One side asks the other for another severity.
    ProposeSeverity {
        severity: u8,
        reason: NewText,
        seen: Option<u64>,
    },
    /// The side that was asked answers; declining needs a reason.
    AnswerSeverity {
        accept: bool,
        reason: Option<NewText>,
        seen: Option<u64>,
    },
    /// `agreed`: the customer said yes otherwise, by telephone for instance. Where
    /// the policy asks for agreement there is no change without it.
    ChangeSeverity {
        severity: u8,
        reason: NewText,
        agreed: bool,
        seen: Option<u64>,
    },
    /// `priority` by its id in the policy.
    ChangePriority {
        priority: String,
        reason: NewText,
        seen: Option<u64>,
    },
    /// The customer can go on with the workaround. `severity` is what fits the rest,
    /// as staff see it; the policy may say it itself.
    AcceptWorkaround {
        severity: Option<u8>,
        comment: NewText,
        seen: Option<u64>,
    },
    ChangeLevel {
        level: u8,
        reason: NewText,
        seen: Option<u64>,
    },
    /// `question` is the public message that asks what is waited for.
    PauseTicket {
        reason: PauseReason,
        question: Option<NewMessage>,
        seen: Option<u64>,
    },
    ResumeTicket {
        seen: Option<u64>,
    },
    /// `found`: what the work brought to light on which coverage depends.
    ResolveTicket {
        solution: Option<NewMessage>,
        found: Box<CoverageFacts>,
        seen: Option<u64>,
    },
    CloseTicket {
        seen: Option<u64>,
    },
    ReopenTicket {
        reason: NewText,
        seen: Option<u64>,
    },
    RateTicket {
        rating: Rating,
        comment: Option<NewText>,
    },
    /// The ticket is a duplicate, and goes on in another. Decided together with
    /// [`Command::AbsorbTicket`] on that one.
    MergeTicket {
        into: TicketId,
        seen: Option<u64>,
    },
    /// The other half: this ticket takes in what was asked in the duplicate.
    AbsorbTicket {
        from: TicketId,
    },
    /// The merge was a mistake. Decided together with [`Command::SeparateTicket`] on
    /// the ticket it went on in.
    UnmergeTicket,
    /// The other half: the promises go back.
    SeparateTicket {
        from: TicketId,
    },
    /// Whether the contract covers it: what the policy's table says by what is known
    /// with `found`, or otherwise where `decision` says so. Public `reason`: of a
    /// decision other than the table's, where the policy leaves its reason open, and
    /// to answer a disagreement.
    DecideCoverage {
        found: Box<CoverageFacts>,
        decision: Option<Coverage>,
        reason: Option<NewText>,
        seen: Option<u64>,
    },
    /// The customer disagrees with the decision on coverage.
    DisputeCoverage {
        reason: NewText,
    },
    /// A version that takes running tickets over governs this one from `since` on.
    ChangePolicy {
        /// Its content hash.
        to: String,
        since: Timestamp,
    },
    /// What was measured in the calendars of one version is measured again in those
    /// of another, because the first were wrong. Given in the name of whoever found
    /// out; the reason is told to the customer.
    CorrectClocks {
        from: String,
        to: String,
        reason: NewText,
    },
    /// The contract, as it is known now, says something else for the instant of receipt:
    /// the promises are chosen again, and what was recorded stays beside them.
    ApplyContract {
        contract: ContractSource,
        plan: Option<String>,
        /// Read for the policy version that governs the ticket.
        overrides: Overrides,
        reason: NewText,
    },
    /// Look at the clocks again: what fell due meanwhile is written down.
    ObserveClocks,
}

/// A new ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenTicket {
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub requester: ContactId,
    pub kind: Kind,
    /// The subject of the policy's coverage table, or [`sla::policy::OTHER_SUBJECT`];
    /// `None`: not said.
    pub about: Option<String>,
    pub channel: Channel,
    pub subject: NewText,
    /// As chosen by whoever reports; `None`: the policy's default.
    pub severity: Option<u8>,
    /// As chosen by whoever reports, by its id; `None`: the policy's default.
    pub priority: Option<String>,
    /// When the vendor was told, if before now (a telephone call logged later).
    pub received_at: Option<Timestamp>,
    pub message: NewMessage,
    /// Whether the requester is told number and promises at once. Automatic mail
    /// is never answered.
    pub acknowledge: bool,
}

/// A message to be added. Its text is stored beside the events.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMessage {
    pub message: MessageId,
    pub text: NewText,
    pub public: bool,
    pub channel: Channel,
    /// What the message is, if staff says so: a diagnosis, a plan, a workaround.
    pub act: Option<Act>,
    /// When it was said, if before now (a telephone call logged later).
    pub happened_at: Option<Timestamp>,
    pub attachments: Vec<NewAttachment>,
}

/// Something a person wrote, with the id it will be known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    pub id: TextId,
    pub body: String,
}

/// A file that comes with a message; its bytes are stored under `digest`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    pub name: String,
    /// Media type as declared, for example `image/png`.
    pub media: String,
    pub bytes: i64,
    /// Lower-case hex SHA-256 of the bytes.
    pub digest: String,
}

impl Command {
    /// Every text the command brings, to be stored with the events.
    #[must_use]
    pub fn texts(&self) -> Vec<&NewText> {
        match self {
            Self::OpenTicket(open) => vec![&open.subject, &open.message.text],
            Self::AddMessage(message) => vec![&message.text],
            Self::ProposeSeverity { reason, .. }
            | Self::ChangeSeverity { reason, .. }
            | Self::ChangePriority { reason, .. }
            | Self::AcceptWorkaround {
                comment: reason, ..
            }
            | Self::ChangeLevel { reason, .. }
            | Self::ReopenTicket { reason, .. }
            | Self::DisputeCoverage { reason }
            | Self::CorrectClocks { reason, .. }
            | Self::ApplyContract { reason, .. } => vec![reason],
            Self::AnswerSeverity { reason: text, .. }
            | Self::RateTicket { comment: text, .. }
            | Self::DecideCoverage { reason: text, .. } => text.iter().collect(),
            Self::PauseTicket {
                question: message, ..
            }
            | Self::ResolveTicket {
                solution: message, ..
            } => message.iter().map(|m| &m.text).collect(),
            Self::RecordAct { .. }
            | Self::JudgeReport { .. }
            | Self::AssignTicket { .. }
            | Self::ResumeTicket { .. }
            | Self::CloseTicket { .. }
            | Self::MergeTicket { .. }
            | Self::AbsorbTicket { .. }
            | Self::UnmergeTicket
            | Self::SeparateTicket { .. }
            | Self::ChangePolicy { .. }
            | Self::ObserveClocks => Vec::new(),
        }
    }

    /// The policy version the command names, if it names one.
    #[must_use]
    pub fn policy_named(&self) -> Option<&str> {
        match self {
            Self::ChangePolicy { to, .. } | Self::CorrectClocks { to, .. } => Some(to),
            _ => None,
        }
    }

    /// Whether it makes sense for a ticket that goes on in another.
    pub(crate) fn is_for_merged(&self) -> bool {
        matches!(
            self,
            Self::MergeTicket { .. }
                | Self::UnmergeTicket
                | Self::ChangePolicy { .. }
                | Self::CorrectClocks { .. }
                | Self::ObserveClocks
        )
    }

    /// The message the command brings, if any.
    #[must_use]
    pub fn message(&self) -> Option<&NewMessage> {
        match self {
            Self::OpenTicket(open) => Some(&open.message),
            Self::AddMessage(message) => Some(message),
            Self::PauseTicket { question, .. } => question.as_ref(),
            Self::ResolveTicket { solution, .. } => solution.as_ref(),
            _ => None,
        }
    }
}
