//! Clocks as data: facts in, instants and spans out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod day_forms;
mod edge_cases;
mod edge_cases_acts;
mod explanations;
mod french;
mod limits;
mod properties;
mod rules;
mod stepper;
mod support;
