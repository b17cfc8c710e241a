//! Random cases around transitions, each compared with the brute force.

use super::oracle::{Oracle, openings_of};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use sla::calendar::{Calendar, CalendarSpec, Interval, Opening};

/// Zones with rules for every taste: half hours, gaps at midnight, lost and doubled
/// days, winter time in summer, Ramadan, and no rule at all.
const ZONES: [&str; 30] = [
    "Asia/Kolkata",
    "Etc/GMT+5",
    "America/Denver",
    "Europe/Zurich",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Havana",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Gaza",
    "Africa/Cairo",
    "America/Nuuk",
    "Europe/Dublin",
    "Antarctica/Troll",
    "Asia/Tehran",
    "Pacific/Chatham",
    "America/St_Johns",
    "Asia/Pyongyang",
    "Pacific/Kwajalein",
    "Pacific/Kiritimati",
    "America/Juneau",
    "Asia/Manila",
    "Africa/Monrovia",
    "America/Caracas",
    "Europe/Lisbon",
    "Antarctica/Casey",
    "America/Asuncion",
];

/// How many questions are asked of each random calendar.
pub const QUESTIONS: u64 = 25;

/// SplitMix64: the same cases on every machine.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: i64) -> i64 {
        i64::try_from(self.next() % limit.unsigned_abs()).unwrap()
    }

    fn one_in(&mut self, chance: i64) -> bool {
        self.below(chance) == 0
    }
}

/// Asks `questions` questions of random calendars; stops at the first difference.
pub fn compare(seed: u64, questions: u64) {
    let mut random = Random(seed);
    for _ in 0..questions.div_ceil(QUESTIONS) {
        compare_calendar(&mut random);
    }
}

fn compare_calendar(random: &mut Random) {
    let name = ZONES[usize::try_from(random.below(30)).unwrap()];
    // From the calendar, so that both sides use the same edition of the zone data.
    let zone = Calendar::always(name).unwrap().zone().clone();
    let centre = transition(random, &zone);
    let local = zone.to_datetime(centre);
    let spec = random_spec(random, name, local.date(), local.hour());
    let calendar = Calendar::compile(&spec).unwrap();
    let (first, last) = (local.date() - 6.days(), local.date() + 12.days());
    let oracle = Oracle::new(&spec, &zone, first, last);

    for _ in 0..QUESTIONS {
        let start = instant(random, &oracle);
        let end = instant(random, &oracle);
        let amount = amount(random);
        let place = || format!("{spec:?}\nfrom {start} to {end}, amount {amount}");

        assert_eq!(
            calendar.between(start, end),
            oracle.between(start, end),
            "{}",
            place()
        );
        let second = start.as_second() - i64::from(start.subsec_nanosecond() < 0);
        assert_eq!(
            calendar.is_open(start),
            oracle.is_open(second),
            "{}",
            place()
        );
        check_add(&calendar, &oracle, start, amount, &place());
        if let Some(next) = oracle.next_open(second) {
            let found = calendar.next_open(start).map(|found| found.max(start));
            let wanted = Timestamp::from_second(next).unwrap().max(start);
            assert_eq!(found, Some(wanted), "next opening of {}", place());
        }
    }
    check_dates(random, &calendar, &spec, &zone, local.date());
    check_stretches(random, &calendar, &oracle, &format!("{spec:?}"));
}

fn check_add(calendar: &Calendar, oracle: &Oracle, start: Timestamp, amount: i64, place: &str) {
    let found = calendar.add(start, amount);
    if amount == 0 {
        assert_eq!(found, Ok(start), "{place}");
        return;
    }
    match oracle.add(start, amount) {
        Some(wanted) => assert_eq!(
            found,
            Ok(Timestamp::from_second(wanted).unwrap()),
            "{place}"
        ),
        // The window was too small to tell, but the answer must not lie well inside it.
        None => {
            if let Ok(found) = found {
                let second = found.as_second();
                assert!(
                    second >= oracle.until || second <= oracle.from,
                    "{found}: {place}"
                );
            }
        }
    }
}

fn check_dates(
    random: &mut Random,
    calendar: &Calendar,
    spec: &CalendarSpec,
    zone: &TimeZone,
    centre: Date,
) {
    let date = centre + (random.below(9) - 4).days();
    let wanted = openings_of(spec, zone, date);
    assert_eq!(
        calendar.opens_on(date),
        !wanted.is_empty(),
        "{spec:?} on {date}"
    );
    let found = calendar.hours_of(date);
    let covers = |second: i64| {
        let at = Timestamp::from_second(second).unwrap();
        found
            .iter()
            .any(|(open, close)| (*open..*close).contains(&at))
    };
    for (open, close) in &wanted {
        for second in [*open, open + (close - open) / 2, close - 1] {
            assert!(covers(second), "{spec:?} on {date}");
        }
    }
    assert!(
        found.is_sorted_by(|one, next| one.1 < next.0),
        "{spec:?} on {date}"
    );
    let next = calendar.nth_working_day(date, 1);
    let wanted = (1..=10)
        .map(|days| date + days.days())
        .find(|day| calendar.opens_on(*day));
    if let Some(wanted) = wanted {
        assert_eq!(next, Ok(wanted), "{spec:?} after {date}");
    }
}

fn check_stretches(random: &mut Random, calendar: &Calendar, oracle: &Oracle, place: &str) {
    let from = instant(random, oracle);
    let until = instant(random, oracle).max(from);
    let mut cursor = from;
    let mut state = None;
    for stretch in calendar.stretches(from, until) {
        assert_eq!(stretch.from, cursor, "a gap in {place}");
        assert_ne!(Some(&stretch.state), state.as_ref(), "not united: {place}");
        assert!(stretch.until > stretch.from, "{place}");
        let length = match stretch.state {
            Opening::Open => stretch.until.duration_since(stretch.from).as_secs(),
            Opening::Closed | Opening::Holiday(_) => 0,
        };
        assert_eq!(
            oracle.between(stretch.from, stretch.until),
            length,
            "{stretch:?} of {place}"
        );
        cursor = stretch.until;
        state = Some(stretch.state);
    }
    assert_eq!(cursor, until, "{place}");
}

/// A transition of the zone, mostly recent, or any instant where it has none.
fn transition(random: &mut Random, zone: &TimeZone) -> Timestamp {
    let recent = 946_684_800 + random.below(3_200_000_000);
    let second = match random.below(10) {
        0 => -3_500_000_000 + random.below(4_000_000_000),
        1 => random.below(200_000_000_000),
        _ => recent,
    };
    let any = Timestamp::from_second(second).unwrap();
    let next = zone
        .following(any)
        .next()
        .map(|transition| transition.timestamp());
    next.or_else(|| {
        zone.preceding(any)
            .next()
            .map(|transition| transition.timestamp())
    })
    .filter(|at| at.as_second() > -300_000_000_000)
    .unwrap_or(any)
}

fn instant(random: &mut Random, oracle: &Oracle) -> Timestamp {
    let second = oracle.from + random.below(oracle.until - oracle.from);
    // Often on a round minute, where the edges are.
    let second = if random.one_in(2) {
        second - second.rem_euclid(900)
    } else {
        second
    };
    let nanosecond = if random.one_in(4) {
        random.below(1_000_000_000)
    } else {
        0
    };
    Timestamp::from_nanosecond(i128::from(second) * 1_000_000_000 + i128::from(nanosecond)).unwrap()
}

fn amount(random: &mut Random) -> i64 {
    let length = match random.below(4) {
        0 => random.below(600),
        1 => random.below(40) * 900,
        _ => random.below(400_000),
    };
    if random.one_in(3) { -length } else { length }
}

/// A time of day: a round one, or one near the hour of the transition.
fn time(random: &mut Random, hour: i8) -> u32 {
    let second = match random.below(6) {
        0 => random.below(86_401),
        1 | 2 => (i64::from(hour) * 3_600 + (random.below(25) - 12) * 600).rem_euclid(86_400),
        3 => [0, 86_400, 43_200, 21_600, 79_200][usize::try_from(random.below(5)).unwrap()],
        _ => random.below(97) * 900,
    };
    u32::try_from(second).unwrap()
}

fn random_hours(random: &mut Random, hour: i8) -> Vec<Interval> {
    let count = [0, 1, 1, 2, 3][usize::try_from(random.below(5)).unwrap()];
    (0..count)
        .map(|_| Interval {
            open: time(random, hour),
            close: time(random, hour),
        })
        .collect()
}

fn random_spec(random: &mut Random, zone: &str, centre: Date, hour: i8) -> CalendarSpec {
    let mut spec = CalendarSpec::closed(zone);
    let shared = random_hours(random, hour);
    let same = random.one_in(2);
    for day in &mut spec.weekly {
        *day = if same {
            shared.clone()
        } else {
            random_hours(random, hour)
        };
    }
    for _ in 0..random.below(4) {
        spec.holidays
            .insert(centre + (random.below(15) - 7).days(), "Holiday".to_owned());
    }
    for _ in 0..random.below(4) {
        let date = centre + (random.below(15) - 7).days();
        spec.exceptions.insert(date, random_hours(random, hour));
    }
    spec
}
