//! What became of one clock, as far as a percentage cares.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::ClockState;
use crate::policy::{Promise, Within};

/// Whether a promise was kept. Stored names never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Kept in time.
    Met,
    /// Broken, whether or not the work was done later.
    Missed,
    /// Neither, yet.
    Running,
}

impl Verdict {
    /// What the state of a clock says of its promise, and when that was missed, if
    /// it was; `None` where nothing is counted: best effort, no time given, or taken
    /// back before it was missed.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#).policy.unwrap();
    /// # use sla::backtest::PastTicket;
    /// use sla::clock::ClockState;
    /// use sla::compliance::Verdict;
    ///
    /// # let received_at = "2026-03-06T16:40:00Z".parse()?;
    /// # let request = PastTicket::received("N-1", received_at).history.request;
    /// let promise = &policy.promises(&request)[0];
    /// assert_eq!(Verdict::of(ClockState::Met, None, promise), Some(Verdict::Met));
    /// // Nothing was promised until the severity changed, and nothing was broken by then.
    /// assert_eq!(Verdict::of(ClockState::Met, None, &promise.unpromised()), None);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn of(
        state: ClockState,
        breached_at: Option<Timestamp>,
        promise: &Promise,
    ) -> Option<Self> {
        if breached_at.is_some() {
            return Some(Self::Missed);
        }
        if promise.best_effort || matches!(promise.within, Within::None { .. }) {
            return None;
        }
        match state {
            ClockState::Met => Some(Self::Met),
            ClockState::MissedRunning | ClockState::MissedMet => Some(Self::Missed),
            ClockState::Waiting | ClockState::Running | ClockState::Paused => Some(Self::Running),
            // The ticket it was merged into carries the promise on.
            ClockState::Cancelled | ClockState::Absorbed => None,
        }
    }
}

/// What one clock adds to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// Whether the promise was kept.
    pub verdict: Verdict,
    /// When its ticket was received.
    pub received_at: Timestamp,
    /// Whether the calendar of its promise was open then.
    pub received_in_hours: bool,
    /// When the ticket was resolved, if it is.
    pub resolved_at: Option<Timestamp>,
    /// When it was due; `None`: no deadline can be named.
    pub due_at: Option<Timestamp>,
    /// The approved fact that takes it out of the figure, if there is one.
    pub excluded: Option<&'a Exclusion>,
}

/// An approved fact for which a clock is not counted: a force majeure, a test
/// ticket. The figure is given with it as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Who approved it.
    pub author: String,
    /// Why it is not counted, in the words of whoever approved it.
    pub reason: String,
    /// When it was approved.
    pub approved_at: Timestamp,
}
