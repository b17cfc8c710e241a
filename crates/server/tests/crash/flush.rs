//! A killed process loses nothing that the system has; a power failure would. So the
//! server's calls to the system are traced: between the arrival of a request and its
//! answer the disk must have been waited for.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::load::Target;
use crate::support::program::Installation;

/// Requests one after another, and then at once.
const REQUESTS: usize = 25;
const AT_ONCE: usize = 16;
/// The sender of traced instants and ours look at the same clock, with this much
/// between a look and what it is about.
const BLUR: Duration = Duration::from_micros(5);

/// When something began and ended, since 1970.
type Span = (Duration, Duration);

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_is_waited_for_before_every_answer() {
    if !strace_works() {
        eprintln!("not traced: strace is not here, or may not trace (apt-get install strace)");
        return;
    }
    let installation = Installation::new();
    let trace = installation.folder().join("trace");
    let traced = [
        "-D",
        "-f",
        "-ttt",
        "-T",
        "-e",
        "trace=fsync,fdatasync",
        "-o",
        trace.to_str().unwrap(),
        env!("CARGO_BIN_EXE_mainstay"),
    ];
    let command = installation.command_by(Path::new("strace"), &traced, &[]);
    let mut server = installation.spawn_command(command);
    server.wait_until_ready();
    let target = Target::new(
        &installation,
        server.login("infocyte"),
        server.login("infocyte"),
    );

    let client = reqwest::Client::new();
    let mut answered = Vec::new();
    for place in 0..REQUESTS {
        let began = now();
        target.ask(&client, &format!("slow-{place}")).await.unwrap();
        answered.push(("a ticket", (began, now())));
    }
    let mut smtp = target.connect().await.unwrap();
    for place in 0..REQUESTS {
        let mail = target.mail(&format!("mail-{place}"), false);
        for line in [
            format!("MAIL FROM:<{}>", mail.from),
            format!("RCPT TO:<{}>", mail.to),
            "DATA".into(),
        ] {
            smtp.ask(&line).await.unwrap();
        }
        let began = now();
        let answer = smtp.content(&mail.content()).await.unwrap();
        assert!(answer.starts_with("250"), "{answer}");
        answered.push(("a mail", (began, now())));
    }
    let began = now();
    let at_once = (0..AT_ONCE).map(|place| {
        let (target, client) = (target.clone(), client.clone());
        async move { target.ask(&client, &format!("fast-{place}")).await.unwrap() }
    });
    futures_util::future::join_all(at_once).await;
    answered.push(("a crowd of tickets", (began, now())));
    assert!(server.stop().success());

    let flushes = flushes(&trace);
    for (what, span) in &answered {
        let within = flushes
            .iter()
            .filter(|flush| is_within(**flush, *span))
            .count();
        assert!(within >= 1, "{what} was answered before it was on the disk");
    }
    let (_, crowd) = answered.last().unwrap();
    let shared = flushes
        .iter()
        .filter(|flush| is_within(**flush, *crowd))
        .count();
    eprintln!(
        "{} flushes in all; {AT_ONCE} tickets at once shared {shared}",
        flushes.len()
    );
}

fn now() -> Duration {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.0 + BLUR >= outer.0 && inner.1 <= outer.1 + BLUR
}

/// Where tracing is forbidden, as in some containers, strace cannot run a program.
fn strace_works() -> bool {
    let run = Command::new("strace")
        .args(["-D", "-f", "-e", "trace=fsync", "true"])
        .stdin(Stdio::null())
        .output();
    run.is_ok_and(|output| {
        output.status.success() && !String::from_utf8_lossy(&output.stderr).contains("ptrace(")
    })
}

/// The calls that wait for the disk. A line is `ID INSTANT fdatasync(9) = 0 <SECONDS>`,
/// or two lines when another thread was heard meanwhile, of which the second tells
/// how long it took and stands at its end.
fn flushes(trace: &Path) -> Vec<Span> {
    let text = std::fs::read_to_string(trace).unwrap();
    let flushes: Vec<Span> = text.lines().filter_map(flush).collect();
    assert!(!flushes.is_empty(), "the trace is empty:\n{text}");
    flushes
}

fn flush(line: &str) -> Option<Span> {
    let (before, took) = line.strip_suffix('>')?.rsplit_once(" = 0 <")?;
    let mut words = before.split_whitespace();
    let (_, at, call) = (words.next()?, words.next()?, words.next()?);
    let (at, took): (f64, f64) = (at.parse().ok()?, took.parse().ok()?);
    let (at, took) = (Duration::from_secs_f64(at), Duration::from_secs_f64(took));
    // `<... fdatasync resumed>)` stands at the end of the call.
    Some(if call == "<..." {
        (at.checked_sub(took)?, at)
    } else {
        (at, at + took)
    })
}
