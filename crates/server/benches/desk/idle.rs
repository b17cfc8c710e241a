//! What the program needs while nobody asks: its size, the memory of an installation
//! that is served and left alone, and how long a start takes until the first answer.

use std::time::{Duration, Instant};

use crate::installation::{Installation, Server, program};
use crate::table::{self, median, rounded};

const TICKETS: [u64; 2] = [0, 10_000];
const STARTS: usize = 20;
/// After a start, until the memory is read.
const REST: Duration = Duration::from_secs(5);

pub(crate) async fn measure() {
    let mut table = Vec::new();
    for tickets in TICKETS {
        let made = Installation::make(tickets, None).await;
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let started = Instant::now();
            let server = made.serve().await;
            starts.push(started.elapsed().as_secs_f64() * 1e3);
            server.stop();
        }
        let slowest = starts.iter().copied().fold(0.0, f64::max);
        let server = made.serve().await;
        tokio::time::sleep(REST).await;
        table.push(vec![
            tickets.to_string(),
            format!("{} ms", rounded(median(starts))),
            format!("{} ms", rounded(slowest)),
            format!("{} MB", rounded(memory(&server, "VmRSS:"))),
            format!("{} MB", rounded(memory(&server, "RssAnon:"))),
        ]);
        server.stop();
    }
    let head = [
        "tickets",
        "start, median",
        "slowest",
        "memory",
        "of it not the program's file",
    ];
    table::print("Idle, SQLite, five desks", &head, &table);
    let bytes = std::fs::metadata(program()).unwrap().len();
    println!(
        "\nThe program is one file of {} MB.",
        rounded(bytes as f64 / 1e6)
    );
}

/// In megabytes, as the system counts it.
fn memory(server: &Server, name: &str) -> f64 {
    let path = format!("/proc/{}/status", server.id());
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kib.parse::<f64>().unwrap() * 1_024.0 / 1e6
}
