//! What holds for every calendar, whatever its hours.

use jiff::{Timestamp, ToSpan, civil::date};
use proptest::prelude::*;
use sla::calendar::{Calendar, CalendarSpec, Interval};

fn an_interval() -> impl Strategy<Value = Interval> {
    (0u32..=96, 0u32..=96).prop_map(|(open, close)| Interval {
        open: open * 900,
        close: close * 900,
    })
}

fn some_hours() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::vec(an_interval(), 0..3)
}

fn a_zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Europe/Berlin",
        "America/Denver",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "America/Havana",
    ])
}

/// A calendar that opens at least on Mondays, with listed dates in 2026 and 2027.
fn a_spec() -> impl Strategy<Value = CalendarSpec> {
    let weekly = prop::array::uniform7(some_hours());
    let holidays = prop::collection::btree_map(0i64..730, Just(String::new()), 0..20);
    let exceptions = prop::collection::btree_map(0i64..730, some_hours(), 0..20);
    (a_zone(), weekly, holidays, exceptions).prop_map(|(zone, weekly, holidays, exceptions)| {
        let day = |day: i64| date(2026, 1, 1) + day.days();
        let mut spec = CalendarSpec::closed(zone);
        spec.weekly = weekly;
        spec.weekly[0].push(Interval {
            open: 36_000,
            close: 39_600,
        });
        spec.holidays = holidays
            .into_iter()
            .map(|(at, name)| (day(at), name))
            .collect();
        spec.exceptions = exceptions
            .into_iter()
            .map(|(at, hours)| (day(at), hours))
            .collect();
        spec
    })
}

/// Whole seconds, mostly in the years with listed dates, now and then centuries away.
fn an_instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        4 => 1_766_000_000i64..1_830_000_000,
        1 => -100_000_000_000i64..200_000_000_000,
    ]
    .prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn an_amount() -> impl Strategy<Value = i64> {
    prop_oneof![0i64..100_000, 0i64..100_000_000]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_then_measuring_gives_the_amount_back(
        spec in a_spec(), start in an_instant(), amount in an_amount(),
    ) {
        let calendar = Calendar::compile(&spec).unwrap();
        let due = calendar.add(start, amount).unwrap();
        prop_assert_eq!(calendar.between(start, due), amount);
        let before = calendar.add(start, -amount).unwrap();
        prop_assert_eq!(calendar.between(before, start), amount);
    }

    #[test]
    fn a_deadline_is_the_earliest_instant_and_backwards_the_latest(
        spec in a_spec(), start in an_instant(), amount in 1i64..1_000_000,
    ) {
        let calendar = Calendar::compile(&spec).unwrap();
        let due = calendar.add(start, amount).unwrap();
        prop_assert_eq!(calendar.between(start, due - 1.second()), amount - 1);
        let before = calendar.add(start, -amount).unwrap();
        prop_assert_eq!(calendar.between(before + 1.second(), start), amount - 1);
        prop_assert!(calendar.is_open(before));
    }

    #[test]
    fn turning_a_span_round_turns_the_sign(
        spec in a_spec(), a in an_instant(), b in an_instant(),
    ) {
        let calendar = Calendar::compile(&spec).unwrap();
        prop_assert_eq!(calendar.between(a, b), -calendar.between(b, a));
    }

    #[test]
    fn splitting_a_span_adds_up(
        spec in a_spec(), a in an_instant(), b in an_instant(), c in an_instant(),
    ) {
        let calendar = Calendar::compile(&spec).unwrap();
        prop_assert_eq!(calendar.between(a, b) + calendar.between(b, c), calendar.between(a, c));
    }

    #[test]
    fn more_opening_never_makes_a_deadline_later(
        spec in a_spec(), start in an_instant(), amount in an_amount(),
        weekday in 0usize..7, more in an_interval(),
    ) {
        let calendar = Calendar::compile(&spec).unwrap();
        let mut longer = spec;
        longer.weekly[weekday].push(more);
        for hours in longer.exceptions.values_mut() {
            hours.push(more);
        }
        longer.holidays.pop_first();
        let longer = Calendar::compile(&longer).unwrap();
        prop_assert!(longer.add(start, amount).unwrap() <= calendar.add(start, amount).unwrap());
    }

    #[test]
    fn the_next_opening_costs_no_working_time(spec in a_spec(), start in an_instant()) {
        let calendar = Calendar::compile(&spec).unwrap();
        let opening = calendar.next_open(start).unwrap();
        prop_assert!(opening >= start && calendar.is_open(opening));
        prop_assert_eq!(calendar.between(start, opening), 0);
    }

    /// The far table of 400 years must join the near one without a seam.
    #[test]
    fn every_cycle_of_400_years_is_alike(spec in a_spec(), start in an_instant(), amount in an_amount()) {
        let calendar = Calendar::compile(&spec).unwrap();
        let cycle = 146_097 * 86_400;
        let later = |at: Timestamp, cycles: i64| Timestamp::from_second(at.as_second() + cycles * cycle).unwrap();
        let base = later(start, i64::from(start.as_second() < 5_000_000_000));
        let due = calendar.add(base, amount).unwrap();
        prop_assert_eq!(calendar.add(later(base, 0), amount).unwrap(), due);
        if base.as_second() > 5_000_000_000 && due.as_second() < 200_000_000_000 {
            prop_assert_eq!(calendar.add(later(base, 3), amount).unwrap(), later(due, 3));
        }
    }
}
