//! Backtest: recorded tickets under another policy.
//!
//! A [`PastTicket`] holds the facts of one ticket; a log has one a line. A
//! [`Backtest`] folds each under a policy ([`crate::history`], as for golden cases and replays) and compares
//! what comes out with another policy or with what was recorded then. What it finds
//! goes into a [`Tally`], whose size does not depend on how many tickets there are:
//! tallies counted apart are merged, so that all cores can count. [`Report`] is a
//! tally in order, for people and programs.
//!
//! Nothing is read, written or timed here, and no thread is started: whoever calls
//! brings lines or tickets and shows the progress.
//!
//! The rules, in one place:
//!
//! - A ticket received after the instant of the backtest is not known then and is
//!   left out; of the others only facts up to that instant count.
//! - The severity of a clock is the one in force when it ended, or at the instant of
//!   the backtest.
//! - A ticket flips where the promise of one metric to one audience was decided
//!   differently: missed on one side, met or still running on the other.
//! - Lists have limits with names; what is beyond them is counted together, and
//!   which are listed follows from the tickets alone, not from their order.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests"
    )
)]

mod fold;
mod line;
mod report;
mod tally;
mod ticket;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::explain::{Explanation, explain};
use crate::policy::Policy;

pub use line::{FACTS_MAX, LineProblem};
pub use report::{Declared, DeclaredPeriod, Fallen, Flips, Line, Problems, Report, Row};
pub use tally::{
    Alerts, CUSTOMERS_MAX, DAYS_MAX, FLIPS_MAX, Flip, PROBLEMS_MAX, Pair, Problem, ROWS_MAX, Seen,
    Tally,
};
pub use ticket::{PastTicket, RecordedClock};

/// A policy tried on the past, and what it is compared with.
///
/// ```
/// # let source = r#"
/// # format = 1
/// # [policy]
/// # name = "Nordwind"
/// # version = "1"
/// # languages = ["en"]
/// # effective = 2026-01-01
/// # calendar = "always"
/// # [[target]]
/// # id = "response"
/// # metric = "first response"
/// # within = "4h"
/// # clause = "Response times"
/// # "#;
/// # let draft = source.replace("4h", "2h");
/// use sla::backtest::{Backtest, PastTicket, Then};
/// use sla::policy::Policy;
///
/// let then = Policy::parse("then.toml", source).policy.unwrap();
/// let now = Policy::parse("draft.toml", &draft).policy.unwrap();
/// let backtest = Backtest::new(&now, Then::Policy(&then), "2026-04-01T00:00:00Z".parse()?);
///
/// let mut tally = backtest.tally();
/// backtest.count_line(&mut tally, 1, r#"{"ticket": "N-1", "customer": "Fjord",
///     "received_at": "2026-03-06T16:00:00Z",
///     "facts": [{"at": "2026-03-06T19:00:00Z", "what": {"act": "responded"}}]}"#);
/// let unanswered = PastTicket::received("N-2", "2026-03-31T23:00:00Z".parse()?);
/// backtest.count(&mut tally, 2, &unanswered);
/// let report = backtest.report(&tally);
/// assert_eq!((report.tickets, report.flips.to_missed), (2, 1));
/// let explained = backtest.explain(&report.flips.listed[0]).now.unwrap();
/// assert_eq!(explained.promise.within.to_string(), "2h");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Backtest<'a> {
    now: &'a Policy,
    then: Then<'a>,
    at: Timestamp,
}

/// What a policy is compared with.
#[derive(Clone, Copy, Debug)]
pub enum Then<'a> {
    /// What was recorded of the tickets' clocks when they ran.
    Recorded,
    /// What another policy makes of the same facts.
    Policy(&'a Policy),
}

impl<'a> Backtest<'a> {
    /// Tries the policy `now`, as of an instant: what is open then is running.
    #[must_use]
    pub fn new(now: &'a Policy, then: Then<'a>, at: Timestamp) -> Self {
        Self { now, then, at }
    }

    /// An empty tally.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::default()
    }

    /// Counts the ticket of a line, or its problems. `number` is the line's, from
    /// one. An empty line is none.
    pub fn count_line(&self, tally: &mut Tally, number: u64, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        match PastTicket::read(line) {
            Ok(ticket) => self.count(tally, number, &ticket),
            Err(found) => tally.problems(number, found),
        }
    }

    /// Counts a ticket; `number` is told with a problem, as the number of its line.
    pub fn count(&self, tally: &mut Tally, number: u64, ticket: &PastTicket) {
        if ticket.history.request.received_at > self.at {
            return;
        }
        let then = match self.then {
            Then::Recorded => Ok(ticket
                .recorded
                .iter()
                .map(|clock| clock.seen(ticket, self.at))
                .collect()),
            Then::Policy(policy) => fold::fold(ticket, policy, self.at),
        };
        let now = fold::fold(ticket, self.now, self.at);
        match (then, now) {
            (Ok(then), Ok(now)) => tally.count(self, ticket, Pair { then, now }),
            (Err(error), _) | (_, Err(error)) => {
                let problem = LineProblem {
                    field: String::new(),
                    problem: format!("ticket {} cannot be measured: {error}", ticket.ticket),
                    remedy: "look at the instants of the ticket: one lies beyond all calendars"
                        .to_owned(),
                };
                tally.problems(number, vec![problem]);
            }
        }
    }

    /// The tally in order.
    #[must_use]
    pub fn report(&self, tally: &Tally) -> Report {
        report::report(self, tally)
    }

    /// Both sides of a flip with the spans that prove them; `None` where there is
    /// no such clock on that side, or only a record of it.
    #[must_use]
    pub fn explain(&self, flip: &Flip) -> Pair<Option<Explanation>> {
        let explained = |policy: &Policy, seen: &Seen| {
            let clocks = fold::clocks(&flip.ticket, policy, self.at).ok()?;
            let clock = clocks.iter().rev().find(|clock| {
                let mut promises = clock.timeline.promises.iter();
                promises.any(|in_force| in_force.promise.target == seen.target)
            })?;
            explain(&clock.timeline, policy, self.at, &self.zone()).ok()
        };
        Pair {
            then: match self.then {
                Then::Recorded => None,
                Then::Policy(policy) => explained(policy, &flip.then),
            },
            now: explained(self.now, &flip.now),
        }
    }

    /// The zone of days and periods: that of the tried policy's own calendar.
    fn zone(&self) -> TimeZone {
        zone_of(self.now)
    }

    /// The policy of each side, where it has one.
    fn policies(&self) -> Pair<Option<&'a Policy>> {
        Pair {
            then: match self.then {
                Then::Recorded => None,
                Then::Policy(policy) => Some(policy),
            },
            now: Some(self.now),
        }
    }
}

fn zone_of(policy: &Policy) -> TimeZone {
    policy.zone_of(policy.calendar_of_plan(None))
}
