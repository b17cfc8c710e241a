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
    /// Whether the act serves this promise: it counts as one of the acts the
    /// promise names, or, where it names none, as a public message by staff. Where
    /// several acts satisfy only together, each of them serves.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// # let received_at = "2026-03-06T16:40:00Z".parse()?;
    /// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
    /// # let promise = &policy.promises(&request)[0];
    /// use sla::policy::Act;
    ///
    /// // This one names no act.
    /// assert!(promise.is_served_by(Act::Diagnosed));
    /// assert!(!promise.is_served_by(Act::AcknowledgedAutomatically));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn is_served_by(&self, act: Act) -> bool {
        self.acts_named().any(|named| act.counts_as(named))
    }

    fn acts_named(&self) -> impl Iterator<Item = Act> {
        let unnamed = self.satisfied_by.is_empty().then_some(Act::Responded);
        let named = self
            .satisfied_by
            .iter()
            .flat_map(|all| all.0.iter().copied());
        named.chain(unnamed)
    }

    /// Whether reopening takes the act back. A reopened ticket was not resolved
    /// after all; but who was answered stays answered.
    fn is_undone_by_reopening(&self, act: Act) -> bool {
        self.metric == Metric::Resolution
            || !self
                .acts_named()
                .any(|named| named != Act::Resolved && act.counts_as(named))
    }
}

/// When the promise was first satisfied from the anchor to `now`, at `before` at
/// the latest, by acts that were neither undone by reopening nor done after the
/// end. Acts that satisfy together do so with the last of them.
pub(super) fn first_satisfying(
    timeline: &Timeline,
    promise: &Promise,
    now: Timestamp,
    before: Option<Timestamp>,
) -> Option<Timestamp> {
    let last = timeline.ended_at.map_or(now, |ended_at| ended_at.min(now));
    let last = before.map_or(last, |before| before.min(last));
    let first = |named: Act| {
        timeline
            .acts
            .iter()
            .filter(|done| done.at >= timeline.anchor_at && done.at <= last)
            .filter(|done| done.act.counts_as(named))
            .filter(|done| !is_undone(timeline, promise, done, now))
            .map(|done| done.at)
            .min()
    };
    if promise.satisfied_by.is_empty() {
        return first(Act::Responded);
    }
    let alternatives = promise.satisfied_by.iter();
    alternatives
        .filter_map(|all| {
            let each: Option<Vec<Timestamp>> = all.0.iter().map(|act| first(*act)).collect();
            each?.into_iter().max()
        })
        .min()
}

fn is_undone(timeline: &Timeline, promise: &Promise, done: &Done, now: Timestamp) -> bool {
    promise.is_undone_by_reopening(done.act)
        && timeline.holds.iter().any(|hold| {
            hold.reason == HoldReason::Resolved
                && done.at <= hold.from
                && hold.until.is_some_and(|reopened_at| reopened_at <= now)
        })
}
