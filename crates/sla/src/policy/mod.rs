//! The policy language: what a vendor promises, written as a file.
//!
//! This module tree reads, checks and resolves; it does not run clocks (see
//! [`crate::clock`]) and it never touches a file system.
//!
//! Reading: [`Policy::parse`] takes the text and answers with a policy and all
//! findings at once, each a [`Diagnostic`] with its place. Asking:
//! [`Policy::promises`] says what is promised to one request. Proving:
//! [`Policy::run_cases`] runs the golden cases written in the file.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

mod by_severity;
mod case;
mod channel;
mod checks;
mod closing;
mod diagnostic;
mod diff;
mod duty;
mod heading;
mod hours;
mod keep;
mod level;
mod model;
mod names;
mod notice;
mod openings;
mod overrides;
mod page;
mod parts;
mod plan;
mod priority;
mod problems;
mod promise;
mod read;
mod resolve;
mod run;
mod severity;
mod step;
mod table;
mod target;
mod text;
mod vocabulary;
mod within;
mod written;

pub use channel::{CHANNELS, ChannelRule};
pub use closing::{Gap, Rating};
pub use diagnostic::{CODES, Diagnostic, Gravity};
pub use diff::{Change, Effect, Part, diff};
pub use heading::{Heading, Running};
pub use hours::{ALWAYS, Hours};
pub(crate) use keep::percentage;
pub use keep::{Keep, KeepPeriod, Population};
pub use level::Level;
pub use model::Policy;
pub(crate) use names::KINDS;
pub use overrides::{Override, Overrides, ParsedOverrides};
pub use parts::{
    Answer, Awaited, Cause, Charge, Compatibility, ComplaintPath, ComplaintStep, ContractState,
    Coverage, CoverageDecision, CoverageFact, CoverageQuestion, CoverageRow, CoverageTable,
    Customisation, Discretion, Finds, InWriting, Inactivity, InactivitySchedule, Information,
    InformationItem, Interest, Leads, Lowering, MaintenanceWindow, ModifiedBy, Need, Note,
    OTHER_SUBJECT, Party, PaymentTerms, PaymentTime, Period, Question, Questionnaire, Readiness,
    Reason, ReleaseRules, Service, Step, Suggestions, Term, VariationFacts, VariationStep,
    VariationTerms, WalkError,
};
pub use plan::Plan;
pub use priority::{Priorities, Priority};
pub use promise::{
    Act, AfterPause, AllOf, Anchor, Audience, Firmness, Lasting, Metric, PauseReason, Promise,
    Request, Start,
};
pub use read::Parsed;
pub use run::{CaseResult, start_of};
pub use severity::{CountsFrom, Group, Severity, SeverityChange, SeverityRules};
pub use text::Text;
pub use vocabulary::{policy_reference, policy_schema};
pub use within::{Within, WithinError};
