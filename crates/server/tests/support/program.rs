//! The real program as a process of its own, run on a folder of its own: started,
//! killed, started again. What it is asked then is up to the tests.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a start or an end may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A demo installation: where its data lie and where it listens, the same at
/// each start.
pub struct Installation {
    folder: TempDir,
    pub listen: SocketAddr,
    pub smtp: SocketAddr,
    arguments: Vec<String>,
}

/// Who to be at an example desk, as the program prints it.
#[derive(Clone, Debug)]
pub struct Login {
    pub desk: String,
    /// The address of a registered contact.
    pub customer: String,
    pub token: String,
}

/// The running program; killed when dropped.
pub struct Server {
    child: Child,
    listen: SocketAddr,
    out: PathBuf,
    err: PathBuf,
}

impl Installation {
    /// Without a relay, on SQLite, with no tickets.
    pub fn new() -> Self {
        Self {
            folder: tempfile::Builder::new()
                .prefix("mainstay-test-")
                .tempdir()
                .unwrap(),
            listen: free_address(),
            smtp: free_address(),
            arguments: vec!["--tickets".into(), "0".into()],
        }
    }

    /// Adds arguments for every start.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        let more = arguments.iter().map(|argument| (*argument).to_owned());
        self.arguments.extend(more);
        self
    }

    /// A folder that outlives the server's runs and goes with this value.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// The SQLite database.
    pub fn database(&self) -> PathBuf {
        self.data().join("mainstay.db")
    }

    /// What the program is started with: the demo, going on with its desks.
    pub fn command(&self, more: &[&str]) -> Command {
        self.command_by(env!("CARGO_BIN_EXE_mainstay").as_ref(), &[], more)
    }

    /// As [`Installation::command`], by way of another program.
    pub fn command_by(&self, program: &Path, before: &[&str], more: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(before)
            .args(["demo", "--keep", "--data"])
            .arg(self.data())
            .args(["--listen", &self.listen.to_string()])
            .args(["--smtp", &self.smtp.to_string()])
            .args(&self.arguments)
            .args(more)
            .stdin(Stdio::null());
        command
    }

    /// Starts the program and does not wait for it.
    pub fn spawn(&self) -> Server {
        self.spawn_with(&[])
    }

    /// Starts the program with more arguments and does not wait for it.
    pub fn spawn_with(&self, more: &[&str]) -> Server {
        self.spawn_command(self.command(more))
    }

    /// Starts this command as the server.
    pub fn spawn_command(&self, mut command: Command) -> Server {
        let (out, err) = (self.folder().join("out"), self.folder().join("err"));
        command.stdout(File::create(&out).unwrap());
        let log = File::options().create(true).append(true).open(&err);
        let child = command.stderr(log.unwrap()).spawn().unwrap();
        Server {
            child,
            listen: self.listen,
            out,
            err,
        }
    }

    /// Starts the program and waits until it answers.
    pub fn start(&self) -> Server {
        self.start_with(&[])
    }

    /// Starts the program with more arguments and waits until it answers.
    pub fn start_with(&self, more: &[&str]) -> Server {
        let mut server = self.spawn_with(more);
        server.wait_until_ready();
        server
    }

    /// Runs the program to its end, which is expected to come by itself: its exit
    /// code and what it wrote to standard error.
    pub fn refused(&self, more: &[&str]) -> (i32, String) {
        run_to_end(self.command(more))
    }
}

/// Exit code and standard error of a command that must end by itself.
pub fn run_to_end(mut command: Command) -> (i32, String) {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the program goes on running: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), err)
}

impl Server {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the program answers over HTTP.
    pub fn wait_until_ready(&mut self) {
        let started = Instant::now();
        // The port answers before the text with the logins is written out.
        while TcpStream::connect(self.listen).is_err() || !self.told().contains("Mails arrive") {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the program ended ({status}):\n{}", self.log());
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the program does not answer:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// As a power failure ends it, without a word.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "{status}:\n{}", self.log());
    }

    /// As an administrator ends it.
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "it does not stop:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What the program wrote to standard output.
    fn told(&self) -> String {
        fs::read_to_string(&self.out).unwrap_or_default()
    }

    /// What the program wrote to standard error, at all starts.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.err).unwrap_or_default()
    }

    /// Who to be at this desk.
    pub fn login(&self, desk: &str) -> Login {
        let told = self.told();
        let (_, part) = told
            .split_once(&format!("/d/{desk}/sign-in)"))
            .unwrap_or_else(|| panic!("no desk {desk} in:\n{told}"));
        let word = |label: &str| {
            let line = part
                .lines()
                .find_map(|line| line.trim().strip_prefix(label))
                .unwrap();
            line.trim().to_owned()
        };
        Login {
            desk: desk.to_owned(),
            customer: word("customer"),
            token: word("API token"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already waited for, or the test failed: either way it must not stay.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// An address nobody listens on. Below the range from which the system gives ports
/// to clients: between two starts none of them may take the server's.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let spread = u16::try_from(std::process::id() % 600).unwrap() * 20;
    loop {
        let place = spread.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let address = SocketAddr::from(([127, 0, 0, 1], 20_000 + place));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
