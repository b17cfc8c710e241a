//! A PostgreSQL server for the tests of one process: started when the first
//! test asks, private, in a folder of its own, gone with the process. Each test
//! gets a fresh database. It is not durable: that is not what is tested. Whoever
//! measures starts a durable one.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// The socket's name; nobody else is in the folder.
const PORT: u16 = 54329;
const START_WAIT_MAX: Duration = Duration::from_secs(60);
/// Settings of a server that need not survive a power failure.
const QUICK: [&str; 4] = ["-c", "fsync=off", "-c", "full_page_writes=off"];

/// A fresh, empty database: its URL.
pub async fn database() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let server = tokio::task::spawn_blocking(Server::shared).await.unwrap();
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.create(&name).await
}

/// Ends all connections to a database, as a server that restarts does.
pub async fn break_connections(url: &str) {
    let server = Server::shared();
    let (_, name) = url.split_once("@/").unwrap();
    let (name, _) = name.split_once('?').unwrap();
    let (client, connection) =
        tokio_postgres::connect(&server.url("postgres"), tokio_postgres::NoTls)
            .await
            .unwrap();
    let connection = tokio::spawn(connection);
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    let broken = client.execute(sql, &[&name]).await.unwrap();
    assert!(broken > 0, "nobody was connected to {name}");
    drop(client);
    connection.await.unwrap().unwrap();
}

pub struct Server {
    folder: PathBuf,
    /// The shell that minds the server, see [`mind`].
    _minder: Mutex<Child>,
}

impl Server {
    fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::start(&QUICK))
    }

    /// A server that has what it committed on the disk, gone with this value.
    pub fn durable() -> Self {
        Self::start(&[])
    }

    /// Makes a database: its URL.
    pub async fn create(&self, name: &str) -> String {
        let (client, connection) =
            tokio_postgres::connect(&self.url("postgres"), tokio_postgres::NoTls)
                .await
                .unwrap();
        let connection = tokio::spawn(connection);
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        self.url(name)
    }

    fn url(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("postgres://postgres@/{database}?host={folder}&port={PORT}")
    }

    fn start(settings: &[&str]) -> Self {
        let programs = programs();
        // Not in the build folder: another user may have no way into it, and a
        // socket's path must be short.
        let folder = tempfile::Builder::new()
            .prefix("mainstay-pg-")
            .tempdir()
            .unwrap()
            .keep();
        let data = folder.join("data");
        if is_root() {
            let user = other_user();
            run(Command::new("chown").arg(user).arg(&folder));
        }
        run(as_other_user(&programs.join("initdb"))
            .args(["-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])
            .args(["-U", "postgres", "-D"])
            .arg(&data));
        let minder = mind(&programs.join("postgres"), &folder, &data, settings);
        let server = Self {
            folder,
            _minder: Mutex::new(minder),
        };
        server.wait();
        server
    }

    fn wait(&self) {
        let socket = self.folder.join(format!(".s.PGSQL.{PORT}"));
        let started = Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(
                started.elapsed() < START_WAIT_MAX,
                "PostgreSQL did not start; see {}",
                self.folder.join("log").display()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        // It listens before it lets anybody in.
        std::thread::sleep(Duration::from_millis(300));
    }
}

/// Nothing of ours runs when the test process ends, least of all when it is
/// killed. So a shell holds the other end of a pipe, starts the server, and
/// stops it and clears up when the pipe closes.
fn mind(postgres: &Path, folder: &Path, data: &Path, settings: &[&str]) -> Child {
    let script = r#"
        postgres=$1 folder=$2 data=$3 port=$4
        shift 4
        "$postgres" -D "$data" -k "$folder" -p "$port" -c listen_addresses= \
            -c max_connections=300 "$@" >"$folder/log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null
        kill -INT "$server"
        wait "$server"
        rm -rf "$folder"
    "#;
    as_other_user(Path::new("sh"))
        .args(["-c", script, "sh"])
        .args([postgres, folder, data])
        .arg(PORT.to_string())
        .args(settings)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The newest version that Debian installed, or what is in the path.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut versions: Vec<(u32, PathBuf)> = installed
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let programs = path.join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .collect();
    versions.sort();
    if let Some((_, programs)) = versions.pop() {
        return programs;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .expect("PostgreSQL is needed for this test: apt-get install postgresql")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// PostgreSQL refuses to run as root.
fn other_user() -> &'static str {
    let known = Command::new("id")
        .arg("postgres")
        .output()
        .unwrap()
        .status
        .success();
    if known { "postgres" } else { "nobody" }
}

fn as_other_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let user = other_user();
    command
        .args(["--reuid", user, "--clear-groups", "--"])
        .arg(program);
    // The folder of the tests may be closed to the other user.
    command.current_dir("/");
    command
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
