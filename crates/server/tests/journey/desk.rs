//! A running `mainstay demo`, with its post.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::post::{Letterbox, send};
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
    pub letterbox: Arc<Letterbox>,
    child: Child,
    folder: TempDir,
}

impl Desk {
    /// Starts the program and waits until it answers.
    pub async fn start(store: Store) -> Desk {
        if let Some(sentence) = server::assets::missing() {
            panic!("{sentence}");
        }
        let (letterbox, relay) = Letterbox::open().await;
        let folder = TempDir::new().unwrap();
        let (pages, smtp) = (free_address(), free_address());
        let log = File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(PROGRAM);
        command
            .args(["demo", "--now", NOW, "--data"])
            .arg(folder.path().join("data"))
            .args(["--listen", &pages.to_string()])
            .args(["--smtp", &smtp.to_string()])
            .args(["--relay", &format!("smtp://{relay}")]);
        if store == Store::Postgres {
            command.args(["--database", &postgres::database().await]);
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut desk = Desk {
            base: format!("http://{pages}"),
            smtp,
            letterbox,
            child,
            folder,
        };
        desk.wait().await;
        desk
    }

    async fn wait(&mut self) {
        let began = Instant::now();
        let ready = format!("{}/readyz", self.base);
        while began.elapsed() < START_MAX {
            if reqwest::get(&ready)
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return;
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("mainstay ended with {status}:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("mainstay did not start:\n{}", self.log());
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

/// What `mainstay due` promises to a mail of this plan: the clocks, as JSON.
pub fn due(policy: &str, plan: &str, received: &str) -> Value {
    let file = format!(
        "{}/../../policies/{policy}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let output = Command::new(PROGRAM)
        .args(["due", &file, "--plan", plan, "--channel", "mail"])
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

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}
