//! Policies broken line by line: every planted fault is found, with its code, on
//! its line.
//!
//! The mutations are made by rules, from the policies that ship and a complete one
//! of ours: each rule breaks every line it fits. A fault that is not found fails
//! the test and is shown. What is planted here is never odd by accident: a rule
//! says what it breaks and where the finding must stand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod lines;
mod rules;

use lines::File;
use sla::policy::{Diagnostic, Policy};

/// One policy with one fault.
pub(crate) struct Mutation {
    /// What was done, for whoever reads a failure.
    pub(crate) what: String,
    pub(crate) source: String,
    pub(crate) code: &'static str,
    /// Where the finding must stand, from one.
    pub(crate) line: usize,
}

const FILES: [(&str, &str); 6] = [
    ("complete", include_str!("complete.toml")),
    (
        "appseconnect",
        include_str!("../../../../policies/appseconnect.toml"),
    ),
    (
        "infocyte",
        include_str!("../../../../policies/infocyte.toml"),
    ),
    ("in8sync", include_str!("../../../../policies/in8sync.toml")),
    (
        "three-levels",
        include_str!("../../../../policies/three-levels.toml"),
    ),
    (
        "proconcept",
        include_str!("../../../../policies/proconcept.toml"),
    ),
];

/// Findings of reading, checking and of the golden cases.
fn findings(source: &str) -> Vec<Diagnostic> {
    let parsed = Policy::parse("mutated.toml", source);
    let cases = parsed.policy.iter().flat_map(Policy::run_cases);
    let failures: Vec<Diagnostic> = cases.flat_map(|case| case.failures).collect();
    parsed.diagnostics.into_iter().chain(failures).collect()
}

fn is_found(found: &[Diagnostic], mutation: &Mutation) -> bool {
    found
        .iter()
        .any(|found| found.code == mutation.code && found.line == mutation.line)
}

/// Breaks one of the files by every rule.
fn break_by_every_rule(name: &str) {
    let (_, source) = FILES.iter().find(|(known, _)| *known == name).unwrap();
    let (mut planted, mut missed) = (0, Vec::new());
    let sound = findings(source);
    for mutation in rules::all(&File::new(source)) {
        assert!(
            !is_found(&sound, &mutation),
            "{} is found without being planted",
            mutation.what
        );
        planted += 1;
        let found = findings(&mutation.source);
        if !is_found(&found, &mutation) {
            let shown: Vec<String> = found
                .iter()
                .map(|found| format!("  {} on line {}", found.code, found.line))
                .collect();
            let Mutation {
                what, code, line, ..
            } = mutation;
            let shown = shown.join("\n");
            missed.push(format!("{what}: no `{code}` on line {line}, but\n{shown}"));
        }
    }
    let count = missed.len();
    let missed = missed.join("\n");
    assert!(count == 0, "{count} of {planted} are not found:\n{missed}");
}

/// One test for each file, so that they run beside each other.
macro_rules! broken {
    ($($test:ident: $file:literal),* $(,)?) => {$(
        #[test]
        fn $test() {
            break_by_every_rule($file);
        }
    )*};
}

broken! {
    every_fault_in_the_complete_policy_is_found: "complete",
    every_fault_in_appseconnect_is_found: "appseconnect",
    every_fault_in_infocyte_is_found: "infocyte",
    every_fault_in_in8sync_is_found: "in8sync",
    every_fault_in_three_levels_is_found: "three-levels",
    every_fault_in_proconcept_is_found: "proconcept",
}

/// Without this a rule could stop fitting any line and nobody would notice.
#[test]
fn every_rule_plants_something() {
    let mut all = 0;
    for (name, rule) in rules::RULES {
        let planted = FILES
            .iter()
            .map(|(_, source)| rule(&File::new(source)).len())
            .sum::<usize>();
        assert!(planted > 0, "the rule `{name}` fits no line");
        all += planted;
    }
    assert!(all >= 1_000, "only {all} faults are planted");
}

#[test]
fn the_complete_policy_has_no_fault_of_its_own() {
    let found = findings(FILES[0].1);
    let doubtful: Vec<String> = found
        .iter()
        .filter(|found| !["superseded", "unstated"].contains(&found.code))
        .map(ToString::to_string)
        .collect();
    assert!(doubtful.is_empty(), "{}", doubtful.join("\n\n"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    /// Lines left out, moved and repeated: whatever comes of it is read without a
    /// panic, and there is a policy exactly where there is no error.
    #[test]
    fn no_order_of_lines_breaks_the_reader(
        edits in proptest::collection::vec((0..120_usize, 0..120_usize, proptest::bool::ANY), 1..6),
    ) {
        let mut lines: Vec<&str> = FILES[0].1.lines().collect();
        for (from, to, leaves) in edits {
            let line = lines[from % lines.len()];
            if leaves {
                lines.remove(from % lines.len());
            }
            lines.insert(to % lines.len(), line);
        }
        let parsed = Policy::parse("moved.toml", &lines.join("\n"));
        let has_error = parsed
            .diagnostics
            .iter()
            .any(|found| found.severity == sla::policy::Gravity::Error);
        proptest::prop_assert_eq!(parsed.policy.is_none(), has_error);
        if let Some(policy) = parsed.policy {
            policy.run_cases();
        }
    }
}
