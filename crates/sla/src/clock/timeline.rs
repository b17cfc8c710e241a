//! The facts of one ticket, as far as one clock cares.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::policy::{Act, PauseReason, Promise};

/// The facts one clock (one target, one cycle) is computed from. Facts are given
/// in the order in which they were decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// When this cycle's anchor happened: receipt, the oldest unanswered message,
    /// reopening. What [`crate::policy::Start`] counts from.
    pub anchor_at: Timestamp,
    /// When everything needed to reproduce was there; `None`: not yet. Only
    /// targets that start with a complete report look at it.
    pub report_complete_at: Option<Timestamp>,
    /// The promises this clock lived under, first at its anchor, later ones by
    /// change of severity. Never empty.
    pub promises: Vec<InForce>,
    /// Holds of the ticket; those whose reason the promise does not honour are
    /// ignored, so all may be given. `until: None` is still held.
    pub holds: Vec<Hold>,
    /// What staff did, by instant of happening.
    pub acts: Vec<Done>,
    /// When the clock ended without being satisfied (ticket closed, merged).
    pub ended_at: Option<Timestamp>,
    /// When a tied release was or will be published (`next release` targets).
    pub release_at: Option<Timestamp>,
}

/// A promise and the instant from which it governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// From when on; the first governs from the anchor, whatever stands here.
    pub since: Timestamp,
    /// What is promised from then on.
    pub promise: Promise,
}

/// A stretch in which a clock may rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it; `None`: it goes on.
    pub until: Option<Timestamp>,
    /// What is waited for.
    pub reason: HoldReason,
}

impl Hold {
    /// Begins a hold, ending whatever hold is running.
    ///
    /// ```
    /// use jiff::{Timestamp, ToSpan};
    /// use sla::clock::{Hold, HoldReason};
    /// use sla::policy::PauseReason;
    ///
    /// let at: Timestamp = "2026-03-06T16:40:00Z".parse()?;
    /// let mut holds = Vec::new();
    /// Hold::begin(&mut holds, at, HoldReason::Pause(PauseReason::Customer));
    /// Hold::begin(&mut holds, at + 1.hour(), HoldReason::Resolved);
    /// assert_eq!(holds[0].until, Some(at + 1.hour()));
    /// assert_eq!(holds[1].until, None);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn begin(holds: &mut Vec<Self>, at: Timestamp, reason: HoldReason) {
        Self::end(holds, at);
        holds.push(Self {
            from: at,
            until: None,
            reason,
        });
    }

    /// Ends whatever hold is running; never before it began.
    ///
    /// ```
    /// use jiff::{Timestamp, ToSpan};
    /// use sla::clock::{Hold, HoldReason};
    ///
    /// let at: Timestamp = "2026-03-06T16:40:00Z".parse()?;
    /// let mut holds = Vec::new();
    /// Hold::begin(&mut holds, at, HoldReason::Resolved);
    /// Hold::end(&mut holds, at + 2.hours());
    /// Hold::end(&mut holds, at + 3.hours());
    /// assert_eq!(holds[0].until, Some(at + 2.hours()));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn end(holds: &mut [Self], at: Timestamp) {
        for hold in holds {
            hold.until.get_or_insert(at.max(hold.from));
        }
    }
}

/// Why a clock rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "hold", content = "reason")]
pub enum HoldReason {
    /// A declared pause, honoured by the targets that name it.
    Pause(PauseReason),
    /// Between resolution and reopening: every clock rests.
    Resolved,
}

/// An act by staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What was done.
    pub act: Act,
    /// When it happened, which may be before it was recorded.
    pub at: Timestamp,
}
