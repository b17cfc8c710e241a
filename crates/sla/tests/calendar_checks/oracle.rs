//! The brute force: slow, and right at first sight. It asks a zone one question
//! only, which offset is in force at an instant, and has no table and no sum.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use sla::calendar::{CalendarSpec, Interval};

const SECOND: i128 = 1_000_000_000;
const HOUR: i64 = 3_600;

/// Every opening of a span of dates, as instants.
pub struct Oracle {
    openings: Vec<(i64, i64)>,
    /// All instants at which anything opens or closes, in order, each with whether
    /// it is open from there on.
    edges: Vec<(i64, bool)>,
    /// Answers count only inside this window.
    pub from: i64,
    pub until: i64,
}

impl Oracle {
    /// Knows the openings around the dates `first` to `last`.
    pub fn new(spec: &CalendarSpec, zone: &TimeZone, first: Date, last: Date) -> Self {
        let mut openings = Vec::new();
        let mut date = first.saturating_sub(3.days());
        while date <= last {
            openings.extend(openings_of(spec, zone, date));
            date = date.tomorrow().unwrap();
        }
        let mut edges: Vec<i64> = openings
            .iter()
            .flat_map(|(open, close)| [*open, *close])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let is_open = |at: i64| {
            openings
                .iter()
                .any(|(open, close)| (*open..*close).contains(&at))
        };
        let edges = edges
            .into_iter()
            .map(|edge| (edge, is_open(edge)))
            .collect();
        let (from, until) = (edge(zone, first, 0), edge(zone, last, 0));
        Self {
            openings,
            edges,
            from,
            until,
        }
    }

    pub fn is_open(&self, at: i64) -> bool {
        self.openings
            .iter()
            .any(|(open, close)| (*open..*close).contains(&at))
    }

    /// `None` where the answer lies outside the window.
    pub fn add(&self, start: Timestamp, seconds: i64) -> Option<i64> {
        let answer = self.walk(start, seconds)?;
        (self.from..=self.until).contains(&answer).then_some(answer)
    }

    /// Walks from edge to edge, forwards or backwards.
    fn walk(&self, start: Timestamp, seconds: i64) -> Option<i64> {
        let mut here = start.as_nanosecond();
        let mut missing = i128::from(seconds.abs()) * SECOND;
        if seconds >= 0 {
            let mut is_open = self.is_open(floor(here));
            // Whatever holds here holds until the next edge.
            for (edge, opens) in self
                .edges
                .iter()
                .filter(|edge| nanos(edge.0) > start.as_nanosecond())
            {
                let step = nanos(*edge) - here;
                if is_open && step >= missing {
                    return Some(floor(here + missing));
                }
                missing -= if is_open { step } else { 0 };
                (here, is_open) = (nanos(*edge), *opens);
            }
        } else {
            let before = self.edges.iter().rev();
            for (edge, opens) in before.filter(|edge| nanos(edge.0) < start.as_nanosecond()) {
                let step = here - nanos(*edge);
                if *opens && step >= missing {
                    return Some(floor(here - missing));
                }
                missing -= if *opens { step } else { 0 };
                here = nanos(*edge);
            }
        }
        None
    }

    pub fn between(&self, a: Timestamp, b: Timestamp) -> i64 {
        if b < a {
            return -self.between(b, a);
        }
        let (mut here, end) = (a.as_nanosecond(), b.as_nanosecond());
        let mut is_open = self.is_open(floor(here));
        let mut sum = 0;
        for (edge, opens) in self
            .edges
            .iter()
            .filter(|edge| nanos(edge.0) > a.as_nanosecond())
        {
            let edge = nanos(*edge).min(end);
            sum += if is_open { edge - here } else { 0 };
            (here, is_open) = (edge, *opens);
        }
        sum += if is_open { end - here } else { 0 };
        floor(sum)
    }

    /// The next opening; `None` when the end of the window comes first.
    pub fn next_open(&self, at: i64) -> Option<i64> {
        if self.is_open(at) {
            return Some(at);
        }
        let (edge, _) = self
            .edges
            .iter()
            .find(|(edge, opens)| *edge > at && *opens)?;
        Some(*edge)
    }
}

/// The openings that belong to one date.
pub fn openings_of(spec: &CalendarSpec, zone: &TimeZone, date: Date) -> Vec<(i64, i64)> {
    let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let hours: &[Interval] = match (spec.exceptions.get(&date), spec.holidays.get(&date)) {
        (Some(special), _) => special,
        (None, Some(_)) => &[],
        (None, None) => &spec.weekly[weekday],
    };
    let exists = (0..24).any(|hour| !instants(zone, local(date, hour * HOUR)).is_empty());
    if !exists {
        return Vec::new();
    }
    let mut openings = Vec::new();
    for interval in hours {
        let (open, mut close) = (i64::from(interval.open), i64::from(interval.close));
        if close < open {
            close += 24 * HOUR;
        }
        if open != close {
            openings.push((edge(zone, date, open), edge(zone, date, close)));
        }
    }
    openings.retain(|(open, close)| open < close);
    openings
}

/// The instant of a local time: the first that shows it on the clock, else as
/// much after the transition as it is after the beginning of the gap.
fn edge(zone: &TimeZone, date: Date, second: i64) -> i64 {
    let wanted = local(date, second);
    if let Some(first) = instants(zone, wanted).into_iter().min() {
        return first;
    }
    // The clock jumps over it: find the last instant that still shows less.
    let (mut less, mut more) = (wanted - 30 * HOUR, wanted + 30 * HOUR);
    while less + 1 < more {
        let middle = less + (more - less) / 2;
        if middle + offset(zone, middle) < wanted {
            less = middle;
        } else {
            more = middle;
        }
    }
    wanted - offset(zone, less)
}

/// All instants at which a clock in the zone shows this local second.
fn instants(zone: &TimeZone, local: i64) -> Vec<i64> {
    let mut shown: Vec<i64> = (-5..=5)
        .map(|step| local - offset(zone, local + step * 6 * HOUR))
        .filter(|instant| instant + offset(zone, *instant) == local)
        .collect();
    shown.sort_unstable();
    shown.dedup();
    shown
}

fn offset(zone: &TimeZone, instant: i64) -> i64 {
    i64::from(
        zone.to_offset(Timestamp::from_second(instant).unwrap())
            .seconds(),
    )
}

/// Local seconds as if the zone were UTC.
fn local(date: Date, second: i64) -> i64 {
    date.to_zoned(TimeZone::UTC)
        .unwrap()
        .timestamp()
        .as_second()
        + second
}

fn nanos(second: i64) -> i128 {
    i128::from(second) * SECOND
}

fn floor(nanosecond: i128) -> i64 {
    i64::try_from(nanosecond.div_euclid(SECOND)).unwrap()
}
