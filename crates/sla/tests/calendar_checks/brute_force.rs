//! Random cases against the brute force, and the brute force against one simpler still.

use super::{
    cases,
    oracle::Oracle,
    support::{at, spec},
};
use jiff::{Timestamp, civil::date};
use sla::calendar::Calendar;

/// Quick enough for every run. `cargo run --release -p sla --example calendar_million`
/// asks a million questions.
const QUESTIONS: u64 = if cfg!(debug_assertions) {
    50_000
} else {
    1_000_000
};

#[test]
fn random_cases_around_transitions_agree_with_the_brute_force() {
    cases::compare(20_261_122, QUESTIONS);
}

/// Minute by minute: a minute is open when a clock on the wall shows an open time.
/// True as long as no edge of the hours is skipped or repeated.
#[test]
fn the_clock_on_the_wall_agrees_too() {
    for (zone, from) in [
        ("Europe/Berlin", "2026-03-25T00:00:00+01:00"),
        ("Europe/Berlin", "2026-10-21T00:00:00+02:00"),
        ("Australia/Lord_Howe", "2026-04-01T00:00:00+11:00"),
    ] {
        let spec = spec(zone, 7, "00:15-01:15 08:00-12:30 22:00-24:00");
        let calendar = Calendar::compile(&spec).unwrap();
        let time_zone = calendar.zone().clone();
        let start = at(from);
        let oracle = Oracle::new(&spec, &time_zone, date(2026, 1, 1), date(2026, 12, 1));
        let mut open = 0;
        for minute in 0..10 * 24 * 60 {
            let now = Timestamp::from_second(start.as_second() + minute * 60).unwrap();
            assert_eq!(calendar.between(start, now), open, "{zone} {now}");
            assert_eq!(oracle.between(start, now), open, "{zone} {now}");
            let shown = time_zone.to_datetime(now);
            let shown = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
            let is_open = [15..75, 480..750, 1_320..1_440]
                .iter()
                .any(|hours| hours.contains(&shown));
            assert_eq!(calendar.is_open(now), is_open, "{zone} {now}");
            open += if is_open { 60 } else { 0 };
        }
    }
}
