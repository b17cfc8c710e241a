//! Which promises apply to a request, as a table: for each metric and audience
//! the most specific target, and nothing where none applies.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use sla::policy::{Anchor, Policy, Promise, Request};

const POLICY: &str = r#"
format = 1
[policy]
name = "Nordwind"
version = "1"
languages = ["en"]
effective = 2026-01-01
[calendar.office]
zone = "America/Denver"
weekly = { mon-fri = "08:00-17:00" }
[plan.silver]
name = "Silver"
calendar = "office"
[plan.gold]
name = "Gold"
calendar = "always"
[severity]
default = 2
[severity.1]
name = "Critical"
[severity.2]
name = "Minor"
[channel.portal]
[channel.mail]
from = "registered"
instead = "Please register."
[[target]]
id = "response"
metric = "first response"
within = "8h"
clause = "General"
[[target]]
id = "response-critical"
metric = "first response"
within = { 1 = "1h" }
clause = "Critical"
[[target]]
id = "response-critical-gold"
metric = "first response"
severity = 1
plan = "gold"
within = "15m"
clause = "Gold"
[[target]]
id = "response-question-at-night"
metric = "first response"
kind = "question"
received = "outside office"
within = { 2 = "none, usually 24h" }
clause = "Questions"
[[target]]
id = "steering"
metric = "first response"
audience = "internal"
within = "30m"
clause = "Indicators"
[[target]]
id = "resolution"
metric = "resolution"
within = { 1 = "unstated", 2 = "unstated, we use 3 working days" }
clause = "Resolution"
"#;

/// `severity kind plan`, a dash for none.
fn promises(request: &str, received: &str) -> Vec<Promise> {
    let parsed = Policy::parse("nordwind.toml", POLICY);
    let policy = parsed
        .policy
        .unwrap_or_else(|| unreachable!("{:#?}", parsed.diagnostics));
    let given: Vec<Option<&str>> = request
        .split(' ')
        .map(|word| (word != "-").then_some(word))
        .collect();
    policy.promises(&Request {
        anchor: Anchor::Receipt,
        priority: None,
        severity: given[0].map(|number| number.parse().unwrap()),
        kind: given[1].unwrap_or("incident").to_owned(),
        plan: given[2].map(str::to_owned),
        channel: "portal".to_owned(),
        received_at: received.parse().unwrap(),
    })
}

const NOON: &str = "2026-03-06T19:00:00Z";
const NIGHT: &str = "2026-03-07T04:00:00Z";

#[test]
fn the_most_specific_target_applies_per_metric_and_audience() {
    let cases = [
        ("1 incident silver", NOON, "response-critical steering"),
        ("1 incident gold", NOON, "response-critical-gold steering"),
        ("1 incident -", NOON, "response-critical steering"),
        ("1 incident copper", NOON, "response-critical steering"),
        ("2 incident silver", NOON, "response resolution steering"),
        ("- - silver", NOON, "response resolution steering"),
        ("2 question silver", NOON, "response resolution steering"),
        (
            "2 question silver",
            NIGHT,
            "response-question-at-night resolution steering",
        ),
        ("1 question silver", NIGHT, "response-critical steering"),
    ];
    for (request, received, expected) in cases {
        let promises = promises(request, received);
        let found: Vec<&str> = promises
            .iter()
            .map(|promise| promise.target.as_str())
            .collect();
        assert_eq!(found.join(" "), expected, "{request} at {received}");
    }
}

#[test]
fn the_calendar_is_that_of_the_plan() {
    let cases = [("silver", "office"), ("gold", "always"), ("-", "office")];
    for (plan, calendar) in cases {
        let promises = promises(&format!("2 incident {plan}"), NOON);
        assert_eq!(promises[0].calendar, calendar, "{plan}");
    }
}

#[test]
fn operating_values_and_absent_promises_are_told_apart() {
    let minor = promises("2 incident silver", NOON);
    assert_eq!(
        (minor[1].within.to_string().as_str(), minor[1].operating),
        ("3 working days", true)
    );
    assert!(!minor[0].operating && !minor[0].best_effort);
    let question = promises("2 question silver", NIGHT);
    assert!(
        question[0].best_effort,
        "what is only usual can never be breached"
    );
}

#[test]
fn a_policy_that_names_channels_is_closed_to_the_others() {
    let policy = Policy::parse("nordwind.toml", POLICY).policy.unwrap();
    let rule = |id| {
        let rule = policy.channel(id);
        (
            rule.accepted,
            rule.registered_only,
            rule.instead.map(|text| text.to_string()),
        )
    };
    assert_eq!(rule("portal"), (true, false, None));
    assert_eq!(
        rule("mail"),
        (true, true, Some("Please register.".to_owned()))
    );
    assert_eq!(rule("phone"), (false, false, None));
    assert_eq!(rule("api"), (true, false, None));
}

#[test]
fn a_version_is_the_hash_of_its_text() {
    let version = |source: &str| {
        Policy::parse("n", source)
            .policy
            .unwrap()
            .version()
            .to_owned()
    };
    assert_eq!(version(POLICY), version(POLICY));
    assert_ne!(version(POLICY), version(&format!("{POLICY}\n# a remark")));
    assert!(version(POLICY).bytes().all(|byte| byte.is_ascii_hexdigit()));
}
