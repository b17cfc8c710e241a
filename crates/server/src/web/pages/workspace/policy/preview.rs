//! What a draft would do: its calendars in the coming week, and the deadlines of
//! one request. Nothing is kept.

use std::collections::HashMap;

use domain::text::{clock_time, metric_name};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use sla::clock::explain;
use sla::policy::{ALWAYS, Anchor, Audience, Policy, Promise, Request};

use crate::web::{Moment, Reader};

const DAYS: usize = 7;
const HOLIDAYS_MAX: usize = 8;

/// One calendar in the coming week.
pub(super) struct CalendarWeek {
    pub(super) id: String,
    pub(super) zone: String,
    /// Date and hours of each day.
    pub(super) days: Vec<(String, String)>,
    /// The next closed and special days.
    pub(super) holidays: Vec<(String, String)>,
}

/// One clock that the request would start.
pub(super) struct Deadline {
    pub(super) name: String,
    pub(super) target: String,
    pub(super) due: Option<Moment>,
    pub(super) statement: String,
    pub(super) is_internal: bool,
    /// The picture of its time, made by the clock itself.
    pub(super) strip: String,
}

/// Every calendar of the policy but `always`, from today on.
pub(super) fn weeks(policy: &Policy, reader: &Reader) -> Vec<CalendarWeek> {
    let calendars = policy.calendars().iter();
    calendars
        .filter(|(id, _)| *id != ALWAYS)
        .filter_map(|(id, hours)| {
            let calendar = policy.calendar(id)?;
            let today = reader.now.to_zoned(calendar.zone().clone()).date();
            let days = today.series(jiff::Span::new().days(1)).take(DAYS);
            let told = |date: Date| {
                let hours: Vec<String> = calendar
                    .hours_of(date)
                    .into_iter()
                    .map(|(open, close)| {
                        let local = |at: Timestamp| clock_time(at, calendar.zone());
                        format!("{}-{}", local(open), local(close))
                    })
                    .collect();
                (date.strftime("%a %Y-%m-%d").to_string(), hours.join(", "))
            };
            let named = hours.spec.holidays.iter();
            let holidays = named
                .filter(|(date, _)| **date >= today)
                .take(HOLIDAYS_MAX)
                .map(|(date, name)| (date.to_string(), name.clone()))
                .collect();
            Some(CalendarWeek {
                id: id.clone(),
                zone: hours.spec.zone.clone(),
                days: days.map(told).collect(),
                holidays,
            })
        })
        .collect()
}

/// The request that the query describes, received now if it does not say.
pub(super) fn request(
    query: &HashMap<String, String>,
    policy: &Policy,
    reader: &Reader,
) -> Request {
    let given = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let received = given("received")
        .and_then(|typed| typed.parse::<DateTime>().ok())
        .and_then(|typed| typed.to_zoned(reader.zone.clone()).ok());
    let severity = given("severity").and_then(|number| number.parse().ok());
    let word = |name: &str, usual: &str| given(name).map_or(usual, String::as_str).to_owned();
    Request {
        anchor: Anchor::Receipt,
        priority: None,
        severity: severity.or(policy.severity_default()),
        kind: word("kind", "incident"),
        plan: given("plan").cloned(),
        channel: word("channel", "portal"),
        received_at: received.map_or(reader.now, |zoned| zoned.timestamp()),
    }
}

/// The clocks the request would start.
pub(super) fn deadlines(policy: &Policy, request: &Request, reader: &Reader) -> Vec<Deadline> {
    let promises = policy.promises(request).into_iter();
    promises
        .filter(Promise::begins_with_the_request)
        .filter_map(|promise| deadline(policy, request, promise, reader))
        .collect()
}

fn deadline(
    policy: &Policy,
    request: &Request,
    promise: Promise,
    reader: &Reader,
) -> Option<Deadline> {
    let reading = policy.read_at_receipt(&promise, request.received_at).ok()?;
    let name = metric_name(reader.language, &promise.metric);
    let due = reading.due_at.map(|due| Moment::new(reader, due));
    let label = due
        .as_ref()
        .map_or_else(|| name.clone(), |due| format!("{name}: {}", due.exact));
    Some(Deadline {
        strip: explain::strip(&reading, &label),
        name,
        target: promise.target,
        due,
        statement: promise.statement,
        is_internal: promise.audience == Audience::Internal,
    })
}
