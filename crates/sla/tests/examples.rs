//! Every public function is called in an example of its own file, so that whoever
//! reads its documentation finds it in use, and the example runs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests; the sources of the crate are read"
)]

use std::fs;
use std::path::Path;

/// The public functions of a source that none of its examples calls.
fn without_example(source: &str) -> Vec<String> {
    let examples = examples(source);
    public_functions(source)
        .filter(|name| !is_called(&examples, name))
        .collect()
}

fn public_functions(source: &str) -> impl Iterator<Item = String> {
    let lines = source.lines().map(str::trim_start);
    lines.filter_map(|line| {
        let rest = line
            .strip_prefix("pub fn ")
            .or(line.strip_prefix("pub const fn "))?;
        let end = rest.find(|c: char| !is_of_a_name(c))?;
        Some(rest[..end].to_owned())
    })
}

/// What stands between the fences of documentation comments.
fn examples(source: &str) -> String {
    let mut inside = false;
    let mut code = String::new();
    for line in source.lines().map(str::trim_start) {
        let Some(text) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
            inside = false;
            continue;
        };
        if text.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            code.push_str(text);
            code.push('\n');
        }
    }
    code
}

/// Whether the name stands there as a whole, with arguments behind it.
fn is_called(examples: &str, name: &str) -> bool {
    examples.match_indices(name).any(|(at, _)| {
        let before = examples[..at].chars().next_back();
        let after = &examples[at + name.len()..];
        !before.is_some_and(is_of_a_name) && (after.starts_with('(') || after.starts_with("::<"))
    })
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn walk(directory: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path);
        }
    }
}

#[test]
fn every_public_function_is_called_in_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut known = 0;
    let mut missing = Vec::new();
    walk(&root, &mut |path| {
        let source = fs::read_to_string(path).unwrap();
        known += public_functions(&source).count();
        let names = without_example(&source);
        missing.extend(
            names
                .iter()
                .map(|name| format!("{}: {name}", path.display())),
        );
    });
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(known > 100, "only {known} functions were found");
}

#[test]
fn a_function_without_an_example_is_seen() {
    let source = "
/// Doubles.
///
/// ```
/// assert_eq!(twice(1), 2);
/// ```
pub fn twice(number: u8) -> u8 { number * 2 }

/// Not that: `thrice(1)` in words is no example.
pub fn thrice(number: u8) -> u8 { number * 3 }

/// ```
/// let once_more = 1;
/// ```
pub fn once(number: u8) -> u8 { number }
";
    assert_eq!(without_example(source), ["thrice", "once"]);
}
