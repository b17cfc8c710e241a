//! Any text as a policy file: reading, checking, cases and page never panic, what
//! is wrong has a place in the file, and a second reading finds the same.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use sla::policy::{Gravity, Policy};

fuzz_target!(|source: &str| {
    let parsed = Policy::parse("fuzz.toml", source);
    let lines = source.matches('\n').count() + 1;
    for found in &parsed.diagnostics {
        assert!((1..=lines).contains(&found.line), "{found}");
        assert!(found.column >= 1 && found.width >= 1);
        assert!(!found.to_string().is_empty());
    }
    let errors = parsed
        .diagnostics
        .iter()
        .any(|found| found.severity == Gravity::Error);
    assert_eq!(parsed.policy.is_none(), errors);
    assert_eq!(
        parsed.diagnostics,
        Policy::parse("fuzz.toml", source).diagnostics
    );
    let Some(policy) = parsed.policy else { return };
    for case in policy.run_cases() {
        assert!((1..=lines).contains(&case.line));
    }
    for language in policy.languages() {
        assert!(!policy.page_html(language).is_empty());
    }
    let _ = policy.findings_on(date(2026, 11, 25));
});
