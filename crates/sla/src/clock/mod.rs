//! One promise running on one ticket, as a pure function of facts.
//!
//! [`read`] takes the facts ([`Timeline`]), the calendars that the promises name
//! and an instant, and gives what the clock shows then ([`Reading`]) with the
//! spans that prove it; [`glance`] does so without the spans. [`next_threshold`]
//! says when to look again, and [`mod@explain`] puts a reading, its promise and its
//! facts side by side.
//!
//! Nothing here stores, sends or decides what follows from a breach, and nothing
//! reads the time of day: "now" is an argument.
//!
//! The rules, in one place:
//!
//! - Each stretch counts by the promise in force in it: its calendar, its form of
//!   time and the pauses it honours. A new promise counts on from the same start.
//! - A hold moves a deadline by the time inside it that would have counted, no more
//!   and no less. While the clock rests, `due_at` is what it would be if the pause
//!   ended at the instant of the reading.
//! - Done at the due instant is met, unless the promise says "under".
//! - A breach is never unmade. A breach that a new promise brings with it falls on
//!   the instant of the change ([`Reading::late_on_arrival`]).

mod calendars;
mod course;
mod day;
pub mod explain;
mod lasting;
mod measure;
mod read;
mod reading;
mod rest;
mod satisfaction;
mod spans;
mod term;
mod threshold;
mod timeline;

pub use calendars::{Calendars, ClockError};
pub use read::{glance, next_threshold, read};
pub use reading::{ClockState, Reading, Span, SpanState};
pub use spans::{SPAN_DAYS_LISTED_MAX, SPANS_MAX};
pub use timeline::{Done, Hold, HoldReason, InForce, Timeline};
