//! One TLS, and a reason for every direct dependency.

use std::collections::BTreeSet;

use crate::purity::{packages_among, tree};
use crate::{Violation, assert_none, assert_places, sources};

/// A second TLS or a C library would come in by these.
const TLS: [&str; 6] = [
    "aws-lc-rs",
    "aws-lc-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
    "tokio-native-tls",
];

/// Direct dependencies in a `Cargo.toml`, but for our own crates.
fn cargo_names(manifest: &str) -> BTreeSet<String> {
    let document: toml_edit::DocumentMut = manifest.parse().unwrap();
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| document.get(section)?.as_table())
        .flat_map(toml_edit::Table::iter)
        .filter(|(_, value)| value.get("path").is_none())
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Direct dependencies in a `package.json`.
fn npm_names(manifest: &str) -> BTreeSet<String> {
    let document: serde_json::Value = serde_json::from_str(manifest).unwrap();
    ["dependencies", "devDependencies"]
        .iter()
        .filter_map(|section| document.get(section)?.as_object())
        .flat_map(serde_json::Map::keys)
        .cloned()
        .collect()
}

/// Names that begin a table row of the document and have a reason beside them.
fn listed(document: &str) -> BTreeSet<String> {
    document
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
            let name = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
            let reason = cells.next()?;
            (reason.split_whitespace().count() >= 3).then(|| name.to_owned())
        })
        .collect()
}

fn unexplained(used: &BTreeSet<String>, listed: &BTreeSet<String>) -> Vec<Violation> {
    let missing = used
        .difference(listed)
        .map(|name| Violation::new(name, "has no reason in docs/dependencies.md"));
    let left = listed
        .difference(used)
        .map(|name| Violation::new(name, "is in docs/dependencies.md but used nowhere"));
    missing.chain(left).collect()
}

#[test]
fn there_is_one_tls() {
    let tree = tree(&["--workspace", "--edges", "normal,build,dev"]);
    assert_none("rustls with ring everywhere", &packages_among(&tree, &TLS));
}

#[test]
fn every_dependency_has_its_reason() {
    let mut used = npm_names(&sources::read("web/package.json"));
    for package in ["sla", "domain", "server"] {
        used.extend(cargo_names(&sources::read(&format!(
            "crates/{package}/Cargo.toml"
        ))));
    }
    let document = sources::read("docs/dependencies.md");
    assert_none(
        "every dependency is listed with its reason",
        &unexplained(&used, &listed(&document)),
    );
}

#[test]
fn planted_violations_are_found() {
    assert_places(
        &packages_among(
            "server v0.1.0\nopenssl-probe v0.2\nopenssl-sys v0.9\n",
            &TLS,
        ),
        &["openssl-sys"],
    );
    let used: BTreeSet<String> = cargo_names(
        "[dependencies]\nsla = { path = \"../sla\" }\naxum = \"0.8\"\n[dev-dependencies.insta]\nversion = \"1\"\n",
    );
    assert_eq!(
        used,
        BTreeSet::from(["axum".to_owned(), "insta".to_owned()])
    );
    let npm = npm_names(r#"{"dependencies": {"a": "1"}, "devDependencies": {"@b/c": "2"}}"#);
    assert_eq!(npm, BTreeSet::from(["@b/c".to_owned(), "a".to_owned()]));
    let document = "| name | reason |\n| `axum` | routes and extracts requests |\n| `gone` | was good for something |\n| `insta` | good |\n";
    assert_places(&unexplained(&used, &listed(document)), &["insta", "gone"]);
}
