//! Instants nobody chose. Not repeatable, since what a kill meets is not either.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A duration between two, in milliseconds.
pub(crate) fn milliseconds(from: u64, to: u64) -> Duration {
    let random = RandomState::new().hash_one(to);
    Duration::from_millis(from + random % (to - from))
}
