//! Time cut into segments with a running sum: open seconds up to any instant, and back.
//!
//! Nearly all of time follows the weekly hours at one offset and is one segment
//! from transition to transition. Only around listed dates, and around a
//! transition that skips or repeats an opening or closing time, are openings
//! written out one by one.

use super::{
    dates::Dates,
    week::{DAY, Week},
    zone::{Clocks, Zone},
};

/// How openings continue inside a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Closed,
    Open,
    /// The weekly hours at this offset from UTC.
    Weekly(i32),
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    start: i64,
    /// Open seconds up to `start`.
    worked: i64,
    /// What to add to the shape's own count to get open seconds.
    base: i64,
    shape: Shape,
}

impl Segment {
    fn worked(&self, week: &Week, instant: i64) -> i64 {
        self.base + self.shape.worked(week, instant)
    }
}

impl Shape {
    fn worked(self, week: &Week, instant: i64) -> i64 {
        match self {
            Self::Closed => 0,
            Self::Open => instant,
            Self::Weekly(offset) => week.worked(instant + i64::from(offset)),
        }
    }
}

/// Segments from the beginning of time, or from some instant, on.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    segments: Vec<Segment>,
}

/// Before any instant that can be written.
const BEGINNING: i64 = -1_000_000_000_000;

/// Segments are exact up to this long before and after the range asked for, so
/// that what spills over its ends is seen.
const MARGIN: i64 = 7 * DAY;

impl Ledger {
    /// Segments for the instants from `from` (or ever) until `until`.
    pub(super) fn new(
        zone: &Zone,
        week: &Week,
        dates: &Dates,
        from: Option<i64>,
        until: i64,
    ) -> Self {
        let mut ledger = Self {
            segments: Vec::with_capacity(512),
        };
        let start = from.map_or(BEGINNING, |from| from - MARGIN);
        if week.is_always() && dates.last_listed().is_none() {
            ledger.push(week, start, Shape::Open);
            return ledger;
        }
        ledger.push(week, start, weekly_at(zone.offset_at(start)));
        let mut next = zone.count_until(start);
        let until = until + MARGIN;
        for (first, last) in irregular_days(zone, week, dates, start, until) {
            let clocks = zone.clocks(first, last);
            let opens = clocks.resolve(first * DAY);
            let closes = clocks.resolve((last + 1) * DAY);
            next = ledger.push_transitions(zone, week, next, opens);
            ledger.push_days(clocks, week, dates, first, last);
            while zone
                .transition(next)
                .is_some_and(|inside| inside.at <= closes)
            {
                next += 1;
            }
            ledger.push(week, closes, weekly_at(clocks.offset_at(closes)));
        }
        ledger.push_transitions(zone, week, next, until);
        // Calendars are kept by the thousand.
        ledger.segments.shrink_to_fit();
        ledger
    }

    fn push_transitions(&mut self, zone: &Zone, week: &Week, mut next: usize, until: i64) -> usize {
        while let Some(transition) = zone.transition(next).filter(|next| next.at < until) {
            self.push(week, transition.at, weekly_at(transition.after));
            next += 1;
        }
        next
    }

    /// Writes out every opening of some dates.
    fn push_days(&mut self, clocks: Clocks<'_>, week: &Week, dates: &Dates, first: i64, last: i64) {
        let mut cursor = clocks.resolve(first * DAY);
        let end = clocks.resolve((last + 1) * DAY);
        // A night of the day before reaches in, and a gap of a day shifts it by one more.
        for (open, close) in dates.united(clocks, first - 2..=last) {
            let (open, close) = (open.max(cursor), close.min(end));
            if open < close {
                self.push(week, cursor, Shape::Closed);
                self.push(week, open, Shape::Open);
                cursor = close;
            }
        }
        if cursor < end {
            self.push(week, cursor, Shape::Closed);
        }
    }

    fn push(&mut self, week: &Week, start: i64, shape: Shape) {
        let shape = match shape {
            Shape::Weekly(_) if week.total() == 0 => Shape::Closed,
            _ => shape,
        };
        let worked = self
            .segments
            .last()
            .map_or(0, |last| last.worked(week, start));
        if self.segments.last().is_some_and(|last| last.start == start) {
            self.segments.pop();
        }
        if self.segments.last().is_some_and(|last| last.shape == shape) {
            return;
        }
        let base = worked - shape.worked(week, start);
        self.segments.push(Segment {
            start,
            worked,
            base,
            shape,
        });
    }

    /// Moves every sum, so that the open seconds up to `instant` become `worked`.
    pub(super) fn rebase(&mut self, week: &Week, instant: i64, worked: i64) {
        let shift = worked - self.worked(week, instant);
        for segment in &mut self.segments {
            segment.worked += shift;
            segment.base += shift;
        }
    }

    fn segment_at(&self, instant: i64) -> Option<&Segment> {
        let next = self
            .segments
            .partition_point(|segment| segment.start <= instant);
        self.segments.get(next.saturating_sub(1))
    }

    /// Open seconds up to an instant, from an arbitrary but fixed origin.
    pub(super) fn worked(&self, week: &Week, instant: i64) -> i64 {
        self.segment_at(instant)
            .map_or(0, |segment| segment.worked(week, instant))
    }

    /// Whether the second that begins at this instant is open.
    pub(super) fn is_open(&self, week: &Week, instant: i64) -> bool {
        match self.segment_at(instant).map(|segment| segment.shape) {
            Some(Shape::Weekly(offset)) => week.is_open(instant + i64::from(offset)),
            Some(Shape::Open) => true,
            Some(Shape::Closed) | None => false,
        }
    }

    /// The earliest instant up to which `worked` seconds were open.
    pub(super) fn earliest(&self, week: &Week, worked: i64) -> Option<i64> {
        let next = self
            .segments
            .partition_point(|segment| segment.worked < worked);
        let segment = self.segments.get(next.saturating_sub(1))?;
        let rest = worked - segment.base;
        match segment.shape {
            Shape::Closed => None,
            Shape::Open => Some(rest),
            Shape::Weekly(offset) => Some(week.earliest(rest)? - i64::from(offset)),
        }
    }

    /// The latest instant up to which no more than `worked` seconds were open.
    pub(super) fn latest(&self, week: &Week, worked: i64) -> Option<i64> {
        let next = self
            .segments
            .partition_point(|segment| segment.worked <= worked);
        let segment = self.segments.get(next.saturating_sub(1))?;
        let rest = worked - segment.base;
        match segment.shape {
            Shape::Closed => None,
            Shape::Open => Some(rest),
            Shape::Weekly(offset) => Some(week.latest(rest)? - i64::from(offset)),
        }
    }
}

fn weekly_at(offset: i64) -> Shape {
    // Offsets are less than 26 hours, so this always fits.
    Shape::Weekly(i32::try_from(offset).unwrap_or(0))
}

/// Runs of dates whose openings are not simply the weekly hours at one offset.
fn irregular_days(
    zone: &Zone,
    week: &Week,
    dates: &Dates,
    start: i64,
    until: i64,
) -> Vec<(i64, i64)> {
    let mut runs = Vec::new();
    let known = start.div_euclid(DAY)..=until.div_euclid(DAY);
    for day in dates.listed_days().filter(|day| known.contains(day)) {
        let next = zone.count_until((day - 2) * DAY);
        let near = zone
            .transition(next)
            .is_some_and(|next| next.at < (day + 4) * DAY);
        runs.push(match near {
            // Special hours can be shifted out of their date: take the neighbours too.
            true => (day - 1, day + 2),
            false => (day, day + i64::from(dates.passes_midnight(day))),
        });
    }
    let mut next = zone.count_until(start);
    while let Some(transition) = zone.transition(next).filter(|next| next.at < until) {
        let (low, high) = (transition.low(), transition.high());
        // A skipped date has no hours, not even those that begin at its end.
        let skips_date = high - low >= DAY;
        if skips_date || week.has_edge_within(low, high) {
            let shifted = high + (high - low);
            runs.push((low.div_euclid(DAY) - 1, shifted.div_euclid(DAY) + 1));
        }
        next += 1;
    }
    runs.sort_unstable();
    runs.dedup_by(|later, earlier| {
        let touches = later.0 <= earlier.1 + 1;
        if touches {
            earlier.1 = earlier.1.max(later.1);
        }
        touches
    });
    runs
}
