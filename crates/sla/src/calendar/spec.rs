//! A calendar as written, and why it cannot be used. Nothing is computed here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Opening hours as written: what a policy file or a `calendar eval` line says.
///
/// ```
/// use sla::calendar::{CalendarSpec, Interval};
///
/// let mut office = CalendarSpec::closed("Europe/Berlin");
/// for day in &mut office.weekly[..5] {
///     day.push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
/// }
/// assert!(office.weekly[6].is_empty(), "Sunday is closed");
/// ```
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

impl CalendarSpec {
    /// A calendar in `zone` without any opening: the start for filling one in.
    #[must_use]
    pub fn closed(zone: &str) -> Self {
        Self {
            zone: zone.to_owned(),
            weekly: Default::default(),
            holidays: BTreeMap::new(),
            exceptions: BTreeMap::new(),
        }
    }
}

/// Half-open `[open, close)` in seconds since local midnight, 0 to 86,400. A
/// `close` before `open` passes midnight; equal to it, the interval is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// Seconds since local midnight at which it opens.
    pub open: u32,
    /// Seconds since local midnight at which it closes.
    pub close: u32,
}

/// Why a calendar cannot be built, or cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The zone database knows no zone of this name.
    #[error("unknown time zone `{0}`")]
    UnknownZone(String),
    /// An interval opens or closes after 24:00.
    #[error("an opening interval must lie within one day")]
    InvalidInterval,
    /// Neither a weekday nor a special day holds any opening time.
    #[error("the calendar never opens")]
    NeverOpen,
    /// The weekly hours are empty and the special days do not hold the amount.
    #[error("the special days of this calendar do not hold that much opening time")]
    TooLittleOpening,
    /// The result lies beyond the year 9999, or before -9999.
    #[error("the result lies outside the years that can be written")]
    OutOfRange,
}
