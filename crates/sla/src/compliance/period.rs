//! The periods over which shares are taken.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use serde::Serialize;

use crate::policy::KeepPeriod;

/// One period: half-open, in local dates of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PeriodOf {
    /// Its first day.
    pub from: Date,
    /// The day after its last.
    pub until: Date,
}

impl PeriodOf {
    /// The period an instant belongs to, for a report as of `at`. `None` for an
    /// instant outside the days of a rolling period, and at the end of all years.
    ///
    /// A rolling period of so many days ends with the day of the report.
    ///
    /// ```
    /// use jiff::tz::TimeZone;
    /// use sla::compliance::PeriodOf;
    /// use sla::policy::KeepPeriod;
    ///
    /// let zone = TimeZone::get("Europe/Zurich")?;
    /// let newyear = "2025-12-31T23:30:00Z".parse()?;
    /// let january = PeriodOf::instant(newyear, KeepPeriod::Month, &zone, newyear).unwrap();
    /// assert_eq!(january.from.to_string(), "2026-01-01");
    /// assert_eq!(january.until.to_string(), "2026-02-01");
    /// assert!(january.contains(january.from) && !january.contains(january.until));
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn instant(
        instant: Timestamp,
        period: KeepPeriod,
        zone: &TimeZone,
        at: Timestamp,
    ) -> Option<Self> {
        let day = zone.to_datetime(instant).date();
        let first = |month: i8| Date::new(day.year(), month, 1).ok();
        let (from, length) = match period {
            KeepPeriod::Month => (first(day.month())?, 1.month()),
            KeepPeriod::Quarter => (first((day.month() - 1) / 3 * 3 + 1)?, 3.months()),
            KeepPeriod::Year => (first(1)?, 1.year()),
            KeepPeriod::Days(days) => {
                let until = zone.to_datetime(at).date().tomorrow().ok()?;
                let from = until
                    .checked_sub(i64::from(days).days())
                    .unwrap_or(date(-9999, 1, 1));
                let period = Self { from, until };
                return period.contains(day).then_some(period);
            }
        };
        let until = from.checked_add(length).ok()?;
        Some(Self { from, until })
    }

    /// Whether a local date lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(instant: &str, period: KeepPeriod, at: &str) -> Option<(String, String)> {
        let zone = TimeZone::get("America/Denver").unwrap();
        let found = PeriodOf::instant(instant.parse().unwrap(), period, &zone, at.parse().unwrap());
        found.map(|found| (found.from.to_string(), found.until.to_string()))
    }

    #[test]
    fn calendar_periods_begin_at_local_midnight() {
        let at = "2026-06-01T00:00:00Z";
        let cases = [
            // Still the last day of the year in Denver.
            (
                "2026-01-01T06:59:59Z",
                KeepPeriod::Month,
                "2025-12-01",
                "2026-01-01",
            ),
            (
                "2026-01-01T07:00:00Z",
                KeepPeriod::Month,
                "2026-01-01",
                "2026-02-01",
            ),
            (
                "2026-01-01T06:59:59Z",
                KeepPeriod::Quarter,
                "2025-10-01",
                "2026-01-01",
            ),
            (
                "2026-05-20T12:00:00Z",
                KeepPeriod::Quarter,
                "2026-04-01",
                "2026-07-01",
            ),
            (
                "2026-12-31T12:00:00Z",
                KeepPeriod::Year,
                "2026-01-01",
                "2027-01-01",
            ),
        ];
        for (instant, period, from, until) in cases {
            assert_eq!(
                of(instant, period, at),
                Some((from.to_owned(), until.to_owned())),
                "{instant}"
            );
        }
    }

    #[test]
    fn a_rolling_period_ends_with_the_day_of_the_report() {
        let days = KeepPeriod::Days(30);
        let at = "2026-03-31T12:00:00Z";
        let march = Some(("2026-03-02".to_owned(), "2026-04-01".to_owned()));
        assert_eq!(of("2026-03-02T07:00:00Z", days, at), march);
        assert_eq!(of("2026-03-02T06:59:59Z", days, at), None);
        assert_eq!(of("2026-04-01T06:00:00Z", days, at), None);
    }

    #[test]
    fn the_ends_of_all_years_are_no_panic() {
        for instant in [Timestamp::MIN, Timestamp::MAX] {
            for period in [
                KeepPeriod::Month,
                KeepPeriod::Quarter,
                KeepPeriod::Year,
                KeepPeriod::Days(3_660),
            ] {
                let _ = PeriodOf::instant(instant, period, &TimeZone::UTC, instant);
            }
        }
    }
}
