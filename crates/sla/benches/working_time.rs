//! Adding and measuring working time, beside two other crates that do it.
//!
//! Monday to Friday 09:00-17:00 in Berlin with ten holidays a year from 2025 to
//! 2030, and working times up to a month (173 hours). `years` asks for spans of up to
//! ten years, `compile` makes the calendar, `eval_line` answers one line of JSON.
//!
//! `cargo bench -p sla --bench working_time`

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a measurement may stop at the first surprise"
)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date, time},
};
use sla::calendar::{Calendar, CalendarSpec, Interval, eval::eval_line};
use std::hint::black_box;
use ule_hours::Holiday;
use workclock::{Holidays, Schedule, Weekdays, WorkDay};

const QUESTIONS: usize = 1_024;
const MONTH: i64 = 173 * 3_600;

fn holidays() -> Vec<Date> {
    let days = [
        (1, 1),
        (4, 3),
        (4, 6),
        (5, 1),
        (5, 14),
        (5, 25),
        (10, 3),
        (12, 24),
        (12, 25),
        (12, 31),
    ];
    let year = |year| days.map(|(month, day)| date(year, month, day));
    (2025..=2030).flat_map(year).collect()
}

fn spec() -> CalendarSpec {
    let mut spec = CalendarSpec::closed("Europe/Berlin");
    for day in &mut spec.weekly[..5] {
        day.push(Interval {
            open: 32_400,
            close: 61_200,
        });
    }
    spec.holidays = holidays()
        .into_iter()
        .map(|day| (day, String::new()))
        .collect();
    spec
}

/// Starts in 2025 to 2029 and amounts up to `limit`, in no order.
fn questions(limit: i64) -> Vec<(Timestamp, i64)> {
    let mut state = 42_u64;
    let mut below = |limit: i64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).unwrap() % limit
    };
    (0..QUESTIONS)
        .map(|_| {
            let start = 1_735_700_000 + below(157_000_000);
            (Timestamp::from_second(start).unwrap(), 1 + below(limit))
        })
        .collect()
}

/// The same calendar in the three crates.
struct Three {
    ours: Calendar,
    workclock: Schedule,
    ule_hours: ule_hours::Schedule,
}

impl Three {
    fn new() -> Self {
        let hours = WorkDay::new(time(9, 0, 0, 0), time(17, 0, 0, 0), Weekdays::MON_TO_FRI);
        Self {
            ours: Calendar::compile(&spec()).unwrap(),
            workclock: Schedule::builder()
                .time_zone("Europe/Berlin")
                .rule(hours)
                .rule(Holidays::new(holidays()))
                .build()
                .unwrap(),
            ule_hours: ule_hours::Schedule::builder("Europe/Berlin")
                .unwrap()
                .mon_fri("09:00-17:00")
                .unwrap()
                .holidays(holidays().into_iter().map(Holiday::On))
                // It gives up after ten years otherwise.
                .horizon_days(7_300)
                .build(),
        }
    }
}

fn add(criterion: &mut Criterion) {
    let three = Three::new();
    for (name, limit) in [("add", MONTH), ("add/years", 120 * MONTH)] {
        let questions = questions(limit);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(questions.len() as u64));
        group.bench_function("mainstay", |bencher| {
            bencher.iter(|| {
                for (start, seconds) in &questions {
                    black_box(three.ours.add(*start, *seconds).unwrap());
                }
            });
        });
        group.bench_function("workclock", |bencher| {
            bencher.iter(|| {
                for (start, seconds) in &questions {
                    black_box(
                        three
                            .workclock
                            .add(*start, SignedDuration::from_secs(*seconds))
                            .unwrap(),
                    );
                }
            });
        });
        group.bench_function("ule-hours", |bencher| {
            bencher.iter(|| {
                for (start, seconds) in &questions {
                    black_box(
                        three
                            .ule_hours
                            .add(*start, SignedDuration::from_secs(*seconds))
                            .unwrap(),
                    );
                }
            });
        });
        group.finish();
    }
}

fn between(criterion: &mut Criterion) {
    let three = Three::new();
    for (name, limit) in [("between", MONTH), ("between/years", 120 * MONTH)] {
        let spans: Vec<_> = questions(limit)
            .into_iter()
            .map(|(start, seconds)| (start, three.ours.add(start, seconds).unwrap()))
            .collect();
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(spans.len() as u64));
        group.bench_function("mainstay", |bencher| {
            bencher.iter(|| {
                for (start, end) in &spans {
                    black_box(three.ours.between(*start, *end));
                }
            });
        });
        group.bench_function("workclock", |bencher| {
            bencher.iter(|| {
                for (start, end) in &spans {
                    black_box(three.workclock.between(*start, *end));
                }
            });
        });
        group.bench_function("ule-hours", |bencher| {
            bencher.iter(|| {
                for (start, end) in &spans {
                    black_box(three.ule_hours.between(*start, *end));
                }
            });
        });
        group.finish();
    }
}

fn compile(criterion: &mut Criterion) {
    let spec = spec();
    criterion.bench_function("compile", |bencher| {
        bencher.iter(|| Calendar::compile(black_box(&spec)).unwrap());
    });
    let far = Timestamp::from_second(20_000_000_000).unwrap();
    criterion.bench_function("compile/first question centuries away", |bencher| {
        bencher.iter_batched(
            || Calendar::compile(&spec).unwrap(),
            |calendar| calendar.add(far, MONTH).unwrap(),
            BatchSize::SmallInput,
        );
    });
    let line = r#"{"id": 7, "tz": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]], "thu": [["09:00", "17:00"]], "fri": [["09:00", "17:00"]]}, "holidays": ["2026-12-25", "2027-01-01"], "exceptions": [{"date": "2026-12-24", "hours": [["09:00", "12:00"]]}], "op": "add", "start": "2026-11-20T16:00:00+01:00", "amount_seconds": 360000}"#;
    criterion.bench_function("eval_line", |bencher| {
        bencher.iter(|| eval_line(black_box(line)))
    });
}

criterion_group!(benches, add, between, compile);
criterion_main!(benches);
