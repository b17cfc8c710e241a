//! What happened to one request, and the clocks it has under a policy.
//!
//! [`crate::policy::Policy::clocks`] folds a [`History`] into [`Clock`]s: which promises applied
//! when, where they rested, what was done. It is what golden cases and replays of
//! the past ask; what each clock then shows is [`crate::clock::read`]'s to say, as
//! it is for tickets that are alive.
//!
//! Facts are taken in the order in which they stand, also where several bear the
//! same instant: whoever records them decides which came first. Nothing here knows
//! who did a thing, or what was said.

mod absorbed;
mod fold;
mod hears;
mod merge;

pub use absorbed::{Absorbed, strictest};
pub use hears::Hears;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::Timeline;
use crate::policy::{Act, PauseReason, Request};

/// A request, and what happened to it since, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub request: Request,
    pub facts: Vec<Fact>,
    /// When the release the request is tied to was or will be published.
    pub release_at: Option<Timestamp>,
}

/// Something that happened, when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub at: Timestamp,
    pub what: What,
}

/// What happened. Stored names never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Another severity was agreed.
    Severity(u8),
    /// Another priority was set.
    Priority(String),
    /// Staff did something; a public message is [`Act::Responded`].
    Act(Act),
    /// The customer wrote. It ends a pause for the customer.
    CustomerWrote,
    /// The report lacks something that is needed.
    ReportIncomplete,
    /// The report has all that is needed.
    ReportComplete,
    Paused(PauseReason),
    Resumed,
    /// Solved, which is an act too: the customer was told at that instant, or, where
    /// none is given, just then. The clocks rest from now on.
    Resolved {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told_at: Option<Timestamp>,
    },
    Reopened,
    Closed,
    /// Another request about the same problem was merged into this one.
    Absorbed(Box<Absorbed>),
    /// The merge told last, of those not undone yet, was a mistake.
    Separated,
    /// It was merged into another request itself: its clocks rest in that one.
    Merged,
    /// That was a mistake, and it goes on by itself as if it had not been.
    Unmerged,
}

/// One target's clock on a request: what it is called, and its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Id of the target that governs it now.
    pub target: String,
    /// 1 for the first clock of a target, and so on: next responses and updates
    /// have one for each time they are owed.
    pub cycle: u32,
    /// True where it ended because nothing is promised any more.
    pub withdrawn: bool,
    /// True where a merge took its place: it is neither met nor missed any more.
    pub absorbed: bool,
    /// True where a merge began it: it starts with the first complete report of any
    /// of the requests merged.
    pub joint: bool,
    pub timeline: Timeline,
    /// Which acts may satisfy it.
    pub hears: Hears,
}
