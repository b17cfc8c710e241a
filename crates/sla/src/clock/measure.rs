//! Counting time exactly, below the second.
//!
//! Calendars work in whole seconds; facts are stored to the microsecond. As
//! openings and closings fall on whole seconds, open time between any two
//! instants follows exactly from the seconds they lie in. Without this the
//! stretches of an explanation, each rounded, would not add up to the time used.

use jiff::Timestamp;

use crate::calendar::{Calendar, CalendarError};

/// Nanoseconds in a second.
pub(super) const SECOND: i128 = 1_000_000_000;

/// Open time from `from` to `until` in nanoseconds; zero where `until` is earlier.
pub(super) fn open_between(calendar: &Calendar, from: Timestamp, until: Timestamp) -> i128 {
    if until <= from {
        return 0;
    }
    let (from_second, from_rest) = second_of(from);
    let (until_second, until_rest) = second_of(until);
    let seconds = calendar.between(from_second, until_second);
    i128::from(seconds) * SECOND - open_part(calendar, from_second, from_rest)
        + open_part(calendar, until_second, until_rest)
}

/// The earliest instant at which `nanoseconds` (not negative) of open time have
/// passed since `from`.
pub(super) fn open_add(
    calendar: &Calendar,
    from: Timestamp,
    nanoseconds: i128,
) -> Result<Timestamp, CalendarError> {
    if nanoseconds == 0 {
        return Ok(from);
    }
    let (second, rest) = second_of(from);
    let total = nanoseconds + open_part(calendar, second, rest);
    let seconds = i64::try_from(total.div_euclid(SECOND)).map_err(|_| CalendarError::OutOfRange)?;
    let reached = calendar.add(second, seconds)?;
    let fraction = total.rem_euclid(SECOND);
    if fraction == 0 {
        return Ok(reached);
    }
    plain_add(opening_from(calendar, reached)?, fraction)
}

/// Plain time from `from` to `until` in nanoseconds; zero where `until` is earlier.
pub(super) fn plain_between(from: Timestamp, until: Timestamp) -> i128 {
    (until.as_nanosecond() - from.as_nanosecond()).max(0)
}

/// The instant `nanoseconds` after `from`.
pub(super) fn plain_add(from: Timestamp, nanoseconds: i128) -> Result<Timestamp, CalendarError> {
    from.as_nanosecond()
        .checked_add(nanoseconds)
        .and_then(|sum| Timestamp::from_nanosecond(sum).ok())
        .ok_or(CalendarError::OutOfRange)
}

/// `at` where the calendar is open then, else its next opening.
pub(super) fn opening_from(calendar: &Calendar, at: Timestamp) -> Result<Timestamp, CalendarError> {
    if calendar.is_open(at) {
        Ok(at)
    } else {
        calendar.next_open(at).ok_or(CalendarError::NeverOpen)
    }
}

/// Whole seconds, rounded down.
pub(super) fn seconds_of(nanoseconds: i128) -> i64 {
    i64::try_from(nanoseconds.div_euclid(SECOND)).expect("no span of writable years exceeds i64")
}

/// The whole second an instant lies in, and the nanoseconds into it.
fn second_of(at: Timestamp) -> (Timestamp, i128) {
    let rest = at.as_nanosecond().rem_euclid(SECOND);
    let second = Timestamp::from_nanosecond(at.as_nanosecond() - rest)
        .expect("the earliest instant is a whole second, so rounding down stays in range");
    (second, rest)
}

/// What counts of the first `rest` nanoseconds of a second.
fn open_part(calendar: &Calendar, second: Timestamp, rest: i128) -> i128 {
    if rest > 0 && calendar.is_open(second) {
        rest
    } else {
        0
    }
}
