//! The policy of one small vendor, which several tests promise different things in.

use sla::policy::Policy;

/// Nordwind's file: office hours in a zone, two severities, then `promises`.
/// `heading` stands under `[policy]` beside what is always there.
pub(crate) fn nordwind(zone: &str, heading: &str, promises: &str) -> String {
    format!(
        r#"
format = 1
[policy]
name      = "Nordwind"
version   = "1"
languages = ["en"]
effective = 2026-01-01
calendar  = "office"
{heading}
[calendar.office]
zone   = "{zone}"
weekly = {{ mon-fri = "09:00-17:00" }}
[severity]
default = 2
[severity.1]
name = "Critical"
[severity.2]
name = "Minor"
{promises}"#
    )
}

/// The policy of a file in which nothing is wrong.
#[track_caller]
pub(crate) fn parsed(source: &str) -> Policy {
    let parsed = Policy::parse("nordwind.toml", source);
    parsed
        .policy
        .unwrap_or_else(|| panic!("{:#?}", parsed.diagnostics))
}
