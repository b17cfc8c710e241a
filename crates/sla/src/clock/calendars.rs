//! Where clocks find their calendars, and why one cannot be read.
//!
//! Promises name a calendar by its id in the policy. Who keeps the compiled
//! calendars (a policy, a cache, a test's map) is not this module's business.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, CalendarError};
use crate::policy::Promise;

/// Finds the compiled calendar that a promise is measured in.
///
/// A promise names it by its id in a policy, and [`Promise::policy_version`] says
/// which version of the policy that is, where several governed one ticket.
pub trait Calendars {
    /// The calendar the promise names, if there is one.
    fn calendar(&self, promise: &Promise) -> Option<&Calendar>;
}

impl Calendars for BTreeMap<String, Calendar> {
    fn calendar(&self, promise: &Promise) -> Option<&Calendar> {
        self.get(&promise.calendar)
    }
}

/// Why a clock cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("a clock needs at least one promise: give the one in force at its anchor")]
    /// [`Timeline::promises`](super::Timeline::promises) is empty.
    NoPromise,
    #[error("target `{target}` is measured in calendar `{calendar}`, which is not known")]
    /// The [`Calendars`] that were given have none by that id.
    UnknownCalendar {
        /// Id of the target that names it.
        target: String,
        /// The id that is not known.
        calendar: String,
    },
    #[error("target `{target}` cannot be measured in calendar `{calendar}`")]
    /// The calendar never opens, opens too little, or the deadline lies beyond the
    /// year 9999.
    Unmeasurable {
        /// Id of the target that is measured in it.
        target: String,
        /// Id of the calendar.
        calendar: String,
        /// Which of these it is.
        #[source]
        source: CalendarError,
    },
}
