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
/// # use std::collections::BTreeMap;
/// # use jiff::{Timestamp, tz::TimeZone};
/// # use sla::calendar::Calendar;
/// use sla::clock::{self, explain};
/// # fn example(timeline: &clock::Timeline, now: Timestamp) -> Result<(), clock::ClockError> {
/// # let calendars: BTreeMap<String, Calendar> = BTreeMap::new();
/// let explanation = explain::explain(timeline, &calendars, now, &TimeZone::UTC)?;
/// let text = explain::text(&explanation, "fr");
/// let label = explain::strip_label(&explanation, "fr");
/// let picture = explain::strip(&explanation.reading, &label);
/// # Ok(())
/// # }
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
