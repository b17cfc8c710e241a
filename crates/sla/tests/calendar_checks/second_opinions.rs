//! Two other crates for working time, where they mean the same: split and nightly
//! hours, holidays, and changes of the offset away from opening and closing times.

use super::{cases::Random, support::spec};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date, time},
};
use sla::calendar::Calendar;
use ule_hours::Holiday;
use workclock::{Holidays, Schedule, Weekdays, WorkDay};

const HOLIDAYS: [Date; 4] = [
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 12, 25),
    date(2027, 3, 29),
];

fn instants(seed: u64) -> impl Iterator<Item = (Timestamp, i64)> {
    let mut random = Random(seed);
    std::iter::repeat_with(move || {
        let start = Timestamp::from_second(1_767_000_000 + random.below(50_000_000)).unwrap();
        (start, 1 + random.below(30 * 86_400))
    })
    .take(2_000)
}

#[track_caller]
fn check_workclock(zone: &str, text: &str, hours: (i8, i8), holidays: &[Date]) {
    let mut spec = spec(zone, 5, text);
    spec.holidays = holidays.iter().map(|day| (*day, String::new())).collect();
    let ours = Calendar::compile(&spec).unwrap();
    let (open, close) = (time(hours.0, 0, 0, 0), time(hours.1, 0, 0, 0));
    let theirs = Schedule::builder()
        .time_zone(zone)
        .rule(WorkDay::new(open, close, Weekdays::MON_TO_FRI))
        .rule(Holidays::new(holidays.iter().copied()))
        .build()
        .unwrap();
    for (start, amount) in instants(1) {
        let length = SignedDuration::from_secs(amount);
        let due = theirs.add(start, length).unwrap();
        assert_eq!(
            ours.add(start, amount),
            Ok(due),
            "{zone}: {start} + {amount}"
        );
        assert_eq!(
            ours.between(start, due),
            theirs.between(start, due).as_secs(),
            "{start} to {due}"
        );
        let before = theirs.sub(start, length).unwrap();
        assert_eq!(
            ours.add(start, -amount),
            Ok(before),
            "{zone}: {start} - {amount}"
        );
    }
}

#[test]
fn workclock_agrees() {
    check_workclock("Europe/Berlin", "09:00-17:00", (9, 17), &HOLIDAYS);
    // Holidays cut nights otherwise there: a night is closed by its date's calendar day.
    check_workclock("America/Denver", "22:00-06:00", (22, 6), &[]);
}

#[test]
fn ule_hours_agrees() {
    let mut spec = spec("Europe/Berlin", 5, "08:00-12:00 13:00-17:30");
    spec.holidays = HOLIDAYS.iter().map(|day| (*day, String::new())).collect();
    let ours = Calendar::compile(&spec).unwrap();
    let theirs = ule_hours::Schedule::builder("Europe/Berlin")
        .unwrap()
        .mon_fri("08:00-12:00, 13:00-17:30")
        .unwrap()
        .holidays(HOLIDAYS.map(Holiday::On))
        .build();
    for (start, amount) in instants(2) {
        let due = theirs
            .add(start, SignedDuration::from_secs(amount))
            .unwrap();
        assert_eq!(ours.add(start, amount), Ok(due), "{start} + {amount}");
        let worked = theirs.between(start, due).as_secs();
        assert_eq!(ours.between(start, due), worked, "{start} to {due}");
    }
}
