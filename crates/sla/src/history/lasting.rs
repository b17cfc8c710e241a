//! The clocks of a duty to work without a break: one for each gap between acts of
//! work, and one for each time the work was handed over.

use jiff::Timestamp;

use super::Clock;
use super::fold::{Story, is_same};
use crate::clock::ClockError;
use crate::policy::{Metric, Promise};

impl Story<'_> {
    /// A duty under a new severity begins with the change, where work has begun: what
    /// lies before it was not promised to be without a break.
    pub(super) fn begin_lasting(&mut self, at: Timestamp, promise: Promise) {
        if promise.has_begun(&self.acts) {
            self.start(at, promise);
        }
    }

    /// Each act of work begins the next cycle, and the acts that end the duty do not.
    pub(super) fn owe_work(&mut self) -> Result<(), ClockError> {
        if !self.policy.measures(&Metric::ContinuousWork) {
            return Ok(());
        }
        for promise in self.promises()? {
            match promise.metric {
                Metric::ContinuousWork => {
                    // Acts recorded late may have begun several.
                    while let Some(worked_at) = self.last_worked(&promise)? {
                        self.start(worked_at, promise.clone());
                    }
                }
                Metric::TakeOver => self.owe_take_over(promise)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Since when somebody is to go on with the work, where no clock runs for it.
    fn last_worked(&self, promise: &Promise) -> Result<Option<Timestamp>, ClockError> {
        let same = self.clocks.iter().filter(|clock| is_same(promise, clock));
        let kept: Vec<&Clock> = same.filter(|clock| clock.stands()).collect();
        let last = kept
            .into_iter()
            .max_by_key(|clock| (clock.timeline.anchor_at, clock.cycle));
        let Some(last) = last else {
            return Ok(promise.begun_at(&self.acts));
        };
        let met_at = self.met_at(last)?;
        Ok(met_at.filter(|met_at| !self.timeline(last).is_over(*met_at)))
    }

    /// One is owed at a time, from the oldest hand-over that nobody has answered, if
    /// the duty lasted then.
    fn owe_take_over(&mut self, promise: Promise) -> Result<(), ClockError> {
        let Some(since) = self.handed_over_at else {
            return Ok(());
        };
        let standing = self.clocks.iter().filter(|clock| !clock.absorbed);
        for clock in standing.filter(|clock| is_same(&promise, clock)) {
            let met_at = self.met_at(clock)?.filter(|_| !clock.withdrawn);
            let runs = !clock.withdrawn && met_at.is_none();
            let answers = met_at.is_some_and(|met_at| met_at >= since);
            if runs || answers || clock.timeline.anchor_at == since {
                return Ok(());
            }
        }
        if self.lasted_at(since, &promise)? {
            self.start(since, promise);
        }
        Ok(())
    }

    /// Whether work had to go on just then, by the duty that the take-over belongs to.
    fn lasted_at(&self, instant: Timestamp, take_over: &Promise) -> Result<bool, ClockError> {
        for clock in self.clocks.iter().filter(|clock| clock.stands()) {
            let last = clock.timeline.promises.last();
            let is_duty = last.is_some_and(|last| take_over.belongs_to(&last.promise));
            if is_duty && clock.timeline.anchor_at <= instant {
                let met_at = self.met_at(clock)?;
                if met_at.is_none_or(|met_at| met_at >= instant) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
