//! Opening hours in a time zone; adding and measuring working time.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Opening hours as written: what a policy file or a `calendar eval` line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSpec {
    /// IANA zone name, e.g. `America/Denver`.
    pub zone: String,
    /// Opening intervals of Monday (0) to Sunday (6).
    pub weekly: [Vec<Interval>; 7],
    /// Closed dates with their names (the name may be empty).
    pub holidays: BTreeMap<Date, String>,
    /// Special days: hours that replace that local date's, and win over a holiday.
    pub exceptions: BTreeMap<Date, Vec<Interval>>,
}

/// Half-open `[open, close)` in seconds since local midnight, 0 to 86,400. A
/// `close` before `open` passes midnight; equal to it, the interval is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    pub open: u32,
    pub close: u32,
}

/// A calendar ready to compute with.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
}

/// Why a calendar cannot be built, or cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("unknown time zone `{0}`")]
    UnknownZone(String),
    #[error("an opening interval must lie within one day")]
    InvalidInterval,
    #[error("the calendar never opens")]
    NeverOpen,
    #[error("the result lies outside the years that can be written")]
    OutOfRange,
}

/// A stretch of time that is wholly open or wholly closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub from: Timestamp,
    pub until: Timestamp,
    pub state: Opening,
}

/// Whether a stretch counts, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    Open,
    Closed,
    /// Closed because of the named holiday (the name may be empty).
    Holiday(String),
}
