//! Recorded tickets under another policy: what is counted, what flips, what would
//! have fired, and that parts counted apart merge to the whole.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sla::backtest::{Backtest, FLIPS_MAX, PastTicket, Report, Then};
use sla::compliance::{Figure, Standing, Verdict};
use sla::history::{Fact, What};
use sla::policy::{Act, Policy};

use support::{nordwind, parsed};

const PROMISES: &str = r#"[[target]]
id     = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
warn   = { 1 = "45m", 2 = "3h" }
keep   = { 1-2 = "50% of tickets received per calendar month, from 2 tickets" }
clause = "Response times"
[[target]]
id           = "resolution"
metric       = "resolution"
within       = { 1 = "8h" }
satisfied-by = ["resolved"]
paused-by    = ["customer"]
clause       = "Resolution times"
"#;

/// The answers of severity 2 are due in two hours instead of four.
fn draft() -> Policy {
    let sooner = PROMISES.replace("2 = \"4h\"", "2 = \"2h\"");
    policy(&sooner.replace("2 = \"3h\"", "2 = \"1h\""))
}

fn then() -> Policy {
    policy(PROMISES)
}

fn policy(promises: &str) -> Policy {
    parsed(&nordwind("Europe/Berlin", "", promises))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Monday 2 March 2026, 09:00 in Berlin.
const MONDAY: &str = "2026-03-02T08:00:00Z";

/// Received on Monday at nine, answered so many minutes later.
fn answered(ticket: &str, customer: &str, minutes: i64) -> PastTicket {
    let received_at = at(MONDAY);
    let mut past = PastTicket::received(ticket, received_at);
    past.customer = Some(customer.to_owned());
    past.history.facts.push(Fact {
        at: received_at + SignedDuration::from_mins(minutes),
        what: What::Act(Act::Responded),
    });
    past
}

fn tried(then: Then<'_>, tickets: &[PastTicket]) -> Report {
    let now = draft();
    let backtest = Backtest::new(&now, then, at("2026-03-31T12:00:00Z"));
    let mut tally = backtest.tally();
    for (number, ticket) in (1..).zip(tickets) {
        backtest.count(&mut tally, number, ticket);
    }
    backtest.report(&tally)
}

fn figure(met: u64, missed: u64) -> Figure {
    Figure {
        met,
        missed,
        running: 0,
    }
}

#[test]
fn a_tightened_policy_flips_what_was_kept_by_less() {
    let before = then();
    let tickets = [
        answered("N-1", "Fjord", 60),
        answered("N-2", "Fjord", 180),
        answered("N-3", "Sund", 180),
        answered("N-4", "Sund", 300),
    ];
    let report = tried(Then::Policy(&before), &tickets);
    assert_eq!(report.tickets, 4);
    let row = &report.rows[0];
    assert_eq!(
        (row.target.as_deref(), row.severity),
        (Some("response"), Some(2))
    );
    assert_eq!((row.then, row.now), (figure(3, 1), figure(1, 3)));
    assert_eq!((report.flips.to_missed, report.flips.to_kept), (2, 0));
    let flipped: Vec<&str> = report
        .flips
        .listed
        .iter()
        .map(|flip| flip.ticket.ticket.as_str())
        .collect();
    assert_eq!(flipped, ["N-2", "N-3"]);
    let flip = &report.flips.listed[0];
    assert_eq!(
        (flip.then.due_at, flip.now.due_at),
        (
            Some(at("2026-03-02T12:00:00Z")),
            Some(at("2026-03-02T10:00:00Z"))
        )
    );
}

#[test]
fn a_flip_is_explained_on_both_sides_to_the_second() {
    let (before, now) = (then(), draft());
    let backtest = Backtest::new(&now, Then::Policy(&before), at("2026-03-31T12:00:00Z"));
    let mut tally = backtest.tally();
    backtest.count(&mut tally, 1, &answered("N-2", "Fjord", 180));
    let report = backtest.report(&tally);
    let explained = backtest.explain(&report.flips.listed[0]);
    let (then, now) = (explained.then.unwrap(), explained.now.unwrap());
    assert_eq!(
        (
            then.reading.remaining_seconds,
            now.reading.remaining_seconds
        ),
        (Some(3_600), Some(-3_600))
    );
    let counted: i64 = now
        .reading
        .spans
        .iter()
        .filter(|span| !span.ahead)
        .map(|span| span.counted_seconds)
        .sum();
    assert_eq!(counted, 3 * 3_600);
}

#[test]
fn customers_that_fall_under_their_percentage_are_named() {
    let before = then();
    let tickets = [
        answered("N-1", "Fjord", 60),
        answered("N-2", "Fjord", 180),
        answered("N-3", "Sund", 180),
        answered("N-4", "Sund", 300),
    ];
    let report = tried(Then::Policy(&before), &tickets);
    let fallen: Vec<(&str, Figure, Figure)> = report
        .fallen
        .iter()
        .map(|fallen| (fallen.customer.as_str(), fallen.then, fallen.now))
        .collect();
    // Fjord still has half of its answers in time.
    assert_eq!(fallen, [("Sund", figure(1, 1), figure(0, 2))]);
    let customers: Vec<Option<&str>> = report
        .customers
        .iter()
        .map(|line| line.customer.as_deref())
        .collect();
    assert_eq!(customers, [Some("Fjord"), Some("Sund")]);
}

#[test]
fn declared_shares_stand_by_period_with_what_is_left() {
    let before = then();
    let tickets = [
        answered("N-1", "Fjord", 60),
        answered("N-2", "Fjord", 180),
        answered("N-3", "Sund", 180),
    ];
    let report = tried(Then::Policy(&before), &tickets);
    let standing = |declared: &sla::backtest::Declared| {
        let march = &declared.periods[0];
        (
            march.period.from.to_string(),
            march.standing,
            march.misses_left,
        )
    };
    let march = "2026-03-01".to_owned();
    assert_eq!(
        standing(&report.declared.then[0]),
        (march.clone(), Standing::Kept, 1)
    );
    assert_eq!(
        standing(&report.declared.now[0]),
        (march, Standing::Broken, -1)
    );
    assert!(!report.declared.now[0].population_assumed);
}

#[test]
fn alerts_stand_on_the_day_on_which_they_would_have_fired() {
    let before = then();
    // Received on Monday at 16:30: an hour is over on Tuesday at 09:30.
    let mut late = answered("N-1", "Fjord", 0);
    late.history.request.received_at = at("2026-03-02T15:30:00Z");
    late.history.facts[0].at = at("2026-03-04T12:00:00Z");
    let report = tried(Then::Policy(&before), &[late]);
    let days: Vec<(String, u64, u64, u64)> = report
        .alerts
        .iter()
        .map(|(day, alerts)| {
            (
                day.to_string(),
                alerts.then.warnings + alerts.then.breaches,
                alerts.now.warnings,
                alerts.now.breaches,
            )
        })
        .collect();
    assert_eq!(days, [("2026-03-03".to_owned(), 2, 1, 1)]);
    assert_eq!(report.alerts_total.now.breaches, 1);
}

#[test]
fn what_was_recorded_is_the_other_side() {
    let line = r#"{"ticket": "N-7", "customer": "Fjord", "severity": 2,
        "received_at": "2026-03-02T08:00:00Z",
        "facts": [{"at": "2026-03-02T11:00:00Z", "what": {"act": "responded"}}],
        "recorded": [{"target": "answer", "metric": "first_response", "result": "met"}]}"#;
    let now = draft();
    let backtest = Backtest::new(&now, Then::Recorded, at("2026-03-31T12:00:00Z"));
    let mut tally = backtest.tally();
    backtest.count_line(&mut tally, 1, &line.replace('\n', " "));
    let report = backtest.report(&tally);
    assert_eq!(report.flips.to_missed, 1);
    let rows: Vec<(Option<&str>, Figure, Figure)> = report
        .rows
        .iter()
        .map(|row| (row.target.as_deref(), row.then, row.now))
        .collect();
    assert_eq!(
        rows,
        [
            (Some("answer"), figure(1, 0), figure(0, 0)),
            (Some("response"), figure(0, 0), figure(0, 1))
        ]
    );
    let explained = backtest.explain(&report.flips.listed[0]);
    assert!(explained.then.is_none() && explained.now.is_some());
}

#[test]
fn a_ticket_with_more_facts_than_anybody_reads_is_told() {
    let line = |facts: usize| {
        let fact = r#"{"at": "2026-03-03T10:00:00Z", "what": "resumed"}"#;
        let facts = vec![fact; facts].join(", ");
        format!(r#"{{"ticket": "N-1", "received_at": "2026-03-02T10:00:00Z", "facts": [{facts}]}}"#)
    };
    assert!(PastTicket::read(&line(sla::backtest::FACTS_MAX)).is_ok());
    let problems = PastTicket::read(&line(sla::backtest::FACTS_MAX + 1)).unwrap_err();
    assert_eq!(problems[0].field, "facts");
}

#[test]
fn pauses_resolution_and_a_raised_severity_count_as_on_a_live_ticket() {
    // Raised to 1 at ten: eight hours from nine, of which two rest, end on Tuesday
    // at eleven.
    let line = r#"{"ticket": "N-8", "severity": 2, "received_at": "2026-03-02T08:00:00Z", "facts": [
        {"at": "2026-03-02T08:30:00Z", "what": {"act": "responded"}},
        {"at": "2026-03-02T09:00:00Z", "what": {"severity": 1}},
        {"at": "2026-03-02T10:00:00Z", "what": {"paused": "customer"}},
        {"at": "2026-03-02T12:00:00Z", "what": "customer_wrote"},
        {"at": "2026-03-03T10:00:00Z", "what": {"resolved": {}}},
        {"at": "2026-03-05T10:00:00Z", "what": "closed"}]}"#;
    let ticket = PastTicket::read(line).unwrap();
    let report = tried(Then::Recorded, &[ticket]);
    let rows: Vec<_> = report
        .rows
        .iter()
        .map(|row| (row.target.clone().unwrap(), row.severity, row.now))
        .collect();
    assert_eq!(
        rows,
        [
            ("resolution".to_owned(), Some(1), figure(1, 0)),
            ("response".to_owned(), Some(2), figure(1, 0)),
        ]
    );
    let late =
        PastTicket::read(&line.replace("2026-03-03T10:00:00Z", "2026-03-03T10:00:01Z")).unwrap();
    assert_eq!(tried(Then::Recorded, &[late]).rows[0].now, figure(0, 1));
}

#[test]
fn only_what_is_known_by_then_counts() {
    let now = draft();
    let noon = at("2026-03-02T09:00:00Z");
    let backtest = Backtest::new(&now, Then::Recorded, noon);
    let mut tally = backtest.tally();
    backtest.count(&mut tally, 1, &answered("N-1", "Fjord", 90));
    let mut tomorrow = answered("N-2", "Fjord", 10);
    tomorrow.history.request.received_at = at("2026-03-03T08:00:00Z");
    backtest.count(&mut tally, 2, &tomorrow);
    let report = backtest.report(&tally);
    assert_eq!(report.tickets, 1);
    assert_eq!(report.rows[0].now.running, 1);
}

#[test]
fn an_excluded_ticket_stands_in_the_rows_and_beside_the_share() {
    let mut missed = answered("N-1", "Fjord", 400);
    missed.exclusion = Some(sla::compliance::Exclusion {
        author: "Head of support".to_owned(),
        reason: "The storm".to_owned(),
        approved_at: at("2026-03-09T08:00:00Z"),
    });
    let report = tried(Then::Recorded, &[missed]);
    assert_eq!((report.excluded, report.rows[0].now), (1, figure(0, 1)));
    let march = &report.declared.now[0].periods[0].entry;
    assert_eq!(
        (march.figure, march.with_excluded),
        (figure(0, 0), figure(0, 1))
    );
}

#[test]
fn every_problem_of_a_line_is_told_with_its_remedy() {
    let now = then();
    let backtest = Backtest::new(&now, Then::Recorded, at(MONDAY));
    let mut tally = backtest.tally();
    let lines = [
        "",
        "nonsense",
        "[]",
        r#"{"ticket": "", "received_at": "yesterday", "severity": 300, "kind": "wish", "channel": "pigeon"}"#,
        r#"{"ticket": "N-1", "received_at": "2026-03-02T08:00:00Z", "facts": [{"at": "2026-03-01T08:00:00Z", "what": "closed"}]}"#,
        r#"{"ticket": "N-1", "received_at": "2026-03-02T08:00:00Z", "facts": [{"at": "2026-03-01T08:00:00Z", "what": {"act": "danced"}}]}"#,
    ];
    for (number, line) in (1..).zip(lines) {
        backtest.count_line(&mut tally, number, line);
    }
    let report = backtest.report(&tally);
    let told: Vec<(u64, &str)> = report
        .problems
        .listed
        .iter()
        .map(|problem| (problem.line, problem.found.field.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (2, ""),
            (3, ""),
            (4, "received_at"),
            (4, "severity"),
            (4, "kind"),
            (4, "channel"),
            (4, "ticket"),
            (5, "facts"),
            (6, "facts"),
        ]
    );
    assert!(
        report
            .problems
            .listed
            .iter()
            .all(|problem| !problem.found.remedy.is_empty())
    );
    assert_eq!((report.problems.count, report.tickets), (9, 0));
}

#[test]
fn flips_beyond_the_limit_are_counted_and_not_kept() {
    let before = then();
    let count = FLIPS_MAX + 20;
    let tickets: Vec<PastTicket> = (0..count)
        .map(|number| answered(&format!("N-{number:04}"), "Fjord", 180))
        .collect();
    let report = tried(Then::Policy(&before), &tickets);
    assert_eq!(report.flips.to_missed, u64::try_from(count).unwrap());
    assert_eq!(report.flips.listed.len(), FLIPS_MAX);
}

/// A ticket with an answer, a pause and a changed severity, at random.
fn any_ticket() -> impl Strategy<Value = PastTicket> {
    (
        0..40_u16,
        0..5_u8,
        0..900_i64,
        proptest::option::of(1..=2_u8),
        0..9_000_i64,
        any::<bool>(),
    )
        .prop_map(|(number, customer, minutes, raised, later, recorded)| {
            let mut past = answered(&format!("N-{number}"), &format!("C-{customer}"), minutes);
            past.history.request.received_at += SignedDuration::from_mins(later);
            for fact in &mut past.history.facts {
                fact.at += SignedDuration::from_mins(later);
            }
            if let Some(severity) = raised {
                let at = past.history.request.received_at + SignedDuration::from_mins(30);
                past.history.facts.insert(
                    0,
                    Fact {
                        at,
                        what: What::Severity(severity),
                    },
                );
            }
            if recorded {
                past.recorded.push(sla::backtest::RecordedClock {
                    target: "answer".to_owned(),
                    metric: sla::policy::Metric::FirstResponse,
                    audience: sla::policy::Audience::Customer,
                    result: Some(Verdict::Met),
                    due_at: None,
                    warned_at: None,
                    breached_at: None,
                    met_at: None,
                });
            }
            past
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Counted in two parts and merged, in either order, it is as counted at once.
    #[test]
    fn parts_merge_to_the_whole(tickets in proptest::collection::vec(any_ticket(), 0..40), cut in 0..40_usize) {
        let (before, now) = (then(), draft());
        for then in [Then::Recorded, Then::Policy(&before)] {
            let backtest = Backtest::new(&now, then, at("2026-03-31T12:00:00Z"));
            let count = |tickets: &[PastTicket]| {
                let mut tally = backtest.tally();
                for ticket in tickets {
                    backtest.count(&mut tally, 1, ticket);
                }
                tally
            };
            let (left, right) = tickets.split_at(cut.min(tickets.len()));
            let mut merged = count(right);
            merged.merge(count(left));
            prop_assert_eq!(backtest.report(&merged), backtest.report(&count(&tickets)));
        }
    }

    /// The figures are those of one glance per ticket, and no ticket flips against
    /// the same policy.
    #[test]
    fn a_policy_against_itself_flips_nothing(tickets in proptest::collection::vec(any_ticket(), 0..40)) {
        let now = draft();
        let report = tried(Then::Policy(&now), &tickets);
        prop_assert_eq!(report.flips.to_missed + report.flips.to_kept, 0);
        prop_assert!(report.rows.iter().all(|row| row.then == row.now));
        let responses: u64 = report.rows.iter().filter(|row| row.target.as_deref() == Some("response"))
            .map(|row| row.now.decided() + row.now.running).sum();
        prop_assert_eq!(responses, u64::try_from(tickets.len()).unwrap());
    }

    /// A written ticket reads back, and no line is a panic.
    #[test]
    fn what_is_written_reads_back(ticket in any_ticket(), cut in 0..400_usize, text in "\\PC{0,8}") {
        let line = ticket.to_line();
        prop_assert_eq!(PastTicket::read(&line), Ok(ticket));
        let head: String = line.chars().take(cut).collect();
        let tail: String = line.chars().skip(cut).collect();
        let _ = PastTicket::read(&format!("{head}{text}{tail}"));
    }
}
