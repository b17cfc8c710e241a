//! When a promise is due, when to warn, and whether either has passed.
//!
//! Warning and deadline are the same computation with different times. What a
//! reading shows beside them is not decided here.

use jiff::Timestamp;

use super::ClockError;
use super::course::Course;
use super::day;
use super::measure::{SECOND, open_between};
use super::term::{Term, promised};
use crate::calendar::CalendarError;
use crate::policy::{AfterPause, Start, Within};

/// What became of a clock's promises.
#[derive(Default)]
pub(super) struct Verdict {
    pub(super) warn_at: Option<Timestamp>,
    pub(super) due_at: Option<Timestamp>,
    pub(super) warned_at: Option<Timestamp>,
    pub(super) breached_at: Option<Timestamp>,
    pub(super) late_on_arrival: bool,
}

/// Judges every promise the clock lived under, each for its own time.
pub(super) fn judge(course: &Course<'_>) -> Result<Verdict, ClockError> {
    let mut verdict = Verdict::default();
    let Some(start) = course.start else {
        return Ok(verdict);
    };
    for (index, term) in course.terms.iter().enumerate() {
        let instant =
            |within| instant_of(course, index, start, within).map_err(|error| term.fail(error));
        let due = instant(&term.promise.within)?;
        let effective = term.since.max(start);
        let breach = due.map(|due| due.max(effective));
        if let (Some(due), Some(breach)) = (due, breach)
            && verdict.breached_at.is_none()
            && breach < term.until
            && is_broken(course, term, breach)
        {
            verdict.breached_at = Some(breach);
            verdict.late_on_arrival = due < term.since;
        }
        if index + 1 == course.terms.len() {
            verdict.due_at = due;
            verdict.warn_at = term
                .promise
                .warn
                .as_ref()
                .map(instant)
                .transpose()?
                .flatten();
            // Raised to the instant of the change, a warning is never back-dated,
            // and a promise that is late on arrival skips it.
            let warn = verdict.warn_at.map(|warn| warn.max(effective));
            verdict.warned_at = warn
                .filter(|warn| breach.is_none_or(|breach| *warn < breach))
                .filter(|warn| has_passed(course, *warn));
        }
    }
    Ok(verdict)
}

/// The instant a time leads to under the terms up to `last`; `None` where nothing
/// is promised or the release is unknown.
fn instant_of(
    course: &Course<'_>,
    last: usize,
    start: Timestamp,
    within: &Within,
) -> Result<Option<Timestamp>, CalendarError> {
    let term = course
        .terms
        .get(last)
        .expect("judged terms are terms of the course");
    let calendar = term.calendar;
    // Days count from receipt, or from when the policy deems it received.
    let base = match term.promise.starts {
        Start::Receipt => course.anchor,
        Start::ReceiptInHours | Start::CompleteReport => start,
    };
    let Some(within) = promised(within) else {
        return Ok(None);
    };
    match within {
        Within::Open { seconds, .. } | Within::Elapsed { seconds, .. } => course
            .reach(last, start, i128::from(*seconds) * SECOND)
            .map(Some),
        // A release that was out before the clock started cannot be due earlier.
        Within::NextRelease => Ok(course.release_at.map(|release| release.max(start))),
        Within::None { .. } | Within::Unstated { .. } => Ok(None),
        Within::WorkingDays { .. } | Within::OfWorkingDay { .. } | Within::CalendarSpan { .. } => {
            let nominal = day::deadline(calendar, base, within)?;
            match term.promise.after_pause {
                AfterPause::Fixed => Ok(nominal),
                AfterPause::Moved => day::moved(calendar, nominal, start, &course.rests),
                AfterPause::Anew => day::anew(calendar, nominal, start, &course.rests, within),
            }
            .map(Some)
        }
    }
}

/// Whether the promise was still unkept at the instant of its breach.
fn is_broken(course: &Course<'_>, term: &Term<'_>, breach: Timestamp) -> bool {
    if term.promise.best_effort {
        return false;
    }
    let at_the_instant = course.met_at == Some(breach) && is_strict(&term.promise.within);
    at_the_instant || has_passed(course, breach)
}

/// Whether an instant came while the clock was neither met nor ended. What is
/// done at an instant is done in time for it.
fn has_passed(course: &Course<'_>, instant: Timestamp) -> bool {
    let over = course.met_at.is_some() || course.ended_at.is_some();
    instant < course.at || (instant == course.at && !over)
}

/// The policy's word "under": done at the due instant is a miss.
fn is_strict(within: &Within) -> bool {
    matches!(
        promised(within),
        Some(Within::Open { strict: true, .. } | Within::Elapsed { strict: true, .. })
    )
}

/// The next warning or deadline after the reading that comes by itself.
pub(super) fn next_after(course: &Course<'_>, verdict: &Verdict) -> Option<Timestamp> {
    if course.met_at.is_some() || course.ended_at.is_some() {
        return None;
    }
    let promise = course.governing().promise;
    let comes = |at: &Timestamp, within| *at > course.at && !is_moved(course, *at, within);
    // No warning comes after the deadline, but a pause may still move that.
    let in_time = |warn: &Timestamp| {
        verdict
            .due_at
            .is_none_or(|due| *warn < due || is_moved(course, due, &promise.within))
    };
    let warn = verdict
        .warn_at
        .zip(promise.warn.as_ref())
        .filter(|(warn, within)| comes(warn, within) && in_time(warn))
        .map(|(warn, _)| warn);
    let breakable = verdict.breached_at.is_none() && !promise.best_effort;
    let due = verdict
        .due_at
        .filter(|due| breakable && comes(due, &promise.within));
    [warn, due].into_iter().flatten().min()
}

/// Whether a hold that goes on moves the instant: never a release, which comes
/// when it comes, and a day form by open time only.
fn is_moved(course: &Course<'_>, instant: Timestamp, within: &Within) -> bool {
    // Nothing moves what comes at the very start of resting.
    let from = course.start.map_or(course.at, |start| start.max(course.at));
    course.held
        && match promised(within) {
            Some(Within::Open { .. } | Within::Elapsed { .. }) => instant > from,
            None | Some(Within::NextRelease) => false,
            Some(_) => match course.governing().promise.after_pause {
                AfterPause::Fixed => false,
                AfterPause::Moved => open_between(course.governing().calendar, from, instant) > 0,
                AfterPause::Anew => instant > from,
            },
        }
}
