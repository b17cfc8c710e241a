//! Opening hours in a time zone; adding and measuring working time.
//!
//! Working time is physical time while open, in whole seconds. An interval of the
//! hours is half-open. Its opening and closing are one instant each: a local time
//! that does not exist on that date is shifted later by the gap, one that exists
//! twice is its first occurrence. An interval that this turns round is empty,
//! intervals that it makes overlap are united, and a date that the zone skips has
//! none. An interval that passes midnight belongs to the date on which it opens.
//!
//! This module reads no policy file and knows no tickets. `DESIGN.md` of this
//! crate says why it is built as it is.

mod compute;
mod dates;
mod days;
pub mod eval;
mod ledger;
mod spec;
mod stretches;
mod week;
mod zone;

pub use compute::Calendar;
pub use spec::{CalendarError, CalendarSpec, Interval};
pub use stretches::{Opening, Stretch, Stretches};
