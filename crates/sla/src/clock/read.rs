//! Reading a clock: one promise on one ticket at an instant.

use jiff::Timestamp;

use super::course::Course;
use super::measure::seconds_of;
use super::spans::spans;
use super::threshold::{Verdict, judge, next_after};
use super::{Calendars, ClockError, ClockState, Reading, Timeline};

/// What the clock shows at `now`, and the spans that prove it.
///
/// Facts later than `now` are not yet known: they change nothing. So a reading of
/// a past instant is what the clock showed then, as far as was recorded since.
///
/// # Errors
///
/// [`ClockError`] where the timeline has no promise, a promise names an unknown
/// calendar, or that calendar never opens though time has to pass in it.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
/// use jiff::{Timestamp, ToSpan};
/// use sla::calendar::Calendar;
/// use sla::clock::{self, ClockState, InForce, Timeline};
/// use sla::policy::{AfterPause, Anchor, Audience, Firmness, Metric, Promise, Start, Within};
///
/// let received_at: Timestamp = "2026-03-06T16:40:00Z".parse()?;
/// let promise = Promise {
///     target: "response".to_owned(),
///     metric: Metric::FirstResponse,
///     audience: Audience::Customer,
///     within: Within::Open { seconds: 3_600, strict: false },
///     warn: None,
///     calendar: "always".to_owned(),
///     starts: Start::Receipt,
///     satisfied_by: vec![],
///     paused_by: vec![],
///     after_pause: AfterPause::Moved,
///     firmness: Firmness::Will,
///     anchor: Anchor::Receipt,
///     best_effort: false,
///     clause: "Response times, 2".to_owned(),
///     statement: "We answer within an hour.".to_owned(),
///     operating: false,
///     lasting: sla::policy::Lasting::default(),
///     policy_version: None,
/// };
/// let timeline = Timeline {
///     anchor_at: received_at,
///     report_complete_at: None,
///     promises: vec![InForce { since: received_at, promise }],
///     holds: vec![],
///     acts: vec![],
///     ended_at: None,
///     release_at: None,
/// };
/// let calendars = BTreeMap::from([("always".to_owned(), Calendar::always("UTC")?)]);
///
/// let reading = clock::read(&timeline, &calendars, received_at + 40.minutes())?;
/// assert_eq!(reading.state, ClockState::Running);
/// assert_eq!(reading.due_at, Some(received_at + 1.hour()));
/// assert_eq!(reading.remaining_seconds, Some(1_200));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read<C: Calendars + ?Sized>(
    timeline: &Timeline,
    calendars: &C,
    now: Timestamp,
) -> Result<Reading, ClockError> {
    let (course, reading) = trace(timeline, calendars, now)?;
    let spans = spans(&course, reading.due_at);
    Ok(Reading { spans, ..reading })
}

/// As [`read`], without the spans: for lists and replays, where nobody asks for
/// the proof and listing openings would take most of the time.
///
/// # Errors
///
/// As [`read`].
///
/// # Examples
///
/// ```
/// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
/// # format = 1
/// # [policy]
/// # name = "Nordwind"
/// # version = "1"
/// # languages = ["en"]
/// # effective = 2026-01-01
/// # calendar = "always"
/// # [[target]]
/// # id = "response"
/// # metric = "first response"
/// # within = "4h"
/// # clause = "Response times"
/// # "#).policy.unwrap();
/// # let received_at: jiff::Timestamp = "2026-03-06T16:40:00Z".parse()?;
/// # let history = sla::backtest::PastTicket::received("N-1", received_at).history;
/// # let timeline = &policy.clocks(&history)?[0].timeline;
/// use sla::clock::{self, Reading};
///
/// let now = "2026-03-06T18:00:00Z".parse()?;
/// // A policy finds the calendars of its own promises.
/// let glance = clock::glance(timeline, &policy, now)?;
/// let reading = clock::read(timeline, &policy, now)?;
/// assert_eq!(glance.used_seconds, 80 * 60);
/// assert_eq!(glance, Reading { spans: vec![], ..reading });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn glance<C: Calendars + ?Sized>(
    timeline: &Timeline,
    calendars: &C,
    now: Timestamp,
) -> Result<Reading, ClockError> {
    trace(timeline, calendars, now).map(|(_, reading)| reading)
}

/// The next instant after `now` at which the reading changes by itself: the next
/// warning or breach. `None` where only a new fact can change it: the clock is
/// met, ended, broken already, waiting for a report, or rests.
///
/// A clock that rests has no such instant, unless the pause cannot move it: a
/// release, or a day that ends before the calendar opens again.
///
/// # Errors
///
/// As [`read`].
///
/// # Examples
///
/// ```
/// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
/// # format = 1
/// # [policy]
/// # name = "Nordwind"
/// # version = "1"
/// # languages = ["en"]
/// # effective = 2026-01-01
/// # calendar = "always"
/// # [[target]]
/// # id = "response"
/// # metric = "first response"
/// # within = "4h"
/// # clause = "Response times"
/// # "#).policy.unwrap();
/// # let received_at: jiff::Timestamp = "2026-03-06T16:40:00Z".parse()?;
/// # let history = sla::backtest::PastTicket::received("N-1", received_at).history;
/// # let timeline = &policy.clocks(&history)?[0].timeline;
/// use sla::clock;
///
/// let due_at = "2026-03-06T20:40:00Z".parse()?;
/// let wake_at = clock::next_threshold(timeline, &policy, received_at)?;
/// assert_eq!(wake_at, Some(due_at));
/// // Late is late: from then on only an act changes it.
/// assert_eq!(clock::next_threshold(timeline, &policy, due_at)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next_threshold<C: Calendars + ?Sized>(
    timeline: &Timeline,
    calendars: &C,
    now: Timestamp,
) -> Result<Option<Timestamp>, ClockError> {
    let course = Course::trace(timeline, calendars, now)?;
    let verdict = judge(&course)?;
    Ok(next_after(&course, &verdict))
}

/// The course of the clock, and its reading but for the spans.
fn trace<'a, C: Calendars + ?Sized>(
    timeline: &'a Timeline,
    calendars: &'a C,
    now: Timestamp,
) -> Result<(Course<'a>, Reading), ClockError> {
    let course = Course::trace(timeline, calendars, now)?;
    let verdict = judge(&course)?;
    let last = course.terms.len() - 1;
    let used_seconds = seconds_of(course.counted(last, course.anchor, course.at));
    let remaining_seconds = verdict
        .due_at
        .map(|due_at| seconds_of(course.counted(last, course.anchor, due_at)) - used_seconds);
    let reading = Reading {
        state: state(&course, &verdict),
        started_at: course.start.filter(|start| *start <= course.at),
        warn_at: verdict.warn_at,
        due_at: verdict.due_at,
        met_at: course.met_at,
        warned_at: verdict.warned_at,
        breached_at: verdict.breached_at,
        late_on_arrival: verdict.late_on_arrival,
        paused_at: course.paused_at,
        used_seconds,
        remaining_seconds,
        spans: Vec::new(),
    };
    Ok((course, reading))
}

/// A breach outweighs a pause: what is late stays visibly late while it rests.
fn state(course: &Course<'_>, verdict: &Verdict) -> ClockState {
    let breached = verdict.breached_at.is_some();
    if course.met_at.is_some() {
        return if breached {
            ClockState::MissedMet
        } else {
            ClockState::Met
        };
    }
    if course.ended_at.is_some() {
        return ClockState::Cancelled;
    }
    if course.start.is_none_or(|start| start > course.at) {
        return ClockState::Waiting;
    }
    match (breached, course.paused_at) {
        (true, _) => ClockState::MissedRunning,
        (false, Some(_)) => ClockState::Paused,
        (false, None) => ClockState::Running,
    }
}
