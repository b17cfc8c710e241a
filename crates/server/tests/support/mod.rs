//! What the integration tests share. Each test binary takes what it needs.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "shared by tests that each use a part of it"
)]

pub mod letterbox;
pub mod postgres;
pub mod program;
pub mod smtp;
