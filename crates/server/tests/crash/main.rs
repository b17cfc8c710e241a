//! The real program, killed at random instants while people and mail servers talk to
//! it: what was answered is there, nothing happens twice, nothing is forgotten.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    dead_code,
    reason = "tests, some with figures to tell"
)]

#[path = "../support/mod.rs"]
mod support;

mod evidence;
mod random;
mod timers;
