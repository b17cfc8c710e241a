//! Calendars, checked from outside: against a brute force, by properties, by dated
//! tables, and against two other crates where they mean the same.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test may stop at the first surprise"
)]

mod brute_force;
mod cases;
mod dated;
mod edge_cases;
mod eval_lines;
mod oracle;
mod properties;
mod second_opinions;
mod support;
