//! What a contract may set otherwise than the policy, and what is wrong with it,
//! each in its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "tests"
)]

mod support;

use sla::policy::{Overrides, Policy, Promise, Request};

use support::{nordwind, parsed};

const PROMISES: &str = r#"[[target]]
id     = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
warn   = { 1 = "45m", 2 = "3h" }
keep   = "90% of tickets resolved per calendar month"
clause = "Response times"
[[target]]
id     = "response-question"
metric = "first response"
kind   = "question"
within = { 1 = "2h", 2 = "none" }
clause = "Questions"
[[target]]
id     = "resolution"
metric = "resolution"
within = "unstated"
clause = "Resolution"
"#;

fn policy() -> Policy {
    parsed(&nordwind("America/Denver", "", PROMISES))
}

fn promises(overrides: &str, severity: Option<u8>, kind: &str) -> Vec<Promise> {
    let policy = policy();
    let parsed = Overrides::parse(&policy, "contract.toml", overrides);
    let findings: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
    let overrides = parsed
        .overrides
        .unwrap_or_else(|| panic!("{}", findings.join("\n")));
    let request = Request {
        severity,
        priority: None,
        kind: kind.to_owned(),
        plan: None,
        channel: "portal".to_owned(),
        anchor: sla::policy::Anchor::Receipt,
        received_at: "2026-03-06T16:40:00Z".parse().unwrap(),
    };
    policy.promises_under(&overrides, &request)
}

fn promise(overrides: &str, severity: Option<u8>, target: &str) -> Promise {
    let promises = promises(overrides, severity, "incident");
    promises
        .into_iter()
        .find(|promise| promise.target == target)
        .unwrap()
}

#[test]
fn without_overrides_the_policy_holds() {
    let policy = policy();
    let request = Request {
        severity: None,
        priority: None,
        kind: "incident".to_owned(),
        plan: None,
        channel: "portal".to_owned(),
        anchor: sla::policy::Anchor::Receipt,
        received_at: "2026-03-06T16:40:00Z".parse().unwrap(),
    };
    assert_eq!(promises("", None, "incident"), policy.promises(&request));
}

#[test]
fn a_named_severity_wins_over_all() {
    let overrides = r#"
        [[override]]
        target = "response"
        within = "3h30m"
        warn   = "30m"
        clause = "Contract, 4.1"
        [[override]]
        target   = "response"
        severity = 1
        within   = "45m"
        warn     = "20m"
        clause   = "Contract, 4.2"
    "#;
    let critical = promise(overrides, Some(1), "response");
    assert_eq!(critical.within.to_string(), "45m");
    assert_eq!(critical.warn.unwrap().to_string(), "20m");
    assert_eq!(critical.clause, "Contract, 4.2");
    let minor = promise(overrides, None, "response");
    assert_eq!(
        (minor.within.to_string(), minor.clause.as_str()),
        ("3h30m".to_owned(), "Contract, 4.1")
    );
}

#[test]
fn only_what_is_set_changes() {
    let overrides =
        "[[override]]\ntarget = 'response'\ncalendar = 'always'\nkeep = '99%'\nclause = 'C'";
    let changed = promise(overrides, Some(1), "response");
    assert_eq!(changed.calendar, "always");
    assert_eq!(changed.within.to_string(), "1h");
    assert_eq!(changed.warn.unwrap().to_string(), "45m");
    assert_eq!(
        changed.clause, "Response times",
        "the time is still the policy's"
    );
    let parsed = Overrides::parse(&policy(), "contract.toml", overrides)
        .overrides
        .unwrap();
    assert_eq!(parsed.keep("response", Some(2)).unwrap().share(), "99%");
    assert_eq!(parsed.keep("resolution", None), None);
}

#[test]
fn a_contract_may_promise_what_the_policy_leaves_unstated() {
    assert!(
        !promises("", Some(1), "incident")
            .iter()
            .any(|promise| promise.target == "resolution")
    );
    let overrides = "[[override]]\ntarget = 'resolution'\nwithin = '8h'\nclause = 'Contract, 5'";
    let stated = promise(overrides, Some(1), "resolution");
    assert_eq!(stated.within.to_string(), "8h");
    assert!(!stated.operating, "the contract states it");
}

#[test]
fn which_target_applies_stays_the_policys() {
    let overrides = "[[override]]\ntarget = 'response'\nseverity = 1\nwithin = '15m'\nwarn = '5m'\nclause = 'C'";
    let found: Vec<String> = promises(overrides, Some(1), "question")
        .into_iter()
        .map(|promise| promise.target)
        .collect();
    assert_eq!(found, ["response-question"]);
}

/// Code, and the fault, written with `§` before the text the finding points at.
const FAULTS: &[(&str, &str)] = &[
    ("toml", "[[override§"),
    ("unknown-key", "§[[overide]]\ntarget = 'response'"),
    (
        "unknown-key",
        "[[override]]\ntarget = 'response'\nwithin = '1h'\nclause = 'C'\n§starts = 'receipt'",
    ),
    (
        "unknown-reference",
        "[[override]]\ntarget = §'respnse'\nwithin = '1h'\nclause = 'C'",
    ),
    (
        "unknown-reference",
        "[[override]]\ntarget = 'response'\nseverity = §7\nwithin = '1h'\nclause = 'C'",
    ),
    (
        "unknown-reference",
        "[[override]]\ntarget = 'response'\ncalendar = §'ofice'\nclause = 'C'",
    ),
    (
        "missing-key",
        "§[[override]]\ntarget = 'response'\nclause = 'C'",
    ),
    (
        "missing-key",
        "§[[override]]\ntarget = 'response'\nwithin = '4h'",
    ),
    (
        "ambiguous-day",
        "[[override]]\ntarget = 'response'\nwithin = §'1 day'\nclause = 'C'",
    ),
    (
        "wrong-value",
        "[[override]]\ntarget = 'response'\nwithin = §'unstated, we use 1h'\nclause = 'C'",
    ),
    (
        "wrong-value",
        "[[override]]\ntarget = 'response'\nkeep = §'most'\nclause = 'C'",
    ),
    (
        "warn-not-before-due",
        "§[[override]]\ntarget = 'response'\nseverity = 1\nwithin = '30m'\nclause = 'C'",
    ),
    (
        "duplicate-id",
        "[[override]]\ntarget = 'response'\nwithin = '4h'\nwarn = '1m'\nclause = 'C'\n§[[override]]\ntarget = 'response'\nwithin = '5h'\nwarn = '1m'\nclause = 'C'",
    ),
];

#[test]
fn every_fault_is_found_in_its_place() {
    let policy = policy();
    for (code, marked) in FAULTS {
        let offset = marked.find('§').unwrap();
        let line = marked[..offset].matches('\n').count() + 1;
        let parsed = Overrides::parse(&policy, "contract.toml", &marked.replace('§', ""));
        assert!(parsed.overrides.is_none(), "{marked}");
        let found = parsed
            .diagnostics
            .iter()
            .any(|found| found.code == *code && found.line == line);
        let shown: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
        assert!(
            found,
            "{code} at line {line} of\n{marked}\nbut:\n{}",
            shown.join("\n")
        );
    }
}
