//! The browser support and the front end, each against a page made for it.
//!
//! The desk's own pages have tests of their own; here is only what must hold before
//! those can be believed: that the measuring instruments measure, and that style sheet
//! and script do what their page in `web/` says.
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
mod front_end;
mod instruments;
mod stage;
