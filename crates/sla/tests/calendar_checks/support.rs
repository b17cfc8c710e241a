//! Calendars and instants in few words.

use jiff::Timestamp;
use sla::calendar::{Calendar, CalendarSpec, Interval};

/// `"09:00-12:00 13:00-17:00"`.
pub fn hours(text: &str) -> Vec<Interval> {
    let second = |time: &str| {
        let (hour, minute) = time.split_once(':').unwrap();
        hour.parse::<u32>().unwrap() * 3_600 + minute.parse::<u32>().unwrap() * 60
    };
    let interval = |part: &str| {
        let (open, close) = part.split_once('-').unwrap();
        Interval {
            open: second(open),
            close: second(close),
        }
    };
    text.split_whitespace().map(interval).collect()
}

/// The same hours on the first `days` days of the week.
pub fn spec(zone: &str, days: usize, text: &str) -> CalendarSpec {
    let mut spec = CalendarSpec::closed(zone);
    for day in &mut spec.weekly[..days] {
        *day = hours(text);
    }
    spec
}

pub fn calendar(zone: &str, days: usize, text: &str) -> Calendar {
    Calendar::compile(&spec(zone, days, text)).unwrap()
}

/// Monday to Friday 09:00-17:00 in Berlin.
pub fn office() -> Calendar {
    calendar("Europe/Berlin", 5, "09:00-17:00")
}

/// An instant with its offset, `2026-03-29T00:30+01:00`.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
