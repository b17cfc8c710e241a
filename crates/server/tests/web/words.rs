//! Every text that templates and pages ask for exists.

use std::path::Path;

use domain::text::{Language, has};

/// How a text is asked for.
const CALLS: [&str; 4] = [".say(\"", ".say_with(\"", ".count(\"", ".say_all(\""];

fn sources(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, endings, found);
        } else if endings
            .iter()
            .any(|e| path.extension().is_some_and(|x| x == *e))
        {
            let text = std::fs::read_to_string(&path).unwrap();
            // Rust code breaks lines after the bracket.
            let text = text
                .replace("(\n", "(")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            found.push((path.display().to_string(), text.replace("( \"", "(\"")));
        }
    }
}

/// The ids that a source asks for by name.
fn ids(text: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    for call in CALLS {
        let after = text.split(call).skip(1);
        ids.extend(after.filter_map(|rest| rest.split('"').next()));
    }
    ids
}

#[test]
fn every_text_asked_for_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("templates"), &["html"], &mut found);
    sources(&root.join("src/web"), &["rs"], &mut found);
    let mut asked = 0;
    let mut missing = Vec::new();
    for (path, text) in &found {
        for id in ids(text).into_iter().filter(|id| *id != "x") {
            asked += 1;
            // The example in the documentation of `Words` is no call.
            if !has(Language::En, id) && !path.ends_with("words.rs") {
                missing.push(format!("{path}: {id}"));
            }
        }
    }
    assert!(asked > 150, "only {asked} texts are asked for");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_missing_text_would_be_found() {
    assert_eq!(ids("{{ t.say(\"no-such-text\") }}"), ["no-such-text"]);
    assert!(!has(Language::En, "no-such-text"));
}
