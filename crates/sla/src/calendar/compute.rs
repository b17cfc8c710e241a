//! A calendar ready to compute with: adding and measuring working time.

use super::{
    dates::Dates,
    ledger::Ledger,
    spec::{CalendarError, CalendarSpec, Interval},
    week::{DAY, Week},
    zone::{CYCLE, Zone},
};
use jiff::{Timestamp, tz::TimeZone};
use std::sync::{Arc, OnceLock};

/// A calendar ready to compute with.
///
/// Adding and measuring search two short tables. Neither allocates nor walks
/// through days, except that the first question beyond the dates listed and
/// the zone's written transitions (2038 for most) lays a table of 400 years out.
///
/// ```
/// use sla::calendar::{Calendar, CalendarSpec, Interval};
///
/// let mut spec = CalendarSpec::closed("Europe/Berlin");
/// for day in &mut spec.weekly[..5] {
///     day.push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
/// }
/// let office = Calendar::compile(&spec)?;
/// // Friday 16:00 in Berlin and two hours: Monday 10:00.
/// let due = office.add("2026-11-20T16:00:00+01:00".parse().unwrap(), 2 * 3_600)?;
/// assert_eq!(due, "2026-11-23T10:00:00+01:00".parse().unwrap());
/// # Ok::<(), sla::calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(super) zone: Arc<Zone>,
    pub(super) dates: Dates,
    week: Week,
    near: Ledger,
    /// From here on only the weekly hours and the zone's rule count, and both
    /// repeat every [`CYCLE`].
    horizon: i64,
    /// Open seconds up to the horizon.
    worked_horizon: i64,
    far: OnceLock<Far>,
}

/// More than lies between the years -9999 and 9999, and little enough to compute
/// with without overflow.
const SECONDS_MAX: u64 = 1_000_000_000_000;

/// One cycle from the horizon on.
#[derive(Clone, Debug)]
struct Far {
    ledger: Ledger,
    worked_cycle: i64,
}

impl Calendar {
    /// Makes a calendar ready to compute with. This costs microseconds.
    ///
    /// # Errors
    ///
    /// [`CalendarError::UnknownZone`], or [`CalendarError::InvalidInterval`] for
    /// times beyond 24:00. A calendar that never opens is no error here.
    pub fn compile(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        let dates = Dates::new(spec)?;
        let zone = Zone::get(&spec.zone)?;
        let week = Week::new(dates.weekly());
        let last_listed = dates.last_listed().map_or(i64::MIN, |day| (day + 14) * DAY);
        let horizon = zone.settled().max(last_listed);
        let near = Ledger::new(&zone, &week, &dates, None, horizon);
        let worked_horizon = near.worked(&week, horizon);
        Ok(Self {
            zone,
            dates,
            week,
            near,
            horizon,
            worked_horizon,
            far: OnceLock::new(),
        })
    }

    /// A calendar that is open day and night, 24 x 7.
    ///
    /// ```
    /// use sla::calendar::Calendar;
    ///
    /// let always = Calendar::always("Europe/Berlin")?;
    /// // The night in which clocks go forward: four hours after 00:30 is 05:30.
    /// let due = always.add("2026-03-29T00:30:00+01:00".parse().unwrap(), 4 * 3_600)?;
    /// assert_eq!(due, "2026-03-29T05:30:00+02:00".parse().unwrap());
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CalendarError::UnknownZone`].
    pub fn always(zone: &str) -> Result<Self, CalendarError> {
        let mut spec = CalendarSpec::closed(zone);
        for hours in &mut spec.weekly {
            hours.push(Interval {
                open: 0,
                close: 86_400,
            });
        }
        Self::compile(&spec)
    }

    /// The zone whose local dates and times the hours are.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }

    /// The zone's IANA name, as the time zone database spells it.
    ///
    /// ```
    /// # use sla::calendar::Calendar;
    /// let berlin = Calendar::always("europe/berlin")?;
    /// assert_eq!(berlin.zone_name(), "Europe/Berlin");
    /// assert_eq!(berlin.zone().iana_name(), Some("Europe/Berlin"));
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn zone_name(&self) -> &str {
        self.zone().iana_name().unwrap_or("UTC")
    }

    /// The earliest instant at which `seconds` of working time have passed since
    /// `start`; `start` itself for zero. A negative amount walks backwards, to the
    /// latest such instant. Other results are floored to whole seconds.
    ///
    /// # Errors
    ///
    /// [`CalendarError::NeverOpen`] and [`CalendarError::TooLittleOpening`] where
    /// that much working time does not exist, [`CalendarError::OutOfRange`] beyond
    /// the year 9999.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?; // 09:00-17:00
    /// let nine = "2026-11-23T09:00:00+01:00".parse().unwrap();
    /// let five = "2026-11-23T17:00:00+01:00".parse().unwrap();
    /// // A deadline can fall exactly on closing.
    /// assert_eq!(mondays.add(nine, 8 * 3_600)?, five);
    /// assert_eq!(mondays.add(five, -8 * 3_600)?, nine);
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    pub fn add(&self, start: Timestamp, seconds: i64) -> Result<Timestamp, CalendarError> {
        if seconds == 0 {
            return Ok(start);
        }
        if seconds.unsigned_abs() > SECONDS_MAX {
            return Err(self.why_not());
        }
        let (second, has_fraction) = floor(start);
        let worked = self.worked(second) + seconds;
        // A fraction used up of the second in which the work starts is still
        // missing at the end: the result lies within the next open second.
        let goes_on = has_fraction && self.opens_second(second);
        let result = if seconds > 0 && !goes_on {
            self.earliest(worked)
        } else {
            self.latest(worked)
        };
        let instant = result.ok_or_else(|| self.why_not())?;
        Timestamp::from_second(instant).map_err(|_| CalendarError::OutOfRange)
    }

    /// Working time from `a` to `b` in seconds, floored; negative when `b` is before `a`.
    ///
    /// ```
    /// # use sla::calendar::Calendar;
    /// let always = Calendar::always("UTC")?;
    /// let noon = "2026-11-20T12:00:00Z".parse().unwrap();
    /// let one = "2026-11-20T13:00:00Z".parse().unwrap();
    /// assert_eq!(always.between(noon, one), 3_600);
    /// assert_eq!(always.between(one, noon), -3_600);
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn between(&self, a: Timestamp, b: Timestamp) -> i64 {
        if b < a {
            return -self.between(b, a);
        }
        let whole = self.worked(floor(b).0) - self.worked(floor(a).0);
        let fraction = self.open_fraction(b) < self.open_fraction(a);
        whole - i64::from(fraction)
    }

    /// Whether an instant is inside the opening hours: at the opening yes, at the closing no.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?; // 09:00-17:00
    /// assert!(mondays.is_open("2026-11-23T09:00:00+01:00".parse().unwrap()));
    /// assert!(!mondays.is_open("2026-11-23T17:00:00+01:00".parse().unwrap()));
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.opens_second(floor(at).0)
    }

    /// The instant itself when it is open, else the next opening; `None` when
    /// there is none before the year 10000.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec, Interval};
    /// # let mut spec = CalendarSpec::closed("Europe/Berlin");
    /// # spec.weekly[0].push(Interval { open: 9 * 3_600, close: 17 * 3_600 });
    /// let mondays = Calendar::compile(&spec)?; // 09:00-17:00
    /// let closing = "2026-11-23T17:00:00+01:00".parse().unwrap();
    /// let opening = "2026-11-30T09:00:00+01:00".parse().unwrap();
    /// assert_eq!(mondays.next_open(closing), Some(opening));
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        let second = floor(at).0;
        if self.opens_second(second) {
            return Some(at);
        }
        let opening = self.latest(self.worked(second))?;
        Timestamp::from_second(opening).ok()
    }

    /// Whether the calendar ever opens. Measuring in one that does not gives zero.
    ///
    /// ```
    /// # use sla::calendar::{Calendar, CalendarSpec};
    /// let never = Calendar::compile(&CalendarSpec::closed("Europe/Berlin"))?;
    /// assert!(!never.ever_opens());
    /// assert!(Calendar::always("Europe/Berlin")?.ever_opens());
    /// # Ok::<(), sla::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn ever_opens(&self) -> bool {
        self.week.total() > 0
            || self
                .dates
                .listed_days()
                .any(|day| self.dates.opens_on(&self.zone, day))
    }

    /// Open seconds up to an instant, from an arbitrary but fixed origin.
    pub(super) fn worked(&self, second: i64) -> i64 {
        if second < self.horizon {
            return self.near.worked(&self.week, second);
        }
        let cycle = (second - self.horizon).div_euclid(CYCLE);
        let far = self.far();
        far.ledger.worked(&self.week, second - cycle * CYCLE) + cycle * far.worked_cycle
    }

    pub(super) fn opens_second(&self, second: i64) -> bool {
        if second < self.horizon {
            return self.near.is_open(&self.week, second);
        }
        let cycle = (second - self.horizon).div_euclid(CYCLE);
        self.far()
            .ledger
            .is_open(&self.week, second - cycle * CYCLE)
    }

    fn earliest(&self, worked: i64) -> Option<i64> {
        if worked <= self.worked_horizon {
            return self.near.earliest(&self.week, worked);
        }
        let far = self.far();
        let cycle = (worked - self.worked_horizon - 1).checked_div_euclid(far.worked_cycle)?;
        let instant = far
            .ledger
            .earliest(&self.week, worked - cycle * far.worked_cycle)?;
        instant.checked_add(cycle.checked_mul(CYCLE)?)
    }

    pub(super) fn latest(&self, worked: i64) -> Option<i64> {
        if worked < self.worked_horizon {
            return self.near.latest(&self.week, worked);
        }
        let far = self.far();
        let cycle = (worked - self.worked_horizon).checked_div_euclid(far.worked_cycle)?;
        let instant = far
            .ledger
            .latest(&self.week, worked - cycle * far.worked_cycle)?;
        instant.checked_add(cycle.checked_mul(CYCLE)?)
    }

    fn far(&self) -> &Far {
        self.far.get_or_init(|| {
            let horizon = self.horizon;
            let end = horizon + CYCLE;
            let mut ledger = Ledger::new(&self.zone, &self.week, &self.dates, Some(horizon), end);
            ledger.rebase(&self.week, horizon, self.worked_horizon);
            let worked_cycle = ledger.worked(&self.week, end) - self.worked_horizon;
            Far {
                ledger,
                worked_cycle,
            }
        })
    }

    /// Why an amount cannot be placed.
    pub(super) fn why_not(&self) -> CalendarError {
        match (self.week.total() > 0, self.ever_opens()) {
            (true, _) => CalendarError::OutOfRange,
            (false, true) => CalendarError::TooLittleOpening,
            (false, false) => CalendarError::NeverOpen,
        }
    }

    /// The part of the second around `at` that has been worked, in nanoseconds.
    fn open_fraction(&self, at: Timestamp) -> i32 {
        let nanosecond = at.subsec_nanosecond().rem_euclid(1_000_000_000);
        if nanosecond > 0 && self.is_open(at) {
            nanosecond
        } else {
            0
        }
    }
}

/// The whole second an instant lies in, and whether it has a fraction.
pub(super) fn floor(at: Timestamp) -> (i64, bool) {
    // Before 1970 the parts are both negative, so the second must go down by one.
    let fraction = at.subsec_nanosecond();
    (at.as_second() - i64::from(fraction < 0), fraction != 0)
}
