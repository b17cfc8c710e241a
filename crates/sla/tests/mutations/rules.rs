//! The rules by which faults are planted. Each takes a file and gives all the
//! mutations it knows for it.

use crate::Mutation;
use crate::lines::{Entry, File, quoted};

pub(crate) type Rule = fn(&File<'_>) -> Vec<Mutation>;

pub(crate) const RULES: [(&str, Rule); 20] = [
    ("a needed key is missing", missing),
    ("a key is misspelt", misspelt),
    ("a key is given twice", twice),
    ("a text is a number", numbers),
    ("a quotation mark is missing", unclosed),
    ("a bare day", bare_days),
    ("a time nobody knows", unknown_times),
    ("no time at all", zero_times),
    ("a word is misspelt", words),
    ("a name is misspelt", names),
    ("an id is used twice", ids),
    ("a severity is declared twice", severities),
    ("hours are broken", hours),
    ("a zone is misspelt", zones),
    ("a date is broken", dates),
    ("a case expects another instant", instants),
    ("a case expects another decision", decisions),
    ("a case expects nothing", expectations),
    ("a statement contradicts", contradictions),
    ("a threshold is in the wrong place", thresholds),
];

pub(crate) fn all(file: &File<'_>) -> Vec<Mutation> {
    RULES.iter().flat_map(|(_, rule)| rule(file)).collect()
}

fn plant(code: &'static str, at: usize, what: String, source: String) -> Mutation {
    Mutation {
        what,
        source,
        code,
        line: at + 1,
    }
}

/// An entry with another value, found on its own line.
fn revalued(file: &File<'_>, entry: &Entry<'_>, code: &'static str, value: &str) -> Mutation {
    let line = format!("{} = {value}", entry.key);
    let what = format!("`{line}` under {}", entry.header);
    plant(code, entry.at, what, file.replace(entry.at, &line))
}

/// A value with one of its texts replaced.
fn with_text(value: &str, range: &std::ops::Range<usize>, text: &str) -> String {
    format!("{}{text}{}", &value[..range.start], &value[range.end..])
}

/// The entries of which one of the keys is one of those given.
fn keyed<'s>(file: &File<'s>, header: &str, keys: &[&str]) -> Vec<Entry<'s>> {
    let mut entries = file.entries();
    entries.retain(|entry| entry.header.starts_with(header) && keys.contains(&entry.key));
    entries
}

const TARGET: &str = "[[target]]";
const CASE: &str = "[[case]]";

/// The keys without which a table is not understood.
const NEEDED: [(&str, &[&str]); 10] = [
    ("[policy]", &["name", "version", "languages", "effective"]),
    ("[calendar.", &["zone", "weekly"]),
    ("[plan.", &["name"]),
    ("[severity.", &["name"]),
    ("[level.", &["name", "does"]),
    (TARGET, &["id", "metric", "within", "clause"]),
    ("[[target.written]]", &["clause"]),
    ("[rating]", &["scale"]),
    ("[[unstated]]", &["what"]),
    (CASE, &["name", "report"]),
];

fn missing(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for (header, keys) in NEEDED {
        for entry in keyed(file, header, keys) {
            let what = format!("no `{}` under {}", entry.key, entry.header);
            let source = file.without(entry.at);
            mutations.push(plant("missing-key", entry.header_at, what, source));
        }
    }
    mutations
}

fn misspelt(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for (header, _) in NEEDED {
        for entry in file.entries() {
            if !entry.header.starts_with(header) {
                continue;
            }
            let line = format!("{}x = {}", entry.key, entry.value);
            let what = format!("`{line}` under {}", entry.header);
            let source = file.replace(entry.at, &line);
            mutations.push(plant("unknown-key", entry.at, what, source));
        }
    }
    mutations
}

fn twice(file: &File<'_>) -> Vec<Mutation> {
    let again = |entry: Entry<'_>| {
        let line = format!("{} = {}", entry.key, entry.value);
        let what = format!("`{}` given twice under {}", entry.key, entry.header);
        let source = file.replace(entry.at, &format!("{line}\n{line}"));
        plant("duplicate-id", entry.at + 1, what, source)
    };
    // One entry per table is enough: the reader treats all alike.
    let first = |entry: &Entry<'_>| entry.at == entry.header_at + 1;
    file.entries()
        .into_iter()
        .filter(first)
        .map(again)
        .collect()
}

fn numbers(file: &File<'_>) -> Vec<Mutation> {
    let keys = ["name", "id", "clause", "says", "zone", "governs"];
    let mut entries = keyed(file, "[", &keys);
    // The names of an author's own texts may be anything.
    entries.retain(|entry| entry.header != "[text]");
    let number = |entry: &Entry<'_>| revalued(file, entry, "wrong-type", "7");
    entries.iter().map(number).collect()
}

fn unclosed(file: &File<'_>) -> Vec<Mutation> {
    let open = |entry: &Entry<'_>| {
        let value = entry.value.strip_suffix('"')?;
        Some(revalued(file, entry, "toml", value))
    };
    let entries = keyed(file, "[", &["metric", "version", "calendar"]);
    entries.iter().filter_map(open).collect()
}

/// Each time of the targets replaced by another text.
fn times(file: &File<'_>, code: &'static str, text: &str) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for entry in keyed(file, TARGET, &["within", "warn"]) {
        for range in quoted(entry.value) {
            let value = with_text(entry.value, &range, text);
            mutations.push(revalued(file, &entry, code, &value));
        }
    }
    mutations
}

fn bare_days(file: &File<'_>) -> Vec<Mutation> {
    times(file, "ambiguous-day", "2 days")
}

fn unknown_times(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = times(file, "wrong-duration", "4 hrs");
    mutations.extend(times(file, "wrong-duration", "soon"));
    mutations
}

fn zero_times(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = times(file, "zero-time", "0h");
    mutations.retain(|mutation| mutation.what.starts_with("`within"));
    mutations
}

fn words(file: &File<'_>) -> Vec<Mutation> {
    let keys = [
        "metric",
        "audience",
        "starts",
        "satisfied-by",
        "paused-by",
        "kind",
        "change",
        "from",
    ];
    let mut mutations = Vec::new();
    for (header, _) in [(TARGET, ()), ("[severity]", ()), ("[channel.", ())] {
        for entry in keyed(file, header, &keys) {
            for range in quoted(entry.value) {
                let text = format!("{}x", &entry.value[range.clone()]);
                let value = with_text(entry.value, &range, &text);
                mutations.push(revalued(file, &entry, "unknown-word", &value));
            }
        }
    }
    mutations
}

fn names(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for header in ["[policy]", "[plan.", TARGET] {
        for entry in keyed(file, header, &["calendar", "plan"]) {
            for range in quoted(entry.value) {
                let value = with_text(entry.value, &range, "nowhere");
                mutations.push(revalued(file, &entry, "unknown-reference", &value));
            }
        }
    }
    for entry in keyed(file, CASE, &["report"]) {
        if entry.value.contains("severity = ") {
            let value = entry.value.replacen("severity = ", "severity = 9", 1);
            mutations.push(revalued(file, &entry, "unknown-reference", &value));
        }
    }
    for entry in keyed(file, CASE, &["expect"]) {
        // What a case expects of coverage and level names no target.
        if ["{ coverage", "{ level"]
            .iter()
            .any(|word| entry.value.starts_with(word))
        {
            continue;
        }
        let value = entry.value.replacen("{ ", "{ no-", 1);
        mutations.push(revalued(file, &entry, "unknown-reference", &value));
    }
    mutations
}

fn ids(file: &File<'_>) -> Vec<Mutation> {
    let ids = keyed(file, TARGET, &["id"]);
    let as_before = |pair: &[Entry<'_>]| revalued(file, &pair[1], "duplicate-id", pair[0].value);
    ids.windows(2).map(as_before).collect()
}

fn severities(file: &File<'_>) -> Vec<Mutation> {
    let mut headers: Vec<(usize, &str)> = file.headers().collect();
    headers.retain(|(_, header)| header.starts_with("[severity."));
    let as_before = |pair: &[(usize, &str)]| {
        let ((_, before), (at, header)) = (pair[0], pair[1]);
        let what = format!("{header} is called {before}");
        plant("duplicate-id", at, what, file.replace(at, before))
    };
    headers.windows(2).map(as_before).collect()
}

fn hours(file: &File<'_>) -> Vec<Mutation> {
    let faults = [
        ("8-17", "wrong-time"),
        ("08:00-25:00", "wrong-time"),
        ("00:00-00:00", "empty-hours"),
        ("unstated", "unstated-hours"),
        ("08:00-12:00, 11:30-17:00", "overlapping-hours"),
    ];
    let mut mutations = Vec::new();
    for entry in keyed(file, "[calendar.", &["weekly", "special"]) {
        for range in quoted(entry.value) {
            for (text, code) in faults {
                let value = with_text(entry.value, &range, text);
                mutations.push(revalued(file, &entry, code, &value));
            }
        }
    }
    for entry in keyed(file, "[calendar.", &["weekly"]) {
        let value = entry.value.replacen("mon", "mom", 1);
        mutations.push(revalued(file, &entry, "unknown-word", &value));
    }
    mutations
}

fn zones(file: &File<'_>) -> Vec<Mutation> {
    let nowhere = |entry: &Entry<'_>| revalued(file, entry, "unknown-zone", "\"Atlantis/Port\"");
    let zones = keyed(file, "[calendar.", &["zone"]);
    zones.iter().map(nowhere).collect()
}

fn dates(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for entry in keyed(file, "[policy]", &["effective"]) {
        mutations.push(revalued(file, &entry, "wrong-type", "\"soon\""));
        mutations.push(revalued(file, &entry, "wrong-time", "2026-01-01T08:00:00Z"));
    }
    for entry in keyed(file, "[calendar.", &["closed", "special"]) {
        let value = entry.value.replacen("-12-", "-13-", 1);
        mutations.push(revalued(file, &entry, "wrong-time", &value));
    }
    for entry in keyed(file, CASE, &["report"]) {
        let value = entry.value.replacen('T', " at ", 1);
        mutations.push(revalued(file, &entry, "wrong-time", &value));
    }
    mutations
}

/// Each instant a case expects, a minute later or earlier.
fn instants(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for entry in keyed(file, CASE, &["expect"]) {
        for range in quoted(entry.value) {
            let text = &entry.value[range.clone()];
            let Some((date, time)) = text.split_once('T') else {
                continue;
            };
            // `08:30:00...`: the last digit of the minutes.
            let digit = if time.as_bytes()[4] == b'0' { "1" } else { "0" };
            let moved = format!("{date}T{}{digit}{}", &time[..4], &time[5..]);
            let value = with_text(entry.value, &range, &moved);
            mutations.push(revalued(file, &entry, "failed-case", &value));
        }
    }
    for entry in keyed(file, CASE, &["accepted"]) {
        let other = if entry.value == "true" {
            "false"
        } else {
            "true"
        };
        mutations.push(revalued(file, &entry, "failed-case", other));
    }
    mutations
}

/// Coverage and level as a case does not find them.
fn decisions(file: &File<'_>) -> Vec<Mutation> {
    let others = [
        ("coverage = \"covered\"", "coverage = \"refused\""),
        ("coverage = \"billable\"", "coverage = \"covered\""),
        ("coverage = \"refused\"", "coverage = \"billable\""),
        ("level = 1", "level = 2"),
        ("level = 2", "level = 1"),
    ];
    let mut mutations = Vec::new();
    for entry in keyed(file, CASE, &["expect"]) {
        for (decision, other) in others {
            if entry.value.contains(decision) {
                let value = entry.value.replacen(decision, other, 1);
                mutations.push(revalued(file, &entry, "failed-case", &value));
            }
        }
    }
    mutations
}

fn expectations(file: &File<'_>) -> Vec<Mutation> {
    let keys = ["name", "report"];
    let mut mutations = Vec::new();
    for entry in keyed(file, CASE, &["expect", "accepted", "promises"]) {
        let siblings = file.siblings(&entry);
        let alone = siblings
            .iter()
            .filter(|other| !keys.contains(&other.key))
            .count()
            == 1;
        if alone {
            let what = format!("no `{}` in a case", entry.key);
            let source = file.without(entry.at);
            mutations.push(plant("missing-key", entry.header_at, what, source));
        }
    }
    mutations
}

/// A statement as written, changed, beside targets that no longer say they govern.
fn contradictions(file: &File<'_>) -> Vec<Mutation> {
    let governs = keyed(file, TARGET, &["governs"]);
    // Emptied and not left out, so that the lines stay where they are.
    let silent: Vec<(usize, Option<&str>)> =
        governs.iter().map(|entry| (entry.at, Some(""))).collect();
    let mut mutations = Vec::new();
    for entry in keyed(file, "[[target.written]]", &["within"]) {
        for range in quoted(entry.value) {
            let value = with_text(entry.value, &range, "777h");
            let line = format!("within = {value}");
            let mut edits = silent.clone();
            edits.push((entry.at, Some(line.as_str())));
            let what = format!("`{line}` as written, and nothing governs");
            mutations.push(plant("contradiction", entry.at, what, file.edit(&edits)));
        }
    }
    mutations
}

/// Warnings when it is too late, shares without a time, resolutions by anything.
fn thresholds(file: &File<'_>) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for entry in keyed(file, TARGET, &["warn"]) {
        let siblings = file.siblings(&entry);
        let within = siblings.iter().find(|other| other.key == "within");
        let within = within.unwrap().value;
        mutations.push(revalued(file, &entry, "warn-not-before-due", within));
    }
    for entry in keyed(file, TARGET, &["satisfied-by"]) {
        let siblings = file.siblings(&entry);
        let resolves = |other: &&Entry<'_>| other.value == "\"resolution\"";
        let is_resolution = siblings
            .iter()
            .any(|other| other.key == "metric" && resolves(&other));
        let id = siblings.iter().find(|other| other.key == "id").unwrap();
        if is_resolution {
            let what = format!("any message satisfies {}", id.value);
            let source = file.replace(entry.at, "");
            mutations.push(plant("met-by-any-message", id.at, what, source));
        }
    }
    mutations
}
