//! The course of a clock: which promise governed when, and where it rested.
//!
//! Everything piecewise is here. Each stretch counts by the promise then in
//! force (its calendar, its form of time, the pauses it honours), so time
//! already used stays used when severity, calendar or policy changes. What is
//! due when is not decided here.

use jiff::Timestamp;

use super::measure::{open_add, open_between, opening_from, plain_add, plain_between};
use super::satisfaction::first_satisfying;
use super::{Calendars, ClockError, Hold, HoldReason, Timeline};
use crate::calendar::{Calendar, CalendarError};
use crate::policy::{Promise, Start, Within};

/// The known facts of a clock, put in order.
pub(super) struct Course<'a> {
    pub(super) anchor: Timestamp,
    /// The instant of the reading, or the clock's end where that was earlier.
    /// Later facts are not known.
    pub(super) at: Timestamp,
    pub(super) met_at: Option<Timestamp>,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) release_at: Option<Timestamp>,
    /// In order, the last one governing at `at`. Never empty.
    pub(super) terms: Vec<Term<'a>>,
    /// In order, without overlaps.
    pub(super) rests: Vec<Rest>,
    /// When it starts, also where that is still ahead.
    pub(super) start: Option<Timestamp>,
    /// Whether a honoured hold goes on at `at`, also where nothing runs yet.
    pub(super) held: bool,
    /// Since when it rests at `at`, if it runs at all.
    pub(super) paused_at: Option<Timestamp>,
}

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

/// A stretch in which the clock rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) because: HoldReason,
}

/// A stretch under one promise that rests as a whole or not at all.
pub(super) struct Segment<'a> {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) term: Term<'a>,
    pub(super) rest: Option<HoldReason>,
}

impl<'a> Course<'a> {
    pub(super) fn trace<C: Calendars + ?Sized>(
        timeline: &'a Timeline,
        calendars: &'a C,
        now: Timestamp,
    ) -> Result<Self, ClockError> {
        let mut terms = terms_known(timeline, calendars, now)?;
        let met_at = settle(&mut terms, timeline, now);
        let ended_at = timeline.ended_at.filter(|ended_at| *ended_at <= now);
        let at = met_at.or(ended_at).unwrap_or(now);
        let start = start_of(&terms, timeline, at)?;
        let rests = rests_of(&terms, timeline, at);
        let held = met_at.is_none() && ended_at.is_none() && is_held(&terms, timeline, at);
        let started = start.filter(|start| held && *start <= at);
        let paused_at = started.map(|start| resting_since(&rests, at).max(start));
        Ok(Course {
            anchor: timeline.anchor_at,
            at,
            met_at,
            ended_at,
            release_at: timeline.release_at,
            terms,
            rests,
            start,
            held,
            paused_at,
        })
    }

    pub(super) fn governing(&self) -> Term<'a> {
        *self
            .terms
            .last()
            .expect("trace refuses a clock without a promise")
    }

    /// The stretches from `from` to `until` as the terms up to `last` govern
    /// them, `last` without end.
    pub(super) fn segments(
        &self,
        last: usize,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Segment<'a>> {
        let mut cursor = from;
        std::iter::from_fn(move || {
            if cursor >= until {
                return None;
            }
            let segment = self.segment_at(last, cursor, until);
            cursor = segment.until;
            Some(segment)
        })
    }

    fn segment_at(&self, last: usize, cursor: Timestamp, until: Timestamp) -> Segment<'a> {
        let governing = self.terms.iter().take(last + 1);
        let term = governing
            .rev()
            .find(|term| term.since <= cursor)
            .expect("the first term governs from the earliest of all instants");
        let term_end = if self
            .terms
            .get(last)
            .is_some_and(|end| end.since == term.since)
        {
            Timestamp::MAX
        } else {
            term.until
        };
        let rest = self
            .rests
            .get(self.rests.partition_point(|rest| rest.until <= cursor));
        let (reason, rest_end) = match rest {
            Some(rest) if rest.from <= cursor => (Some(rest.because), rest.until),
            Some(rest) => (None, rest.from),
            None => (None, Timestamp::MAX),
        };
        Segment {
            from: cursor,
            until: until.min(term_end).min(rest_end),
            term: *term,
            rest: reason,
        }
    }

    /// Counted nanoseconds from the start, or from `from` where that is later,
    /// to `until`.
    pub(super) fn counted(&self, last: usize, from: Timestamp, until: Timestamp) -> i128 {
        let Some(start) = self.start else { return 0 };
        self.segments(last, from.max(start), until)
            .filter(|segment| segment.rest.is_none())
            .map(|segment| segment.term.counted(segment.from, segment.until))
            .sum()
    }

    /// The earliest instant at which `amount` nanoseconds have counted since
    /// `start`.
    pub(super) fn reach(
        &self,
        last: usize,
        start: Timestamp,
        amount: i128,
    ) -> Result<Timestamp, CalendarError> {
        let mut missing = amount;
        let mut cursor = start;
        loop {
            let segment = self.segment_at(last, cursor, Timestamp::MAX);
            if segment.rest.is_none() {
                // The last segment has no end: what is missing passes there.
                let counted = if segment.until == Timestamp::MAX {
                    missing
                } else {
                    segment.term.counted(segment.from, segment.until)
                };
                if missing <= counted {
                    return segment.term.add(cursor, missing);
                }
                missing -= counted;
            }
            cursor = segment.until;
        }
    }
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

    fn add(&self, from: Timestamp, nanoseconds: i128) -> Result<Timestamp, CalendarError> {
        if self.counts_plain_time() {
            plain_add(from, nanoseconds)
        } else {
            open_add(self.calendar, from, nanoseconds)
        }
    }

    pub(super) fn counts_plain_time(&self) -> bool {
        matches!(promised(&self.promise.within), Some(Within::Elapsed { .. }))
    }

    fn honours(&self, reason: HoldReason) -> bool {
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
fn terms_known<'a, C: Calendars + ?Sized>(
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
        let calendar =
            calendars
                .calendar(&promise.calendar)
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
fn settle(terms: &mut Vec<Term<'_>>, timeline: &Timeline, now: Timestamp) -> Option<Timestamp> {
    let met = terms.iter().enumerate().find_map(|(index, term)| {
        let before = (index + 1 < terms.len()).then_some(term.until);
        first_satisfying(timeline, term.promise, now, before).map(|done| (index, done.at))
    });
    let (index, met_at) = met?;
    terms.truncate(index + 1);
    if let Some(last) = terms.last_mut() {
        last.until = Timestamp::MAX;
    }
    Some(met_at)
}

/// When the clock starts by the first of its promises under which it does. A
/// promise that came later starts nothing before it was in force.
fn start_of(
    terms: &[Term<'_>],
    timeline: &Timeline,
    at: Timestamp,
) -> Result<Option<Timestamp>, ClockError> {
    for term in terms {
        let from = timeline.anchor_at.max(term.since);
        let opening =
            |instant| opening_from(term.calendar, instant).map_err(|error| term.fail(error));
        let start = match term.promise.starts {
            Start::Receipt => Some(from),
            Start::ReceiptInHours => Some(opening(from)?),
            Start::CompleteReport => timeline
                .report_complete_at
                .filter(|complete_at| *complete_at <= at)
                .map(|complete_at| opening(from.max(complete_at)))
                .transpose()?,
        };
        if let Some(start) = start.filter(|start| *start < term.until) {
            return Ok(Some(start));
        }
    }
    Ok(None)
}

/// The union of all honoured holds up to `at`. Where two overlap, the one that
/// began first is named.
fn rests_of(terms: &[Term<'_>], timeline: &Timeline, at: Timestamp) -> Vec<Rest> {
    let mut honoured: Vec<Rest> = Vec::new();
    for hold in &timeline.holds {
        let until = hold.until.unwrap_or(at).min(at);
        for term in terms.iter().filter(|term| term.honours(hold.reason)) {
            honoured.push(Rest {
                from: hold.from.max(term.since),
                until: until.min(term.until),
                because: hold.reason,
            });
        }
    }
    honoured.sort_by_key(|rest| rest.from);
    let mut rests: Vec<Rest> = Vec::with_capacity(honoured.len());
    for mut rest in honoured {
        if let Some(before) = rests.last() {
            rest.from = rest.from.max(before.until);
        }
        if rest.from < rest.until {
            rests.push(rest);
        }
    }
    rests
}

fn is_held(terms: &[Term<'_>], timeline: &Timeline, at: Timestamp) -> bool {
    let holding = |hold: &&Hold| hold.from <= at && hold.until.is_none_or(|until| until > at);
    let honoured = |hold: &Hold| terms.last().is_some_and(|term| term.honours(hold.reason));
    timeline.holds.iter().filter(holding).any(honoured)
}

/// The beginning of the unbroken run of holds that lasts until `at`.
fn resting_since(rests: &[Rest], at: Timestamp) -> Timestamp {
    let mut since = at;
    for rest in rests.iter().rev() {
        if rest.until < since {
            break;
        }
        since = rest.from;
    }
    since
}
