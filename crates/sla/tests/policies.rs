//! The five policies that ship: they read without errors, and their golden
//! cases hold.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use sla::policy::{Gravity, Policy};

const FILES: [(&str, &str); 5] = [
    (
        "appseconnect.toml",
        include_str!("../../../policies/appseconnect.toml"),
    ),
    (
        "infocyte.toml",
        include_str!("../../../policies/infocyte.toml"),
    ),
    (
        "in8sync.toml",
        include_str!("../../../policies/in8sync.toml"),
    ),
    (
        "three-levels.toml",
        include_str!("../../../policies/three-levels.toml"),
    ),
    (
        "proconcept.toml",
        include_str!("../../../policies/proconcept.toml"),
    ),
];

#[test]
fn they_read_without_errors() {
    for (file, source) in FILES {
        let parsed = Policy::parse(file, source);
        let errors: Vec<String> = parsed
            .diagnostics
            .iter()
            .filter(|found| found.severity == Gravity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n\n"));
        assert!(parsed.policy.is_some());
    }
}

#[test]
fn their_golden_cases_hold() {
    for (file, source) in FILES {
        let policy = Policy::parse(file, source).policy.unwrap();
        let results = policy.run_cases();
        assert!(results.len() >= 4, "{file} has too few cases");
        let failures: Vec<String> = results
            .iter()
            .flat_map(|case| &case.failures)
            .map(ToString::to_string)
            .collect();
        assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    }
}
