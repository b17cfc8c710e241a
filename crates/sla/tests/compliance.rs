//! Percentages as a policy declares them, against a recount that is obviously
//! right, and the cases that decide what a percentage means.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use proptest::prelude::*;
use sla::clock::{self, Done, InForce, Timeline};
use sla::compliance::{Account, Exclusion, Figure, Outcome, Standing, Verdict};
use sla::policy::{Act, Anchor, Keep, KeepPeriod, Population, Request};

use support::{nordwind, parsed};

const ZONE: &str = "America/Denver";

fn keep(population: Option<Population>, period: Option<KeepPeriod>) -> Keep {
    Keep {
        share_basis_points: 9_500,
        population,
        period,
        zone: None,
        sample_min: 0,
    }
}

fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Received on Friday 6 March 2026 at 16:40 in Denver, still running.
fn outcome(verdict: Verdict) -> Outcome<'static> {
    Outcome {
        verdict,
        received_at: at("2026-03-06T23:40:00Z"),
        received_in_hours: true,
        resolved_at: None,
        due_at: None,
        excluded: None,
    }
}

fn account(keep: &Keep) -> Account {
    Account::new(keep, zone(), at("2026-04-15T12:00:00Z"))
}

/// Each period's first day with met and missed.
fn told(account: &Account) -> Vec<(String, u64, u64)> {
    account
        .periods()
        .map(|(period, entry)| {
            (
                period.from.to_string(),
                entry.figure.met,
                entry.figure.missed,
            )
        })
        .collect()
}

#[test]
fn each_population_counts_a_ticket_where_it_belongs() {
    let across = Outcome {
        resolved_at: Some(at("2026-04-02T12:00:00Z")),
        due_at: Some(at("2026-05-01T12:00:00Z")),
        received_in_hours: false,
        ..outcome(Verdict::Met)
    };
    let cases = [
        (Population::Received, vec![("2026-03-01", 1, 0)]),
        (Population::ReceivedInHours, vec![]),
        (Population::Resolved, vec![("2026-04-01", 1, 0)]),
        (Population::Due, vec![("2026-05-01", 1, 0)]),
    ];
    for (population, expected) in cases {
        let mut account = account(&keep(Some(population), Some(KeepPeriod::Month)));
        account.count(&across);
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(from, met, missed)| (from.to_owned(), met, missed))
            .collect();
        assert_eq!(told(&account), expected, "{population:?}");
    }
}

#[test]
fn what_is_unstated_is_assumed() {
    let open = account(&keep(None, None));
    assert_eq!(
        (open.population(), open.period()),
        (Population::Received, KeepPeriod::Month)
    );
}

#[test]
fn what_runs_is_neither_met_nor_missed() {
    let mut account = account(&keep(None, None));
    for verdict in [Verdict::Met, Verdict::Running, Verdict::Running] {
        account.count(&outcome(verdict));
    }
    let (_, entry) = account.periods().next().unwrap();
    assert_eq!(
        entry.figure,
        Figure {
            met: 1,
            missed: 0,
            running: 2
        }
    );
    assert_eq!(entry.figure.share().unwrap().basis_points, 10_000);
}

#[test]
fn a_month_begins_at_midnight_of_the_zone_the_share_names() {
    let instant = at("2026-03-31T22:30:00Z");
    let mut zurich = keep(Some(Population::Received), Some(KeepPeriod::Month));
    zurich.zone = Some("Europe/Zurich".to_owned());
    let first_days = [keep(None, None), zurich].map(|keep| {
        let mut account = account(&keep);
        account.count(&Outcome {
            received_at: instant,
            ..outcome(Verdict::Met)
        });
        told(&account)[0].0.clone()
    });
    assert_eq!(first_days, ["2026-03-01", "2026-04-01"]);
}

#[test]
fn too_small_a_sample_is_not_judged() {
    let mut keep = keep(None, None);
    keep.sample_min = 3;
    let mut account = account(&keep);
    let standing = |account: &Account| {
        let (_, entry) = account.periods().next().unwrap();
        account.standing(entry)
    };
    account.count(&outcome(Verdict::Missed));
    account.count(&outcome(Verdict::Running));
    account.count(&outcome(Verdict::Met));
    assert_eq!(standing(&account), Standing::TooFew);
    account.count(&outcome(Verdict::Met));
    assert_eq!(standing(&account), Standing::Broken);
}

#[test]
fn a_figure_stands_with_and_without_what_was_excluded() {
    let storm = Exclusion {
        author: "Head of support".to_owned(),
        reason: "The storm of 6 March".to_owned(),
        approved_at: at("2026-03-10T09:00:00Z"),
    };
    let mut account = account(&keep(None, None));
    for _ in 0..2 {
        account.count(&Outcome {
            excluded: Some(&storm),
            ..outcome(Verdict::Missed)
        });
    }
    account.count(&outcome(Verdict::Met));
    let (_, entry) = account.periods().next().unwrap();
    assert_eq!((entry.figure.missed, entry.with_excluded.missed), (0, 2));
    assert_eq!((entry.excluded, &entry.exclusions), (2, &vec![storm]));
    assert_eq!(account.standing(entry), Standing::Kept);
    assert_eq!(entry.with_excluded.reaches(9_500), Some(false));
}

#[test]
fn the_running_period_tells_how_many_may_still_be_missed() {
    let mut account = Account::new(&keep(None, None), zone(), at("2026-03-20T12:00:00Z"));
    assert!(account.running().is_none());
    for _ in 0..57 {
        account.count(&outcome(Verdict::Met));
    }
    account.count(&outcome(Verdict::Missed));
    for _ in 0..2 {
        account.count(&outcome(Verdict::Running));
    }
    let (period, entry) = account.running().unwrap();
    assert_eq!(period.from.to_string(), "2026-03-01");
    // Of the 60 so far three may be missed, and one is; of 100 in all, five.
    assert_eq!(account.misses_left(entry), 2);
    assert_eq!(entry.figure.misses_left(9_500, 100), 4);
    // Of ten none may be: one is too many.
    assert_eq!(entry.figure.misses_left(9_500, 10), -1);
}

const PROMISES: &str = r#"[[target]]
id     = "response"
metric = "first response"
within = "4h"
clause = "Response times"
"#;

/// Edge case 14: arrives on Friday at 20:00, is answered at 21:00. Met with no
/// open time used, and counted, unless the population says otherwise.
#[test]
fn edge_case_14_all_outside_hours_counts_in_the_denominator() {
    let policy = parsed(&nordwind("Europe/Berlin", "", PROMISES));
    let received_at = at("2026-03-06T19:00:00Z");
    let request = Request {
        anchor: Anchor::Receipt,
        priority: None,
        severity: None,
        kind: "incident".to_owned(),
        plan: None,
        channel: "mail".to_owned(),
        received_at,
    };
    let promise = policy.promises(&request).remove(0);
    let timeline = Timeline {
        anchor_at: received_at,
        report_complete_at: Some(received_at),
        promises: vec![InForce {
            since: received_at,
            promise: promise.clone(),
        }],
        holds: vec![],
        acts: vec![Done {
            act: Act::Responded,
            at: received_at + SignedDuration::from_hours(1),
        }],
        ended_at: None,
        release_at: None,
    };
    let reading = clock::glance(&timeline, &policy, at("2026-03-09T12:00:00Z")).unwrap();
    assert_eq!(reading.used_seconds, 0);
    let counted = Outcome {
        verdict: Verdict::of(reading.state, reading.breached_at, &promise).unwrap(),
        received_at,
        received_in_hours: policy.calendar("office").unwrap().is_open(received_at),
        resolved_at: None,
        due_at: reading.due_at,
        excluded: None,
    };
    assert_eq!(counted.verdict, Verdict::Met);
    let decided = |population| {
        let mut account = account(&keep(Some(population), None));
        account.count(&counted);
        let figure = account
            .periods()
            .next()
            .map(|(_, entry)| entry.figure.decided());
        figure.unwrap_or(0)
    };
    assert_eq!(decided(Population::Received), 1);
    assert_eq!(decided(Population::Due), 1);
    assert_eq!(decided(Population::ReceivedInHours), 0);
}

/// One outcome with all its instants inside two years.
fn any_outcome() -> impl Strategy<Value = Outcome<'static>> {
    let instant =
        || (1_735_689_600_i64..1_798_761_600).prop_map(|s| Timestamp::from_second(s).unwrap());
    let verdict = prop_oneof![
        Just(Verdict::Met),
        Just(Verdict::Missed),
        Just(Verdict::Running)
    ];
    (
        verdict,
        instant(),
        any::<bool>(),
        proptest::option::of(instant()),
        proptest::option::of(instant()),
    )
        .prop_map(
            |(verdict, received_at, received_in_hours, resolved_at, due_at)| Outcome {
                verdict,
                received_at,
                received_in_hours,
                resolved_at,
                due_at,
                excluded: None,
            },
        )
}

/// The first day of each period with its count, by the plainest way there is.
fn recount(
    outcomes: &[Outcome<'_>],
    population: Population,
    period: KeepPeriod,
    now: Timestamp,
) -> BTreeMap<Date, Figure> {
    let mut counts: BTreeMap<Date, Figure> = BTreeMap::new();
    let today = now.to_zoned(zone()).date();
    for outcome in outcomes {
        let belongs = match population {
            Population::Received => Some(outcome.received_at),
            Population::ReceivedInHours if outcome.received_in_hours => Some(outcome.received_at),
            Population::ReceivedInHours => None,
            Population::Resolved => outcome.resolved_at,
            Population::Due => outcome.due_at,
        };
        let Some(instant) = belongs else { continue };
        let mut first = instant.to_zoned(zone()).date();
        match period {
            KeepPeriod::Days(days) => {
                let mut day = today;
                let inside = (0..days).any(|_| {
                    let is_it = day == first;
                    day = day.yesterday().unwrap();
                    is_it
                });
                if !inside {
                    continue;
                }
                first = (1..days).fold(today, |day, _| day.yesterday().unwrap());
            }
            calendar => {
                let begins: &[i8] = match calendar {
                    KeepPeriod::Year => &[1],
                    KeepPeriod::Quarter => &[1, 4, 7, 10],
                    _ => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
                };
                while first.day() != 1 || !begins.contains(&first.month()) {
                    first = first.yesterday().unwrap();
                }
            }
        }
        let figure = counts.entry(first).or_default();
        match outcome.verdict {
            Verdict::Met => figure.met += 1,
            Verdict::Missed => figure.missed += 1,
            Verdict::Running => figure.running += 1,
        }
    }
    counts
}

proptest! {
    /// An account says what the recount says, also counted in two parts.
    #[test]
    fn an_account_is_what_a_naive_recount_gives(
        outcomes in proptest::collection::vec(any_outcome(), 0..80),
        cut in 0..80_usize,
        population in prop_oneof![
            Just(Population::Received),
            Just(Population::ReceivedInHours),
            Just(Population::Resolved),
            Just(Population::Due),
        ],
        period in prop_oneof![
            Just(KeepPeriod::Month),
            Just(KeepPeriod::Quarter),
            Just(KeepPeriod::Year),
            (1..200_u16).prop_map(KeepPeriod::Days),
        ],
        now in 1_735_689_600_i64..1_798_761_600,
    ) {
        let now = Timestamp::from_second(now).unwrap();
        let keep = keep(Some(population), Some(period));
        let count = |outcomes: &[Outcome<'_>]| {
            let mut account = Account::new(&keep, zone(), now);
            for outcome in outcomes {
                account.count(outcome);
            }
            account
        };
        let whole = count(&outcomes);
        let counted: BTreeMap<Date, Figure> = whole
            .periods()
            .map(|(period, entry)| (period.from, entry.figure))
            .collect();
        prop_assert_eq!(counted, recount(&outcomes, population, period, now));
        let (left, right) = outcomes.split_at(cut.min(outcomes.len()));
        let mut merged = count(right);
        merged.merge(count(left));
        prop_assert_eq!(merged, whole);
    }
}
