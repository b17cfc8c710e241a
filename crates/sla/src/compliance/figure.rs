//! A count of promises met, missed and still running, and what follows from it.
//!
//! Integers only: shares are compared by multiplying crosswise.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::Verdict;
use crate::bounded::Merge;
use crate::policy::percentage;

/// Basis points in the whole.
const WHOLE: u128 = 10_000;

/// How many promises were met, missed, and are still running.
///
/// In JSON it has `share_basis_points` beside the counts, rounded down; `null`
/// where nothing is decided.
///
/// ```
/// use sla::compliance::{Figure, Verdict};
///
/// let mut figure = Figure { met: 37, missed: 1, running: 5 };
/// figure.count(Verdict::Missed);
/// assert_eq!(figure.decided(), 39);
/// assert_eq!(figure.share().unwrap().to_string(), "94.87%");
/// assert_eq!(figure.reaches(9_500), Some(false));
/// // Of a hundred tickets at 95 %, five may be missed; two are.
/// assert_eq!(figure.misses_left(9_500, 100), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Kept in time.
    pub met: u64,
    /// Broken, whether or not the work was done later.
    pub missed: u64,
    /// Neither yet: waiting, running or at rest. In no share.
    pub running: u64,
}

/// A share, exact: `(basis_points + remainder / of) / 10000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Hundredths of a percent, rounded down.
    pub basis_points: u32,
    /// What rounding left off, in parts of `of`; less than `of`.
    pub remainder: u64,
    /// How many were decided.
    pub of: u64,
}

impl Figure {
    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict) {
        let slot = match verdict {
            Verdict::Met => &mut self.met,
            Verdict::Missed => &mut self.missed,
            Verdict::Running => &mut self.running,
        };
        slot.merge(1);
    }

    /// Met and missed together: the denominator.
    #[must_use]
    pub fn decided(&self) -> u64 {
        self.met.saturating_add(self.missed)
    }

    /// Met of decided; `None` where nothing is decided.
    #[must_use]
    pub fn share(&self) -> Option<Share> {
        let of = self.decided();
        let scaled = u128::from(self.met) * WHOLE;
        let basis_points = scaled.checked_div(u128::from(of))?;
        let remainder = scaled.checked_rem(u128::from(of))?;
        Some(Share {
            basis_points: u32::try_from(basis_points).ok()?,
            remainder: u64::try_from(remainder).ok()?,
            of,
        })
    }

    /// Whether the share met is at least so many basis points; `None` where
    /// nothing is decided. Exactly at the share, it is reached.
    #[must_use]
    pub fn reaches(&self, share_basis_points: u32) -> Option<bool> {
        let of = self.decided();
        let reached =
            u128::from(self.met) * WHOLE >= u128::from(share_basis_points) * u128::from(of);
        (of > 0).then_some(reached)
    }

    /// How many of `volume` tickets may still be missed if the share is to be
    /// reached; negative: so many too many are missed already. With the tickets
    /// decided so far as the volume it is the room there is today; with those
    /// expected until the end of the period, the budget that is left.
    #[must_use]
    pub fn misses_left(&self, share_basis_points: u32, volume: u64) -> i64 {
        let may_miss = WHOLE.saturating_sub(u128::from(share_basis_points));
        let allowed = i128::try_from(u128::from(volume) * may_miss / WHOLE).unwrap_or(i128::MAX);
        let left = allowed.saturating_sub(i128::from(self.missed));
        i64::try_from(left).unwrap_or(if left < 0 { i64::MIN } else { i64::MAX })
    }
}

impl Merge for Figure {
    fn merge(&mut self, other: Self) {
        self.met.merge(other.met);
        self.missed.merge(other.missed);
        self.running.merge(other.running);
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percentage(u64::from(self.basis_points)))
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let share = self.share().map(|share| share.basis_points);
        let mut figure = serializer.serialize_struct("Figure", 4)?;
        figure.serialize_field("met", &self.met)?;
        figure.serialize_field("missed", &self.missed)?;
        figure.serialize_field("running", &self.running)?;
        figure.serialize_field("share_basis_points", &share)?;
        figure.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn figure(met: u64, missed: u64) -> Figure {
        Figure {
            met,
            missed,
            running: 0,
        }
    }

    #[test]
    fn what_is_nearly_reached_is_not_reached_and_does_not_look_so() {
        let nearly = figure(94_999, 5_001);
        assert_eq!(nearly.share().unwrap().to_string(), "94.99%");
        assert_eq!(nearly.reaches(9_500), Some(false));
        assert_eq!(figure(95, 5).reaches(9_500), Some(true));
        let one_miss = figure(1_000_000, 1).share().unwrap();
        assert_eq!(
            (one_miss.to_string(), one_miss.basis_points),
            ("99.99%".to_owned(), 9_999)
        );
        assert_eq!(figure(3, 0).share().unwrap().to_string(), "100%");
    }

    #[test]
    fn nothing_decided_is_no_share() {
        let running = Figure {
            running: 7,
            ..Figure::default()
        };
        assert_eq!((running.share(), running.reaches(9_500)), (None, None));
        assert_eq!(running.misses_left(9_500, 0), 0);
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let most = figure(u64::MAX, u64::MAX);
        assert!(most.share().is_some() && most.reaches(1).is_some());
        assert_eq!(most.misses_left(10_000, u64::MAX), i64::MIN);
        assert_eq!(figure(0, 0).misses_left(0, u64::MAX), i64::MAX);
    }

    proptest! {
        /// The share with its remainder is the exact quotient.
        #[test]
        fn a_share_is_exact(met in 0..10_000_u64, missed in 0..10_000_u64) {
            prop_assume!(met + missed > 0);
            let share = figure(met, missed).share().unwrap();
            prop_assert!(share.remainder < share.of);
            prop_assert_eq!(u64::from(share.basis_points) * share.of + share.remainder, met * 10_000);
        }

        /// The room there is, is found by missing one more at a time.
        #[test]
        fn misses_left_is_what_trying_finds(missed in 0..300_u64, more in 0..300_u64, share in 0..=10_000_u32) {
            let volume = missed + more;
            let reached = |missed: u64| figure(volume - missed, missed).reaches(share) != Some(false);
            let tried = (0..=volume).rev().find(|missed| reached(*missed)).unwrap_or(0);
            let expected = i64::try_from(tried).unwrap() - i64::try_from(missed).unwrap();
            prop_assert_eq!(figure(more, missed).misses_left(share, volume), expected);
        }
    }
}
