//! What `decide` makes of commands, as data: given a ticket under one of the
//! ready-made policies, when something is asked, then these events.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod story;

mod acts;
mod contracts;
mod coverage;
mod ending;
mod enduring;
mod merge;
mod merge_properties;
mod merge_refused;
mod negotiation;
mod notices;
mod opening;
mod owed;
mod pausing;
mod properties;
mod refusals;
mod sentences;
mod severity;
mod versions;
mod wire;
