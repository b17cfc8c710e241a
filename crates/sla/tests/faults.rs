//! Every code of the linter, found in a planted fault at the right line, with a
//! remedy, and documented.
//!
//! The table is data: a sound policy, and per fault one line that is put in the
//! place of another (or added at the end). A fault is written with `§` before
//! the text that the finding must point at.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "faults/parts.rs"]
mod parts;
#[path = "faults/promises.rs"]
mod promises;

use std::collections::BTreeSet;

use sla::policy::{CODES, Diagnostic, Gravity, Policy};

const SOUND: &str = r#"format = 1

[policy]
name      = "Nordwind Support Policy"
version   = "2026.1"
languages = ["en"]
effective = 2026-01-01
calendar  = "office"

[calendar.office]
zone   = "America/Denver"
weekly = { mon-fri = "08:00-17:00" }

[plan.gold]
name     = "Gold"
calendar = "always"

[severity]
default = 2

[severity.1]
name = "Critical"

[severity.2]
name = "Minor"

[channel.portal]

[[target]]
id     = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
warn   = { 1 = "45m", 2 = "3h" }
clause = "Response times"

[[target]]
id     = "resolution"
metric = "resolution"
satisfied-by = ["resolved"]
within = { 1 = "8h", 2 = "3 working days" }
clause = "Resolution times"

[[case]]
name   = "Friday afternoon"
report = { severity = 1, at = "2026-03-06T16:40:00[America/Denver]" }
expect = { response = "2026-03-09T08:40:00[America/Denver]" }
"#;

/// Code, the line of the sound policy that is replaced (empty: added at the end),
/// and the fault.
const FAULTS: &[(&str, &str, &str)] = &[
    ("toml", "version   = \"2026.1\"", "version   = \"2026.1§"),
    ("toml", "[severity.2]", "[severity.2§\n"),
    (
        "missing-key",
        "[plan.gold]\nname     = \"Gold\"",
        "[plan.§gold]",
    ),
    ("missing-key", "", "[channel.§mail]\naccepted = false"),
    (
        "missing-key",
        "",
        "§[[case]]\nname = \"empty\"\nreport = { at = \"2026-01-01T00:00:00Z\" }",
    ),
    (
        "unknown-key",
        "[channel.portal]",
        "[channel.portal]\n§prefered = true",
    ),
    (
        "unknown-key",
        "calendar  = \"office\"",
        "calendar  = \"office\"\n§calender = \"office\"",
    ),
    (
        "unknown-word",
        "metric = \"resolution\"",
        "metric = §\"resolutoin\"",
    ),
    ("unknown-word", "[channel.portal]", "[channel.§pigeon]"),
    ("wrong-type", "name = \"Minor\"", "name = §2"),
    ("wrong-type", "default = 2", "default = §\"2\""),
    ("wrong-value", "format = 1", "format = §2"),
    ("wrong-value", "languages = [\"en\"]", "languages = §[]"),
    (
        "wrong-value",
        "",
        "[[target]]\nid = \"u\"\nmetric = \"update\"\nwithin = \"1h\"\nclause = \"U\"\nkeep = §\"most\"",
    ),
    (
        "wrong-time",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = §\"8-17\" }",
    ),
    (
        "wrong-time",
        "report = { severity = 1, at = \"2026-03-06T16:40:00[America/Denver]\" }",
        "report = { severity = 1, at = §\"Friday\" }",
    ),
    (
        "wrong-duration",
        "within = { 1 = \"1h\", 2 = \"4h\" }",
        "within = { 1 = §\"soon\", 2 = \"4h\" }",
    ),
    (
        "ambiguous-day",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1 = \"8h\", 2 = §\"3 days\" }",
    ),
    (
        "duplicate-id",
        "id     = \"resolution\"",
        "id     = §\"response\"",
    ),
    ("duplicate-id", "[severity.2]", "[severity.§1]"),
    (
        "duplicate-id",
        "within = { 1 = \"1h\", 2 = \"4h\" }",
        "within = { 1 = \"1h\", §1-2 = \"4h\" }",
    ),
    (
        "unknown-reference",
        "calendar = \"always\"",
        "calendar = §\"allways\"",
    ),
    (
        "unknown-reference",
        "calendar  = \"office\"",
        "calendar  = §\"ofice\"",
    ),
    ("unknown-reference", "default = 2", "default = §3"),
    (
        "unknown-reference",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1-2 = \"8h\", §urgent = \"3h\" }",
    ),
    (
        "unknown-reference",
        "expect = { response = \"2026-03-09T08:40:00[America/Denver]\" }",
        "expect = { §respnse = \"2026-03-09T08:40:00[America/Denver]\" }",
    ),
    (
        "unknown-reference",
        "",
        "[[target]]\nid = \"x\"\nmetric = \"update\"\nplan = §\"golden\"\nwithin = \"1h\"\nclause = \"U\"",
    ),
    (
        "unknown-zone",
        "zone   = \"America/Denver\"",
        "zone   = §\"America/Denvr\"",
    ),
    (
        "never-opens",
        "[calendar.office]",
        "[calendar.§shut]\nzone = \"UTC\"\nweekly = {}\n[calendar.office]",
    ),
    (
        "never-opens",
        "[calendar.office]",
        "[calendar.§shut]\nzone = \"UTC\"\nweekly = { mon-sun = \"08:00-08:00\" }\n[calendar.office]",
    ),
    (
        "severity-without-target",
        "[severity.2]",
        "[severity.§3]\nname = \"Forgotten\"\n[severity.2]",
    ),
    (
        "plan-without-hours",
        "calendar  = \"office\"\n",
        "\n[plan.§bare]\nname = \"Bare\"\n",
    ),
    (
        "limited-hours",
        "[severity.1]",
        "[severity.§1]\nwithout-a-break = true",
    ),
    (
        "two-targets",
        "",
        "[[target]]\nid = §\"again\"\nmetric = \"resolution\"\nwithin = { 2 = \"9h\" }\nclause = \"Elsewhere\"",
    ),
    (
        "warn-not-before-due",
        "warn   = { 1 = \"45m\", 2 = \"3h\" }",
        "warn   = { 1 = §\"1h\", 2 = \"3h\" }",
    ),
    (
        "warn-not-before-due",
        "warn   = { 1 = \"45m\", 2 = \"3h\" }",
        "warn   = { 1 = \"45m\", 2 = §\"1 working day\" }",
    ),
    (
        "response-after-resolution",
        "within = { 1 = \"1h\", 2 = \"4h\" }",
        "within = { 1 = §\"10h\", 2 = \"4h\" }",
    ),
    (
        "contradiction",
        "clause = \"Resolution times\"",
        "clause = \"Resolution times\"\n[[target.written]]\nclause = \"Prose\"\nwithin = { 1 = §\"16h\" }",
    ),
    (
        "contradiction",
        "clause = \"Resolution times\"",
        "clause = \"Resolution times\"\n§[[target.written]]\nclause = \"Prose\"\nsatisfied-by = [\"fix released\"]",
    ),
    (
        "superseded",
        "clause = \"Resolution times\"",
        "clause = \"Resolution times\"\ngoverns = \"newer\"\n[[target.written]]\nclause = \"Prose\"\nwithin = { 1 = §\"16h\" }",
    ),
    (
        "written-day",
        "clause = \"Resolution times\"",
        "clause = \"Resolution times\"\n[[target.written]]\nclause = \"Prose\"\nwithin = { 2 = §\"3 days\" }",
    ),
    (
        "percentage-without-population",
        "clause = \"Resolution times\"",
        "clause = \"Resolution times\"\nkeep = §\"95%\"",
    ),
    (
        "unstated",
        "effective = 2026-01-01",
        "effective = §\"unstated\"",
    ),
    (
        "unstated",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1 = \"8h\", 2 = §\"unstated, we use 3 working days\" }",
    ),
    ("unstated", "", "§[[unstated]]\nwhat = \"Who answers\""),
    (
        "missing-text",
        "languages = [\"en\"]",
        "languages = [\"en\", \"fr\"]\n§scope = \"All\"",
    ),
    (
        "failed-case",
        "expect = { response = \"2026-03-09T08:40:00[America/Denver]\" }",
        "expect = { §response = \"2026-03-09T08:41:00[America/Denver]\" }",
    ),
    (
        "failed-case",
        "expect = { response = \"2026-03-09T08:40:00[America/Denver]\" }",
        "promises = §[\"response\"]",
    ),
    (
        "failed-case",
        "expect = { response = \"2026-03-09T08:40:00[America/Denver]\" }",
        "accepted = §false",
    ),
];

fn all_faults() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    FAULTS.iter().chain(parts::FAULTS).chain(promises::FAULTS)
}

/// The sound policy with a fault in it, and where the finding must point.
fn plant(replaced: &str, fault: &str) -> (String, usize, usize) {
    let marked = match replaced {
        "" => format!("{SOUND}\n{fault}\n"),
        line => {
            assert_eq!(
                SOUND.matches(line).count(),
                1,
                "`{line}` must stand there once"
            );
            SOUND.replacen(line, fault, 1)
        }
    };
    let offset = marked.find('§').expect("a fault marks its place");
    let before = marked.get(..offset).unwrap();
    let column = before.lines().last().map_or(0, |line| line.chars().count()) + 1;
    let column = if before.ends_with('\n') { 1 } else { column };
    (
        marked.replace('§', ""),
        before.matches('\n').count() + 1,
        column,
    )
}

fn findings(source: &str) -> Vec<Diagnostic> {
    let parsed = Policy::parse("planted.toml", source);
    let errors = parsed
        .diagnostics
        .iter()
        .any(|found| found.severity == Gravity::Error);
    assert_eq!(
        parsed.policy.is_none(),
        errors,
        "a policy exactly where there is no error"
    );
    let cases = parsed.policy.iter().flat_map(Policy::run_cases);
    let failures: Vec<Diagnostic> = cases.flat_map(|case| case.failures).collect();
    parsed.diagnostics.into_iter().chain(failures).collect()
}

#[test]
fn the_sound_policy_has_no_findings() {
    let found: Vec<String> = findings(SOUND).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn every_planted_fault_is_found_in_its_place() {
    let mut wrong = Vec::new();
    for (code, replaced, fault) in all_faults() {
        let (source, line, column) = plant(replaced, fault);
        let found = findings(&source);
        if !found
            .iter()
            .any(|found| found.code == *code && (found.line, found.column) == (line, column))
        {
            let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
            wrong.push(format!(
                "{code} at {line}:{column} of {fault}, but:\n{}",
                shown.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_code_has_a_planted_fault() {
    let mut planted: BTreeSet<&str> = all_faults().map(|(code, ..)| *code).collect();
    // Reading a file does not know today; the next test does.
    planted.insert("short-notice");
    let known: BTreeSet<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(planted, known);
}

#[test]
fn what_depends_on_today_is_told_on_that_day() {
    let noticed = SOUND.replace(
        "effective = 2026-01-01",
        "effective = 2026-06-01\nnotice = \"3 months\"",
    );
    let closed = "[calendar.office]\nclosed = { 2027-12-25 = \"Christmas Day\" }";
    let source = noticed.replace("[calendar.office]", closed);
    let policy = Policy::parse("planted.toml", &source).policy.unwrap();
    let told = |today: &str| -> Vec<(&str, usize)> {
        let found = policy.findings_on(today.parse().unwrap());
        found.iter().map(|found| (found.code, found.line)).collect()
    };
    assert_eq!(told("2026-03-01"), []);
    assert_eq!(told("2026-03-02"), [("short-notice", 7)]);
    // The list lasts to the end of its year.
    assert_eq!(told("2027-01-01"), [("short-notice", 7)]);
    assert_eq!(
        told("2027-01-02"),
        [("short-notice", 7), ("holidays-run-out", 11)]
    );
    let silent = Policy::parse("planted.toml", SOUND).policy.unwrap();
    assert_eq!(silent.findings_on("2099-01-01".parse().unwrap()), []);
}

#[test]
fn every_error_says_how_to_mend_it() {
    for (_, replaced, fault) in all_faults() {
        for found in findings(&plant(replaced, fault).0) {
            let mendable = found.severity == Gravity::Error && found.code != "failed-case";
            assert!(!(mendable && found.help.is_empty()), "{found}");
        }
    }
}

#[test]
fn every_code_has_a_page_that_names_its_gravity() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/diagnostics");
    for (code, gravity) in CODES {
        let path = format!("{folder}/{code}.md");
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(
            page.starts_with(&format!("# {code}\n")),
            "{path} opens with its code"
        );
        let word = format!("{gravity:?}").to_lowercase();
        assert!(
            page.contains(&format!("**{word}**")),
            "{path} says that it is a {word}"
        );
        assert!(page.contains("## Mend it"), "{path} says what to do");
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".md");
        assert!(
            code == "index" || CODES.iter().any(|(known, _)| *known == code),
            "{name} is about no code"
        );
    }
}

#[test]
fn all_problems_of_a_broken_file_are_shown_at_once() {
    let faults = [
        "zone   = \"America/Denver\"",
        "metric = \"resolution\"",
        "name = \"Minor\"",
    ];
    let broken = SOUND
        .replace(faults[0], "zone   = \"Nowhere\"")
        .replace(faults[1], "metric = \"resolutoin\"")
        .replace(faults[2], "name = 2\nnmae = 3")
        + "[[target]\n";
    let found = findings(&broken);
    let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
    for code in [
        "unknown-zone",
        "unknown-word",
        "wrong-type",
        "unknown-key",
        "toml",
    ] {
        assert!(codes.contains(&code), "{code} is missing in {codes:?}");
    }
}

#[test]
fn a_finding_shows_place_line_caret_and_remedy() {
    let (source, ..) = plant("metric = \"resolution\"", "metric = §\"resolutoin\"");
    let shown = findings(&source).first().unwrap().to_string();
    assert_eq!(
        shown,
        "error[unknown-word]: `resolutoin` is not known in `metric`\n\
         \u{20} --> planted.toml:38:10\n\
         \u{20}  |\n\
         38 | metric = \"resolutoin\"\n\
         \u{20}  |          ^^^^^^^^^^^^\n\
         \u{20}  = help: did you mean `resolution`?"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// A file cut anywhere, or with a stretch replaced, is read without a panic,
    /// and what is wrong in it has a place in the file.
    #[test]
    fn no_file_breaks_the_reader(from in 0..SOUND.len(), length in 0..60_usize, text in "\\PC{0,12}") {
        let until = (from + length).min(SOUND.len());
        let source = format!("{}{text}{}", &SOUND[..from], &SOUND[until..]);
        let lines = source.lines().count().max(1) + 1;
        for found in findings(&source) {
            proptest::prop_assert!(found.line <= lines, "{found}");
        }
    }
}
