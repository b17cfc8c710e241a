//! The only place that asks what time it is. Everything else is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// The system's own time, for traces that name it (`Received:` headers, logs).
#[must_use]
pub fn system_now() -> Timestamp {
    Timestamp::now()
}

/// A running clock, or in tests one that stands until it is moved.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The system's clock, shifted by so many microseconds.
    Running {
        offset: i64,
    },
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::Running { offset: 0 })
    }

    /// A clock that runs on from `start`, as `--now` asks for.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        let offset = start.as_microsecond() - Timestamp::now().as_microsecond();
        Self(Source::Running { offset })
    }

    /// A clock that stands at `at` until [`Self::advance_to`].
    #[must_use]
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Source::Standing(Arc::new(AtomicI64::new(
            at.as_microsecond(),
        ))))
    }

    /// Moves a standing clock; a running one is left alone.
    pub fn advance_to(&self, at: Timestamp) {
        if let Source::Standing(now) = &self.0 {
            now.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Now, in whole microseconds, as the database keeps it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let microseconds = match &self.0 {
            Source::Running { offset } => Timestamp::now().as_microsecond() + offset,
            Source::Standing(now) => now.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MAX)
    }
}
