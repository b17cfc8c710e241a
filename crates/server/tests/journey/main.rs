//! Whole journeys through a running desk: the program itself, a real browser for
//! staff and one for customers, mails that come and go by SMTP.
//!
//! Each test starts `mainstay demo` of its own. Single rules are tested nearer to
//! where they stand; here is only what a person would notice.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    unreachable_pub,
    reason = "tests, and support shared with other tests"
)]

#[path = "../support/browser.rs"]
mod browser;
mod cast;
mod correcting;
mod coverage;
mod desk;
mod doors;
mod enduring;
mod keyboard;
#[path = "../support/letterbox.rs"]
mod letterbox;
mod pages;
mod people;
mod plain;
mod post;
#[path = "../support/postgres.rs"]
mod postgres;
mod severity;
mod whole;
mod workshop;
