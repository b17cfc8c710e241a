//! How long a promise gives: durations that say what they mean.

mod read;
mod words;
mod write;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

pub use read::WithinError;

/// The time a promise gives, as written in a policy (`4h`, `3 working days`,
/// `end of next working day`, `next release`, ...).
///
/// Lengths are whole seconds. `strict` is the policy's word "under": done at the
/// due instant is then a miss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "form")]
pub enum Within {
    /// `4h`: open time of the target's calendar, in seconds.
    Open {
        /// Open seconds.
        seconds: i64,
        /// True for `under 4h`.
        strict: bool,
    },
    /// `4h elapsed`: plain time whatever the calendar, in seconds.
    Elapsed {
        /// Plain seconds.
        seconds: i64,
        /// True for `under 4h elapsed`.
        strict: bool,
    },
    /// `3 working days`: same local time on the third following day that opens.
    WorkingDays {
        /// How many days that open, not counting the day itself.
        days: u32,
    },
    /// `7 calendar days`, `3 months`, `1 year`: same local time later.
    CalendarSpan {
        /// Added first; a year is twelve.
        months: u32,
        /// Added to that.
        days: u32,
    },
    /// `end of next working day` (`at` absent) or `16:00 of next working day`;
    /// `nth` is 1 for "next", 5 for "5th".
    OfWorkingDay {
        /// Which of the days that open, not counting the day itself; from 1.
        nth: u32,
        /// Local time of the calendar; `None`: the last closing of that day.
        at: Option<Time>,
    },
    /// `next release`: due when the release the ticket is tied to is published.
    NextRelease,
    /// `none` or `none, usually 24h`: nothing is promised; measured all the same.
    None {
        /// What is usual, in seconds as the text says them; it is shown and never
        /// measured. `None`: not said.
        usually_seconds: Option<i64>,
    },
    /// `unstated` or `unstated, we use 24h`: the text says nothing; the operating
    /// value is the vendor's own and is shown as such.
    Unstated {
        /// What the vendor uses; `None`: nothing, and the target has no deadline.
        operating: Option<Box<Within>>,
    },
}
