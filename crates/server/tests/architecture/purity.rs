//! `sla` and `domain` do no input or output, read no clock, draw no random number.
//!
//! Three nets: what their dependencies are (`cargo tree`), what clippy is told to
//! refuse in them, and the names in their text. Their tests may read files.

use std::process::Command;

use crate::sources::{self, Source};
use crate::tokens::{paths, tokens};
use crate::{Violation, assert_none, assert_places};

/// Packages that would bring time, chance or the world into the pure crates.
const PACKAGES: [&str; 17] = [
    "async-std",
    "axum",
    "chrono",
    "deadpool-postgres",
    "fastrand",
    "getrandom",
    "hyper",
    "libsqlite3-sys",
    "lettre",
    "mio",
    "rand",
    "rand_core",
    "reqwest",
    "rusqlite",
    "socket2",
    "tokio",
    "tokio-postgres",
];

/// Names that may not stand in their text.
const NAMES: [&str; 14] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "Instant::now",
    "SystemTime::now",
    "TimeZone::system",
    "Timestamp::now",
    "Uuid::new_v4",
    "Uuid::now_v7",
    "Zoned::now",
    "io::stdin",
];

/// What each pure crate's `clippy.toml` must name at least.
const REFUSED: [&str; 12] = [
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "std::env::var",
    "std::fs::File",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::thread::spawn",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
];

/// Packages of a `cargo tree --prefix none` that are among these names.
pub(crate) fn packages_among(tree: &str, names: &[&str]) -> Vec<Violation> {
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|package| names.contains(package))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .map(|package| Violation::new(package, "is in the dependency tree"))
        .collect()
}

/// What `cargo tree` prints for these arguments.
pub(crate) fn tree(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(sources::root())
        .args(["tree", "--prefix", "none", "--locked", "--offline"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && text.contains("serde"),
        "cargo tree {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

fn names(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        for path in paths(&tokens(file)) {
            if let Some(name) = NAMES.iter().find(|name| path.contains(name))
                && !path.test
            {
                found.push(Violation::new(
                    format!("{}:{}", file.path, path.line),
                    format!("`{name}` in a pure crate; take the value as a parameter"),
                ));
            }
        }
    }
    found
}

fn unrefused(path: &str, clippy: &str) -> Vec<Violation> {
    let table: toml_edit::DocumentMut = clippy
        .parse()
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    let listed: Vec<String> = ["disallowed-methods", "disallowed-types"]
        .iter()
        .filter_map(|key| table.get(key)?.as_array())
        .flatten()
        .filter_map(|entry| Some(entry.as_inline_table()?.get("path")?.as_str()?.to_owned()))
        .collect();
    REFUSED
        .iter()
        .filter(|name| !listed.iter().any(|one| one == *name))
        .map(|name| Violation::new(path, format!("does not refuse `{name}`")))
        .collect()
}

#[test]
fn the_pure_crates_depend_on_nothing_impure() {
    for package in ["sla", "domain"] {
        let tree = tree(&["--package", package, "--edges", "normal"]);
        assert_none(
            &format!("{package} is pure"),
            &packages_among(&tree, &PACKAGES),
        );
    }
}

#[test]
fn domain_rests_on_sla_and_sla_on_nothing_of_ours() {
    let sla = tree(&["--package", "sla", "--edges", "normal"]);
    assert_none(
        "sla knows no other crate of ours",
        &packages_among(&sla, &["domain", "server"]),
    );
    let domain = tree(&["--package", "domain", "--edges", "normal"]);
    assert_none(
        "domain does not know the server",
        &packages_among(&domain, &["server"]),
    );
}

#[test]
fn the_pure_crates_name_nothing_impure() {
    let files = sources::all(&["crates/sla/src", "crates/domain/src"], &["rs"]);
    assert_none("sla and domain are pure", &names(&files));
}

#[test]
fn clippy_is_told_what_to_refuse() {
    for path in ["crates/sla/clippy.toml", "crates/domain/clippy.toml"] {
        assert_none(
            "clippy refuses impurity",
            &unrefused(path, &sources::read(path)),
        );
    }
}

#[test]
fn planted_violations_are_found() {
    assert_places(
        &packages_among("sla v0.1.0\ntokio v1.54.1\nrandom v1\n", &PACKAGES),
        &["tokio"],
    );
    let path = "crates/sla/src/planted.rs";
    let text = "//! x\nuse std::{fmt, fs};\n#[test]\nfn reads() { std::fs::read(\"x\"); }\nfn b() { Uuid::now_v7() }";
    assert_places(
        &names(&[Source::planted(path, text)]),
        &[&format!("{path}:2"), &format!("{path}:5")],
    );
    let missing = unrefused(
        "planted",
        "disallowed-methods = [{ path = \"std::env::var\" }]",
    );
    assert_eq!(missing.len(), REFUSED.len() - 1);
}
