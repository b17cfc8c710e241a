//! Every row belongs to a desk: tables and indexes begin with it, but for the
//! listed ones of the installation.

use crate::sources::{self, Source};
use crate::{Violation, assert_none, assert_places};

/// Tables of the whole installation, each with its reason.
const TABLES: [(&str, &str); 1] = [("migrations", "which schema the database has")];

/// Indexes across desks, each with its reason.
const INDEXES: [(&str, &str); 6] = [
    (
        "desks_by_prefix",
        "a ticket number names its desk in the whole installation",
    ),
    (
        "desk_addresses_by_address",
        "the recipient's address decides the desk",
    ),
    ("tokens_by_digest", "a bearer token decides the desk"),
    ("timers_due", "one reconciler serves all desks"),
    ("mails_waiting", "one reconciler serves all desks"),
    ("outbox_waiting", "one reconciler serves all desks"),
];

/// Statements of a file, without comments and with single spaces, and their lines.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut begin = 1;
    for (number, line) in text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        for piece in code.split_inclusive(';') {
            if words.is_empty() {
                begin = number + 1;
            }
            words.extend(
                piece
                    .trim_end_matches(';')
                    .split_whitespace()
                    .map(str::to_owned),
            );
            if piece.ends_with(';') {
                found.push((begin, words.join(" ")));
                words.clear();
            }
        }
    }
    found
}

/// The first name in the parentheses after this mark.
fn first_in<'a>(statement: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = statement.split_once(mark)?;
    let (_, inside) = rest.split_once('(')?;
    inside
        .trim_start()
        .split([' ', ',', ')'])
        .next()
        .filter(|name| !name.is_empty())
}

fn without_desk(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        for (line, statement) in statements(&file.text) {
            let words: Vec<&str> = statement.split([' ', '(']).collect();
            let place = format!("{}:{line}", file.path);
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => {
                    let begins = first_in(&statement, name) == Some("desk")
                        && first_in(&statement, "PRIMARY KEY") == Some("desk");
                    if !begins && !TABLES.iter().any(|(table, _)| table == name) {
                        found.push(Violation::new(
                            place,
                            format!("the key of `{name}` does not begin with the desk"),
                        ));
                    }
                }
                ["CREATE", "INDEX", name, ..] | ["CREATE", "UNIQUE", "INDEX", name, ..] => {
                    let begins = first_in(&statement, " ON ") == Some("desk");
                    if !begins && !INDEXES.iter().any(|(index, _)| index == name) {
                        found.push(Violation::new(
                            place,
                            format!("the index `{name}` does not begin with the desk"),
                        ));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_key_begins_with_the_desk() {
    let files = sources::all(&["migrations"], &["sql"]);
    let tables = files
        .iter()
        .flat_map(|file| statements(&file.text))
        .filter(|(_, statement)| statement.starts_with("CREATE TABLE"))
        .count();
    assert!(tables > 10, "only {tables} tables were understood");
    assert_none("every row belongs to a desk", &without_desk(&files));
}

#[test]
fn planted_violations_are_found() {
    let text = "-- a comment; with a mark\n\
        CREATE TABLE good (\n  desk TEXT,\n  id TEXT,\n  PRIMARY KEY (desk, id)\n);\n\
        CREATE TABLE bad (\n  id TEXT,\n  desk TEXT,\n  PRIMARY KEY (id, desk)\n);\n\
        CREATE UNIQUE INDEX good_by_id ON good (desk, id);\n\
        CREATE INDEX bad_by_id ON bad (id);\n";
    assert_places(
        &without_desk(&[Source::planted("a.sql", text)]),
        &["a.sql:7", "a.sql:13"],
    );
}
