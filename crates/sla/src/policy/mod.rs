//! The policy language: what a vendor promises, written as a file.
//!
//! This module tree reads, checks and resolves; it does not run clocks (see
//! [`crate::clock`]) and it never touches a file system.

mod promise;
mod within;

pub use promise::{Act, Audience, Metric, PauseReason, Promise, Request, Start};
pub use within::Within;
