//! The week that repeats between two zone transitions, as prefix sums.
//!
//! Works on local seconds only: zones, holidays and special days are unknown here.

use super::spec::Interval;

pub(super) const DAY: i64 = 86_400;
pub(super) const WEEK: i64 = 7 * DAY;

/// Local second 0 is a Thursday; weeks are counted from the Monday before it.
const MONDAY: i64 = 3 * DAY;

/// One united opening of the week, in seconds since Monday 00:00.
#[derive(Clone, Copy, Debug)]
struct Span {
    open: i64,
    close: i64,
    /// Open seconds of the week up to `close`.
    sum: i64,
}

impl Span {
    fn sum_before(self) -> i64 {
        self.sum - (self.close - self.open)
    }
}

/// The open seconds of a week and, by repetition, of any number of weeks.
#[derive(Clone, Debug)]
pub(super) struct Week {
    spans: Box<[Span]>,
    total: i64,
    /// Every opening and closing time as written, sorted, in seconds of the week.
    edges: Box<[i64]>,
    /// Whether each day is written as open from midnight to midnight.
    always: bool,
}

impl Week {
    pub(super) fn new(weekly: &[Vec<Interval>; 7]) -> Self {
        let mut pieces = Vec::with_capacity(16);
        let mut edges = Vec::with_capacity(16);
        for (midnight, hours) in (0i64..).step_by(86_400).zip(weekly) {
            for interval in hours.iter().filter(|interval| !interval.is_empty()) {
                let open = midnight + interval.opens_after();
                let close = midnight + interval.closes_after();
                edges.extend([open % WEEK, close % WEEK]);
                // A night from Sunday ends on the Monday of every week.
                pieces.push((open.min(WEEK), close.min(WEEK)));
                pieces.push(((open - WEEK).max(0), (close - WEEK).max(0)));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        let mut sum = 0;
        let spans: Box<[Span]> = unite(pieces)
            .map(|(open, close)| {
                sum += close - open;
                Span { open, close, sum }
            })
            .collect();
        let whole_day = Interval {
            open: 0,
            close: 86_400,
        };
        Self {
            spans,
            total: sum,
            edges: edges.into(),
            always: weekly.iter().all(|hours| hours.contains(&whole_day)),
        }
    }

    pub(super) fn total(&self) -> i64 {
        self.total
    }

    pub(super) fn is_always(&self) -> bool {
        self.always
    }

    /// Whether an opening or closing time lies strictly between two local
    /// seconds: such a time does not exist, or exists twice, when a transition
    /// skips or repeats that stretch.
    pub(super) fn has_edge_within(&self, low: i64, high: i64) -> bool {
        let low_of_week = (low + MONDAY).rem_euclid(WEEK);
        let high_of_week = low_of_week + (high - low);
        let next = self.edges.partition_point(|&edge| edge <= low_of_week);
        match (self.edges.get(next), self.edges.first()) {
            (Some(&edge), _) => edge < high_of_week,
            (None, Some(&first)) => first + WEEK < high_of_week,
            (None, None) => false,
        }
    }

    pub(super) fn is_open(&self, local: i64) -> bool {
        let second = (local + MONDAY).rem_euclid(WEEK);
        let next = self.spans.partition_point(|span| span.close <= second);
        self.spans.get(next).is_some_and(|span| span.open <= second)
    }

    /// Open seconds from the Monday before local second 0 to `local`; negative before it.
    pub(super) fn worked(&self, local: i64) -> i64 {
        let shifted = local + MONDAY;
        let week = shifted.div_euclid(WEEK);
        let second = shifted.rem_euclid(WEEK);
        let next = self.spans.partition_point(|span| span.close <= second);
        let sum = match self.spans.get(next) {
            Some(span) => span.sum_before() + (second - span.open).max(0),
            None => self.total,
        };
        week * self.total + sum
    }

    /// The earliest local second by which `worked` seconds were open.
    pub(super) fn earliest(&self, worked: i64) -> Option<i64> {
        let week = (worked - 1).checked_div_euclid(self.total)?;
        let rest = worked - week * self.total;
        let index = self.spans.partition_point(|span| span.sum < rest);
        let span = self.spans.get(index)?;
        Some(week * WEEK + span.close - (span.sum - rest) - MONDAY)
    }

    /// The latest local second by which no more than `worked` seconds were open.
    pub(super) fn latest(&self, worked: i64) -> Option<i64> {
        let week = worked.checked_div_euclid(self.total)?;
        let rest = worked - week * self.total;
        let index = self.spans.partition_point(|span| span.sum <= rest);
        let span = self.spans.get(index)?;
        Some(week * WEEK + span.open + (rest - span.sum_before()) - MONDAY)
    }
}

impl Interval {
    pub(super) fn is_empty(self) -> bool {
        self.open == self.close
    }

    pub(super) fn is_valid(self) -> bool {
        i64::from(self.open.max(self.close)) <= DAY
    }

    /// Seconds from the midnight of the date it belongs to.
    pub(super) fn opens_after(self) -> i64 {
        i64::from(self.open)
    }

    /// Seconds from the same midnight, beyond a day when it passes the next one.
    pub(super) fn closes_after(self) -> i64 {
        i64::from(self.close) + if self.close < self.open { DAY } else { 0 }
    }
}

/// Sorts, drops the empty ones and unites those that overlap or touch.
pub(super) fn unite(mut pieces: Vec<(i64, i64)>) -> impl Iterator<Item = (i64, i64)> {
    pieces.retain(|(open, close)| open < close);
    pieces.sort_unstable();
    pieces.dedup_by(|later, earlier| {
        let touches = later.0 <= earlier.1;
        if touches {
            earlier.1 = earlier.1.max(later.1);
        }
        touches
    });
    pieces.into_iter()
}
