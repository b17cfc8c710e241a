//! The page of demands against the files: every number once, and every key it
//! names is there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests"
)]

use std::collections::BTreeMap;

use toml::Value;

/// How many demands each policy has.
const NUMBERED: [(char, usize); 5] = [('A', 29), ('I', 11), ('N', 8), ('L', 6), ('P', 11)];

fn read(path: &str) -> String {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of the page: a demand and the paths that carry it.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    rows.filter(|row| row.starts_with(|first: char| "AINLP".contains(first)))
        .map(|row| {
            let (demand, rest) = row.split_once(" | ").unwrap();
            let (_, places) = rest.rsplit_once(" | ").unwrap();
            let paths = places.split('`').skip(1).step_by(2).map(str::to_owned);
            (demand.to_owned(), paths.collect())
        })
        .collect()
}

/// Whether a path leads somewhere. In a list, a name is the `id` of an element,
/// or the beginning of its `name` or `what`.
fn leads(value: &Value, path: &[&str]) -> bool {
    let Some((name, rest)) = path.split_first() else {
        return true;
    };
    match value {
        Value::Table(table) => table.get(*name).is_some_and(|inner| leads(inner, rest)),
        Value::Array(elements) => elements.iter().any(|element| {
            let says = |key: &str| element.get(key).and_then(Value::as_str).unwrap_or_default();
            let is_meant = says("id") == *name
                || ["name", "what"]
                    .iter()
                    .any(|key| says(key).starts_with(name));
            is_meant && leads(element, rest)
        }),
        _ => false,
    }
}

#[test]
fn every_demand_stands_there_once() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (demand, paths) in rows(&read("docs/src/demands.md")) {
        assert!(!paths.is_empty(), "{demand} names no key");
        *found.entry(demand).or_default() += 1;
    }
    for (letter, count) in NUMBERED {
        for number in 1..=count {
            let demand = format!("{letter}{number}");
            assert_eq!(found.remove(&demand), Some(1), "{demand}");
        }
    }
    assert!(found.is_empty(), "there are no such demands: {found:?}");
}

#[test]
fn every_key_it_names_is_in_the_file() {
    let mut wrong = Vec::new();
    for (demand, paths) in rows(&read("docs/src/demands.md")) {
        for path in paths {
            let (file, key) = path.split_once(": ").expect("`FILE: KEY`");
            let policy: toml::Table = toml::from_str(&read(&format!("policies/{file}"))).unwrap();
            let names: Vec<&str> = key.split('.').collect();
            if !leads(&Value::Table(policy), &names) {
                wrong.push(format!("{demand}: {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_path_that_leads_nowhere_is_noticed() {
    let policy: toml::Table = toml::from_str("[[target]]\nid = 'a'\nwithin = '1h'").unwrap();
    let policy = Value::Table(policy);
    assert!(leads(&policy, &["target", "a", "within"]));
    assert!(!leads(&policy, &["target", "b"]));
    assert!(!leads(&policy, &["target", "a", "warn"]));
}
