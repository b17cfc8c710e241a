//! Why a command is not carried out, and what to do instead.

use sla::policy::Act;

/// A reason, with a stable code. The words for people are in the texts under
/// `refusal-{code}`; [`std::fmt::Display`] is for logs and the API.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such ticket")]
    NoSuchTicket,
    #[error("the subject is empty: say in one sentence what is wrong")]
    EmptySubject,
    #[error("the message is empty: write something, or choose an act instead")]
    EmptyMessage,
    #[error("severity {given} does not exist here: use one of {known}")]
    UnknownSeverity { given: u8, known: String },
    #[error("level {given} does not exist here: use one of {known}")]
    UnknownLevel { given: u8, known: String },
    #[error("this desk does not take tickets by {channel}: use the portal")]
    ChannelClosed { channel: &'static str },
    #[error("the ticket is already closed: reopen it first")]
    AlreadyClosed,
    #[error("the ticket is already resolved: close it, or reopen it first")]
    AlreadyResolved,
    #[error("the ticket is already paused: resume it first")]
    AlreadyPaused,
    #[error("the ticket is not paused")]
    NotPaused,
    #[error("the ticket is neither resolved nor closed")]
    NotEnded,
    #[error("the ticket can be rated once it is resolved")]
    NotYetRateable,
    #[error("it ended too long ago to be reopened: open a new ticket and name this one")]
    ReopeningWindowOver,
    #[error("somebody changed this meanwhile: it is now {now_is}; look at it and decide again")]
    ChangedMeanwhile { now_is: String },
    #[error("an act seen by the customer needs a public message: {act:?}")]
    ActMustBePublic { act: Act },
    #[error("only staff may do this")]
    StaffOnly,
    #[error("waiting for the customer needs the question that was asked")]
    QuestionMissing,
    #[error(
        "a promise that starts with a complete report was missed already, and a miss is not unmade"
    )]
    ReportTaken,
    #[error("only the desk itself does this, when a version takes effect or is corrected")]
    DeskOnly,
    #[error("the instant given lies in the future: give when it happened")]
    InFuture,
    #[error("the instant given lies before the ticket was received")]
    BeforeReceipt,
    #[error("a golden case of the policy does not hold: mend the policy, or the case")]
    CasesDoNotHold,
    #[error("that instant is past, and history is not rewritten: take one from now on")]
    EffectiveInPast,
    #[error(
        "changes are announced ahead: this one may take effect from {earliest} on, or earlier with a reason that stands on record"
    )]
    NoticeTooShort { earliest: jiff::Timestamp },
    #[error(
        "this very text was published before: change its `version`, or a comment, to publish it anew"
    )]
    PublishedBefore,
    #[error("this version does not wait for approval")]
    NotProposed,
    #[error("the desk asks for a second person: somebody else has to approve it")]
    SecondPersonNeeded,
    #[error("the version is in force already: publish another one instead")]
    AlreadyInForce,
    #[error("give a reason: it stands on record")]
    ReasonMissing,
    #[error("the period ends before it begins: give an end that lies after its beginning")]
    PeriodEmpty,
    #[error(
        "another contract of this customer is in force then: amend or end that one, or begin later"
    )]
    ContractOverlaps,
    #[error("the contract has no end ahead that a renewal could follow: amend it instead")]
    NothingToRenew,
    #[error("the policy has no plan `{given}`: use one of {known}")]
    NoSuchPlan { given: String, known: String },
    #[error("the overrides do not fit the policy:\n{problems}")]
    OverridesUnread { problems: String },
    #[error("the ticket's clock could not be computed: {0}")]
    Clock(String),
}

impl Refusal {
    /// Every code, in order of declaration.
    pub const CODES: &'static [&'static str] = &[
        "no-such-ticket",
        "empty-subject",
        "empty-message",
        "unknown-severity",
        "unknown-level",
        "channel-closed",
        "already-closed",
        "already-resolved",
        "already-paused",
        "not-paused",
        "not-ended",
        "not-yet-rateable",
        "reopening-window-over",
        "changed-meanwhile",
        "act-must-be-public",
        "staff-only",
        "question-missing",
        "report-taken",
        "desk-only",
        "in-future",
        "before-receipt",
        "cases-do-not-hold",
        "effective-in-past",
        "notice-too-short",
        "published-before",
        "not-proposed",
        "second-person-needed",
        "already-in-force",
        "reason-missing",
        "period-empty",
        "contract-overlaps",
        "nothing-to-renew",
        "no-such-plan",
        "overrides-unread",
        "clock",
    ];

    /// The stable code: `already-closed`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchTicket => "no-such-ticket",
            Self::EmptySubject => "empty-subject",
            Self::EmptyMessage => "empty-message",
            Self::UnknownSeverity { .. } => "unknown-severity",
            Self::UnknownLevel { .. } => "unknown-level",
            Self::ChannelClosed { .. } => "channel-closed",
            Self::AlreadyClosed => "already-closed",
            Self::AlreadyResolved => "already-resolved",
            Self::AlreadyPaused => "already-paused",
            Self::NotPaused => "not-paused",
            Self::NotEnded => "not-ended",
            Self::NotYetRateable => "not-yet-rateable",
            Self::ReopeningWindowOver => "reopening-window-over",
            Self::ChangedMeanwhile { .. } => "changed-meanwhile",
            Self::ActMustBePublic { .. } => "act-must-be-public",
            Self::StaffOnly => "staff-only",
            Self::QuestionMissing => "question-missing",
            Self::ReportTaken => "report-taken",
            Self::DeskOnly => "desk-only",
            Self::InFuture => "in-future",
            Self::BeforeReceipt => "before-receipt",
            Self::CasesDoNotHold => "cases-do-not-hold",
            Self::EffectiveInPast => "effective-in-past",
            Self::NoticeTooShort { .. } => "notice-too-short",
            Self::PublishedBefore => "published-before",
            Self::NotProposed => "not-proposed",
            Self::SecondPersonNeeded => "second-person-needed",
            Self::AlreadyInForce => "already-in-force",
            Self::ReasonMissing => "reason-missing",
            Self::PeriodEmpty => "period-empty",
            Self::ContractOverlaps => "contract-overlaps",
            Self::NothingToRenew => "nothing-to-renew",
            Self::NoSuchPlan { .. } => "no-such-plan",
            Self::OverridesUnread { .. } => "overrides-unread",
            Self::Clock(_) => "clock",
        }
    }
}
