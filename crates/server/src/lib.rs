//! Mainstay's IO: configuration, store, pages, API, mail, timers, outbox.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

pub mod assets;
pub mod app;
pub mod clock;
pub mod error;
pub mod cli;
pub mod mail;
pub mod store;
pub mod timers;
