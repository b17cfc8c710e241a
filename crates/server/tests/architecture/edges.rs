//! Only `config.rs` reads the environment; only `clock.rs` asks for the time.
//!
//! Monotonic instants (`Instant::now`) stay allowed in the server: they measure
//! how long something took and decide nothing.

use crate::sources::{self, Source};
use crate::tokens::{paths, tokens};
use crate::{Violation, assert_none, assert_places};

const CONFIG: [&str; 2] = ["crates/server/src/config.rs", "crates/server/src/config/"];
const CLOCK: [&str; 1] = ["crates/server/src/clock.rs"];

fn environment(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_under(&CONFIG)) {
        let tokens = tokens(file);
        for path in paths(&tokens) {
            if !path.test && path.contains("std::env") {
                found.push(Violation::new(
                    format!("{}:{}", file.path, path.line),
                    "reads the environment; take it from the settings",
                ));
            }
        }
        // `#[arg(env = ...)]` of clap reads it too.
        for window in tokens.windows(4).filter(|window| !window[0].test) {
            if window[0].is("arg") && window[1].is("(") && window[2].is("env") {
                found.push(Violation::new(
                    format!("{}:{}", file.path, window[2].line),
                    "an argument with `env`; settings are merged in config.rs",
                ));
            }
        }
    }
    found
}

fn now(files: &[Source]) -> Vec<Violation> {
    let forbidden = ["Timestamp::now", "Zoned::now", "SystemTime::now"];
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_under(&CLOCK)) {
        for path in paths(&tokens(file)) {
            if let Some(name) = forbidden.iter().find(|name| path.contains(name))
                && !path.test
            {
                found.push(Violation::new(
                    format!("{}:{}", file.path, path.line),
                    format!("`{name}`; the time is a parameter, read once per command"),
                ));
            }
        }
    }
    found
}

fn server() -> Vec<Source> {
    sources::all(&["crates/server/src"], &["rs"])
}

#[test]
fn only_the_configuration_reads_the_environment() {
    assert_none(
        "only config.rs reads the environment",
        &environment(&server()),
    );
}

#[test]
fn only_the_clock_says_now() {
    assert_none("only clock.rs asks for the time", &now(&server()));
}

#[test]
fn planted_violations_are_found() {
    let reads = "//! x\nuse std::env;\nstruct A { #[arg(env)] b: u8 }\n#[cfg(test)] mod tests { use std::env; }";
    let path = "crates/server/src/mail/planted.rs";
    assert_places(
        &environment(&[Source::planted(path, reads)]),
        &[&format!("{path}:2"), &format!("{path}:3")],
    );
    assert_places(
        &environment(&[Source::planted("crates/server/src/config.rs", reads)]),
        &[],
    );

    let asks = "//! x\nfn a() {\n  jiff::Timestamp::now();\n  std::time::Instant::now();\n}";
    assert_places(
        &now(&[Source::planted(path, asks)]),
        &[&format!("{path}:3")],
    );
    assert_places(
        &now(&[Source::planted("crates/server/src/clock.rs", asks)]),
        &[],
    );
}
