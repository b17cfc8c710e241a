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
mod lasting;
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
    /// What was asked, with the facts that decide what is promised at receipt.
    pub request: Request,
    /// In the order in which they were recorded.
    pub facts: Vec<Fact>,
    /// When the release the request is tied to was or will be published.
    pub release_at: Option<Timestamp>,
}

/// Something that happened, when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// When it happened, which may be before it was recorded.
    pub at: Timestamp,
    /// What it was.
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
    /// Somebody else goes on with it: another level, or another agent in the place of
    /// the one who had it.
    HandedOver,
    /// The report lacks something that is needed.
    ReportIncomplete,
    /// The report has all that is needed.
    ReportComplete,
    /// The ticket waits for this from now on, instead of what it waited for.
    Paused(PauseReason),
    /// Whatever was waited for has come.
    Resumed,
    /// Solved, which is an act too: the customer was told at that instant, or, where
    /// none is given, just then. The clocks rest from now on.
    Resolved {
        /// When the customer was told of the solution.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        told_at: Option<Timestamp>,
    },
    /// Solved or closed, and not after all: the clocks go on.
    Reopened,
    /// The end: whatever is not met ends with it.
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
    /// have one for each time they are owed,
    /// work without a break one for each gap.
    pub cycle: u32,
    /// True where it ended because nothing is promised any more.
    pub withdrawn: bool,
    /// True where a merge took its place: it is neither met nor missed any more.
    pub absorbed: bool,
    /// True where a merge began it: it starts with the first complete report of any
    /// of the requests merged.
    pub joint: bool,
    /// What [`crate::clock::read`] reads it from.
    pub timeline: Timeline,
    /// Which acts may satisfy it.
    pub hears: Hears,
}

impl Clock {
    /// Whether it counts: neither ended because nothing is promised any more, nor
    /// replaced by a merge.
    pub(crate) fn stands(&self) -> bool {
        !self.withdrawn && !self.absorbed
    }
}
