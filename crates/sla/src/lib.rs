//! Support promises as data: working-time calendars, the policy language, and
//! clocks whose every deadline can be explained to the second.
//!
//! The crate is pure. It opens no file, reads no clock and draws no random
//! number: instants, file texts and facts come in as arguments, results and
//! reasons go out as values. It knows nothing of tickets' storage or of HTTP.
//!
//! - [`calendar`]: opening hours in a time zone; adding and measuring working time.
//! - [`policy`]: the vendor's promise file: reading, checking, golden cases, and
//!   [`policy::Policy::promises`], which says what is promised to one request.
//! - [`history`]: what happened to one request, and the clocks it has under a policy.
//! - [`clock`]: one promise running on one ticket, as a pure function of facts.
//! - [`compliance`]: from what became of clocks to the percentages a policy declares.
//! - [`backtest`]: recorded tickets under another policy, a million in seconds.

#![warn(missing_docs)]

/// The example of the README runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

pub mod backtest;
mod bounded;
pub mod calendar;
pub mod clock;
pub mod compliance;
pub mod history;
pub mod policy;
