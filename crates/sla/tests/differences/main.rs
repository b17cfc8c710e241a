//! Differences of two policies as data: one line put in the place of another,
//! and what a customer reads of it, with whether it is better or worse for them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests, one of which takes its time"
)]

mod cases;

use std::time::{Duration, Instant};

use sla::policy::{Audience, Effect, Part, Policy, diff};

use cases::{BASE, CASES, INTERNAL};

fn parsed(source: &str) -> Policy {
    let parsed = Policy::parse("policy.toml", source);
    parsed
        .policy
        .unwrap_or_else(|| panic!("{:#?}", parsed.diagnostics))
}

fn changed(from: &str, to: &str) -> Policy {
    assert!(
        from.starts_with('#') || BASE.contains(from),
        "the policy has no line {from}"
    );
    parsed(&BASE.replacen(from, to, 1))
}

#[test]
fn each_change_is_told_with_what_it_means_for_the_customer() {
    let base = parsed(BASE);
    for (from, to, expected) in CASES {
        let changes = diff(&base, &changed(from, to));
        let found: Vec<(Part, Effect, String)> = changes
            .iter()
            .map(|change| (change.part, change.effect, change.in_words("en")))
            .collect();
        let found: Vec<(Part, Effect, &str)> = found
            .iter()
            .map(|(part, effect, words)| (*part, *effect, words.as_str()))
            .collect();
        assert_eq!(found, *expected, "{from} -> {to}");
        assert!(
            changes
                .iter()
                .all(|change| change.audience == Audience::Customer)
        );
    }
}

#[test]
fn the_way_back_is_the_opposite() {
    let base = parsed(BASE);
    for (from, to, _) in CASES {
        let other = changed(from, to);
        let there = diff(&base, &other);
        let back = diff(&other, &base);
        assert_eq!(there.is_empty(), back.is_empty(), "{from} -> {to}");
        let count = |changes: &[sla::policy::Change], effect: Effect| {
            changes.iter().any(|change| change.effect == effect)
        };
        assert_eq!(
            count(&there, Effect::Better),
            count(&back, Effect::Worse),
            "{from} -> {to}"
        );
        assert_eq!(
            count(&there, Effect::Mixed),
            count(&back, Effect::Mixed),
            "{from} -> {to}"
        );
    }
}

#[test]
fn what_is_internal_is_marked_and_means_nothing_to_customers() {
    let base = parsed(BASE);
    for (from, to, words) in INTERNAL {
        let changes = diff(&base, &changed(from, to));
        assert_eq!(changes.len(), 1, "{from} -> {to}: {changes:#?}");
        assert_eq!(changes[0].audience, Audience::Internal);
        assert_eq!(changes[0].effect, Effect::Neutral);
        assert_eq!(changes[0].in_words("en"), *words);
    }
}

#[test]
fn french_is_complete() {
    let base = parsed(BASE);
    for (from, to, expected) in CASES {
        for (change, (_, _, english)) in diff(&base, &changed(from, to)).iter().zip(*expected) {
            let french = change.in_words("fr");
            assert!(french.contains(" : "), "{french}");
            assert_ne!(french, *english);
            for word in ["before", "dropped", "(new)", "Severity", "within"] {
                assert!(!french.contains(word), "{french}");
            }
        }
    }
    let critical = changed("2-3 = \"4h\" }\nwarn", "2-3 = \"5h\" }\nwarn");
    assert_eq!(
        diff(&base, &critical)[0].in_words("fr"),
        "Gravités 2, 3, première réponse : en 5 heures d'ouverture \
         (avant : en 4 heures d'ouverture)"
    );
}

#[test]
fn golden_cases_and_comments_promise_nothing() {
    let base = parsed(BASE);
    let more = format!(
        "# A comment\n{BASE}\n[[case]]\nname = \"one\"\n\
         report = {{ severity = 1, at = \"2026-03-06T09:00:00-07:00\" }}\n\
         expect = {{ response = \"2026-03-06T10:00:00-07:00\" }}\n"
    );
    let more = parsed(&more);
    assert_ne!(base.version(), more.version());
    assert!(diff(&base, &more).is_empty());
}

#[test]
fn a_target_of_another_policy_is_judged_by_its_metric() {
    let base = parsed(BASE);
    let renamed = changed("id     = \"resolution\"", "id     = \"restore\"");
    let changes = diff(&base, &renamed);
    let words: Vec<String> = changes.iter().map(|change| change.in_words("en")).collect();
    assert_eq!(
        words,
        [
            "Severities 1, 2, 3, resolution: within 3 working days (new)",
            "Severities 1, 2, 3, resolution: dropped (before: within 3 working days)",
        ]
    );
    assert!(
        changes
            .iter()
            .all(|change| change.effect == Effect::Neutral)
    );
}

/// A minute and more, were each fact looked for among all others.
#[test]
fn ten_thousand_closed_days_are_compared_in_seconds() {
    let mut days = String::new();
    let mut date = jiff::civil::date(2026, 1, 1);
    for _ in 0..10_000 {
        days.push_str(&format!("{date} = \"Closed\"\n"));
        date = date.tomorrow().unwrap();
    }
    let with = |name: &str| {
        let days = days.replace("Closed", name);
        parsed(&format!(
            "{BASE}\n[calendar.long]\nzone = \"Etc/UTC\"\nweekly = {{ mon-fri = \"09:00-17:00\" }}\n\
             [calendar.long.closed]\n{days}"
        ))
    };
    let (old, new) = (with("Closed"), with("Holiday"));
    let started = Instant::now();
    let changes = diff(&old, &new);
    assert_eq!(changes.len(), 10_000);
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}
