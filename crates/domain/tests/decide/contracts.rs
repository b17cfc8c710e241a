//! What a contract says for a date, and a contract that turns out to have said
//! something else all along.

use domain::{
    Command, Contract, ContractId, ContractSource, CustomerId, Says, Statement, StatementId, Terms,
};
use jiff::Timestamp;
use proptest::prelude::*;
use sla::clock::ClockState;
use sla::policy::Act;
use uuid::Uuid;

use crate::story::{CLIENT, STAFF, Story, does, reopens, replies, resolves, sets_severity, text};

const POLICY: &str = r#"
format = 1
[policy]
name = "Nordwind"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "always"
[plan.basic]
name = "Basic"
[plan.premium]
name = "Premium"
[severity]
default = 2
[severity.1]
name = "Critical"
[severity.2]
name = "Normal"
[[target]]
id = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
clause = "1"
[[target]]
id = "resolution"
metric = "resolution"
plan = "premium"
within = "8h"
satisfied-by = ["resolved"]
clause = "2"
"#;

const SOONER: &str = r#"
[[override]]
target = "response"
severity = [2]
within = "2h"
clause = "Amendment, 3"
[[override]]
target = "response"
severity = [1]
within = "30m"
clause = "Amendment, 3"
"#;

fn story() -> Story {
    Story::under_text("Etc/UTC", POLICY).plan("basic")
}

/// Answered after three hours: in time under four, late under two.
#[test]
fn a_late_signature_restates_beside_the_original() {
    let story = story()
        .open("2026-03-02 08:00", None)
        .when("2026-03-02 11:00", STAFF, replies("Yes.", Act::Responded))
        .when("2026-03-02 12:00", STAFF, resolves())
        .contracted("2026-03-05 09:00", Some("basic"), SOONER)
        .then(&[
            "contract_applied plan basic",
            "clock_repromised response.1 within 2h due Mon 02 10:00 missed Mon 02 10:00 met Mon 02 11:00",
        ]);
    let ticket = story.ticket().unwrap();
    let clock = &ticket.clocks["response.1"];
    assert_eq!(clock.state, ClockState::MissedMet);
    assert_eq!(clock.promise().clause, "Amendment, 3");
    let [original] = clock.corrections.as_slice() else {
        panic!("{:?}", clock.corrections);
    };
    assert_eq!(
        original.before.due_at,
        Some(story.instant("2026-03-02 12:00"))
    );
    assert_eq!(original.before.breached_at, None);
    assert_eq!(
        original.reason.id,
        text("The amendment was signed late.").id
    );
}

#[test]
fn each_promise_is_chosen_as_of_the_instant_since_which_it_governs() {
    story()
        .open("2026-03-02 08:00", None)
        .when("2026-03-02 09:00", STAFF, sets_severity(1))
        .contracted("2026-03-02 09:10", Some("basic"), SOONER)
        .then(&[
            "contract_applied plan basic",
            "clock_repromised response.1 within 2h, then 30m due Mon 02 08:30 missed Mon 02 09:00",
        ])
        .when("2026-03-02 09:20", STAFF, sets_severity(2))
        .then_of(
            "response.1",
            &["clock_moved response.1 severity under response due Mon 02 10:00"],
        );
}

#[test]
fn another_plan_brings_what_was_not_promised_and_takes_away_what_was() {
    let story = story()
        .open("2026-03-02 08:00", None)
        .contracted("2026-03-02 09:00", Some("premium"), "")
        .then(&[
            "contract_applied plan premium",
            "clock_started resolution.1 due Mon 02 16:00",
        ])
        .contracted("2026-03-03 09:00", None, "")
        .then(&[
            "clock_breached resolution.1 at Mon 02 16:00",
            "clock_breached response.1 at Mon 02 12:00",
            "contract_applied plan none",
            "clock_repromised resolution.1 within none",
        ]);
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.plan, None);
    let clock = &ticket.clocks["resolution.1"];
    assert_eq!((clock.due_at, clock.breached_at), (None, None));
    assert_eq!(
        clock.corrections[0].before.breached_at,
        Some(story.instant("2026-03-02 16:00"))
    );
}

#[test]
fn what_was_applied_is_applied_once_and_stays() {
    let story = story()
        .open("2026-03-02 08:00", None)
        .contracted("2026-03-02 09:00", Some("basic"), SOONER)
        .then_of(
            "response.1",
            &["clock_repromised response.1 within 2h due Mon 02 10:00"],
        )
        .contracted("2026-03-02 09:00", Some("basic"), SOONER)
        .then(&[]);
    story
        .when("2026-03-02 09:30", STAFF, does(Act::WorkBegun))
        .when("2026-03-02 09:40", STAFF, replies("Soon.", Act::Responded))
        .then_of("response.1", &["clock_met response.1 at Mon 02 09:40"])
        .when("2026-03-02 09:50", STAFF, resolves())
        .when("2026-03-03 09:00", STAFF, reopens())
        .then_of("response.1", &[]);
}

#[test]
fn no_customer_applies_a_contract() {
    let command = Command::ApplyContract {
        contract: ContractSource {
            contract: ContractId(Uuid::nil()),
            statement: StatementId(Uuid::nil()),
        },
        plan: None,
        overrides: sla::policy::Overrides::default(),
        reason: text("Please"),
    };
    story()
        .open("2026-03-02 08:00", None)
        .when("2026-03-02 09:00", CLIENT, command)
        .refused("staff-only");
}

fn day(day: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400).unwrap()
}

fn says() -> impl Strategy<Value = Says> {
    prop_oneof![
        Just(Says::InForce(Terms::default())),
        Just(Says::Suspended),
        Just(Says::Ended),
    ]
}

prop_compose! {
    fn statements()(all in prop::collection::vec((0_i64..40, 1_i64..20, any::<bool>(), 0_i64..60, says()), 1..8))
        -> Vec<Statement>
    {
        let mut all = all;
        all.sort_by_key(|(_, _, _, recorded, _)| *recorded);
        let numbered = all.into_iter().zip(1_u128..);
        numbered
            .map(|((from, days, ends, recorded, says), id)| Statement {
                id: StatementId(Uuid::from_u128(id)),
                from: day(from),
                until: ends.then(|| day(from + days)),
                recorded_at: day(recorded),
                says,
            })
            .collect()
    }
}

proptest! {
    /// Each statement, in the order of recording, painted over the days it holds for.
    #[test]
    fn what_governs_is_what_was_painted_last(statements in statements(), known in 0_i64..60) {
        let mut painted: Vec<Option<StatementId>> = vec![None; 80];
        for statement in statements.iter().filter(|s| s.recorded_at <= day(known)) {
            for (place, slot) in painted.iter_mut().enumerate() {
                let at = day(place as i64);
                if at >= statement.from && statement.until.is_none_or(|until| at < until) {
                    *slot = Some(statement.id);
                }
            }
        }
        let contract = Contract {
            id: ContractId(Uuid::nil()),
            customer: CustomerId(Uuid::nil()),
            statements,
        };
        let segments = contract.segments(day(known));
        for (place, expected) in painted.iter().enumerate() {
            let at = day(place as i64);
            let governing = contract.governing(at, day(known)).map(|s| s.id);
            prop_assert_eq!(governing, *expected);
            let within = |s: &&domain::Segment<'_>| s.from <= at && s.until.is_none_or(|until| at < until);
            let mut found = segments.iter().filter(within);
            prop_assert_eq!(found.next().map(|s| s.statement.id), *expected);
            prop_assert!(found.next().is_none(), "no day is told twice");
        }
    }
}
