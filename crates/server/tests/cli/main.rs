//! The command line as a user meets it: the binary, its answers and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod due;
mod policy;

use std::path::PathBuf;
use std::process::{Command, Output};

/// What a command answered.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs `mainstay` with these arguments in the project's folder.
fn mainstay(arguments: &[&str]) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(arguments)
        .current_dir(project())
        .output()
        .unwrap();
    Ran {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn project() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .canonicalize()
        .unwrap()
}

#[test]
fn every_command_has_help_with_an_example() {
    let commands: [&[&str]; 5] = [
        &["policy", "check"],
        &["policy", "test"],
        &["policy", "show"],
        &["due"],
        &["calendar", "eval"],
    ];
    for command in commands {
        let ran = mainstay(&[command, &["--help"]].concat());
        assert_eq!(ran.code, 0, "{command:?}");
        let example = format!("mainstay {}", command.join(" "));
        let (_, examples) = ran.out.split_once("Example:").unwrap();
        assert!(examples.contains(&example), "{}", ran.out);
    }
}

#[test]
fn wrong_use_exits_with_2_and_tells_on_standard_error() {
    let cases: [(&[&str], &str); 5] = [
        (&["policy", "chek"], "check"),
        (
            &["policy", "check", "nowhere.toml"],
            "cannot read `nowhere.toml`",
        ),
        (
            &["due", "policies/in8sync.toml", "--received", "yesterday"],
            "2026-11-20T22:10:00+05:30",
        ),
        (
            &[
                "due",
                "policies/in8sync.toml",
                "--received",
                "2026-01-01T00:00:00Z",
                "--plan",
                "gold",
            ],
            "the policy has no plan `gold`",
        ),
        (
            &[
                "policy",
                "show",
                "policies/in8sync.toml",
                "--language",
                "fr",
            ],
            "not written in `fr`",
        ),
    ];
    for (arguments, told) in cases {
        let ran = mainstay(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}
