//! Why a clock shows what it shows: promise, facts, spans and instants together.
//!
//! [`Explanation`] is structure without sentences. [`text`] puts it into plain
//! English or French, [`strip`] draws it. Who said a fact is known to whoever keeps
//! the facts, not here.

mod fact;
mod strip;
mod text;
mod words;

use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde::Serialize;

pub use fact::{Fact, FactKind};
pub use strip::{STRIP_HEIGHT, STRIP_WIDTH, strip};
pub use text::{strip_label, text};
pub use words::length;

use super::course::Course;
use super::{Calendars, ClockError, Reading, Timeline, read};
use crate::policy::Promise;

/// Everything that makes a reading understandable.
///
/// In JSON it is the clock as everywhere else (`state`, `due_at`, `spans`, ...)
/// with `promise`, `facts` and the instants in all zones beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The promise in force.
    pub promise: Promise,
    /// IANA name of the zone in which its calendar's hours are written.
    pub calendar_zone: String,
    /// IANA name of the zone of whoever reads this.
    pub viewer_zone: String,
    /// The instant of the reading.
    pub now: Moment,
    /// When to warn; `None` as in [`Reading::warn_at`].
    pub warn: Option<Moment>,
    /// When it is due; `None` as in [`Reading::due_at`].
    pub due: Option<Moment>,
    /// What is known at that instant, by instant of happening.
    pub facts: Vec<Fact>,
    /// What the clock shows then, and the spans that prove it.
    #[serde(flatten)]
    pub reading: Reading,
}

/// One instant in the three zones that matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// The instant itself.
    pub utc: Timestamp,
    /// In the zone of the calendar the promise is measured in.
    pub calendar: Zoned,
    /// In the zone of whoever reads this.
    pub viewer: Zoned,
}

/// Reads the clock at `now` and gathers what explains it to a viewer in a zone.
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
/// use jiff::tz::TimeZone;
/// use sla::clock::explain;
///
/// let now = "2026-03-06T18:00:00Z".parse()?;
/// let explanation = explain::explain(timeline, &policy, now, &TimeZone::UTC)?;
/// assert_eq!(explanation.given_seconds(), Some(4 * 3_600));
/// let counted: i64 = explanation.reading.spans.iter().map(|span| span.counted_seconds).sum();
/// assert_eq!(counted, 4 * 3_600);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain<C: Calendars + ?Sized>(
    timeline: &Timeline,
    calendars: &C,
    now: Timestamp,
    viewer_zone: &TimeZone,
) -> Result<Explanation, ClockError> {
    let reading = read(timeline, calendars, now)?;
    let course = Course::trace(timeline, calendars, now)?;
    let governing = course.governing();
    let calendar_zone = governing.calendar.zone();
    let moment = |utc: Timestamp| Moment {
        utc,
        calendar: utc.to_zoned(calendar_zone.clone()),
        viewer: utc.to_zoned(viewer_zone.clone()),
    };
    Ok(Explanation {
        promise: governing.promise.clone(),
        calendar_zone: governing.calendar.zone_name().to_owned(),
        viewer_zone: viewer_zone.iana_name().unwrap_or("UTC").to_owned(),
        now: moment(now),
        warn: reading.warn_at.map(moment),
        due: reading.due_at.map(moment),
        facts: fact::facts(&course, timeline, now),
        reading,
    })
}

impl Explanation {
    /// Counted seconds of the whole time given; `None` where there is no deadline.
    #[must_use]
    pub fn given_seconds(&self) -> Option<i64> {
        let remaining = self.reading.remaining_seconds?;
        Some(self.reading.used_seconds + remaining)
    }
}
