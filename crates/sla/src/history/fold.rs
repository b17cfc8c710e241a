//! Folds a history under a policy, fact by fact.

use jiff::Timestamp;

use super::merge::Merge;
use super::{Clock, Hears, History, What, strictest};
use crate::clock::{self, ClockError, Done, Hold, HoldReason, InForce, Timeline};
use crate::policy::{Act, CountsFrom, Metric, PauseReason, Policy, Promise, Request};

impl Policy {
    /// The clocks of a request after all that happened to it, in the order in which
    /// they started.
    ///
    /// # Errors
    ///
    /// [`ClockError`], where a promise cannot be measured in its calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use sla::clock;
    /// use sla::history::{Fact, History, What};
    /// use sla::policy::{Act, Anchor, Policy, Request};
    ///
    /// let policy = Policy::parse("nordwind.toml", r#"
    /// format = 1
    /// [policy]
    /// name = "Nordwind"
    /// version = "1"
    /// languages = ["en"]
    /// effective = 2026-01-01
    /// [[target]]
    /// id = "response"
    /// metric = "first response"
    /// within = "4h"
    /// calendar = "always"
    /// clause = "Response times"
    /// "#).policy.unwrap();
    /// let history = History {
    ///     request: Request {
    ///         anchor: Anchor::Receipt,
    ///         severity: None,
    ///         priority: None,
    ///         kind: "incident".to_owned(),
    ///         plan: None,
    ///         channel: "portal".to_owned(),
    ///         received_at: "2026-03-06T16:40:00Z".parse()?,
    ///     },
    ///     facts: vec![Fact {
    ///         at: "2026-03-06T18:00:00Z".parse()?,
    ///         what: What::Act(Act::Responded),
    ///     }],
    ///     release_at: None,
    /// };
    /// let clocks = policy.clocks(&history)?;
    /// let reading = clock::read(&clocks[0].timeline, &policy, "2026-03-07T00:00:00Z".parse()?)?;
    /// assert_eq!(reading.used_seconds, 80 * 60);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clocks(&self, history: &History) -> Result<Vec<Clock>, ClockError> {
        let mut story = Story::begin(self, history);
        for fact in &history.facts {
            story.take(fact.at, &fact.what)?;
        }
        Ok(story.finish())
    }
}

/// A request while its history is told.
pub(super) struct Story<'p> {
    pub(super) policy: &'p Policy,
    request: Request,
    pub(super) clocks: Vec<Clock>,
    complete_at: Option<Timestamp>,
    holds: Vec<Hold>,
    pub(super) acts: Vec<Done>,
    closed_at: Option<Timestamp>,
    release_at: Option<Timestamp>,
    /// Since when the customer waits for a word; the report itself asks for the
    /// first response and not for the next.
    unanswered_since: Option<Timestamp>,
    /// When somebody else last took over.
    pub(super) handed_over_at: Option<Timestamp>,
    resolved: bool,
    /// What was merged into it, the last one last.
    pub(super) merges: Vec<Merge>,
    /// It was merged itself.
    pub(super) merged: bool,
    /// The latest instant told of so far: facts may be told after they happened.
    pub(super) now: Timestamp,
}

impl<'p> Story<'p> {
    fn begin(policy: &'p Policy, history: &History) -> Self {
        let received_at = history.request.received_at;
        let mut story = Self {
            policy,
            request: history.request.clone(),
            clocks: Vec::new(),
            complete_at: Some(received_at),
            holds: Vec::new(),
            acts: Vec::new(),
            closed_at: None,
            release_at: history.release_at,
            unanswered_since: Some(received_at),
            handed_over_at: None,
            resolved: false,
            merges: Vec::new(),
            merged: false,
            now: received_at,
        };
        for promise in policy.promises(&history.request) {
            if promise.begins_with_the_request() {
                story.start(received_at, promise);
            }
        }
        story
    }

    /// What is promised now: of several requests merged, the strictest.
    pub(super) fn promises(&self) -> Result<Vec<Promise>, ClockError> {
        let mut offers = vec![self.policy.promises(&self.request)];
        let others = self.merges.iter().map(|merge| &merge.absorbed.request);
        offers.extend(others.map(|request| self.policy.promises(request)));
        strictest(self.policy, offers, self.received_at())
    }

    /// The earliest receipt of the requests merged.
    pub(super) fn received_at(&self) -> Timestamp {
        let others = self.merges.iter();
        let others = others.map(|merge| merge.absorbed.request.received_at);
        others.fold(self.request.received_at, Timestamp::min)
    }

    /// Since when the customer waits for a word that is not the first response.
    pub(super) fn asked_at(&self) -> Option<Timestamp> {
        let absorbed = || self.merges.iter().map(|merge| &merge.absorbed);
        let own = self.unanswered_since;
        let own = own.filter(|since| !absorbed().any(|other| other.answers(*since)));
        let others = absorbed().filter_map(|other| other.waiting_since(&self.acts));
        let waiting_since = own.into_iter().chain(others).min();
        waiting_since.filter(|since| *since != self.received_at())
    }

    /// Starts a clock at its anchor.
    pub(super) fn start(&mut self, anchor_at: Timestamp, promise: Promise) {
        let target = promise.target.clone();
        let before = self.clocks.iter().filter(|clock| clock.target == target);
        let cycle = before.map(|clock| clock.cycle).max().unwrap_or(0) + 1;
        let from_receipt = anchor_at == self.received_at();
        let hears = Hears::of(&promise.metric, cycle, from_receipt, self.acts.len());
        let promises = vec![InForce {
            since: anchor_at,
            promise,
        }];
        self.clocks.push(Clock {
            target,
            cycle,
            withdrawn: false,
            absorbed: false,
            joint: false,
            hears,
            timeline: Timeline {
                anchor_at,
                report_complete_at: None,
                promises,
                holds: Vec::new(),
                acts: Vec::new(),
                ended_at: None,
                release_at: None,
            },
        });
    }

    fn take(&mut self, at: Timestamp, what: &What) -> Result<(), ClockError> {
        self.now = self.now.max(at);
        match what {
            What::Severity(severity) => {
                let before = self.severity_before(*severity);
                self.request.severity = Some(*severity);
                for merge in &mut self.merges {
                    merge.absorbed.request.severity = Some(*severity);
                }
                self.repromise(at, before)?;
            }
            What::Priority(priority) => {
                self.request.priority = Some(priority.clone());
                for merge in &mut self.merges {
                    merge.absorbed.request.priority = Some(priority.clone());
                }
                self.repromise(at, None)?;
            }
            What::Act(act) => self.act(*act, at),
            What::CustomerWrote => {
                if self.is_held_for(PauseReason::Customer) {
                    Hold::end(&mut self.holds, at);
                }
                self.unanswered_since.get_or_insert(at);
            }
            What::HandedOver => self.handed_over_at = Some(at),
            What::ReportIncomplete => {
                self.complete_at = None;
                for merge in &mut self.merges {
                    merge.absorbed.report_complete_at = None;
                }
            }
            What::ReportComplete => self.complete_at = Some(at),
            // What is over waits for nobody. Without this a log that pauses, resumes or
            // resolves it once more would end the rest, and so take the solution back.
            What::Paused(_) | What::Resumed if self.is_over() => {}
            What::Paused(reason) => Hold::begin(&mut self.holds, at, HoldReason::Pause(*reason)),
            What::Resumed => Hold::end(&mut self.holds, at),
            What::Resolved { told_at } => {
                let was_over = self.is_over();
                self.act(Act::Resolved, told_at.unwrap_or(at));
                self.unanswered_since = None;
                self.resolved = true;
                if !was_over {
                    Hold::begin(&mut self.holds, at, HoldReason::Resolved);
                }
            }
            What::Reopened => {
                Hold::end(&mut self.holds, at);
                self.closed_at = None;
                self.resolved = false;
            }
            What::Closed => {
                for merge in &mut self.merges {
                    merge.absorbed.unanswered_since = None;
                }
                if !self.is_over() {
                    Hold::begin(&mut self.holds, at, HoldReason::Resolved);
                }
                self.closed_at = Some(at);
                self.unanswered_since = None;
            }
            What::Absorbed(absorbed) => self.absorb(at, absorbed)?,
            What::Separated => self.separate(at)?,
            What::Merged => self.rest_elsewhere(at)?,
            What::Unmerged => self.go_on_alone(),
        }
        if self.is_over() || self.merged {
            return Ok(());
        }
        self.owe_next_response()?;
        self.owe_updates()?;
        self.owe_work()
    }

    /// Whether it is solved or closed, and was not reopened since.
    fn is_over(&self) -> bool {
        self.resolved || self.closed_at.is_some()
    }

    fn act(&mut self, act: Act, at: Timestamp) {
        // A call that was made before the question, and logged after it, answers
        // nothing.
        let answers = self.unanswered_since.is_some_and(|since| at >= since);
        if act.is_public() && answers {
            self.unanswered_since = None;
        }
        self.acts.push(Done { act, at });
    }

    fn is_held_for(&self, reason: PauseReason) -> bool {
        let last = self.holds.last();
        last.is_some_and(|hold| hold.until.is_none() && hold.reason == HoldReason::Pause(reason))
    }

    /// The facts as far as one clock cares.
    pub(super) fn timeline(&self, clock: &Clock) -> Timeline {
        Timeline {
            report_complete_at: self
                .complete_at(clock.joint)
                .map(|at| at.max(clock.timeline.anchor_at)),
            holds: self.holds.clone(),
            acts: clock.hears.heard(&self.acts, clock.timeline.anchor_at),
            ended_at: clock.timeline.ended_at.or(self.closed_at),
            release_at: self.release_at,
            ..clock.timeline.clone()
        }
    }

    /// When the report was complete; `jointly`: any of those merged.
    pub(super) fn complete_at(&self, jointly: bool) -> Option<Timestamp> {
        let others = self.merges.iter().filter(|_| jointly);
        let others = others.filter_map(|merge| merge.absorbed.report_complete_at);
        self.complete_at.into_iter().chain(others).min()
    }

    /// The severity that another one takes the place of: of several requests merged,
    /// one that differs.
    fn severity_before(&self, to: u8) -> Option<u8> {
        let others = self.merges.iter().map(|merge| &merge.absorbed.request);
        let all = std::iter::once(&self.request).chain(others);
        let default = self.policy.severity_default();
        let mut all = all.map(|request| request.severity.or(default));
        all.find(|severity| *severity != Some(to))
            .unwrap_or(Some(to))
    }

    /// When the clock was met, as far as is known by now.
    pub(super) fn met_at(&self, clock: &Clock) -> Result<Option<Timestamp>, ClockError> {
        clock::glance(&self.timeline(clock), self.policy, self.now).map(|reading| reading.met_at)
    }

    /// Each metric and audience goes on under its new promise on the same clock,
    /// unless it was already kept; where counting begins anew, on a new one. What a
    /// workaround left over when the severity was `before` is owed anew.
    pub(super) fn repromise(
        &mut self,
        at: Timestamp,
        before: Option<u8>,
    ) -> Result<(), ClockError> {
        let promises = self.promises()?;
        let mut taken: Vec<usize> = Vec::new();
        let mut rests: Vec<Promise> = Vec::new();
        for new in &promises {
            if self.leaves_a_rest(before, new, at)? {
                rests.push(new.clone());
            }
        }
        for index in 0..self.clocks.len() {
            let Some(clock) = self.clocks.get(index) else {
                continue;
            };
            if clock.withdrawn {
                continue;
            }
            let same = promises.iter().position(|new| is_same(new, clock));
            // What a merge took over is kept elsewhere, or goes on in another clock.
            if clock.absorbed || self.met_at(clock)?.is_some() {
                taken.extend(same);
                continue;
            }
            let new = same.and_then(|place| promises.get(place));
            taken.extend(same);
            self.go_on(index, at, new);
        }
        for (place, new) in promises.into_iter().enumerate() {
            match new.metric {
                _ if taken.contains(&place) => {}
                Metric::NextResponse | Metric::TakeOver => {}
                Metric::ContinuousWork => self.begin_lasting(at, new),
                _ => self.begin_late(at, new),
            }
        }
        for rest in rests {
            self.start(at, rest);
        }
        Ok(())
    }

    /// Whether the last clock of the promise was kept by something that was not the
    /// end of the problem.
    fn leaves_a_rest(
        &self,
        before: Option<u8>,
        new: &Promise,
        at: Timestamp,
    ) -> Result<bool, ClockError> {
        let standing = self.clocks.iter().filter(|clock| !clock.absorbed);
        let same = standing.filter(|clock| is_same(new, clock));
        let last = same.max_by_key(|clock| (clock.timeline.anchor_at, clock.cycle));
        let Some(last) = last.filter(|last| !last.withdrawn && last.timeline.anchor_at != at)
        else {
            return Ok(false);
        };
        let Some(met_at) = self.met_at(last)? else {
            return Ok(false);
        };
        let kept = last.timeline.promises.last().map(|kept| &kept.promise);
        let mut acts = self.acts.iter().filter(|done| done.at == met_at);
        Ok(!self.resolved
            && kept.is_some_and(|kept| {
                acts.any(|done| self.policy.leaves_a_rest(before, kept, done.act))
            }))
    }

    fn go_on(&mut self, index: usize, at: Timestamp, new: Option<&Promise>) {
        let Some(clock) = self.clocks.get_mut(index) else {
            return;
        };
        match new {
            None => {
                clock.withdrawn = true;
                clock.timeline.ended_at = Some(at);
            }
            Some(new) if is_in_force(new, clock) => {}
            Some(new) if self.policy.severity_rules().counts_from == CountsFrom::Change => {
                clock.withdrawn = true;
                clock.timeline.ended_at = Some(at);
                self.start(at, new.clone());
            }
            Some(new) => {
                clock.target.clone_from(&new.target);
                clock.timeline.promises.push(InForce {
                    since: at,
                    promise: new.clone(),
                });
            }
        }
    }

    /// A promise where until now there was none: its clock counts from receipt, and
    /// the promise binds from now on.
    fn begin_late(&mut self, at: Timestamp, promise: Promise) {
        self.bind(self.received_at(), at, promise);
    }

    /// A clock that counts from its anchor under a promise that binds from `at` on.
    pub(super) fn bind(&mut self, anchor_at: Timestamp, at: Timestamp, promise: Promise) {
        self.start(anchor_at, promise.unpromised());
        if let Some(clock) = self.clocks.last_mut() {
            clock.timeline.promises.push(InForce { since: at, promise });
        }
    }

    /// One is owed at a time, from the oldest question on that nobody has answered:
    /// what was asked before goes on, and each question is owed one answer.
    fn owe_next_response(&mut self) -> Result<(), ClockError> {
        if !self.policy.measures(&Metric::NextResponse) {
            return Ok(());
        }
        let Some(asked_at) = self.asked_at() else {
            return Ok(());
        };
        let promises = self.promises()?;
        for promise in promises.iter().filter(|p| p.metric == Metric::NextResponse) {
            let same = self.clocks.iter().filter(|clock| is_same(promise, clock));
            let same: Vec<&Clock> = same.filter(|clock| !clock.withdrawn).collect();
            // Asked first, as it costs nothing and is nearly always so: whether each of
            // them was met is asked only when a question is new.
            let mut is_owed = same
                .iter()
                .all(|clock| clock.timeline.anchor_at != asked_at);
            for clock in same.iter().rev() {
                is_owed = is_owed && (clock.absorbed || self.met_at(clock)?.is_some());
            }
            if is_owed {
                self.start(asked_at, promise.clone());
            }
        }
        Ok(())
    }

    /// An update that was given makes the next one owed, as long as somebody works.
    fn owe_updates(&mut self) -> Result<(), ClockError> {
        if !self.policy.measures(&Metric::Update) {
            return Ok(());
        }
        let promises = self.promises()?;
        for promise in promises.iter().filter(|p| p.metric == Metric::Update) {
            // Acts recorded late may have given several.
            while let Some(given_at) = self.last_given(promise)? {
                self.start(given_at, promise.clone());
            }
        }
        Ok(())
    }

    /// When the last clock of the promise was met, if it was.
    fn last_given(&self, promise: &Promise) -> Result<Option<Timestamp>, ClockError> {
        let last = self
            .clocks
            .iter()
            .rev()
            .find(|clock| !clock.absorbed && is_same(promise, clock));
        last.map_or(Ok(None), |last| self.met_at(last))
    }

    fn finish(self) -> Vec<Clock> {
        let clocks = self.clocks.iter().map(|clock| Clock {
            timeline: self.timeline(clock),
            ..clock.clone()
        });
        clocks.collect()
    }
}

/// Whether the clock measures what the promise is about, for the same people.
pub(super) fn is_same(promise: &Promise, clock: &Clock) -> bool {
    let old = clock.timeline.promises.last().map(|last| &last.promise);
    old.is_some_and(|old| promise.measures_as(old))
}

pub(super) fn is_in_force(promise: &Promise, clock: &Clock) -> bool {
    let last = clock.timeline.promises.last();
    last.is_some_and(|last| last.promise == *promise)
}
