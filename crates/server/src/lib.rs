#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]
//! Mainstay's IO: configuration, store, pages, API, mail, timers, outbox.

pub mod mail;
pub mod store;
