//! A promise and the time it governs.
//!
//! Which promises a clock lived under, and how time counts under each of them.
//! Where it rests and what is due is not decided here.

use jiff::Timestamp;

use super::measure::{open_add, open_between, plain_add, plain_between};
use super::satisfaction::first_satisfying;
use super::{Calendars, ClockError, HoldReason, Timeline};
use crate::calendar::{Calendar, CalendarError};
use crate::policy::{Promise, Within};

/// A promise, its calendar, and the time it governs.
#[derive(Clone, Copy)]
pub(super) struct Term<'a> {
    /// The earliest of all instants for the first term.
    pub(super) since: Timestamp,
    /// The latest of all instants for the last term.
    pub(super) until: Timestamp,
    pub(super) promise: &'a Promise,
    pub(super) calendar: &'a Calendar,
}

impl Term<'_> {
    /// Nanoseconds that count between two instants.
    pub(super) fn counted(&self, from: Timestamp, until: Timestamp) -> i128 {
        if self.counts_plain_time() {
            plain_between(from, until)
        } else {
            open_between(self.calendar, from, until)
        }
    }

    pub(super) fn add(
        &self,
        from: Timestamp,
        nanoseconds: i128,
    ) -> Result<Timestamp, CalendarError> {
        if self.counts_plain_time() {
            plain_add(from, nanoseconds)
        } else {
            open_add(self.calendar, from, nanoseconds)
        }
    }

    pub(super) fn counts_plain_time(&self) -> bool {
        matches!(promised(&self.promise.within), Some(Within::Elapsed { .. }))
    }

    pub(super) fn honours(&self, reason: HoldReason) -> bool {
        match reason {
            HoldReason::Resolved => true,
            HoldReason::Pause(pause) => self.promise.paused_by.contains(&pause),
        }
    }

    pub(super) fn fail(&self, source: CalendarError) -> ClockError {
        ClockError::Unmeasurable {
            target: self.promise.target.clone(),
            calendar: self.promise.calendar.clone(),
            source,
        }
    }
}

/// The time that governs: an operating value stands in for what is unstated;
/// `None` where nothing is promised at all.
pub(super) fn promised(within: &Within) -> Option<&Within> {
    match within {
        Within::None { .. } => None,
        Within::Unstated { operating } => operating.as_deref().and_then(promised),
        stated => Some(stated),
    }
}

/// The promises decided by `now`. None governs before the one decided before it.
pub(super) fn terms_known<'a, C: Calendars + ?Sized>(
    timeline: &'a Timeline,
    calendars: &'a C,
    now: Timestamp,
) -> Result<Vec<Term<'a>>, ClockError> {
    let mut terms: Vec<Term<'a>> = Vec::with_capacity(timeline.promises.len());
    for in_force in &timeline.promises {
        let promise = &in_force.promise;
        let since = match terms.last() {
            None => Timestamp::MIN,
            Some(_) if in_force.since > now => continue,
            Some(before) => in_force.since.max(before.since),
        };
        let calendar = calendars
            .calendar(promise)
            .ok_or_else(|| ClockError::UnknownCalendar {
                target: promise.target.clone(),
                calendar: promise.calendar.clone(),
            })?;
        if let Some(before) = terms.last_mut() {
            before.until = since;
        }
        terms.push(Term {
            since,
            until: Timestamp::MAX,
            promise,
            calendar,
        });
    }
    if terms.is_empty() {
        Err(ClockError::NoPromise)
    } else {
        Ok(terms)
    }
}

/// When the clock was met, if it was. Terms after that never governed it: what
/// was met is judged by the promise in force, whatever is promised later.
pub(super) fn settle(
    terms: &mut Vec<Term<'_>>,
    timeline: &Timeline,
    now: Timestamp,
) -> Option<Timestamp> {
    let met = terms.iter().enumerate().find_map(|(index, term)| {
        let before = (index + 1 < terms.len()).then_some(term.until);
        first_satisfying(timeline, term.promise, now, before).map(|at| (index, at))
    });
    let (index, met_at) = met?;
    terms.truncate(index + 1);
    if let Some(last) = terms.last_mut() {
        last.until = Timestamp::MAX;
    }
    Some(met_at)
}
