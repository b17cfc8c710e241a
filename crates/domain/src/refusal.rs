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
    #[error("priority `{given}` does not exist here: use one of {known}")]
    UnknownPriority { given: String, known: String },
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
    #[error(
        "this policy changes a severity with the customer's agreement: propose it, or say that they agreed"
    )]
    AgreementNeeded,
    #[error("that severity is in force already: propose another one")]
    SameSeverity,
    #[error("that severity is proposed already: it waits for an answer")]
    AlreadyProposed,
    #[error("no severity is proposed that could be answered")]
    NothingProposed,
    #[error("the other side answers a proposal: make another one in its place instead")]
    OwnProposal,
    #[error(
        "there is no workaround to accept: none was given at a severity that the policy lowers after one"
    )]
    NoWorkaround,
    #[error("the rest after a workaround is less grave: choose a severity with a higher number")]
    NotLower,
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
        "unknown-priority",
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
        "agreement-needed",
        "same-severity",
        "already-proposed",
        "nothing-proposed",
        "own-proposal",
        "no-workaround",
        "not-lower",
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
            Self::UnknownPriority { .. } => "unknown-priority",
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
            Self::AgreementNeeded => "agreement-needed",
            Self::SameSeverity => "same-severity",
            Self::AlreadyProposed => "already-proposed",
            Self::NothingProposed => "nothing-proposed",
            Self::OwnProposal => "own-proposal",
            Self::NoWorkaround => "no-workaround",
            Self::NotLower => "not-lower",
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
            Self::Clock(_) => "clock",
        }
    }
}
