//! Reader and vocabulary know the same keys and words, and what is made from the
//! vocabulary is not stale.

#![allow(clippy::disallowed_methods, reason = "tests read the documents")]

use std::collections::{BTreeMap, BTreeSet};

use super::{POLICIES, Shape, contract, definitions, policy_reference, policy_schema, recorded};
use crate::policy::{Overrides, Policy};

/// Tables and words that none of them uses.
const BESIDE: &str = r#"
[policy]
running = "move"
[channel.portal]
from = "anyone"
[priority.urgent]
[[target]]
firmness = "will"
after-pause = "fixed"
anchor = "signature"
[[case]]
expect = { response = { state = "met" } }
then = [{ act = "diagnosed", pause = "customer", fact = "closed" }]
"#;

fn record() -> (recorded::Asked, recorded::Lists) {
    recorded::taken();
    for policy in POLICIES.into_iter().chain([BESIDE]) {
        Policy::parse("recorded.toml", policy);
    }
    let sound = Policy::parse("recorded.toml", POLICIES[0]).policy.unwrap();
    Overrides::parse(&sound, "contract.toml", "[[override]]");
    recorded::taken()
}

#[test]
fn the_reader_asks_for_the_keys_of_the_vocabulary() {
    let (asked, _) = record();
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for definition in definitions().chain(contract()) {
        for key in definition.keys {
            assert!(
                known.insert((definition.title.to_owned(), key.name)),
                "{} has `{}` twice",
                definition.title,
                key.name
            );
            let recorded = asked.get(&(definition.title.to_owned(), key.name));
            let agrees = match recorded.map(|needed| needed.iter().collect::<Vec<_>>()) {
                // Needed under a condition: the vocabulary says when.
                Some(modes) if modes.len() == 2 => !key.needed,
                Some(modes) => modes == [&key.needed],
                None => false,
            };
            if !agrees {
                let title = definition.title;
                wrong.push(format!(
                    "{title} `{}`: the reader has {recorded:?}",
                    key.name
                ));
            }
        }
    }
    let unknown = asked.keys().filter(|key| !known.contains(*key));
    wrong.extend(unknown.map(|(title, key)| format!("{title} `{key}` is not in the vocabulary")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_compares_with_the_words_of_the_vocabulary() {
    let (_, lists) = record();
    let mut known: BTreeMap<String, Vec<Vec<&str>>> = BTreeMap::new();
    for key in definitions().flat_map(|definition| definition.keys) {
        let shape = match key.shape {
            Shape::Either(one, _) => *one,
            other => other,
        };
        if let Shape::Word(words) | Shape::Words(words) | Shape::AllOf(words) = shape {
            known
                .entry(format!("`{}`", key.name))
                .or_default()
                .push(words());
        }
    }
    assert!(
        lists.len() > 20,
        "only {} lists were compared with",
        lists.len()
    );
    for (place, words) in lists.iter().filter(|(place, _)| place.starts_with('`')) {
        let mut listed = known.get(place).into_iter().flatten();
        // A list that is open has the words of the policy's own behind it.
        let agrees = |known: &Vec<&str>| match OPEN.contains(&place.as_str()) {
            true => words.iter().zip(known).all(|(word, known)| word == known),
            false => known == words,
        };
        assert!(
            listed.any(agrees),
            "{place} may be {words:?}, and the vocabulary does not say so"
        );
    }
}

/// Keys whose words a policy may add to.
const OPEN: [&str; 1] = ["`metric`"];

#[test]
fn every_table_is_told_once_and_referred_to() {
    let titles: Vec<&str> = definitions().map(|definition| definition.title).collect();
    let mut referred = BTreeSet::from([super::ROOT]);
    for definition in definitions() {
        let given = definition.given.iter().map(|given| given.shape);
        for shape in definition.keys.iter().map(|key| key.shape).chain(given) {
            refer(shape, &mut referred);
        }
    }
    assert_eq!(titles.iter().copied().collect::<BTreeSet<_>>(), referred);
    assert_eq!(titles.len(), referred.len(), "a title stands there twice");
}

fn refer(shape: Shape, referred: &mut BTreeSet<&'static str>) {
    match shape {
        Shape::Table(title) | Shape::Tables(title) => {
            referred.insert(title);
        }
        Shape::ByName(inner) | Shape::BySeverity(inner) => refer(*inner, referred),
        Shape::Either(one, other) => {
            refer(*one, referred);
            refer(*other, referred);
        }
        _ => {}
    }
}

fn stored(path: &str) -> String {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_reference_page_is_not_stale() {
    assert!(
        stored("docs/src/policy-reference.md") == policy_reference(),
        "cargo run -p sla --example policy_reference > docs/src/policy-reference.md"
    );
}

#[test]
fn the_schema_is_not_stale() {
    // As values: the order of keys depends on features of serde_json that other
    // crates of the workspace choose.
    let stored: serde_json::Value =
        serde_json::from_str(&stored("policies/policy.schema.json")).unwrap_or_default();
    assert!(
        stored == policy_schema(),
        "cargo run -p sla --example policy_schema > policies/policy.schema.json"
    );
}
