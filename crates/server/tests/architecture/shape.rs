//! The shape of files: each says what it is, none grows beyond reading, and only
//! the command line prints.

use crate::sources::{self, Source};
use crate::tokens::tokens;
use crate::{Violation, assert_none, assert_places};

/// Files aim at 200 lines; beyond this there is a seam somebody overlooked.
const LINES_MAX: usize = 500;

/// A file must say more about itself than its name does.
const OPENING_WORDS_MIN: usize = 1;

fn openings(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        let opening: Vec<&str> = file
            .text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .flat_map(str::split_whitespace)
            .collect();
        if opening.len() < OPENING_WORDS_MIN {
            found.push(Violation::new(
                file.path.as_str(),
                "does not open with `//!` saying what it is and what it leaves to others",
            ));
        }
    }
    found
}

fn too_long(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        let lines = file.text.lines().count();
        if lines > LINES_MAX {
            found.push(Violation::new(
                file.path.as_str(),
                format!("{lines} lines; split it by meaning, at most {LINES_MAX}"),
            ));
        }
    }
    found
}

fn prints(files: &[Source]) -> Vec<Violation> {
    let may = ["crates/server/src/cli/", "crates/server/src/main.rs"];
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_under(&may)) {
        for pair in tokens(file).windows(2).filter(|pair| !pair[0].test) {
            let names = ["print", "println", "eprint", "eprintln", "dbg"];
            if names.iter().any(|name| pair[0].is(name)) && pair[1].is("!") {
                found.push(Violation::new(
                    format!("{}:{}", file.path, pair[0].line),
                    "prints; return the text, or use tracing",
                ));
            }
        }
    }
    found
}

#[test]
fn every_file_says_what_it_is() {
    assert_none("every module opens with `//!`", &openings(&sources::rust()));
}

#[test]
fn no_file_grows_beyond_reading() {
    let files = sources::all(
        &["crates", "web", "migrations"],
        &["rs", "ts", "css", "html", "sql", "ftl", "mjs"],
    );
    assert_none("files are short", &too_long(&files));
}

#[test]
fn only_the_command_line_prints() {
    let files = sources::all(
        &["crates/sla/src", "crates/domain/src", "crates/server/src"],
        &["rs"],
    );
    assert_none("only cli/ prints", &prints(&files));
}

#[test]
fn planted_violations_are_found() {
    let path = "crates/server/src/web/planted.rs";
    let planted = |text: &str| vec![Source::planted(path, text)];
    assert_places(&openings(&planted("use std::fmt;\n")), &[path]);
    assert_places(&openings(&planted("//!\n")), &[path]);
    assert_places(&openings(&planted("//! One page that\n//! exists.\n")), &[]);
    assert_places(&too_long(&planted(&"x\n".repeat(LINES_MAX))), &[]);
    assert_places(&too_long(&planted(&"x\n".repeat(LINES_MAX + 1))), &[path]);
    let text = "//! println!\nfn a() {\n  println!(\"x\");\n}\n#[test]\nfn b() { dbg!(1); }";
    assert_places(&prints(&planted(text)), &[&format!("{path}:3")]);
}
