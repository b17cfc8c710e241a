//! Which hours a local date has, and at which instants they open and close.

use super::{
    spec::{CalendarError, CalendarSpec, Interval},
    week::{DAY, unite},
    zone::{Clocks, Zone},
};
use jiff::civil::Date;

/// A listed date: its weekly hours do not hold.
#[derive(Clone, Debug)]
pub(super) enum Listed {
    Holiday(Box<str>),
    Special(Box<[Interval]>),
}

/// Weekly hours and listed dates; a date is its number of days since 1970-01-01.
#[derive(Clone, Debug)]
pub(super) struct Dates {
    weekly: [Vec<Interval>; 7],
    listed: Box<[(i64, Listed)]>,
}

impl Dates {
    pub(super) fn new(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        let written = spec.weekly.iter().chain(spec.exceptions.values()).flatten();
        if !written.copied().all(Interval::is_valid) {
            return Err(CalendarError::InvalidInterval);
        }
        let holidays = spec
            .holidays
            .iter()
            .filter(|(date, _)| !spec.exceptions.contains_key(date))
            .map(|(&date, name)| (day_of(date), Listed::Holiday(name.as_str().into())));
        let special = spec
            .exceptions
            .iter()
            .map(|(&date, hours)| (day_of(date), Listed::Special(hours.as_slice().into())));
        let mut listed: Vec<_> = holidays.chain(special).collect();
        listed.sort_unstable_by_key(|(day, _)| *day);
        Ok(Self {
            weekly: spec.weekly.clone(),
            listed: listed.into(),
        })
    }

    pub(super) fn weekly(&self) -> &[Vec<Interval>; 7] {
        &self.weekly
    }

    pub(super) fn listed_days(&self) -> impl Iterator<Item = i64> {
        self.listed.iter().map(|(day, _)| *day)
    }

    pub(super) fn first_listed_from(&self, day: i64) -> Option<i64> {
        let index = self.listed.partition_point(|(listed, _)| *listed < day);
        self.listed.get(index).map(|(listed, _)| *listed)
    }

    pub(super) fn last_listed(&self) -> Option<i64> {
        self.listed.last().map(|(day, _)| *day)
    }

    fn listed(&self, day: i64) -> Option<&Listed> {
        let index = self
            .listed
            .binary_search_by_key(&day, |(day, _)| *day)
            .ok()?;
        self.listed.get(index).map(|(_, listed)| listed)
    }

    /// The name of the holiday a date is, unless special hours win over it.
    pub(super) fn holiday(&self, day: i64) -> Option<&str> {
        match self.listed(day)? {
            Listed::Holiday(name) => Some(name),
            Listed::Special(_) => None,
        }
    }

    /// The hours of the weekday, whether or not the date is listed.
    pub(super) fn usual_hours(&self, day: i64) -> &[Interval] {
        // Day 0 was a Thursday.
        let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
        self.weekly.get(weekday).map_or(&[], Vec::as_slice)
    }

    /// On how many days of the week something opens.
    pub(super) fn working_weekdays(&self) -> i64 {
        let opens = |hours: &Vec<Interval>| hours.iter().any(|interval| !interval.is_empty());
        self.weekly
            .iter()
            .map(|hours| i64::from(opens(hours)))
            .sum()
    }

    /// The hours of one date: special hours, none on a holiday, else the weekday's.
    fn hours(&self, day: i64) -> &[Interval] {
        match self.listed(day) {
            Some(Listed::Special(hours)) => hours,
            Some(Listed::Holiday(_)) => &[],
            None => self.usual_hours(day),
        }
    }

    /// Whether hours that a date has, or would have were it not listed, pass midnight.
    pub(super) fn passes_midnight(&self, day: i64) -> bool {
        let passes = |interval: &Interval| !interval.is_empty() && interval.closes_after() > DAY;
        self.usual_hours(day).iter().any(passes) || self.hours(day).iter().any(passes)
    }

    /// The non-empty openings that begin on a date, as instants, in the order written.
    pub(super) fn openings<'a>(
        &'a self,
        clocks: Clocks<'a>,
        day: i64,
    ) -> impl Iterator<Item = (i64, i64)> + 'a {
        let hours = if clocks.skips(day) {
            &[]
        } else {
            self.hours(day)
        };
        hours
            .iter()
            .filter(|interval| !interval.is_empty())
            .map(move |interval| {
                let open = clocks.resolve(day * DAY + interval.opens_after());
                (open, clocks.resolve(day * DAY + interval.closes_after()))
            })
            // A transition can turn an interval round: 02:30-03:00 when 02:00-03:00 is skipped.
            .filter(|(open, close)| open < close)
    }

    /// The openings of several dates, united and in order.
    pub(super) fn united(
        &self,
        clocks: Clocks<'_>,
        days: std::ops::RangeInclusive<i64>,
    ) -> impl Iterator<Item = (i64, i64)> + use<> {
        unite(days.flat_map(|day| self.openings(clocks, day)).collect())
    }

    /// Whether anything opens on a date.
    pub(super) fn opens_on(&self, zone: &Zone, day: i64) -> bool {
        self.openings(zone.clocks(day, day), day).next().is_some()
    }
}

/// Days from 1970-01-01 to a date, negative before it.
pub(super) fn day_of(date: Date) -> i64 {
    // Years begin in March, so that the leap day is their last.
    let month = i64::from(date.month());
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(date.day()) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}
