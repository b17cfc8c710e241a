//! SQL stands only under `store/` and `migrations/`, and never asks the database
//! for the time.

use crate::sources::{self, Source};
use crate::tokens::{Kind, tokens};
use crate::{Violation, assert_none, assert_places};

const STORE: &str = "crates/server/src/store/";

/// Pairs of words that only SQL puts beside each other.
const PAIRS: [(&str, &str); 13] = [
    ("ALTER", "TABLE"),
    ("BEGIN", "IMMEDIATE"),
    ("CREATE", "INDEX"),
    ("CREATE", "TABLE"),
    ("CREATE", "UNIQUE"),
    ("DELETE", "FROM"),
    ("DROP", "TABLE"),
    ("GROUP", "BY"),
    ("INNER", "JOIN"),
    ("INSERT", "INTO"),
    ("LEFT", "JOIN"),
    ("ON", "CONFLICT"),
    ("ORDER", "BY"),
];

/// Whether a text is, or contains, a statement. SQL is recognised in capitals
/// anywhere, in small letters where the text begins with it.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words
        .windows(2)
        .any(|pair| PAIRS.contains(&(pair[0], pair[1])))
        || between(&words, "SELECT", "FROM")
        || between(&words, "UPDATE", "SET");
    let lower = words.first().is_some_and(|first| {
        let second = words.get(1).copied().unwrap_or_default();
        PAIRS
            .iter()
            .any(|(one, two)| one.to_lowercase() == *first && two.to_lowercase() == second)
            || (*first == "select" && between(&words, "select", "from"))
            || (*first == "update" && between(&words, "update", "set"))
    });
    capitals || lower
}

fn between(words: &[&str], begin: &str, end: &str) -> bool {
    let begin = words.iter().position(|word| *word == begin);
    begin.is_some_and(|at| words[at..].contains(&end))
}

fn outside_store(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_under(&[STORE])) {
        for token in tokens(file) {
            let text = token.text.trim_matches(['r', '#', 'b', '"']);
            if token.kind == Kind::Literal && !token.test && is_sql(text) {
                found.push(Violation::new(
                    format!("{}:{}", file.path, token.line),
                    "SQL outside the store; give the store a function for it",
                ));
            }
        }
    }
    found
}

fn asks_for_time(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase();
            if ["current_timestamp", "now()", "julianday(", "unixepoch("]
                .iter()
                .any(|word| line.contains(word))
            {
                found.push(Violation::new(
                    format!("{}:{}", file.path, number + 1),
                    "the database is asked for the time; pass it as a parameter",
                ));
            }
        }
    }
    found
}

#[test]
fn sql_stands_in_the_store() {
    assert_none(
        "SQL stands only under store/ and migrations/",
        &outside_store(&sources::rust()),
    );
}

#[test]
fn the_database_is_never_asked_for_the_time() {
    let files = sources::all(&["migrations"], &["sql"]);
    assert_none("time is a parameter", &asks_for_time(&files));
}

#[test]
fn planted_violations_are_found() {
    let path = "crates/server/src/web/planted.rs";
    let text = concat!(
        "//! SELECT a FROM b\n",
        "const A: &str = \"SELECT number FROM tickets\";\n",
        "const B: &str = r#\"insert into tickets values (1)\"#;\n",
        "const C: &str = \"Select a team from the list, and update it to set the date\";\n",
        "const D: &str = \"{with} ORDER BY due\";\n",
    );
    let planted = Source::planted(path, text);
    assert_places(
        &outside_store(std::slice::from_ref(&planted)),
        &[
            &format!("{path}:2"),
            &format!("{path}:3"),
            &format!("{path}:5"),
        ],
    );
    let inside = Source::planted("crates/server/src/store/planted.rs", text);
    assert_places(&outside_store(&[inside]), &[]);
    assert_places(
        &asks_for_time(&[Source::planted("a.sql", "x\nDEFAULT CURRENT_TIMESTAMP")]),
        &["a.sql:2"],
    );
}
