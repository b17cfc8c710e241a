//! Deadlines written in days: `3 working days`, `end of next working day`,
//! `3 months`.
//!
//! A day form names an instant outright; nothing is counted up to it. Holds move
//! it afterwards by the open time inside them.

use jiff::{Span, Timestamp, Zoned, civil::Time};

use super::measure::{open_add, open_between};
use super::rest::Rest;
use crate::calendar::{Calendar, CalendarError};
use crate::policy::Within;

/// What a day form names, counted from `base`; lengths of time name no day.
pub(super) fn deadline(
    calendar: &Calendar,
    base: Timestamp,
    within: &Within,
) -> Result<Timestamp, CalendarError> {
    match within {
        Within::WorkingDays { days } => working_days(calendar, base, *days),
        Within::OfWorkingDay { nth, at } => of_working_day(calendar, base, *nth, *at),
        Within::CalendarSpan { months, days } => calendar_span(calendar, base, *months, *days),
        _ => Ok(base),
    }
}

/// The same local time on the `days`th following day that has any opening; where
/// that day is not open at that time, its next opening that day, else its closing.
fn working_days(
    calendar: &Calendar,
    base: Timestamp,
    days: u32,
) -> Result<Timestamp, CalendarError> {
    let local = local(calendar, base);
    let date = calendar.nth_working_day(local.date(), days)?;
    let same_time = resolve(calendar, date.to_datetime(local.time()))?;
    if calendar.is_open(same_time) {
        return Ok(same_time);
    }
    let hours = calendar.hours_of(date);
    let next = hours
        .iter()
        .map(|(open, _)| *open)
        .find(|open| *open >= same_time);
    next.or(hours.last().map(|(_, close)| *close))
        .ok_or(CalendarError::NeverOpen)
}

/// The given time, or the closing, of the `nth` following day that has any opening.
fn of_working_day(
    calendar: &Calendar,
    base: Timestamp,
    nth: u32,
    time: Option<Time>,
) -> Result<Timestamp, CalendarError> {
    let date = calendar.nth_working_day(local(calendar, base).date(), nth)?;
    match time {
        Some(time) => resolve(calendar, date.to_datetime(time)),
        None => {
            let hours = calendar.hours_of(date);
            hours
                .last()
                .map(|(_, close)| *close)
                .ok_or(CalendarError::NeverOpen)
        }
    }
}

/// The same local time months and days later; the last day of a month that is
/// too short.
fn calendar_span(
    calendar: &Calendar,
    base: Timestamp,
    months: u32,
    days: u32,
) -> Result<Timestamp, CalendarError> {
    let span = Span::new()
        .try_months(months)
        .and_then(|span| span.try_days(days))
        .map_err(|_| CalendarError::OutOfRange)?;
    local(calendar, base)
        .checked_add(span)
        .map(|later| later.timestamp())
        .map_err(|_| CalendarError::OutOfRange)
}

/// A day's deadline moved by the open time inside the rests that began before it.
///
/// A rest in which the calendar stays closed from its beginning to the deadline
/// does not move it: there is no open time to give back, and the deadline passes.
pub(super) fn moved(
    calendar: &Calendar,
    nominal: Timestamp,
    start: Timestamp,
    rests: &[Rest],
) -> Result<Timestamp, CalendarError> {
    let mut due = nominal;
    for rest in rests.iter().filter(|rest| rest.until > start) {
        let from = rest.from.max(start);
        if from >= due {
            break;
        }
        if due <= rest.until && open_between(calendar, from, due) == 0 {
            break;
        }
        due = open_add(calendar, due, open_between(calendar, from, rest.until))?;
    }
    Ok(due)
}

/// A day's deadline counted anew from the end of each rest that began before it.
pub(super) fn anew(
    calendar: &Calendar,
    nominal: Timestamp,
    start: Timestamp,
    rests: &[Rest],
    within: &Within,
) -> Result<Timestamp, CalendarError> {
    let mut due = nominal;
    for rest in rests.iter().filter(|rest| rest.until > start) {
        if rest.from.max(start) >= due {
            break;
        }
        due = due.max(deadline(calendar, rest.until, within)?);
    }
    Ok(due)
}

fn local(calendar: &Calendar, at: Timestamp) -> Zoned {
    at.to_zoned(calendar.zone().clone())
}

/// A local time as an instant: later by the gap where it does not exist, the
/// first where it exists twice.
fn resolve(calendar: &Calendar, local: jiff::civil::DateTime) -> Result<Timestamp, CalendarError> {
    calendar
        .zone()
        .to_ambiguous_timestamp(local)
        .compatible()
        .map_err(|_| CalendarError::OutOfRange)
}
