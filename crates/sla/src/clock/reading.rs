//! What a clock shows at an instant, and the spans that prove it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::HoldReason;

/// The state of a clock. Stored names never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It has not started: the report is incomplete, or the calendar has not opened since
    /// receipt.
    Waiting,
    /// It counts, or would if its calendar were open. Nothing is broken yet.
    Running,
    /// It rests for a hold its promise honours. Nothing is broken yet.
    Paused,
    /// The promise was kept in time, or nothing was promised that could be broken.
    Met,
    /// Late, and not yet done. It stays so while it rests.
    MissedRunning,
    /// Done, after its promise or an earlier one was broken.
    MissedMet,
    /// It ended before it was done: with its ticket, or because nothing is promised any
    /// more. A breach before that stands in [`Reading::breached_at`].
    Cancelled,
    /// Merged into another ticket. Facts of one clock cannot tell this from
    /// [`ClockState::Cancelled`]; whoever merges says so.
    Absorbed,
}

/// A clock as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What it shows at that instant.
    pub state: ClockState,
    /// `None` while waiting to start.
    pub started_at: Option<Timestamp>,
    /// When to warn, moved by holds as the deadline is; `None`: the promise has no
    /// warning, or the clock waits for a report and no start is known.
    pub warn_at: Option<Timestamp>,
    /// `None` where nothing is promised, or the release or the start is unknown. While
    /// paused: the deadline as if the pause ended at the instant of the reading.
    pub due_at: Option<Timestamp>,
    /// When the promise was first satisfied, also where that was late; `None`: not yet.
    pub met_at: Option<Timestamp>,
    /// The instant at which the warning of the promise in force fell due, if it
    /// has, before being met. A change of promise warns anew.
    pub warned_at: Option<Timestamp>,
    /// The instant at which a promise was first broken, if one was. No later
    /// promise or pause unmakes it.
    pub breached_at: Option<Timestamp>,
    /// True where a change of severity made it late at once.
    pub late_on_arrival: bool,
    /// Since when it rests, if it does.
    pub paused_at: Option<Timestamp>,
    /// Counted seconds so far (open time, or plain time for `elapsed` targets).
    pub used_seconds: i64,
    /// Counted seconds left until due; negative when late; `None` without a due.
    /// Used and remaining together are the whole of the time given.
    pub remaining_seconds: Option<i64>,
    /// From anchor to the later of reading (or end) and due, without gaps. Empty
    /// in a [`glance`](super::glance).
    pub spans: Vec<Span>,
}

/// One stretch of a clock's life and whether it counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it, at which the next span begins.
    pub until: Timestamp,
    /// Whether it counted, and why not.
    #[serde(flatten)]
    pub state: SpanState,
    /// Counted seconds in it; zero unless [`SpanState::Counted`] or
    /// [`SpanState::Collapsed`]. Rounded so that the sums are exact.
    pub counted_seconds: i64,
    /// True where the stretch lies after the instant of the reading, or after
    /// the clock's end.
    pub ahead: bool,
}

/// Why a stretch counted or did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SpanState {
    /// The calendar was open, or every second counts.
    Counted,
    /// The calendar was closed, by its weekly hours or by special hours of the date.
    Closed,
    /// The calendar was closed by name.
    Holiday {
        /// As the policy names the day.
        name: String,
    },
    /// The clock rested.
    Held {
        /// Which hold it was; where several overlap, the one that began first.
        because: HoldReason,
    },
    /// Before the clock's start (report incomplete, outside hours).
    BeforeStart,
    /// Openings and closings of a long stretch taken together, so that the list
    /// stays short; how much of it counted is exact.
    Collapsed,
}
