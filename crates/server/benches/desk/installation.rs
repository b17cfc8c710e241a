//! The real program on a folder of its own: example desks are made with
//! `mainstay demo` and served with `mainstay serve`.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::client::Connection;
use crate::database::Database;

/// How long two hundred thousand tickets may take.
const MAKING_WAIT_MAX: Duration = Duration::from_secs(600);
const START_WAIT_MAX: Duration = Duration::from_secs(30);
/// What every demo's people sign in with.
const PASSWORD: &str = "mainstay";

/// Desks that were made, of which the first has all tickets.
pub(crate) struct Installation {
    folder: TempDir,
    url: Option<String>,
    listen: SocketAddr,
    smtp: SocketAddr,
    pub(crate) desk: String,
    pub(crate) agent: String,
    pub(crate) contact: String,
}

/// The running program; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_mainstay")
}

/// A fresh folder beside the build, on the disk that is to be measured.
pub(crate) fn folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("desk-")
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap()
}

impl Installation {
    /// On SQLite, or on the empty PostgreSQL database of this URL.
    pub(crate) async fn make(tickets: u64, url: Option<String>) -> Self {
        let mut made = Self {
            folder: folder(),
            url,
            listen: free_address(),
            smtp: free_address(),
            desk: String::new(),
            agent: String::new(),
            contact: String::new(),
        };
        let mut command = made.command("demo");
        command.args(["--tickets", &tickets.to_string()]);
        made.listen_in(&mut command);
        made.start(command, MAKING_WAIT_MAX).await.stop();
        let logins = std::fs::read_to_string(made.data().join("demo.made")).unwrap();
        let logins: serde_json::Value = serde_json::from_str(&logins).unwrap();
        let of_first = |name: &str| logins[0][name].as_str().unwrap().to_owned();
        made.desk = of_first("desk");
        made.agent = of_first("agent");
        made.contact = of_first("contact");
        made
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.listen
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn database(&self) -> Database {
        match &self.url {
            Some(url) => Database::Postgres(url.clone()),
            None => Database::Sqlite(self.data().join("mainstay.db")),
        }
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(program());
        command
            .args(name.split(' '))
            .arg("--data")
            .arg(self.data())
            .stdin(Stdio::null());
        if let Some(url) = &self.url {
            command.args(["--database", url]);
        }
        command
    }

    fn listen_in(&self, command: &mut Command) {
        command
            .args(["--listen", &self.listen.to_string()])
            .args(["--smtp", &self.smtp.to_string()]);
    }

    pub(crate) async fn serve(&self) -> Server {
        let mut command = self.command("serve");
        self.listen_in(&mut command);
        self.start(command, START_WAIT_MAX).await
    }

    /// Starts the program and waits until it answers.
    async fn start(&self, mut command: Command, wait_max: Duration) -> Server {
        let log = self.folder.path().join("log");
        command.stdout(Stdio::null());
        command.stderr(
            File::options()
                .create(true)
                .append(true)
                .open(&log)
                .unwrap(),
        );
        let started = Instant::now();
        let mut server = Server {
            child: command.spawn().unwrap(),
            address: self.listen,
        };
        while !is_alive(self.listen).await {
            let ended = server.child.try_wait().unwrap();
            let log = || std::fs::read_to_string(&log).unwrap();
            assert!(ended.is_none(), "the program ended:\n{}", log());
            assert!(
                started.elapsed() < wait_max,
                "it does not answer:\n{}",
                log()
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server
    }

    /// Tokens that may open tickets. One alone is soon told to go more slowly.
    pub(crate) fn tokens(&self, count: usize) -> Vec<String> {
        let make = |number: usize| {
            let mut command = self.command("token create");
            command
                .args(["--desk", &self.desk, "--agent", &self.agent])
                .args(["--name", &format!("Load {number}")])
                .args(["--scope", "tickets:write"]);
            let output = command.output().unwrap();
            let told = String::from_utf8(output.stdout).unwrap();
            let token = told.lines().find(|line| line.starts_with("mst_"));
            token
                .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)))
                .to_owned()
        };
        (0..count).map(make).collect()
    }

    /// A request that opens a ticket.
    pub(crate) fn new_ticket(&self, token: &str, number: u64) -> Vec<u8> {
        let body = json!({
            "subject": format!("The import stops at the second file ({number})"),
            "body": "Since this morning the import of our price list stops at the second file. \
                The log says that a column is missing, but the file is the same as last week. \
                We cannot send offers until it works again.",
            "severity": 2,
            "requester": { "email": self.contact },
        })
        .to_string();
        format!(
            "POST /api/v1/desks/{}/tickets HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.desk,
            self.listen,
            body.len()
        )
        .into_bytes()
    }

    /// Signs the agent in: the session's cookie.
    pub(crate) async fn sign_in(&self, server: &Server) -> String {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("address", &self.agent)
            .append_pair("password", PASSWORD)
            .finish();
        let request = format!(
            "POST /d/{}/sign-in HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
            self.desk,
            server.address,
            form.len()
        );
        let mut connection = Connection::open(server.address).await.unwrap();
        let answer = connection.ask(request.as_bytes()).await;
        let cookie = answer.header("set-cookie");
        let cookie = cookie.unwrap_or_else(|| panic!("{}{}", answer.head, answer.text()));
        cookie.split(';').next().unwrap().to_owned()
    }
}

impl Server {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// As an administrator ends it.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the program ended with {status}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already waited for, or something failed: either way it must not stay.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

async fn is_alive(address: SocketAddr) -> bool {
    let Ok(mut connection) = Connection::open(address).await else {
        return false;
    };
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n");
    connection.ask(request.as_bytes()).await.status == 200
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}
