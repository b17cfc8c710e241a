//! The course of a clock: which promise governed when, and where it rested.
//!
//! Everything piecewise is here. Each stretch counts by the promise then in
//! force (its calendar, its form of time, the pauses it honours), so time
//! already used stays used when severity, calendar or policy changes. What is
//! due when is not decided here.

use jiff::Timestamp;

use super::measure::opening_from;
use super::rest::{Rest, is_held, resting_since, rests_of};
use super::term::{Term, settle, terms_known};
use super::{Calendars, ClockError, Hold, HoldReason, Timeline};
use crate::calendar::CalendarError;
use crate::policy::Start;

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

    /// Whether a promise that governs during the hold rests for its reason.
    pub(super) fn honours(&self, hold: &Hold) -> bool {
        self.terms.iter().any(|term| {
            term.honours(hold.reason)
                && hold.from < term.until
                && hold.until.is_none_or(|until| until > term.since)
        })
    }

    /// Nanoseconds that would have counted but for the hold at that place.
    pub(super) fn rested(&self, hold: usize) -> i128 {
        let Some(start) = self.start else { return 0 };
        let rests = self.rests.iter().filter(|rest| rest.hold == hold);
        let segments = rests
            .flat_map(|rest| self.segments(self.terms.len() - 1, rest.from.max(start), rest.until));
        segments
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
        if amount == 0 {
            return Ok(start);
        }
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
