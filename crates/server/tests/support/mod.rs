//! What the integration tests share. Each test binary takes what it needs.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "shared by tests that each use a part of it"
)]

pub mod postgres;
pub mod program;
pub mod relay;
pub mod sink;
pub mod smtp;
