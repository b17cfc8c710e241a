//! When a duty to work without a break begins, and when it is over.
//!
//! Each act of work ends one cycle and begins the next. Which cycles a ticket has
//! is the history's to say; this file only reads its acts.

use jiff::Timestamp;

use super::{Done, HoldReason, Timeline};
use crate::policy::{Act, Metric, Promise};

impl Promise {
    /// Whether its clock runs as soon as the request is there. The others begin on
    /// the way: with a question, with an act of work, with a hand-over.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [severity]
    /// # default = 1
    /// # [severity.1]
    /// # name = "Critical"
    /// # [[duty]]
    /// # id = "endurance"
    /// # begins-with = "work begun"
    /// # longest-gap = "2h"
    /// # clause = "1"
    /// # "#;
    /// use sla::policy::{Anchor, Policy, Request};
    ///
    /// let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let request = Request {
    ///     anchor: Anchor::Receipt,
    ///     severity: Some(1),
    ///     priority: None,
    ///     kind: "incident".to_owned(),
    ///     plan: None,
    ///     channel: "portal".to_owned(),
    ///     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// };
    /// let duty = &policy.promises(&request)[0];
    /// assert!(!duty.begins_with_the_request(), "it begins with an act of work");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn begins_with_the_request(&self) -> bool {
        !matches!(self.metric, Metric::NextResponse | Metric::TakeOver)
            && self.lasting.begins_with.is_empty()
    }

    /// Whether this promise to take over goes with that duty to work without a break.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[duty]]
    /// # id = "endurance"
    /// # begins-with = "work begun"
    /// # until = "workaround given"
    /// # longest-gap = "2h"
    /// # hand-over = "30m"
    /// # clause = "1"
    /// # "#;
    /// # use sla::policy::{Anchor, Policy, Request};
    /// # let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// # let request = Request {
    /// #     anchor: Anchor::Receipt,
    /// #     severity: None,
    /// #     priority: None,
    /// #     kind: "incident".to_owned(),
    /// #     plan: None,
    /// #     channel: "portal".to_owned(),
    /// #     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// # };
    /// # let promises = policy.promises(&request);
    /// # let (duty, take_over) = (&promises[0], &promises[1]);
    /// assert!(take_over.belongs_to(duty));
    /// assert!(!duty.belongs_to(take_over));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn belongs_to(&self, duty: &Promise) -> bool {
        duty.metric == Metric::ContinuousWork && duty.audience == self.audience
    }

    /// The earliest of the acts with which the duty begins; `None`: none was done,
    /// or it begins with the request.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[duty]]
    /// # id = "endurance"
    /// # begins-with = "work begun"
    /// # until = "workaround given"
    /// # longest-gap = "2h"
    /// # hand-over = "30m"
    /// # clause = "1"
    /// # "#;
    /// # use sla::policy::{Anchor, Policy, Request};
    /// # let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// # let request = Request {
    /// #     anchor: Anchor::Receipt,
    /// #     severity: None,
    /// #     priority: None,
    /// #     kind: "incident".to_owned(),
    /// #     plan: None,
    /// #     channel: "portal".to_owned(),
    /// #     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// # };
    /// # let promises = policy.promises(&request);
    /// # let (duty, take_over) = (&promises[0], &promises[1]);
    /// use sla::clock::Done;
    /// use sla::policy::Act;
    ///
    /// let at = request.received_at;
    /// let done = |act| Done { act, at };
    /// assert_eq!(duty.begun_at(&[done(Act::Acknowledged)]), None);
    /// assert_eq!(duty.begun_at(&[done(Act::WorkBegun)]), Some(at));
    /// assert!(duty.has_begun(&[done(Act::WorkBegun)]));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn begun_at(&self, acts: &[Done]) -> Option<Timestamp> {
        let begins = |done: &&Done| {
            let mut named = self.lasting.begins_with.iter();
            named.any(|named| done.act.counts_as(*named))
        };
        acts.iter().filter(begins).map(|done| done.at).min()
    }

    /// Whether the duty lasts already, after these acts: it begins with the request, or
    /// one of them begins it.
    #[must_use]
    pub fn has_begun(&self, acts: &[Done]) -> bool {
        self.begins_with_the_request() || self.begun_at(acts).is_some()
    }
}

impl Timeline {
    /// Whether what met this clock of a duty ended the duty, so that no further
    /// cycle is owed. A resolution that was undone by reopening ends nothing.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[duty]]
    /// # id = "endurance"
    /// # begins-with = "work begun"
    /// # until = "workaround given"
    /// # longest-gap = "2h"
    /// # hand-over = "30m"
    /// # clause = "1"
    /// # "#;
    /// # use sla::policy::{Anchor, Policy, Request};
    /// # let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// # let request = Request {
    /// #     anchor: Anchor::Receipt,
    /// #     severity: None,
    /// #     priority: None,
    /// #     kind: "incident".to_owned(),
    /// #     plan: None,
    /// #     channel: "portal".to_owned(),
    /// #     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// # };
    /// # let promises = policy.promises(&request);
    /// # let (duty, take_over) = (&promises[0], &promises[1]);
    /// use sla::clock::{Done, InForce, Timeline};
    /// use sla::policy::Act;
    ///
    /// let at = request.received_at;
    /// let met_by = |act| Timeline {
    ///     anchor_at: at,
    ///     report_complete_at: Some(at),
    ///     promises: vec![InForce { since: at, promise: duty.clone() }],
    ///     holds: Vec::new(),
    ///     acts: vec![Done { act, at }],
    ///     ended_at: None,
    ///     release_at: None,
    /// };
    /// assert!(!met_by(Act::Diagnosed).is_over(at));
    /// assert!(met_by(Act::WorkaroundGiven).is_over(at));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn is_over(&self, met_at: Timestamp) -> bool {
        let ends = |done: &Done| {
            let last = self.promises.last();
            let mut until = last.iter().flat_map(|last| &last.promise.lasting.until);
            until.any(|named| done.act.counts_as(*named))
        };
        let mut last = self.acts.iter().filter(|done| done.at == met_at);
        last.any(|done| ends(done) && !self.was_undone(done))
    }

    fn was_undone(&self, done: &Done) -> bool {
        let reopened = |hold: &crate::clock::Hold| {
            hold.reason == HoldReason::Resolved && hold.until.is_some() && done.at <= hold.from
        };
        done.act == Act::Resolved && self.holds.iter().any(reopened)
    }
}
