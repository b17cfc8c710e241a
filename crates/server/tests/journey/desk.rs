//! A running `mainstay demo`, with its post.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::letterbox::Letterbox;
use super::post::send;
use super::postgres;

/// A Wednesday, 10:00 where the desk of the journey has its hours. Without it a
/// test would read differently on a Sunday.
const NOW: &str = "2026-11-18T15:00:00Z";
const PROGRAM: &str = env!("CARGO_BIN_EXE_mainstay");
const START_MAX: Duration = Duration::from_secs(90);

/// Where a desk keeps what it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Sqlite,
    Postgres,
}

/// The program with its five example desks.
pub struct Desk {
    /// What addresses of pages begin with.
    pub base: String,
    /// Where mails are handed in.
    pub smtp: SocketAddr,
    /// What the desk sends.
    pub letterbox: Letterbox,
    child: Child,
    folder: TempDir,
}

impl Desk {
    /// Starts the program and waits until it answers.
    pub async fn start(store: Store) -> Desk {
        Self::start_with(store, None).await
    }

    /// The same, with so many past tickets at the first desk.
    pub async fn with_tickets(tickets: u64) -> Desk {
        Self::start_with(Store::Sqlite, Some(tickets)).await
    }

    async fn start_with(store: Store, tickets: Option<u64>) -> Desk {
        if let Some(sentence) = server::assets::missing() {
            panic!("{sentence}");
        }
        let letterbox = Letterbox::open().await;
        let folder = TempDir::new().unwrap();
        let file = |name| File::create(folder.path().join(name)).unwrap();
        let mut command = Command::new(PROGRAM);
        // Ports are left to the system: of those that are chosen before, another test
        // may take one in between.
        command
            .args(["demo", "--now", NOW, "--data"])
            .arg(folder.path().join("data"))
            .args(["--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0"])
            .args(["--relay", &letterbox.url()]);
        if let Some(tickets) = tickets {
            command.args(["--tickets", &tickets.to_string()]);
        }
        if store == Store::Postgres {
            command.args(["--database", &postgres::database().await]);
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(file("told"))
            .stderr(file("log"))
            .spawn()
            .unwrap();
        let told = wait_until_ready(&mut child, folder.path()).await;
        Desk {
            base: word_after(&told, "Mainstay is running: "),
            smtp: word_after(&told, "Mails arrive at ").parse().unwrap(),
            letterbox,
            child,
            folder,
        }
    }

    /// What the program has said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The full address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Hands in a mail and waits until the desk has said that it keeps it.
    pub async fn mail(&self, from: &str, to: &str, mail: &str) {
        send(self.smtp, from, to, mail).await;
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _already_ended = self.child.kill();
        let _nothing_to_reap = self.child.wait();
    }
}

/// What `mainstay due` promises to a mail of such a plan: the clocks, as JSON.
pub fn due(policy: &str, plan: Option<&str>, received: &str) -> Value {
    let file = format!(
        "{}/../../policies/{policy}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let output = Command::new(PROGRAM)
        .args(["due", &file, "--channel", "mail"])
        .args(plan.into_iter().flat_map(|plan| ["--plan", plan]))
        .args(["--received", received, "--json"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "mainstay due: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The deadline of one target among [`due`]'s clocks.
pub fn deadline(clocks: &Value, target: &str) -> jiff::Timestamp {
    let all = clocks["clocks"].as_array().unwrap();
    let clock = all.iter().find(|clock| clock["target"] == target);
    let due = clock.and_then(|clock| clock["due_at"].as_str());
    due.unwrap_or_else(|| panic!("no deadline of {target} in {clocks}"))
        .parse()
        .unwrap()
}

/// What the program tells once it answers, to its last line.
async fn wait_until_ready(child: &mut Child, folder: &Path) -> String {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let began = Instant::now();
    while began.elapsed() < START_MAX {
        let told = read("told");
        if told.contains("Stop it with Ctrl-C.") {
            return told;
        }
        if let Some(status) = child.try_wait().unwrap() {
            panic!("mainstay ended with {status}:\n{}", read("log"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let _not_left_behind = child.kill();
    panic!("mainstay did not start:\n{}", read("log"));
}

/// The word behind this beginning of a line.
fn word_after(told: &str, beginning: &str) -> String {
    let line = told.lines().find_map(|line| line.strip_prefix(beginning));
    let line = line.unwrap_or_else(|| panic!("no `{beginning}` in:\n{told}"));
    line.trim_end_matches('.').to_owned()
}
