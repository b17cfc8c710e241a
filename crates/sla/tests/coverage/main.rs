//! Coverage decisions: over tables made at random, and every cell of the tables that
//! ship.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod first_fit;
mod shipped;
