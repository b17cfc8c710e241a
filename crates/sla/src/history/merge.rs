//! Merging: what becomes of the clocks of the request that goes on, and of the one
//! that goes on in it; and how either is undone.
//!
//! The clock that a merge changes is not rewritten. It is absorbed, and another
//! begins that counts from the earliest receipt under the strictest promise, which
//! binds from the merge on. So undoing finds the first one untouched.

use jiff::Timestamp;

use super::fold::{Story, is_in_force, is_same};
use super::{Absorbed, Clock};
use crate::clock::{self, ClockError};
use crate::policy::{Metric, Promise, Start};

/// One merge, and the clocks it changed, by place.
pub(super) struct Merge {
    pub(super) absorbed: Absorbed,
    taken: Vec<usize>,
    begun: Vec<usize>,
}

/// What a merge does about one promise.
enum Change {
    Nothing,
    /// The clock ends without another: the promise was kept on the other request,
    /// or nobody waits any more.
    End,
    /// The clock, if there is one, is followed by one from that anchor.
    Begin(Timestamp),
}

impl Story<'_> {
    pub(super) fn absorb(&mut self, at: Timestamp, absorbed: &Absorbed) -> Result<(), ClockError> {
        let received_before = self.received_at();
        self.merges.push(Merge {
            absorbed: absorbed.clone(),
            taken: Vec::new(),
            begun: Vec::new(),
        });
        let theirs = self.policy.promises(&absorbed.request);
        let (mut taken, mut begun) = (Vec::new(), Vec::new());
        for promise in self.promises()? {
            let running = self.running(&promise)?;
            let there = theirs.iter().find(|other| other.measures_as(&promise));
            let kept_there = match there {
                Some(other) => absorbed.has_kept(other, self.policy, self.now)?,
                None => false,
            };
            let change = self.change(&promise, running, kept_there, received_before)?;
            if let (Some(place), Change::End | Change::Begin(_)) = (running, &change) {
                taken.push(place);
                self.silence(place, at);
            }
            if let Change::Begin(anchor_at) = change {
                begun.push(self.clocks.len());
                self.bind(anchor_at, at, promise);
                if let Some(clock) = self.clocks.last_mut() {
                    clock.joint = true;
                }
            }
        }
        if let Some(merge) = self.merges.last_mut() {
            (merge.taken, merge.begun) = (taken, begun);
        }
        Ok(())
    }

    fn change(
        &self,
        promise: &Promise,
        running: Option<usize>,
        kept_there: bool,
        received_before: Timestamp,
    ) -> Result<Change, ClockError> {
        let clock = running.and_then(|place| self.clocks.get(place));
        if let Some(clock) = clock {
            // A miss stays a miss.
            let reading = clock::glance(&self.timeline(clock), self.policy, self.now)?;
            if reading.breached_at.is_some() {
                return Ok(Change::Nothing);
            }
        }
        let anchor_at = match (&promise.metric, clock) {
            (Metric::NextResponse, _) => match self.asked_at() {
                Some(asked_at) => asked_at,
                None => return Ok(Change::End),
            },
            (_, Some(clock)) if clock.timeline.anchor_at != received_before => {
                clock.timeline.anchor_at
            }
            (Metric::Update | Metric::ContinuousWork | Metric::TakeOver, Some(clock)) => {
                clock.timeline.anchor_at
            }
            (Metric::Update, None) => self.now,
            (Metric::ContinuousWork, None) if promise.has_begun(&self.acts) => self.now,
            (Metric::ContinuousWork | Metric::TakeOver, None) => return Ok(Change::Nothing),
            _ => self.received_at(),
        };
        if kept_there {
            return Ok(Change::End);
        }
        Ok(match clock {
            Some(clock)
                if clock.timeline.anchor_at == anchor_at
                    && is_in_force(promise, clock)
                    && !self.starts_earlier(promise, clock) =>
            {
                Change::Nothing
            }
            None if self.was_kept(promise, anchor_at)? => Change::Nothing,
            _ => Change::Begin(anchor_at),
        })
    }

    /// Whether the report that starts the promise was complete on the other request.
    fn starts_earlier(&self, promise: &Promise, clock: &Clock) -> bool {
        promise.starts == Start::CompleteReport
            && self.complete_at(true) != self.complete_at(clock.joint)
    }

    /// The clock of the promise that is neither met nor over.
    fn running(&self, promise: &Promise) -> Result<Option<usize>, ClockError> {
        for (place, clock) in self.clocks.iter().enumerate() {
            if clock.stands() && is_same(promise, clock) && self.met_at(clock)?.is_none() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Whether what the promise asks for was done: once, or for this question.
    fn was_kept(&self, promise: &Promise, anchor_at: Timestamp) -> Result<bool, ClockError> {
        let again = promise.metric == Metric::NextResponse;
        for clock in self.clocks.iter().filter(|clock| is_same(promise, clock)) {
            let same = !again || clock.timeline.anchor_at == anchor_at;
            if clock.stands() && same && self.met_at(clock)?.is_some() {
                return Ok(true);
            }
            // What an earlier merge found kept elsewhere.
            if clock.absorbed && !again {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn silence(&mut self, place: usize, at: Timestamp) {
        if let Some(clock) = self.clocks.get_mut(place) {
            clock.absorbed = true;
            clock.timeline.ended_at = Some(at);
        }
    }

    /// Undoes the last merge: what it began is gone, and what it absorbed goes on as
    /// if it had not been. What was agreed since holds for that too.
    pub(super) fn separate(&mut self, at: Timestamp) -> Result<(), ClockError> {
        let Some(merge) = self.merges.pop() else {
            return Ok(());
        };
        for place in merge.taken {
            if let Some(clock) = self.clocks.get_mut(place) {
                revive(clock);
            }
        }
        // From the end on, so that places stay what they are.
        for place in merge.begun.into_iter().rev() {
            self.clocks.remove(place);
        }
        self.repromise(at, None)
    }

    /// Merged into another: what is not kept yet is kept there.
    pub(super) fn rest_elsewhere(&mut self, at: Timestamp) -> Result<(), ClockError> {
        for place in 0..self.clocks.len() {
            let Some(clock) = self.clocks.get(place) else {
                continue;
            };
            if clock.stands() && self.met_at(clock)?.is_none() {
                self.silence(place, at);
            }
        }
        self.merged = true;
        Ok(())
    }

    pub(super) fn go_on_alone(&mut self) {
        self.clocks.iter_mut().for_each(revive);
        self.merged = false;
    }
}

fn revive(clock: &mut Clock) {
    if clock.absorbed {
        clock.absorbed = false;
        clock.timeline.ended_at = None;
    }
}
