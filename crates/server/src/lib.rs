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

pub mod announcements;
pub mod app;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod contracts;
pub mod demo;
pub mod error;
pub mod inbound;
pub mod installation;
pub mod mail;
pub mod outbox;
pub mod password;
pub mod serve;
pub mod store;
pub mod timers;
pub mod web;
