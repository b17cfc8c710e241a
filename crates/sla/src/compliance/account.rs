//! Counting outcomes by the period of a declared share.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{Exclusion, Figure, Outcome, PeriodOf};
use crate::bounded::{Bounded, Merge};
use crate::policy::{Keep, KeepPeriod, Population};

/// So many periods are listed, the earliest; a century of months.
pub const PERIODS_MAX: usize = 1_200;

/// So many exclusions are listed of one period; all are counted.
pub const EXCLUSIONS_LISTED_MAX: usize = 100;

/// A share with its count per period.
///
/// ```
/// use jiff::{Timestamp, tz::TimeZone};
/// use sla::compliance::{Account, Outcome, Standing, Verdict};
/// use sla::policy::{Keep, KeepPeriod, Population};
///
/// let keep = Keep {
///     share_basis_points: 9_500,
///     population: Some(Population::Received),
///     period: Some(KeepPeriod::Month),
///     zone: None,
///     sample_min: 0,
/// };
/// let received_at: Timestamp = "2026-03-06T16:40:00Z".parse()?;
/// let mut account = Account::new(&keep, TimeZone::UTC, received_at);
/// account.count(&Outcome {
///     verdict: Verdict::Met,
///     received_at,
///     received_in_hours: false,
///     resolved_at: None,
///     due_at: None,
///     excluded: None,
/// });
/// let (march, entry) = account.periods().next().unwrap();
/// assert_eq!(march.from.to_string(), "2026-03-01");
/// assert_eq!(entry.figure.decided(), 1);
/// assert_eq!(account.standing(entry), Standing::Kept);
/// // Of one ticket at 95 %, none may be missed.
/// assert_eq!(account.misses_left(entry), 0);
///
/// // What another thread counted is added. March is the period of the report.
/// account.merge(account.clone());
/// let (period, entry) = account.running().unwrap();
/// assert_eq!((period.until.to_string().as_str(), entry.figure.met), ("2026-04-01", 2));
/// assert_eq!(account.keep(), &keep);
/// // These would be assumed, did the share not name them.
/// assert_eq!(account.population(), Population::Received);
/// assert_eq!(account.period(), KeepPeriod::Month);
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    keep: Keep,
    zone: TimeZone,
    at: Timestamp,
    periods: Bounded<PeriodOf, Entry, PERIODS_MAX>,
}

/// The count of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Without what was excluded: the figure that is judged.
    pub figure: Figure,
    /// With everything.
    pub with_excluded: Figure,
    /// How many were excluded.
    pub excluded: u64,
    /// The exclusions by their approval, each once; at most
    /// [`EXCLUSIONS_LISTED_MAX`].
    pub exclusions: Vec<Exclusion>,
}

/// How a period stands against its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The share is reached, of what is decided so far.
    Kept,
    /// The share is not reached, of what is decided so far.
    Broken,
    /// Fewer are decided than the share wants for a judgement, or none.
    TooFew,
}

impl Account {
    /// An empty account, for a report as of `at`. `zone` is where periods begin,
    /// unless the share names a zone itself.
    #[must_use]
    pub fn new(keep: &Keep, zone: TimeZone, at: Timestamp) -> Self {
        let named = keep
            .zone
            .as_deref()
            .and_then(|name| TimeZone::get(name).ok());
        Self {
            keep: keep.clone(),
            zone: named.unwrap_or(zone),
            at,
            periods: Bounded::default(),
        }
    }

    /// The share it counts for.
    #[must_use]
    pub fn keep(&self) -> &Keep {
        &self.keep
    }

    /// The tickets that count: those the policy names, else all received.
    #[must_use]
    pub fn population(&self) -> Population {
        self.keep.population.unwrap_or(Population::Received)
    }

    /// The period: the one the policy names, else the calendar month.
    #[must_use]
    pub fn period(&self) -> KeepPeriod {
        self.keep.period.unwrap_or(KeepPeriod::Month)
    }

    /// Counts one more, unless it is not of the population or of no period.
    pub fn count(&mut self, outcome: &Outcome<'_>) {
        let attributed = match self.population() {
            Population::Received => Some(outcome.received_at),
            Population::ReceivedInHours => outcome.received_in_hours.then_some(outcome.received_at),
            Population::Resolved => outcome.resolved_at,
            Population::Due => outcome.due_at,
        };
        let period = attributed
            .and_then(|instant| PeriodOf::instant(instant, self.period(), &self.zone, self.at));
        let Some(period) = period else { return };
        let entry = self.periods.at(period);
        entry.with_excluded.count(outcome.verdict);
        match outcome.excluded {
            None => entry.figure.count(outcome.verdict),
            Some(exclusion) => {
                entry.excluded.merge(1);
                entry.list(exclusion.clone());
            }
        }
    }

    /// The periods with what was counted in them, earliest first.
    pub fn periods(&self) -> impl Iterator<Item = (&PeriodOf, &Entry)> {
        self.periods.kept().iter()
    }

    /// The count of the period that `at` lies in; `None` where nothing was counted.
    #[must_use]
    pub fn running(&self) -> Option<(PeriodOf, &Entry)> {
        let period = PeriodOf::instant(self.at, self.period(), &self.zone, self.at)?;
        let entry = self.periods.kept().get(&period)?;
        Some((period, entry))
    }

    /// How a period stands.
    #[must_use]
    pub fn standing(&self, entry: &Entry) -> Standing {
        if entry.figure.decided() < self.keep.sample_min {
            return Standing::TooFew;
        }
        match entry.figure.reaches(self.keep.share_basis_points) {
            None => Standing::TooFew,
            Some(true) => Standing::Kept,
            Some(false) => Standing::Broken,
        }
    }

    /// How many may still be missed, of those decided and running now, if the
    /// share is to be reached in that period; negative: so many too many are
    /// missed. [`Figure::misses_left`] answers for any other volume.
    #[must_use]
    pub fn misses_left(&self, entry: &Entry) -> i64 {
        let known = entry.figure.decided().saturating_add(entry.figure.running);
        entry
            .figure
            .misses_left(self.keep.share_basis_points, known)
    }

    /// Adds what another account of the same share counted.
    pub fn merge(&mut self, other: Self) {
        self.periods.merge(other.periods);
    }
}

impl Entry {
    /// Keeps the list in order and short; which are kept follows from themselves.
    fn list(&mut self, exclusion: Exclusion) {
        let by_approval = |known: &Exclusion| {
            let key = |one: &Exclusion| (one.approved_at, one.author.clone(), one.reason.clone());
            key(known).cmp(&key(&exclusion))
        };
        if let Err(place) = self.exclusions.binary_search_by(by_approval) {
            self.exclusions.insert(place, exclusion);
            self.exclusions.truncate(EXCLUSIONS_LISTED_MAX);
        }
    }
}

impl Merge for Entry {
    fn merge(&mut self, other: Self) {
        self.figure.merge(other.figure);
        self.with_excluded.merge(other.with_excluded);
        self.excluded.merge(other.excluded);
        for exclusion in other.exclusions {
            self.list(exclusion);
        }
    }
}
