//! Every cell of the five coverage tables that ship: each combination of facts, known
//! and not known, is decided as a naive reader of the file decides it, who knows
//! nothing of the types of this crate. The reason is there in each of the policy's
//! languages, or openly left open.

use std::collections::{BTreeMap, BTreeSet};

use sla::policy::{
    Cause, ContractState, Coverage, CoverageFact, CoverageQuestion, ModifiedBy, OTHER_SUBJECT,
    Policy,
};
use toml::{Table, Value};

const FILES: [(&str, &str); 5] = [
    (
        "appseconnect.toml",
        include_str!("../../../../policies/appseconnect.toml"),
    ),
    (
        "infocyte.toml",
        include_str!("../../../../policies/infocyte.toml"),
    ),
    (
        "in8sync.toml",
        include_str!("../../../../policies/in8sync.toml"),
    ),
    (
        "three-levels.toml",
        include_str!("../../../../policies/three-levels.toml"),
    ),
    (
        "proconcept.toml",
        include_str!("../../../../policies/proconcept.toml"),
    ),
];

/// Kinds of ticket as they are stored.
const KINDS: [&str; 6] = [
    "incident",
    "question",
    "change_request",
    "service_request",
    "complaint",
    "suggestion",
];

/// The facts of a request by the key of the file that asks for them, in the words of
/// the file; a key that is missing is not known.
type Facts = BTreeMap<&'static str, Vec<String>>;

/// The keys of conditions, but for the kind, which is always known.
const KEYS: [(&str, CoverageFact); 6] = [
    ("subject", CoverageFact::Subject),
    ("cause", CoverageFact::Cause),
    ("modified-by", CoverageFact::ModifiedBy),
    ("permission", CoverageFact::Permission),
    ("contract", CoverageFact::Contract),
    ("during", CoverageFact::During),
];

fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(words).collect(),
        Value::String(word) => vec![word.clone()],
        Value::Boolean(word) => vec![word.to_string()],
        other => panic!("no condition: {other:?}"),
    }
}

/// What somebody who reads the file from the top finds: the row (empty: none), its
/// decision, and the facts that rows passed over would still have needed.
fn read_from_the_top(
    table: &Table,
    kind: &str,
    facts: &Facts,
) -> (String, String, BTreeSet<CoverageFact>) {
    let mut open = BTreeSet::new();
    let rows = table.get("row").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        let row = row.as_table().unwrap();
        let kinds = row.get("kind").map(words);
        if kinds.is_some_and(|kinds| !kinds.contains(&kind.replace('_', " "))) {
            continue;
        }
        let mut missing = BTreeSet::new();
        let mut excluded = false;
        for (key, fact) in KEYS {
            let Some(wanted) = row.get(key).map(words) else {
                continue;
            };
            match facts.get(key) {
                None => {
                    missing.insert(fact);
                }
                Some(known) => excluded |= !known.iter().any(|word| wanted.contains(word)),
            }
        }
        if excluded {
            continue;
        }
        if missing.is_empty() {
            let id = row["id"].as_str().unwrap().to_owned();
            return (id, row["decision"].as_str().unwrap().to_owned(), open);
        }
        open.extend(missing);
    }
    let otherwise = table["otherwise"].as_str().unwrap().to_owned();
    (String::new(), otherwise, open)
}

/// The values that each fact can have in this file; the last of each is "not known".
fn cells(file: &Table) -> Vec<Facts> {
    let ids = |place: &str| -> Vec<String> {
        let named = file.get(place).and_then(Value::as_table);
        named.map_or_else(Vec::new, |named| named.keys().cloned().collect())
    };
    let subjects = file["coverage"].get("subject").and_then(Value::as_table);
    let mut subjects: Vec<String> =
        subjects.map_or_else(Vec::new, |subjects| subjects.keys().cloned().collect());
    subjects.push(OTHER_SUBJECT.to_owned());
    let single = |words: &[&str]| -> Vec<Vec<String>> {
        words.iter().map(|word| vec![(*word).to_owned()]).collect()
    };
    let periods = ids("period");
    let mut running: Vec<Vec<String>> = vec![Vec::new()];
    for period in periods {
        let with: Vec<Vec<String>> = running
            .iter()
            .map(|running| [running.as_slice(), std::slice::from_ref(&period)].concat())
            .collect();
        running.extend(with);
    }
    let values: [Vec<Vec<String>>; 6] = [
        subjects.into_iter().map(|subject| vec![subject]).collect(),
        single(&["defect", "own mistake", "use", "surroundings"]),
        single(&["nobody", "vendor", "customer"]),
        single(&["true", "false"]),
        single(&["active", "ended", "absent"]),
        running,
    ];
    let mut cells = vec![Facts::new()];
    for ((key, _), values) in KEYS.into_iter().zip(values) {
        cells = cells
            .iter()
            .flat_map(|cell| {
                let known = values.iter().map(|value| {
                    let mut cell = cell.clone();
                    cell.insert(key, value.clone());
                    cell
                });
                known.chain([cell.clone()]).collect::<Vec<_>>()
            })
            .collect();
    }
    cells
}

fn question(kind: &str, facts: &Facts) -> CoverageQuestion {
    let one = |key: &str| facts.get(key).map(|words| words[0].replace(' ', "_"));
    CoverageQuestion {
        kind: kind.to_owned(),
        subject: facts.get("subject").map(|words| words[0].clone()),
        cause: one("cause").map(|word| Cause::parse(&word).unwrap()),
        modified_by: one("modified-by").map(|word| ModifiedBy::parse(&word).unwrap()),
        permission: one("permission").map(|word| word == "true"),
        contract: one("contract").map(|word| ContractState::parse(&word).unwrap()),
        during: facts.get("during").cloned(),
    }
}

#[test]
fn every_cell_is_decided_as_the_file_reads() {
    for (name, source) in FILES {
        let policy = Policy::parse(name, source).policy.unwrap();
        let file: Table = source.parse().unwrap();
        let table = file["coverage"].as_table().unwrap();
        let rows = table.get("row").and_then(Value::as_array).unwrap();
        let mut reached = BTreeSet::new();
        let mut count = 0_u32;
        let cells = cells(&file);
        for kind in KINDS {
            for facts in &cells {
                let decided = policy.coverage(&question(kind, facts)).unwrap();
                let (row, decision, open) = read_from_the_top(table, kind, facts);
                let found = (
                    decided.row.clone().unwrap_or_default(),
                    decided.decision.as_str().replace('_', " "),
                    decided.depends_on,
                );
                assert_eq!(
                    found,
                    (row.clone(), decision, open),
                    "{name} {kind} {facts:?}"
                );
                reached.insert(row);
                count += 1;
            }
        }
        // Every row decides somewhere, and what holds otherwise too.
        assert_eq!(reached.len(), rows.len() + 1, "{name}: {reached:?}");
        assert!(count > 3_000, "{name}: only {count} cells");
    }
}

/// The reason of a row as the file states it: per language, or left open.
#[test]
fn every_reason_is_told_in_each_language_of_its_policy() {
    let mut left_open = 0;
    for (name, source) in FILES {
        let policy = Policy::parse(name, source).policy.unwrap();
        let file: Table = source.parse().unwrap();
        let table = file["coverage"].as_table().unwrap();
        let languages = words(&file["policy"]["languages"]);
        let rows = table["row"].as_array().unwrap().iter();
        let rows = rows.map(|row| row.as_table().unwrap()).chain([table]);
        let known = policy.coverage_table().unwrap();
        let known = known.rows.iter().chain([&known.otherwise]);
        let mut compared = 0;
        for (row, read) in rows.zip(known) {
            compared += 1;
            let reason = read.reason.as_ref();
            for language in &languages {
                let told = reason.and_then(|reason| reason.in_language(language));
                let stated = match &row["reason"] {
                    Value::Table(by_language) => by_language[language].as_str(),
                    text => text.as_str().filter(|text| *text != "unstated"),
                };
                assert_eq!(told, stated, "{name} {} {language}", read.id);
                assert!(
                    told.is_none_or(|told| told.len() > 10),
                    "{name} {}",
                    read.id
                );
                left_open += usize::from(told.is_none());
            }
            assert!(
                reason.is_some(),
                "{name} {} has a reason or leaves it open",
                read.id
            );
            assert!(read.clause.is_some(), "{name} {} has a clause", read.id);
        }
        assert_eq!(compared, policy.coverage_table().unwrap().rows.len() + 1);
    }
    assert_eq!(left_open, 4, "in8sync, ProConcept twice, three levels");
}

/// What ProConcept's own table names as outside the maintenance, each with its reason.
#[test]
fn what_lies_outside_the_maintenance_is_billed_and_says_why() {
    let (name, source) = FILES[4];
    let policy = Policy::parse(name, source).policy.unwrap();
    for subject in [
        "formation",
        "personnalisation",
        "donnees",
        "licence",
        "copie",
    ] {
        let question = CoverageQuestion {
            kind: "service_request".to_owned(),
            subject: Some(subject.to_owned()),
            contract: Some(ContractState::Active),
            ..CoverageQuestion::default()
        };
        let decided = policy.coverage(&question).unwrap();
        assert_eq!(decided.decision, Coverage::Billable, "{subject}");
        assert_eq!(decided.level, Some(2));
        let reason = decided.reason.unwrap();
        let told = "La demande est hors du périmètre du contrat de maintenance.";
        assert_eq!(reason.in_language("fr"), Some(told));
    }
}
