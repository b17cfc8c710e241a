//! Time as a gapless row of open and closed stretches, for explanations.

use super::{
    compute::{Calendar, floor},
    week::DAY,
};
use jiff::Timestamp;

/// A stretch of time that is wholly open or wholly closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: Timestamp,
    /// The instant after it, at which the next one begins.
    pub until: Timestamp,
    /// Open, or closed and why.
    pub state: Opening,
}

/// Whether a stretch counts, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Inside opening hours: this counts.
    Open,
    /// Outside the hours of the week or of a special day.
    Closed,
    /// Closed because of the named holiday (the name may be empty).
    Holiday(String),
}

/// The stretches of a span in order; see [`Calendar::stretches`].
#[derive(Clone, Debug)]
pub struct Stretches<'a> {
    calendar: &'a Calendar,
    cursor: Timestamp,
    until: Timestamp,
}

impl Calendar {
    /// The stretches from `from` to `until`, without gaps: each begins where the
    /// one before ends and differs from it. Empty unless `from` is before `until`.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval, Opening};
    /// # let mut spec = CalendarSpec::closed("UTC");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?; // 09:00-17:00
    /// let from = "2026-11-23T12:00:00Z".parse().unwrap();
    /// let until = "2026-11-24T12:00:00Z".parse().unwrap();
    /// let states: Vec<_> = mondays.stretches(from, until).map(|stretch| stretch.state).collect();
    /// assert_eq!(states, [Opening::Open, Opening::Closed]);
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn stretches(&self, from: Timestamp, until: Timestamp) -> Stretches<'_> {
        Stretches {
            calendar: self,
            cursor: from,
            until,
        }
    }

    /// The first closing after an open second, at most `limit`.
    fn closing(&self, open: i64, limit: i64) -> i64 {
        let worked = self.worked(open);
        let is_open_until = |second: i64| self.worked(second) - worked == second - open;
        // Double the step until something closed lies in it, then halve.
        let mut known = open + 1;
        let mut step = 3_600;
        while known < limit && is_open_until(limit.min(known + step)) {
            known = limit.min(known + step);
            step *= 2;
        }
        let mut closed = limit.min(known + step);
        while known + 1 < closed {
            let middle = known + (closed - known) / 2;
            if is_open_until(middle) {
                known = middle;
            } else {
                closed = middle;
            }
        }
        known.min(limit)
    }

    /// Where a closed stretch that begins here changes its reason or ends, and the reason.
    fn closed_until(&self, start: i64, limit: i64) -> (i64, Opening) {
        let day = self.zone.local_day(start);
        if let Some(name) = self.dates.holiday(day) {
            let midnight = self.zone.midnight_after(start);
            return (limit.min(midnight), Opening::Holiday(name.to_owned()));
        }
        let mut listed = self.dates.first_listed_from(day + 1);
        while let Some(next) = listed {
            let midnight = self.zone.resolve(next * DAY);
            if midnight >= limit {
                break;
            }
            if midnight > start && self.dates.holiday(next).is_some() && !self.zone.skips(next) {
                return (midnight, Opening::Closed);
            }
            listed = self.dates.first_listed_from(next + 1);
        }
        (limit, Opening::Closed)
    }

    /// The state from a second on, and until when it holds; at most until `limit`.
    fn state_from(&self, second: i64, limit: i64) -> (i64, Opening) {
        if self.opens_second(second) {
            return (self.closing(second, limit), Opening::Open);
        }
        let opening = self
            .latest(self.worked(second))
            .map_or(limit, |opening| opening.min(limit));
        self.closed_until(second, opening)
    }
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        if self.cursor >= self.until {
            return None;
        }
        let from = self.cursor;
        let (last, has_fraction) = floor(self.until);
        let limit = last + i64::from(has_fraction);
        let (mut end, state) = self.calendar.state_from(floor(from).0, limit);
        // Two holidays of one name in a row, and a date that exists twice, are one stretch.
        while end < limit {
            let (further, next) = self.calendar.state_from(end, limit);
            if next != state {
                break;
            }
            end = further;
        }
        self.cursor = Timestamp::from_second(end).map_or(self.until, |end| end.min(self.until));
        Some(Stretch {
            from,
            until: self.cursor,
            state,
        })
    }
}
