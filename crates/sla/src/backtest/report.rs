//! A tally in order: rows, customers, declared shares, flips, alerts, problems.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::tally::{Accounts, Rows};
use super::{Alerts, Backtest, Flip, Pair, Problem, Tally};
use crate::compliance::{Account, Entry, Figure, PeriodOf, Standing};
use crate::policy::{Keep, KeepPeriod, Policy, Population};

/// What a backtest found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The instant as of which it was counted.
    pub at: Timestamp,
    /// How many tickets were counted: all that were received by [`Report::at`] and could
    /// be read and measured.
    pub tickets: u64,
    /// How many of them an approved fact takes out of the declared shares. In the
    /// rows they are counted.
    pub excluded: u64,
    /// By target and severity.
    pub rows: Vec<Row>,
    /// What the policies declare, by period.
    pub declared: Pair<Vec<Declared>>,
    /// By customer.
    pub customers: Vec<Line>,
    /// Customers whose tickets reach a declared share then and not now, or the
    /// other way round.
    pub fallen: Vec<Fallen>,
    /// The tickets whose promise was decided differently on the two sides.
    pub flips: Flips,
    /// By local day of the policy's own calendar.
    pub alerts: BTreeMap<Date, Pair<Alerts>>,
    /// All days together.
    pub alerts_total: Pair<Alerts>,
    /// The lines that could not be read or measured, and are counted nowhere else.
    pub problems: Problems,
}

/// What became of the clocks of one target and severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// `None`: what is beyond [`super::ROWS_MAX`], together.
    pub target: Option<String>,
    /// The severity the clocks had when they ended, or at the instant of the backtest;
    /// `None`: the ticket had none, or the row is the rest.
    pub severity: Option<u8>,
    /// What became of them as recorded, or under the policy compared with.
    pub then: Figure,
    /// What becomes of them under the policy that is tried.
    pub now: Figure,
}

/// The rows of one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Empty: tickets without a customer; `None`: the customers beyond
    /// [`super::CUSTOMERS_MAX`], together.
    pub customer: Option<String>,
    /// One for each target and severity, on either side; the rest last.
    pub rows: Vec<Row>,
}

/// A customer whose tickets of one target do not stand as before: over the whole
/// log, whatever the period and the population of the share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fallen {
    /// As the log names it; empty: the tickets without a customer, together.
    pub customer: String,
    /// Id of the target in the policy that is tried.
    pub target: String,
    /// `None`: all of the target's together.
    pub severity: Option<u8>,
    /// The share the policy that is tried declares, in hundredths of a percent.
    pub share_basis_points: u32,
    /// As recorded, or under the policy compared with.
    pub then: Figure,
    /// Under the policy that is tried.
    pub now: Figure,
}

/// A declared share with its count by period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Declared {
    /// Id of the target in the policy of its side.
    pub target: String,
    /// `None`: all of the target's together.
    pub severity: Option<u8>,
    /// As the policy writes it.
    pub keep: String,
    /// As counted; assumed where `population_assumed`.
    pub population: Population,
    /// True where the policy does not say which tickets count: all received are.
    pub population_assumed: bool,
    /// As counted; assumed where `period_assumed`.
    pub period: KeepPeriod,
    /// True where the policy does not say over which period: a calendar month is taken.
    pub period_assumed: bool,
    /// Those in which anything was counted, earliest first.
    pub periods: Vec<DeclaredPeriod>,
}

/// One period of a declared share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeclaredPeriod {
    /// In local dates of the zone the share names, or else of the policy's own calendar.
    #[serde(flatten)]
    pub period: PeriodOf,
    /// How the period stands, of what is decided in it.
    pub standing: Standing,
    /// How many more of the tickets known by now may be missed; negative: so many
    /// too many are.
    pub misses_left: i64,
    /// What was counted in it.
    #[serde(flatten)]
    pub entry: Entry,
}

/// Tickets that were missed on one side and not on the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flips {
    /// Missed now, and not then.
    pub to_missed: u64,
    /// Missed then, and not now.
    pub to_kept: u64,
    /// The earliest received, at most [`super::FLIPS_MAX`].
    pub listed: Vec<Flip>,
}

/// What could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// How many there are, listed or not; one line may have several.
    pub count: u64,
    /// Of the first lines, at most [`super::PROBLEMS_MAX`].
    pub listed: Vec<Problem>,
}

pub(super) fn report(backtest: &Backtest<'_>, tally: &Tally) -> Report {
    let mut alerts_total = Pair::<Alerts>::default();
    for day in tally.alerts.kept().values().chain(tally.alerts.rest()) {
        crate::bounded::Merge::merge(&mut alerts_total, *day);
    }
    let kept = tally.customers.kept().iter();
    let named = kept.map(|(customer, rows)| (Some(customer.clone()), rows));
    let others = tally.customers.rest().map(|rows| (None, rows));
    let customers = named.chain(others).map(|(customer, counted)| Line {
        customer,
        rows: rows(counted),
    });
    Report {
        at: backtest.at,
        tickets: tally.tickets,
        excluded: tally.excluded,
        rows: rows(&tally.rows),
        declared: Pair {
            then: declared(&tally.accounts.then),
            now: declared(&tally.accounts.now),
        },
        customers: customers.collect(),
        fallen: fallen(backtest, tally),
        flips: Flips {
            to_missed: tally.to_missed,
            to_kept: tally.to_kept,
            listed: tally.flips.kept().cloned().collect(),
        },
        alerts: tally.alerts.kept().clone(),
        alerts_total,
        problems: Problems {
            count: tally.problems.count(),
            listed: tally.problems.kept().cloned().collect(),
        },
    }
}

fn rows(counted: &Rows) -> Vec<Row> {
    let row = |target, severity, figures: &Pair<Figure>| Row {
        target,
        severity,
        then: figures.then,
        now: figures.now,
    };
    let kept = counted.kept().iter();
    let kept =
        kept.map(|((target, severity), figures)| row(Some(target.clone()), *severity, figures));
    let rest = counted.rest().map(|figures| row(None, None, figures));
    kept.chain(rest).collect()
}

fn declared(accounts: &Accounts) -> Vec<Declared> {
    let of = |((target, severity), account): (&(String, Option<u8>), &Account)| Declared {
        target: target.clone(),
        severity: *severity,
        keep: account.keep().to_string(),
        population: account.population(),
        population_assumed: account.keep().population.is_none(),
        period: account.period(),
        period_assumed: account.keep().period.is_none(),
        periods: account
            .periods()
            .map(|(period, entry)| DeclaredPeriod {
                period: *period,
                standing: account.standing(entry),
                misses_left: account.misses_left(entry),
                entry: entry.clone(),
            })
            .collect(),
    };
    accounts.iter().map(of).collect()
}

/// A customer's figures for one share: its severities together, where they are.
type Shares<'a> = BTreeMap<(&'a str, Option<u8>), (&'a Keep, Pair<Figure>)>;

fn fallen(backtest: &Backtest<'_>, tally: &Tally) -> Vec<Fallen> {
    let policies = backtest.policies();
    let mut fallen = Vec::new();
    for (customer, rows) in tally.customers.kept() {
        // Each side is held against the share it was promised; a record has none
        // of its own and is held against the one that is tried.
        let now = shares(backtest.now, rows);
        let then = policies
            .then
            .map_or_else(|| now.clone(), |policy| shares(policy, rows));
        for (key, (keep, figures)) in &now {
            let before = then
                .get(key)
                .map(|(keep, figures)| figures.then.reaches(keep.share_basis_points));
            let before = before.flatten();
            let after = figures.now.reaches(keep.share_basis_points);
            if let (Some(before), Some(after)) = (before, after)
                && before != after
            {
                fallen.push(Fallen {
                    customer: customer.clone(),
                    target: key.0.to_owned(),
                    severity: key.1,
                    share_basis_points: keep.share_basis_points,
                    then: figures.then,
                    now: figures.now,
                });
            }
        }
    }
    fallen
}

fn shares<'a>(policy: &'a Policy, rows: &'a Rows) -> Shares<'a> {
    let mut shares = Shares::new();
    for ((target, severity), figures) in rows.kept() {
        if let Some((counted, keep)) = policy.keep(target, *severity) {
            let (_, sum) = shares
                .entry((target.as_str(), counted))
                .or_insert((keep, Pair::default()));
            crate::bounded::Merge::merge(sum, *figures);
        }
    }
    shares
}
