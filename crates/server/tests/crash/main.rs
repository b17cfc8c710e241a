//! The real program, killed at random instants while people and mail servers talk to
//! it: what was answered is there, nothing happens twice, nothing is forgotten.
//!
//! A killed process leaves what it gave to the system; a power failure would not.
//! That the program waits for the disk before it answers is shown by [`flush`].

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests, some with figures to tell"
)]

#[path = "../support/mod.rs"]
mod support;

mod evidence;
mod flush;
mod kills;
mod load;
mod random;
mod timers;
