//! Any hours in any of some hostile zones: compiling, adding and measuring never
//! panic and keep what the documents of [`Calendar`] promise.

#![no_main]

use jiff::{Timestamp, civil::Date};
use libfuzzer_sys::{arbitrary, fuzz_target};
use sla::calendar::{Calendar, CalendarSpec, Interval, Opening};

const ZONES: [&str; 10] = [
    "Etc/UTC",
    "Europe/Berlin",
    "America/Denver",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Gaza",
    "Nowhere/Nothing",
];

/// Days whose stretches are walked: a listing of years is long by nature.
const DAYS_WALKED: i64 = 40;

#[derive(arbitrary::Arbitrary, Debug)]
struct Question {
    zone: u8,
    weekly: [Vec<(u32, u32)>; 7],
    holidays: Vec<i32>,
    special: Vec<(i32, Vec<(u32, u32)>)>,
    start: i64,
    nanosecond: u32,
    seconds: i64,
    days: u16,
}

/// Mostly valid hours; one in sixteen is left as it is, to be refused.
fn intervals(pairs: &[(u32, u32)]) -> Vec<Interval> {
    let bound = |second: u32| match second % 16 {
        0 => second,
        _ => second % 86_401,
    };
    let pairs = pairs.iter().take(4);
    pairs
        .map(|(open, close)| Interval {
            open: bound(*open),
            close: bound(*close),
        })
        .collect()
}

/// A date within the years that can be written.
fn date(day: i32) -> Date {
    let epoch = jiff::civil::date(2026, 1, 1);
    let near = jiff::Span::new().days(i64::from(day % 1_500_000));
    epoch.saturating_add(near)
}

fn instant(second: i64, nanosecond: u32) -> Timestamp {
    // Every other instant lies within this century, where zones change.
    let range = if second % 2 == 0 { 4_000_000_000 } else { 250_000_000_000 };
    Timestamp::new(second % range, (nanosecond % 1_000_000_000) as i32).unwrap_or_default()
}

fuzz_target!(|question: Question| {
    let zone = ZONES[usize::from(question.zone) % ZONES.len()];
    let mut spec = CalendarSpec::closed(zone);
    for (day, pairs) in spec.weekly.iter_mut().zip(&question.weekly) {
        *day = intervals(pairs);
    }
    for day in question.holidays.iter().take(50) {
        spec.holidays.insert(date(*day), "Holiday".to_owned());
    }
    for (day, pairs) in question.special.iter().take(50) {
        spec.exceptions.insert(date(*day), intervals(pairs));
    }
    let Ok(calendar) = Calendar::compile(&spec) else {
        return;
    };
    let start = instant(question.start, question.nanosecond);
    if let Some(open) = calendar.next_open(start) {
        assert!(open >= start && calendar.is_open(open));
        assert_eq!(calendar.between(start, open), 0, "nothing is open before");
    }
    let seconds = question.seconds % 4_000_000_000;
    if let Ok(end) = calendar.add(start, seconds) {
        let whole = start.subsec_nanosecond() == 0;
        assert!(!whole || calendar.between(start, end) == seconds, "adding can be measured");
        assert!((end >= start) == (seconds >= 0) || seconds == 0);
        if seconds > 1 && whole {
            let middle = calendar.add(start, seconds / 2).expect("half of what can be added");
            assert_eq!(
                calendar.between(start, middle) + calendar.between(middle, end),
                seconds,
                "a span can be split"
            );
        }
    }
    let _ = calendar.add(start, question.seconds);
    if let Ok(day) = calendar.nth_working_day(date(question.special.len() as i32), u32::from(question.days)) {
        assert!(question.days == 0 || calendar.opens_on(day));
    }
    let until = Timestamp::from_second(start.as_second().saturating_add(DAYS_WALKED * 86_400))
        .unwrap_or(start);
    let mut cursor = start;
    let mut open = 0;
    for stretch in calendar.stretches(start, until) {
        assert_eq!(stretch.from, cursor, "stretches leave no gap");
        assert!(stretch.from < stretch.until);
        if stretch.state == Opening::Open {
            open += calendar.between(stretch.from, stretch.until);
        }
        cursor = stretch.until;
    }
    if start < until && start.subsec_nanosecond() == 0 {
        assert_eq!((cursor, open), (until, calendar.between(start, until)));
    }
});
