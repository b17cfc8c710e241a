//! How much one desk does: tickets a second through the HTTP API, pages a second
//! beside ten thousand and two hundred thousand tickets, and what the program needs
//! while nobody asks. It measures the real program, as a process of its own, on
//! SQLite and on PostgreSQL.
//!
//! `cargo bench -p server --bench desk -- [api|pages|idle]`; without a word, all
//! three. It needs PostgreSQL's programs, some ten minutes and 3 GB of disk.
//!
//! The client shares the processors with the server, and so do the databases: the
//! figures are of a whole machine. What counts is their ratio to the ceiling, which
//! is measured beside them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a measurement may stop at the first surprise, and tells its figures"
)]

mod api;
mod ceiling;
mod client;
mod database;
mod idle;
mod installation;
mod pages;
mod rows;
mod table;

#[path = "../../tests/support/postgres.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with tests, which use other parts of it"
)]
mod postgres;

const PARTS: [&str; 3] = ["api", "pages", "idle"];

fn main() {
    // Cargo adds `--bench`.
    let words = std::env::args().skip(1).filter(|word| word != "--bench");
    let words: Vec<String> = words.collect();
    if let Some(unknown) = words.iter().find(|word| !PARTS.contains(&word.as_str())) {
        panic!("there is no part `{unknown}`: use api, pages or idle");
    }
    let wanted = |part: &str| words.is_empty() || words.iter().any(|word| word == part);
    // One thread: the client is to leave the processors to the server.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        if wanted("api") {
            api::measure().await;
        }
        if wanted("pages") {
            pages::measure().await;
        }
        if wanted("idle") {
            idle::measure().await;
        }
    });
}
