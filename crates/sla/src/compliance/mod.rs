//! Compliance: from what became of clocks to the percentages a policy declares.
//!
//! [`Outcome`] is what one clock adds, [`Figure`] a count of them, and [`Account`]
//! counts by the period of a [`Keep`](crate::policy::Keep), with and without what
//! was excluded. Which clocks there are, and who approves an exclusion, is decided
//! elsewhere.
//!
//! The rules, in one place:
//!
//! - A clock that runs, waits or rests is neither met nor missed. It stands beside
//!   the figure and not in it.
//! - What is not promised (best effort, no time given, taken back before it was
//!   missed) is not counted at all.
//! - A miss stays a miss, also when the work was done later.
//! - All tickets of the population count, also those received outside hours and
//!   met before the hours began, unless the population says `received in hours`.
//! - A share is reached when `met * 10000 >= share * (met + missed)`: integers
//!   multiplied crosswise. Nothing that was rounded decides anything.
//! - A share is shown in hundredths of a percent, rounded down, with its remainder
//!   beside it. So it shows 100 % only where nothing was missed, and never a share
//!   that was not reached as reached.
//! - What the policy leaves open is assumed, and marked: all tickets received, per
//!   calendar month.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

mod account;
mod figure;
mod outcome;
mod period;

pub use account::{Account, EXCLUSIONS_LISTED_MAX, Entry, PERIODS_MAX, Standing};
pub use figure::{Figure, Share};
pub use outcome::{Exclusion, Outcome, Verdict};
pub use period::PeriodOf;
