//! Questions about whole local dates: does it open, when, and which is the n-th working day.

use super::{compute::Calendar, dates::day_of, spec::CalendarError, week::DAY};
use jiff::{Timestamp, ToSpan, civil::Date};

impl Calendar {
    /// Whether anything opens on a local date: a working day. A night that began
    /// the day before does not count.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # use jiff::civil::date;
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?;
    /// assert!(mondays.opens_on(date(2026, 11, 23)));
    /// assert!(!mondays.opens_on(date(2026, 11, 24)));
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn opens_on(&self, date: Date) -> bool {
        self.dates.opens_on(&self.zone, day_of(date))
    }

    /// The openings and closings that belong to a local date, united and in
    /// order. The last closing may lie on the next date.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// # use jiff::civil::date;
    /// let mondays = Calendar::compile(&spec)?; // 09:00-17:00
    /// let nine = "2026-11-23T09:00:00+01:00".parse().unwrap();
    /// let five = "2026-11-23T17:00:00+01:00".parse().unwrap();
    /// assert_eq!(mondays.hours_of(date(2026, 11, 23)), [(nine, five)]);
    /// assert_eq!(mondays.hours_of(date(2026, 11, 24)), []);
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn hours_of(&self, date: Date) -> Vec<(Timestamp, Timestamp)> {
        let day = day_of(date);
        self.dates
            .united(self.zone.clocks(day, day), day..=day)
            .filter_map(|(open, close)| {
                let open = Timestamp::from_second(open).ok()?;
                Some((open, Timestamp::from_second(close).ok()?))
            })
            .collect()
    }

    /// The n-th working day after a local date; the date itself for zero.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # use jiff::civil::date;
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?;
    /// assert_eq!(mondays.nth_working_day(date(2026, 11, 23), 2)?, date(2026, 12, 7));
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CalendarError::NeverOpen`] and [`CalendarError::TooLittleOpening`] where
    /// there are not so many, [`CalendarError::OutOfRange`] beyond the year 9999.
    pub fn nth_working_day(&self, after: Date, n: u32) -> Result<Date, CalendarError> {
        let start = day_of(after);
        let per_week = self.dates.working_weekdays();
        let mut day = start;
        let mut missing = i64::from(n);
        while missing > 0 {
            let listed = self.dates.first_listed_from(day + 1);
            if per_week == 0 {
                day = listed.ok_or_else(|| self.why_not())? - 1;
            } else {
                let calm = self.calm_weeks(day, listed).min((missing - 1) / per_week);
                day += calm * 7;
                missing -= calm * per_week;
            }
            day += 1;
            if day > DAY_LAST {
                return Err(CalendarError::OutOfRange);
            }
            missing -= i64::from(self.dates.opens_on(&self.zone, day));
        }
        let date = after.checked_add((day - start).days());
        date.map_err(|_| CalendarError::OutOfRange)
    }

    /// How many whole weeks after a day contain neither a listed date nor a
    /// transition, so that each has the working days of any week.
    fn calm_weeks(&self, day: i64, listed: Option<i64>) -> i64 {
        let next = self.zone.count_until((day - 2) * DAY);
        let transition = self
            .zone
            .transition(next)
            .map(|next| next.at.div_euclid(DAY) - 3);
        let until = [listed, transition]
            .into_iter()
            .flatten()
            .fold(DAY_LAST, i64::min);
        ((until - 1 - day) / 7).max(0)
    }
}

/// 9999-12-31, the last date that can be written.
const DAY_LAST: i64 = 2_932_896;
