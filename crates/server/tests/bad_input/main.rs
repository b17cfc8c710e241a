//! What a desk says when something is wrong with what it is given or with what it
//! stands on: in words that tell what to do, and without losing what it took.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests, one of which may have to be left out"
)]

#[path = "../support/mod.rs"]
mod support;

mod full_disk;
mod relay;
mod requests;
mod starting;

use std::path::Path;
use std::time::{Duration, Instant};

use server::store::{MailListed, OutboxRow, Store};

const DESK: &str = "infocyte";
const ADDRESS: &str = "support@infocyte.example.com";
const PAGE: i64 = 500;

/// A mail with this subject and body.
fn mail(subject: &str, body: &str) -> String {
    format!(
        "From: <ann@example.net>\nSubject: {subject}\nMessage-ID: <{subject}@example.net>\n\
         Date: Wed, 18 Nov 2026 09:00:00 +0000\n\n{body}\n"
    )
}

/// The database of a server, opened beside it.
async fn beside(database: &Path) -> Store {
    Store::open_sqlite(database).await.unwrap()
}

async fn mails(store: &Store) -> Vec<MailListed> {
    store.mails(DESK, None, PAGE).await.unwrap()
}

async fn outbox(store: &Store) -> Vec<OutboxRow> {
    store.outbox(DESK, None, PAGE).await.unwrap()
}

/// Looks again and again until there is something to see.
async fn eventually<T>(
    what: &str,
    patience: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(
            started.elapsed() < patience,
            "it never happened that {what}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
