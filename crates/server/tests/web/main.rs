//! The pages of staff, and what all pages have in common, through the real router.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod backtest;
mod contracts;
mod coverage;
mod forms;
mod merging;
mod routes;
mod sign_in;
mod words;
mod workshop;
mod workspace;
mod world;
