//! From the text of a policy file to a [`Policy`] and all findings at once.

use toml::de::DeTable;

use super::{
    Diagnostic, Policy, by_severity::Scale, case, channel, checks, closing, duty, heading::Heading,
    hours, level, parts, plan, priority, problems::Problems, severity, table::Table, target,
};

/// What came of reading a policy file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Present exactly where no finding is an error.
    pub policy: Option<Policy>,
    /// All findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The format this version of the language reads.
const FORMAT: &str = "1";

pub(super) fn read(file: &str, source: &str) -> Parsed {
    let mut problems = Problems::new(file, source);
    let (root, errors) = DeTable::parse_recoverable(source);
    note_syntax(source, &errors, &mut problems);
    let table = Table::new("the policy file", 0..0, root.get_ref());
    let policy = read_root(table, file, source, &mut problems);
    if let Some(policy) = &policy {
        checks::run(policy, &mut problems);
    }
    let policy = policy.filter(|_| !problems.has_errors());
    Parsed {
        policy,
        diagnostics: problems.into_sorted(),
    }
}

/// What TOML itself finds wrong with a text.
pub(super) fn note_syntax(source: &str, errors: &[toml::de::Error], problems: &mut Problems<'_>) {
    for error in errors {
        let place = error.span().unwrap_or(source.len()..source.len());
        if error.message() == "duplicate key" {
            let help = "each name may be given once: rename one, or merge the two";
            problems.add("duplicate-id", &place, "this is given twice", help);
        } else {
            let help = "close what is open here: quotation marks, brackets, braces";
            problems.add(
                "toml",
                &place,
                format!("this is not TOML: {}", error.message()),
                help,
            );
        }
    }
}

fn read_root(
    mut root: Table<'_>,
    file: &str,
    source: &str,
    problems: &mut Problems<'_>,
) -> Option<Policy> {
    read_format(&mut root, problems);
    let mut default_calendar = None;
    let heading = root
        .need("policy", problems)
        .and_then(|node| node.table("[policy]", problems))
        .map(|table| Heading::read(table, &mut default_calendar, problems));
    let languages = heading
        .as_ref()
        .map(|heading| heading.languages.clone())
        .unwrap_or_default();
    let calendars = hours::read(root.table("calendar", problems), problems);
    let plans = plan::read(root.table("plan", problems), &languages, problems);
    let severities = root.table("severity", problems);
    let (severities, severity_rules) = severity::read(severities, &languages, problems);
    let groups = severity::read_groups(root.table("group", problems), &severities, problems);
    let priorities = priority::read(root.table("priority", problems), &languages, problems);
    let levels = level::read(root.table("level", problems), &languages, problems);
    let channels = channel::read(root.table("channel", problems), &languages, problems);
    let scale = Scale {
        severities: &severities,
        groups: &groups,
        priorities: &priorities.all,
        metrics: heading
            .as_ref()
            .map_or(&[], |heading| heading.metrics.as_slice()),
    };
    let mut targets = target::read(root.tables("target", problems), &languages, scale, problems);
    let duties = root.tables("duty", problems);
    duty::read(duties, &mut targets, &languages, scale, problems);
    let rating = closing::read_rating(root.table("rating", problems), &languages, problems);
    let texts = closing::read_texts(root.table("text", problems), &languages, problems);
    let parts = parts::read(&mut root, &languages, &severities, problems);
    let gaps = closing::read_gaps(root.tables("unstated", problems), &languages, problems);
    let cases = case::read(root.tables("case", problems), scale, problems);
    root.finish(problems);
    Some(Policy {
        file: file.to_owned(),
        source: source.to_owned(),
        version: content_hash(source),
        heading: heading?,
        default_calendar,
        calendars,
        plans,
        severities,
        severity_rules,
        groups,
        priorities,
        levels,
        channels,
        targets,
        rating,
        texts,
        parts,
        gaps,
        cases,
    })
}

fn read_format(root: &mut Table<'_>, problems: &mut Problems<'_>) {
    let Some(node) = root.need("format", problems) else {
        return;
    };
    let written = node.value.as_integer().map(|integer| integer.as_str());
    if written != Some(FORMAT) {
        let help = format!("write `format = {FORMAT}`: it is the only one there is");
        problems.add("wrong-value", &node.place, "this format is not known", help);
    }
}

/// Hex SHA-256 of the text.
fn content_hash(source: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    Sha256::digest(source.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a String cannot fail");
            hex
        })
}
