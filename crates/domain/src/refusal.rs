//! Why a command is not carried out, and what to do instead.

use sla::policy::{Act, Text};

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
    #[error(
        "a correction differs from the version it corrects in nothing but calendars; take back the rest, or publish it as a new version:\n{others}"
    )]
    NotOnlyCalendars { others: String },
    #[error("no calendar differs from the version in force: there is nothing to correct")]
    NothingToCorrect,
    #[error(
        "the version it corrects is not in force any more: withdraw it, and correct the one that is"
    )]
    CorrectsThePast,
    #[error("a ticket cannot be merged into itself: give the number of the other one")]
    MergeIntoItself,
    #[error("the tickets belong to different customers, and neither may read of the other")]
    OtherCustomer,
    #[error("the ticket was merged into another: go on there, or separate the two first")]
    AlreadyMerged,
    #[error("that ticket was merged itself: merge into the one it goes on in")]
    SurvivorMerged,
    #[error("the ticket that goes on is resolved or closed: reopen it first")]
    SurvivorOver,
    #[error(
        "other tickets were merged into this one: separate them first, or merge the other way round"
    )]
    HasAbsorbed,
    #[error("the ticket is not merged")]
    NotMerged,
    #[error("another ticket was merged after this one: separate that one first")]
    MergedLater,
    #[error("the policy has no coverage table: there is nothing to decide")]
    NoCoverageTable,
    #[error("the policy's coverage table does not know `{given}`: use one of {known}")]
    UnknownCoverageFact { given: String, known: String },
    #[error("the contract does not include this{}", why(reason.as_deref(), clause.as_deref()))]
    CoverageRefused {
        /// As the policy states it.
        reason: Option<Box<Text>>,
        clause: Option<String>,
    },
    #[error("the policy leaves the reason open: write it by hand, the customer reads it")]
    ReasonUnstated,
    #[error("the customer's disagreement stands already and waits for an answer")]
    AlreadyDisputed,
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
        "not-only-calendars",
        "nothing-to-correct",
        "corrects-the-past",
        "merge-into-itself",
        "other-customer",
        "already-merged",
        "survivor-merged",
        "survivor-over",
        "has-absorbed",
        "not-merged",
        "merged-later",
        "no-coverage-table",
        "unknown-coverage-fact",
        "coverage-refused",
        "reason-unstated",
        "already-disputed",
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
            Self::NotOnlyCalendars { .. } => "not-only-calendars",
            Self::NothingToCorrect => "nothing-to-correct",
            Self::CorrectsThePast => "corrects-the-past",
            Self::MergeIntoItself => "merge-into-itself",
            Self::OtherCustomer => "other-customer",
            Self::AlreadyMerged => "already-merged",
            Self::SurvivorMerged => "survivor-merged",
            Self::SurvivorOver => "survivor-over",
            Self::HasAbsorbed => "has-absorbed",
            Self::NotMerged => "not-merged",
            Self::MergedLater => "merged-later",
            Self::NoCoverageTable => "no-coverage-table",
            Self::UnknownCoverageFact { .. } => "unknown-coverage-fact",
            Self::CoverageRefused { .. } => "coverage-refused",
            Self::ReasonUnstated => "reason-unstated",
            Self::AlreadyDisputed => "already-disputed",
            Self::PeriodEmpty => "period-empty",
            Self::ContractOverlaps => "contract-overlaps",
            Self::NothingToRenew => "nothing-to-renew",
            Self::NoSuchPlan { .. } => "no-such-plan",
            Self::OverridesUnread { .. } => "overrides-unread",
            Self::Clock(_) => "clock",
        }
    }
}

/// `: the reason (the clause)`, as far as the policy states them.
fn why(reason: Option<&Text>, clause: Option<&str>) -> String {
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let clause = clause.map_or_else(String::new, |clause| format!(" ({clause})"));
    reason + &clause
}
