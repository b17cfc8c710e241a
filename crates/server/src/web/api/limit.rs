//! How often a token may ask: a bucket of permissions that fills steadily. Kept
//! as one instant per token, the one at which its bucket would be full again. It
//! counts on this node alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// How many requests a token may make on average.
pub const REQUESTS_PER_SECOND_MAX: i64 = 100;
/// How many requests a token that rested may make at once.
pub const REQUESTS_AT_ONCE_MAX: i64 = 1_000;
/// How many tokens are remembered before those that rested are forgotten.
const TOKENS_REMEMBERED_MAX: usize = 10_000;

const SECOND_MICROSECONDS: i64 = 1_000_000;
const REQUEST_MICROSECONDS: i64 = SECOND_MICROSECONDS / REQUESTS_PER_SECOND_MAX;
const BURST_MICROSECONDS: i64 = REQUEST_MICROSECONDS * REQUESTS_AT_ONCE_MAX;

/// The buckets of all tokens.
#[derive(Debug, Default)]
pub(super) struct RateLimit(Mutex<HashMap<String, i64>>);

impl RateLimit {
    /// Takes one permission.
    ///
    /// # Errors
    /// In how many whole seconds (at least 1) there will be one, where there is none.
    pub(super) fn take(&self, token: &str, now: Timestamp) -> Result<(), u64> {
        let now = now.as_microsecond();
        let mut full_at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= TOKENS_REMEMBERED_MAX && !full_at.contains_key(token) {
            full_at.retain(|_, at| *at > now);
        }
        let at = full_at.entry(token.to_owned()).or_insert(now);
        let next = (*at).max(now) + REQUEST_MICROSECONDS;
        let wait = next - now - BURST_MICROSECONDS;
        if wait > 0 {
            let seconds = (wait + SECOND_MICROSECONDS - 1) / SECOND_MICROSECONDS;
            return Err(seconds.unsigned_abs());
        }
        *at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_bucket_empties_fills_and_belongs_to_one_token() {
        let limit = RateLimit::default();
        let now: Timestamp = "2026-11-18T09:00:00Z".parse().unwrap();
        for _ in 0..REQUESTS_AT_ONCE_MAX {
            limit.take("one", now).unwrap();
        }
        assert_eq!(limit.take("one", now), Err(1));
        limit.take("other", now).unwrap();
        let later = now + 1.second();
        for _ in 0..REQUESTS_PER_SECOND_MAX {
            limit.take("one", later).unwrap();
        }
        assert_eq!(limit.take("one", later), Err(1));
    }
}
