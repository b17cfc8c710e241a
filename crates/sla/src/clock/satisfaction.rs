//! Which acts satisfy which promises, and which of them reopening undoes.
//!
//! The one place that knows it. Whether a message was public is decided by
//! whoever records the act: an internal note is no act at all.

use jiff::Timestamp;

use super::{Done, HoldReason, Timeline};
use crate::policy::{Act, Metric, Promise};

impl Act {
    /// Whether the act reaches the customer as words from staff, and so implies
    /// [`Act::Responded`].
    ///
    /// What an automaton sends does not, nor does what happens out of the
    /// customer's sight: beginning work, forwarding, conveying to principals,
    /// publishing a fix. Where such an act comes with a public message, both are
    /// recorded.
    ///
    /// ```
    /// use sla::policy::Act;
    ///
    /// assert!(Act::Diagnosed.is_public());
    /// assert!(!Act::AcknowledgedAutomatically.is_public());
    /// assert!(!Act::Forwarded.is_public());
    /// ```
    #[must_use]
    pub fn is_public(self) -> bool {
        match self {
            Act::Responded
            | Act::Acknowledged
            | Act::Diagnosed
            | Act::PlanGiven
            | Act::WorkaroundGiven
            | Act::FeedbackGiven
            | Act::TrainingSuggested
            | Act::QuoteGiven
            | Act::Resolved => true,
            Act::AcknowledgedAutomatically
            | Act::WorkBegun
            | Act::ConveyedToPrincipals
            | Act::Forwarded
            | Act::FixReleased => false,
        }
    }

    /// Whether doing this does what a target means by `named`.
    ///
    /// ```
    /// use sla::policy::Act;
    ///
    /// assert!(Act::Resolved.counts_as(Act::Responded));
    /// assert!(!Act::Responded.counts_as(Act::Resolved));
    /// ```
    #[must_use]
    pub fn counts_as(self, named: Act) -> bool {
        self == named || (named == Act::Responded && self.is_public())
    }
}

impl Promise {
    /// Whether the act satisfies this promise: it counts as one of the acts the
    /// promise names, or, where it names none, as a public message by staff.
    #[must_use]
    pub fn is_satisfied_by(&self, act: Act) -> bool {
        self.acts_named().iter().any(|named| act.counts_as(*named))
    }

    fn acts_named(&self) -> &[Act] {
        if self.satisfied_by.is_empty() {
            &[Act::Responded]
        } else {
            &self.satisfied_by
        }
    }

    /// Whether reopening takes the act back. A reopened ticket was not resolved
    /// after all; but who was answered stays answered.
    fn is_undone_by_reopening(&self, act: Act) -> bool {
        self.metric == Metric::Resolution
            || !self
                .acts_named()
                .iter()
                .any(|named| *named != Act::Resolved && act.counts_as(*named))
    }
}

/// The first act from the anchor to `now` that satisfies the promise, happened
/// before `before`, and was neither undone by reopening nor done after the end.
pub(super) fn first_satisfying<'a>(
    timeline: &'a Timeline,
    promise: &Promise,
    now: Timestamp,
    before: Option<Timestamp>,
) -> Option<&'a Done> {
    let last = timeline.ended_at.map_or(now, |ended_at| ended_at.min(now));
    timeline
        .acts
        .iter()
        .filter(|done| done.at >= timeline.anchor_at && done.at <= last)
        .filter(|done| before.is_none_or(|before| done.at <= before))
        .filter(|done| promise.is_satisfied_by(done.act))
        .filter(|done| !is_undone(timeline, promise, done, now))
        .min_by_key(|done| done.at)
}

fn is_undone(timeline: &Timeline, promise: &Promise, done: &Done, now: Timestamp) -> bool {
    promise.is_undone_by_reopening(done.act)
        && timeline.holds.iter().any(|hold| {
            hold.reason == HoldReason::Resolved
                && done.at <= hold.from
                && hold.until.is_some_and(|reopened_at| reopened_at <= now)
        })
}
