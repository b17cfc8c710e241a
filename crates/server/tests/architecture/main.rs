//! The architecture, as checks that fail.
//!
//! Each module holds one rule of `ARCHITECTURE.md` or `STYLE.md`, as a function
//! from texts to violations. It is run twice: over the real project, which must
//! come out clean, and over a planted violation, which must be found. What the
//! compiler already forbids is not repeated here.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod dependencies;
mod edges;
mod purity;
mod results;
mod schema;
mod shape;
mod sources;
mod sql;
mod tokens;
mod writers;

/// A broken rule and where.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    place: String,
    what: String,
}

impl Violation {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Violation {
        Violation {
            place: place.into(),
            what: what.into(),
        }
    }
}

/// Fails with every violation on a line of its own.
#[track_caller]
fn assert_none(rule: &str, violations: &[Violation]) {
    let list: Vec<String> = violations
        .iter()
        .map(|violation| format!("  {}: {}", violation.place, violation.what))
        .collect();
    assert!(list.is_empty(), "{rule}\n{}", list.join("\n"));
}

/// Fails unless the planted texts are reported at exactly these places.
#[track_caller]
fn assert_places(violations: &[Violation], places: &[&str]) {
    let found: Vec<&str> = violations
        .iter()
        .map(|violation| violation.place.as_str())
        .collect();
    assert_eq!(found, places, "{violations:#?}");
}
