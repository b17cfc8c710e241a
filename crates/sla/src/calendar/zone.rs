//! The transitions of a time zone as a table, so that edges of dates resolve
//! without asking the zone again. Knows nothing of opening hours.
//!
//! Weekdays and leap years repeat exactly every 400 years, and so does every zone
//! once it follows its rule for good. The table therefore ends after one such
//! cycle and answers for any later year by going back whole cycles.

use super::{spec::CalendarError, week::DAY};
use jiff::{
    Timestamp,
    tz::{TimeZone, TimeZoneDatabase},
};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

/// Seconds of 400 Gregorian years, which are 20,871 whole weeks.
pub(super) const CYCLE: i64 = 146_097 * DAY;

/// From here on nearly every zone follows its rule for good (2038-01-01).
const SETTLED_EARLY: i64 = 2_145_916_800;
/// From here on every zone does: the last written exceptions end in 2087 (2100-01-01).
const SETTLED_LATE: i64 = 4_102_444_800;
/// More than any offset or gap, so that looking near the end of the table is safe.
const MARGIN: i64 = 30 * DAY;

/// A change of the offset from UTC, in seconds east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transition {
    pub(super) at: i64,
    pub(super) before: i64,
    pub(super) after: i64,
}

impl Transition {
    /// Start of the local stretch that is skipped or repeated.
    pub(super) fn low(&self) -> i64 {
        self.at + self.before.min(self.after)
    }

    /// End of the local stretch that is skipped or repeated.
    pub(super) fn high(&self) -> i64 {
        self.at + self.before.max(self.after)
    }

    fn is_gap(&self) -> bool {
        self.after > self.before
    }
}

/// A zone's whole past, its written future, and one cycle of its rule.
#[derive(Debug)]
pub(super) struct Zone {
    time_zone: TimeZone,
    offset_first: i64,
    transitions: Box<[Transition]>,
    /// The instant from which the transitions repeat every [`CYCLE`].
    settled: i64,
    /// How many transitions come before `settled`.
    count_settled: usize,
}

impl Zone {
    /// The table of a zone, built once per process and zone.
    pub(super) fn get(name: &str) -> Result<Arc<Self>, CalendarError> {
        static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
        static ZONES: LazyLock<RwLock<HashMap<String, Arc<Zone>>>> = LazyLock::new(RwLock::default);

        let unknown = |_| CalendarError::UnknownZone(name.to_owned());
        let time_zone = DATABASE.get(name).map_err(unknown)?;
        // Keyed by the spelling of the database, so that `europe/BERLIN` adds no entry.
        let key = time_zone.iana_name().unwrap_or("UTC");
        let known = ZONES
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned();
        if let Some(zone) = known {
            return Ok(zone);
        }
        let zone = Arc::new(Self::new(time_zone.clone()));
        let mut zones = ZONES.write().unwrap_or_else(PoisonError::into_inner);
        Ok(zones.entry(key.to_owned()).or_insert(zone).clone())
    }

    fn new(time_zone: TimeZone) -> Self {
        let offset_first = i64::from(time_zone.to_offset(Timestamp::MIN).seconds());
        let mut before = offset_first;
        let mut transitions = Vec::new();
        for change in time_zone.following(Timestamp::MIN) {
            let at = change.timestamp().as_second();
            let after = i64::from(change.offset().seconds());
            if at >= SETTLED_LATE + CYCLE {
                break;
            }
            if after != before {
                transitions.push(Transition { at, before, after });
            }
            before = after;
        }
        let settled = settled(&transitions);
        transitions.retain(|transition| transition.at < settled + CYCLE);
        let count_settled = transitions.partition_point(|transition| transition.at < settled);
        Self {
            time_zone,
            offset_first,
            transitions: transitions.into(),
            settled,
            count_settled,
        }
    }

    pub(super) fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    pub(super) fn settled(&self) -> i64 {
        self.settled
    }

    /// The transition with this number, counted from the oldest; for ever, where a rule goes on.
    pub(super) fn transition(&self, number: usize) -> Option<Transition> {
        if let Some(&transition) = self.transitions.get(number) {
            return Some(transition);
        }
        let per_cycle = self.transitions.len() - self.count_settled;
        let beyond = number - self.count_settled;
        let cycle = beyond.checked_div(per_cycle)?;
        let transition = self
            .transitions
            .get(self.count_settled + beyond % per_cycle)?;
        let at = transition.at + i64::try_from(cycle).ok()?.checked_mul(CYCLE)?;
        Some(Transition { at, ..*transition })
    }

    /// How many transitions have a `key` (an instant or a local second) up to `second`.
    fn count(&self, second: i64, key: impl Fn(&Transition) -> i64) -> usize {
        let per_cycle = self.transitions.len() - self.count_settled;
        let beyond = second - (self.settled + MARGIN);
        let cycle = if per_cycle == 0 {
            0
        } else {
            beyond.div_euclid(CYCLE).max(0)
        };
        let second = second - cycle * CYCLE;
        let mut count = self
            .transitions
            .partition_point(|transition| key(transition) <= second);
        if count == self.transitions.len() {
            while self
                .transition(count)
                .is_some_and(|transition| key(&transition) <= second)
            {
                count += 1;
            }
        }
        count + usize::try_from(cycle).unwrap_or(0) * per_cycle
    }

    /// How many transitions have happened up to and at an instant.
    pub(super) fn count_until(&self, instant: i64) -> usize {
        self.count(instant, |transition| transition.at)
    }

    pub(super) fn offset_at(&self, instant: i64) -> i64 {
        match self.count_until(instant).checked_sub(1) {
            Some(last) => self
                .transition(last)
                .map_or(self.offset_first, |last| last.after),
            None => self.offset_first,
        }
    }

    /// The local date at an instant, as a number of days.
    pub(super) fn local_day(&self, instant: i64) -> i64 {
        (instant + self.offset_at(instant)).div_euclid(DAY)
    }

    /// The instant at which a local date ends, looking from an instant on it.
    pub(super) fn midnight_after(&self, instant: i64) -> i64 {
        let local = instant + self.offset_at(instant);
        let midnight = (local.div_euclid(DAY) + 1) * DAY;
        let resolved = self.resolve(midnight);
        // When midnight is repeated, its first occurrence may already be past.
        if resolved > instant {
            resolved
        } else {
            instant + midnight - local
        }
    }

    /// The clocks in this zone on some dates and the four days before and after.
    pub(super) fn clocks(&self, first: i64, last: i64) -> Clocks<'_> {
        let next = self.count_until((first - 4) * DAY);
        match self.transition(next) {
            Some(transition) if transition.at <= (last + 5) * DAY => Clocks::Change(self),
            _ => Clocks::Steady(self.offset_at((first - 4) * DAY)),
        }
    }

    /// The one instant of a local second: shifted later by the gap where it does
    /// not exist, its first occurrence where it exists twice.
    pub(super) fn resolve(&self, local: i64) -> i64 {
        match self.transition_around(local) {
            // In both cases the offset before the transition says it.
            Some(transition) if local < transition.high() => local - transition.before,
            Some(transition) => local - transition.after,
            None => local - self.offset_first,
        }
    }

    /// Whether a date does not exist at all, as 2011-12-30 in Samoa.
    pub(super) fn skips(&self, day: i64) -> bool {
        self.transition_around(day * DAY)
            .is_some_and(|transition| transition.is_gap() && (day + 1) * DAY <= transition.high())
    }

    fn transition_around(&self, local: i64) -> Option<Transition> {
        let last = self.count(local, Transition::low).checked_sub(1)?;
        self.transition(last)
    }
}

/// How clocks go on some dates. Most dates have no transition near them, and then
/// one offset answers everything without a search.
#[derive(Clone, Copy, Debug)]
pub(super) enum Clocks<'a> {
    Steady(i64),
    Change(&'a Zone),
}

impl Clocks<'_> {
    /// As [`Zone::resolve`].
    pub(super) fn resolve(self, local: i64) -> i64 {
        match self {
            Self::Steady(offset) => local - offset,
            Self::Change(zone) => zone.resolve(local),
        }
    }

    /// As [`Zone::skips`].
    pub(super) fn skips(self, day: i64) -> bool {
        match self {
            Self::Steady(_) => false,
            Self::Change(zone) => zone.skips(day),
        }
    }

    /// As [`Zone::offset_at`].
    pub(super) fn offset_at(self, instant: i64) -> i64 {
        match self {
            Self::Steady(offset) => offset,
            Self::Change(zone) => zone.offset_at(instant),
        }
    }
}

/// The earlier of the two candidates from which the transitions repeat.
fn settled(transitions: &[Transition]) -> i64 {
    let between = |from: i64, until: i64| {
        let shift = from - SETTLED_EARLY;
        transitions
            .iter()
            .filter(move |transition| (from..until).contains(&transition.at))
            .map(move |transition| (transition.at - shift, transition.before, transition.after))
    };
    let written = between(SETTLED_EARLY, SETTLED_LATE);
    let ruled = between(SETTLED_EARLY + CYCLE, SETTLED_LATE + CYCLE);
    if written.eq(ruled) {
        SETTLED_EARLY
    } else {
        SETTLED_LATE
    }
}

#[cfg(test)]
#[path = "zone_tests.rs"]
#[allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests;
