//! The pages of staff, and what all pages have in common, through the real router.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod contracts;
mod forms;
mod routes;
mod sign_in;
mod words;
mod workshop;
mod workspace;
mod world;
