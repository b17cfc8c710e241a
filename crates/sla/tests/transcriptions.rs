//! What the linter finds unaided in faithful transcriptions of real policies: the
//! numbers and the structure of the published texts in our own words, without the
//! choices our own policy files made about them.

#![allow(clippy::unwrap_used, reason = "tests")]

use sla::policy::{Diagnostic, Policy};

/// Six severities in prose, in a table, and once more as indicators (A4 to A12, A17).
const SEVERITIES: &str = r#"format = 1
[policy]
name      = "Support strategy"
version   = "transcribed"
languages = ["en"]
effective = "unstated"
calendar  = "window"
[calendar.window]
zone   = "unstated"
weekly = { mon-fri = "00:00-24:00" }
[severity]
default = 3
[severity.1]
name            = "Critical impact"
without-a-break = true
[severity.2]
name = "High impact"
[severity.3]
name = "Material"
[severity.4]
name = "Cosmetic"
[severity.5]
name = "Enquiry"
[severity.6]
name = "Enhancement"
[group]
high   = { severity = [1, 2], operating = true }
normal = { severity = [3], operating = true }
low    = { severity = [4, 5, 6], operating = true }

[[target]]
id           = "response"
metric       = "first response"
within       = { 1-2 = "1h", 3 = "2h", 4-6 = "4h" }
satisfied-by = ["responded"]
clause       = "Table of severities"
[[target.written]]
clause       = "Prose"
satisfied-by = ["diagnosed"]
within       = { 1 = "1h", 2 = "8h", 3 = "2 days", 4 = "7 days" }
[[target.written]]
clause = "Indicators"
within = { high = "2h", normal = "8h", low = "2 days" }

[[target]]
id           = "resolution"
metric       = "resolution"
within       = { 1 = "4h", 2 = "8h", 3 = "5 working days", 4 = "next release", 5-6 = "15 working days" }
satisfied-by = ["resolved", "fix released"]
keep         = { 1 = "95%", 2-3 = "90%", 5-6 = "90%" }
clause       = "Table of severities"
[[target.written]]
clause = "Prose"
within = { 1 = "16h", 2 = "24h", 3 = "7 days", 4 = "next release" }
[[target.written]]
clause = "Indicators"
within = { high = "1 day", normal = "3 days", low = "7 days" }
"#;

/// Hours by tier: one tier without hours of day, one without any hours (I8).
const TIERS: &str = r#"format = 1
[policy]
name      = "Support and maintenance"
version   = "transcribed"
languages = ["en"]
effective = "unstated"
[calendar.enlist]
zone   = "Etc/GMT+5"
weekly = { mon-fri = "unstated" }
[plan.enlist]
name     = "Enlist"
calendar = "enlist"
[plan.patrol]
name     = "Patrol"
calendar = "always"
[plan.command]
name     = "Command"
calendar = "always"
[plan.assessment]
name = "Assessment"
[severity]
default = 4
[severity.1]
name = "Severe"
[severity.2]
name = "Substantial"
[severity.3]
name = "Low impact"
[severity.4]
name = "Informational"
[[target]]
id           = "response"
metric       = "first response"
within       = { 1 = "under 1h", 2 = "under 4h", 3 = "under 8h", 4 = "none, usually 24h" }
starts       = "complete report"
satisfied-by = ["diagnosed", "plan given"]
clause       = "Response times"
"#;

fn found(source: &str) -> Vec<Diagnostic> {
    Policy::parse("transcribed.toml", source).diagnostics
}

/// The lines on which a code was found, as they stand in the file.
fn lines<'s>(found: &'s [Diagnostic], code: &str) -> Vec<&'s str> {
    let of_code = found.iter().filter(|found| found.code == code);
    of_code.map(|found| found.line_text.as_str()).collect()
}

#[test]
fn prose_table_and_indicators_contradict_each_other() {
    let found = found(SEVERITIES);
    let messages: Vec<&str> = found
        .iter()
        .filter(|found| found.code == "contradiction")
        .map(|found| found.message.as_str())
        .collect();
    let expected = [
        "Prose is satisfied by: diagnosed",
        "Prose says `8h` for severity 2, Table of severities says `1h`",
        "Prose says `2 days` for severity 3, Table of severities says `2h`",
        "Prose says `7 days` for severity 4, Table of severities says `4h`",
        "Indicators says `2h` for severity 1, 2, Table of severities says `1h`",
        "Indicators says `8h` for severity 3, Table of severities says `2h`",
        "Indicators says `2 days` for severity 4, 5, 6, Table of severities says `4h`",
        "Prose says `16h` for severity 1, Table of severities says `4h`",
        "Prose says `24h` for severity 2, Table of severities says `8h`",
        "Prose says `7 days` for severity 3, Table of severities says `5 working days`",
        "Indicators says `1 day` for severity 1, 2, Table of severities says `4h`",
        "Indicators says `3 days` for severity 3, Table of severities says `5 working days`",
        "Indicators says `7 days` for severity 4, 5, 6, Table of severities says `next release`",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn the_bare_days_of_a_quotation_are_told() {
    let found = found(SEVERITIES);
    let days = lines(&found, "written-day");
    assert_eq!(days.len(), 7, "{days:#?}");
}

#[test]
fn without_a_break_does_not_fit_into_a_window_of_five_days() {
    let found = found(SEVERITIES);
    assert_eq!(lines(&found, "limited-hours"), ["[severity.1]"]);
    assert_eq!(lines(&found, "unstated-hours"), ["zone   = \"unstated\""]);
}

#[test]
fn a_percentage_without_period_is_told() {
    let found = found(SEVERITIES);
    assert_eq!(lines(&found, "percentage-without-population").len(), 1);
}

#[test]
fn a_tier_without_hours_and_one_without_hours_of_day_are_found() {
    let found = found(TIERS);
    assert_eq!(lines(&found, "plan-without-hours"), ["[plan.assessment]"]);
    assert_eq!(
        lines(&found, "unstated-hours"),
        ["weekly = { mon-fri = \"unstated\" }"]
    );
    let errors = found
        .iter()
        .filter(|found| found.severity == sla::policy::Gravity::Error);
    assert_eq!(errors.count(), 2, "nothing else is wrong: {found:#?}");
}

/// The same three statements as three targets, without saying which of them
/// governs: two for customers, one the vendor steers by.
#[test]
fn statements_as_targets_of_their_own_are_compared_too() {
    let heading = SEVERITIES.split("[[target]]").next().unwrap();
    let target = |id: &str, more: &str| {
        format!(
            "[[target]]\nid = \"{id}\"\nmetric = \"first response\"\nclause = \"{id}\"\n{more}\n"
        )
    };
    let table = target(
        "table",
        "within = { 1-2 = \"1h\", 3 = \"2h\", 4-6 = \"4h\" }",
    );
    let prose = target("prose", "within = { 1 = \"1h\", 2 = \"8h\" }");
    let customers = format!("{heading}{table}{prose}");
    assert_eq!(lines(&found(&customers), "two-targets"), ["id = \"prose\""]);

    let indicators = target(
        "indicators",
        "audience = \"internal\"\nwithin = { high = \"2h\", normal = \"8h\" }",
    );
    let stated = heading.replace("zone   = \"unstated\"", "zone   = \"Etc/UTC\"");
    let steered = found(&format!("{stated}{table}{indicators}"));
    let columns: Vec<usize> = steered
        .iter()
        .filter(|found| found.code == "internal-after-promise")
        .map(|found| found.column)
        .collect();
    assert_eq!(columns, [19, 34], "both entries of the indicators");
}
