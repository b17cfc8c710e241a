//! The commands that open an installation, run as a user runs them: the binary,
//! a folder of its own, standard input, output and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod contracts;
mod doctor;
mod mail;
mod people;
mod policy;
mod stored;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a command answered.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The JSON of an answer that is yes.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }

    /// The reason of a wrong use.
    #[track_caller]
    pub(crate) fn refused(&self, because: &str) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(self.err.contains(because), "{}", self.err);
    }
}

/// A folder with an installation.
pub(crate) struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// An installation with the desk `infocyte` and nobody in it.
    pub(crate) fn with_desk() -> Self {
        let installation = Self::empty();
        let ran = installation.run(&[
            "desk",
            "create",
            "infocyte",
            "--name",
            "Infocyte Support",
            "--prefix",
            "INF",
            "--address",
            "support@infocyte.example.com",
            "--policy",
            "policies/infocyte.toml",
            "--zone",
            "America/Chicago",
        ]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        installation
    }

    /// One with the desk, a customer, a contact, and an agent.
    pub(crate) fn with_people() -> Self {
        let installation = Self::with_desk();
        let commands: [&[&str]; 3] = [
            &["customer", "create", "Acme Robotics", "--plan", "patrol"],
            &[
                "customer",
                "add-contact",
                "--customer",
                "Acme Robotics",
                "--name",
                "Ann Lee",
                "--address",
                "Ann@acme.example.com",
            ],
            &[
                "user",
                "create",
                "--name",
                "Ada Park",
                "--address",
                "ada@infocyte.example.com",
            ],
        ];
        for command in commands {
            installation.desk(&[command, &["--json"]].concat()).json();
        }
        installation
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs `mainstay` on the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    /// Runs `mainstay` on the folder, for the desk `infocyte`.
    pub(crate) fn desk(&self, arguments: &[&str]) -> Ran {
        self.run(&[arguments, &["--desk", "infocyte"]].concat())
    }

    /// Runs `mainstay` on the folder with something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let data = self.path();
        let mut child = Command::new(env!("CARGO_BIN_EXE_mainstay"))
            .args(arguments)
            .arg("--data")
            .arg(&data)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may be gone already.
        drop(child.stdin.take().unwrap().write_all(input));
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        Ran {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }
}
