//! What a backtest has counted so far, in constant memory.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Serialize, Serializer};

use super::{Backtest, LineProblem, PastTicket, zone_of};
use crate::bounded::{Bounded, Listed, Merge};
use crate::compliance::{Account, Figure, Outcome, Verdict};
use crate::policy::{Audience, Metric, Policy};

/// So many targets by severity are told apart; policies have far fewer.
pub const ROWS_MAX: usize = 1_000;
/// So many customers are told apart, the first by name; the rest count together.
pub const CUSTOMERS_MAX: usize = 10_000;
/// So many flips are listed with their tickets, the earliest received; all count.
pub const FLIPS_MAX: usize = 100;
/// So many lines with problems are listed, the first; all are counted.
pub const PROBLEMS_MAX: usize = 100;
/// Alerts are told apart for so many days, the first: more than ten years.
pub const DAYS_MAX: usize = 4_000;

/// The same thing on both sides of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pair<T> {
    /// Recorded, or under the policy compared with.
    pub then: T,
    /// Under the policy that is tried.
    pub now: T,
}

/// What became of one clock of a ticket, on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Id of the target that governed it last.
    pub target: String,
    /// What the target measures.
    #[serde(skip)]
    pub metric: Metric,
    /// Whom it is promised to. Clocks of both sides are paired by metric and audience.
    #[serde(skip)]
    pub audience: Audience,
    /// The severity when it ended, or at the instant of the backtest; `None`: it had none.
    pub severity: Option<u8>,
    /// `None`: nothing is counted (best effort, no time given, taken back).
    pub verdict: Option<Verdict>,
    /// Whether the calendar of its promise was open at receipt. A record does not tell,
    /// and counts as received in hours.
    #[serde(skip)]
    pub received_in_hours: bool,
    /// `None`: no deadline can be named, or none was recorded.
    pub due_at: Option<Timestamp>,
    /// When its warning fired; `None`: it did not, or nobody recorded it.
    pub warned_at: Option<Timestamp>,
    /// When its promise was first broken; `None`: it was not.
    pub breached_at: Option<Timestamp>,
    /// When it was met; `None`: not by the instant of the backtest.
    pub met_at: Option<Timestamp>,
}

/// A ticket whose promise was missed on one side and not on the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// In JSON its number only.
    #[serde(serialize_with = "number")]
    pub ticket: PastTicket,
    /// What the promise measures, on both sides.
    pub metric: Metric,
    /// Whom it is promised to, on both sides.
    pub audience: Audience,
    /// The clock as recorded, or under the policy compared with.
    pub then: Seen,
    /// The clock under the policy that is tried.
    pub now: Seen,
}

fn number<S: Serializer>(ticket: &PastTicket, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&ticket.ticket)
}

/// How many alerts fired on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Alerts {
    /// How many warnings fell due.
    pub warnings: u64,
    /// How many promises were first broken.
    pub breaches: u64,
}

/// A line that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// From one.
    pub line: u64,
    /// The field and its remedy.
    #[serde(flatten)]
    pub found: LineProblem,
}

/// A target, and the severity its clocks had.
pub(super) type RowKey = (String, Option<u8>);
pub(super) type Rows = Bounded<RowKey, Pair<Figure>, ROWS_MAX>;
pub(super) type Accounts = BTreeMap<RowKey, Account>;
/// Receipt, number, and the place among the clocks of the ticket.
type FlipKey = (Timestamp, String, usize);

/// What was counted. Made by [`Backtest::tally`], filled by
/// [`Backtest::count`], read by [`Backtest::report`].
///
/// ```
/// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
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
/// # "#).policy.unwrap();
/// use sla::backtest::{Backtest, PastTicket, Then};
///
/// let backtest = Backtest::new(&policy, Then::Recorded, "2026-04-01T00:00:00Z".parse()?);
/// // One core counts one half of the log, another the other half.
/// let (mut one, mut other) = (backtest.tally(), backtest.tally());
/// backtest.count(&mut one, 1, &PastTicket::received("N-1", "2026-03-06T16:40:00Z".parse()?));
/// backtest.count(&mut other, 2, &PastTicket::received("N-2", "2026-03-07T09:00:00Z".parse()?));
/// one.merge(other);
/// assert_eq!(one.tickets(), 2);
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(super) tickets: u64,
    pub(super) excluded: u64,
    pub(super) rows: Rows,
    pub(super) customers: Bounded<String, Rows, CUSTOMERS_MAX>,
    pub(super) accounts: Pair<Accounts>,
    pub(super) to_missed: u64,
    pub(super) to_kept: u64,
    pub(super) flips: Listed<FlipKey, Flip, FLIPS_MAX>,
    pub(super) alerts: Bounded<Date, Pair<Alerts>, DAYS_MAX>,
    pub(super) problems: Listed<(u64, usize), Problem, PROBLEMS_MAX>,
}

impl Tally {
    /// How many tickets were counted, for a progress bar.
    #[must_use]
    pub fn tickets(&self) -> u64 {
        self.tickets
    }

    /// Adds what another tally of the same backtest counted. The order of merging
    /// changes nothing.
    pub fn merge(&mut self, other: Self) {
        self.tickets.merge(other.tickets);
        self.excluded.merge(other.excluded);
        self.rows.merge(other.rows);
        self.customers.merge(other.customers);
        merge_accounts(&mut self.accounts.then, other.accounts.then);
        merge_accounts(&mut self.accounts.now, other.accounts.now);
        self.to_missed.merge(other.to_missed);
        self.to_kept.merge(other.to_kept);
        self.flips.merge(other.flips);
        self.alerts.merge(other.alerts);
        self.problems.merge(other.problems);
    }

    pub(super) fn problems(&mut self, line: u64, found: Vec<LineProblem>) {
        for (place, found) in found.into_iter().enumerate() {
            self.problems
                .offer((line, place), || Problem { line, found });
        }
    }

    pub(super) fn count(
        &mut self,
        backtest: &Backtest<'_>,
        ticket: &PastTicket,
        seen: Pair<Vec<Seen>>,
    ) {
        self.tickets.merge(1);
        self.excluded.merge(u64::from(ticket.exclusion.is_some()));
        let customer = ticket.customer.clone().unwrap_or_default();
        let of_customer = self.customers.at(customer);
        for (side, clocks) in [(Side::Then, &seen.then), (Side::Now, &seen.now)] {
            for clock in clocks {
                let Some(verdict) = clock.verdict else {
                    continue;
                };
                let key = (clock.target.clone(), clock.severity);
                side.of(of_customer.at(key.clone())).count(verdict);
                side.of(self.rows.at(key)).count(verdict);
            }
        }
        self.count_alerts(backtest, &seen);
        self.count_declared(backtest, ticket, &seen);
        self.find_flips(ticket, &seen);
    }

    fn count_alerts(&mut self, backtest: &Backtest<'_>, seen: &Pair<Vec<Seen>>) {
        let zone = backtest.zone();
        let mut fired = |side: Side, at: Option<Timestamp>, warning: bool| {
            let Some(at) = at else { return };
            let day = self.alerts.at(zone.to_datetime(at).date());
            let alerts = side.of(day);
            let count = if warning {
                &mut alerts.warnings
            } else {
                &mut alerts.breaches
            };
            count.merge(1);
        };
        for (side, clocks) in [(Side::Then, &seen.then), (Side::Now, &seen.now)] {
            for clock in clocks {
                fired(side, clock.warned_at, true);
                fired(side, clock.breached_at, false);
            }
        }
    }

    /// Counts for the shares that the policies declare.
    fn count_declared(
        &mut self,
        backtest: &Backtest<'_>,
        ticket: &PastTicket,
        seen: &Pair<Vec<Seen>>,
    ) {
        let policies = backtest.policies();
        let resolved_at = ticket.resolved_at(backtest.at);
        let sides = [
            (&mut self.accounts.then, policies.then, &seen.then),
            (&mut self.accounts.now, policies.now, &seen.now),
        ];
        for (accounts, policy, clocks) in sides {
            let Some(policy) = policy else { continue };
            for clock in clocks {
                let Some(verdict) = clock.verdict else {
                    continue;
                };
                let outcome = Outcome {
                    verdict,
                    received_at: ticket.history.request.received_at,
                    received_in_hours: clock.received_in_hours,
                    resolved_at,
                    due_at: clock.due_at,
                    excluded: ticket.exclusion.as_ref(),
                };
                declare(accounts, policy, backtest.at, clock, &outcome);
            }
        }
    }

    /// Pairs the clocks of both sides by what they measure and for whom, the first
    /// with the first, where a promise is owed several times.
    fn find_flips(&mut self, ticket: &PastTicket, seen: &Pair<Vec<Seen>>) {
        let counted = |clock: &&Seen| clock.verdict.is_some();
        for (place, now) in seen.now.iter().enumerate().filter(|(_, now)| counted(now)) {
            let is_same = |clock: &&Seen| {
                counted(clock) && clock.metric == now.metric && clock.audience == now.audience
            };
            let before = seen.now.iter().take(place).filter(is_same).count();
            let Some(then) = seen.then.iter().filter(is_same).nth(before) else {
                continue;
            };
            match [then, now].map(|clock| clock.verdict == Some(Verdict::Missed)) {
                [false, true] => self.to_missed.merge(1),
                [true, false] => self.to_kept.merge(1),
                _ => continue,
            }
            let received_at = ticket.history.request.received_at;
            let key = (received_at, ticket.ticket.clone(), place);
            self.flips.offer(key, || Flip {
                ticket: ticket.clone(),
                metric: now.metric.clone(),
                audience: now.audience,
                then: then.clone(),
                now: now.clone(),
            });
        }
    }
}

/// Counts an outcome in the account of its target, which it opens if need be.
fn declare(
    accounts: &mut Accounts,
    policy: &Policy,
    at: Timestamp,
    clock: &Seen,
    outcome: &Outcome<'_>,
) {
    let Some((severity, keep)) = policy.keep(&clock.target, clock.severity) else {
        return;
    };
    let account = accounts
        .entry((clock.target.clone(), severity))
        .or_insert_with(|| Account::new(keep, zone_of(policy), at));
    account.count(outcome);
}

fn merge_accounts(accounts: &mut Accounts, other: Accounts) {
    for (key, counted) in other {
        match accounts.get_mut(&key) {
            Some(account) => account.merge(counted),
            None => {
                accounts.insert(key, counted);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Then,
    Now,
}

impl Side {
    fn of<T>(self, pair: &mut Pair<T>) -> &mut T {
        match self {
            Self::Then => &mut pair.then,
            Self::Now => &mut pair.now,
        }
    }
}

impl<T: Merge> Merge for Pair<T> {
    fn merge(&mut self, other: Self) {
        self.then.merge(other.then);
        self.now.merge(other.now);
    }
}

impl Merge for Alerts {
    fn merge(&mut self, other: Self) {
        self.warnings.merge(other.warnings);
        self.breaches.merge(other.breaches);
    }
}
