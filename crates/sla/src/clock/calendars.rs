//! Where clocks find their calendars, and why one cannot be read.
//!
//! Promises name a calendar by its id in the policy. Who keeps the compiled
//! calendars (a policy, a cache, a test's map) is not this module's business.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, CalendarError};

/// Finds compiled calendars by the ids that promises name.
pub trait Calendars {
    /// The calendar of that id, if there is one.
    fn calendar(&self, id: &str) -> Option<&Calendar>;
}

impl Calendars for BTreeMap<String, Calendar> {
    fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.get(id)
    }
}

/// Why a clock cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("a clock needs at least one promise: give the one in force at its anchor")]
    NoPromise,
    #[error("target `{target}` is measured in calendar `{calendar}`, which is not known")]
    UnknownCalendar { target: String, calendar: String },
    #[error("target `{target}` cannot be measured in calendar `{calendar}`")]
    Unmeasurable {
        target: String,
        calendar: String,
        #[source]
        source: CalendarError,
    },
}
