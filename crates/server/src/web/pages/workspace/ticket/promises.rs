//! The promises on a ticket: what, until when, how far, and why. The proof comes
//! from the same reading as the decision, so that it cannot say anything else.

use domain::text::{length, metric_name};
use domain::{ClockRecord, Policies, Ticket};
use jiff::Timestamp;
use sla::clock::explain::{self, Explanation, FactKind};
use sla::clock::{ClockState, HoldReason, Span, SpanState};
use sla::policy::Audience;

use super::super::pill::{Look, Pill};
use crate::web::{Corrections, Moment, Reader, Words, day_time, short};

/// One promise as pages show it.
pub(in crate::web::pages::workspace) struct PromiseView {
    pub(in crate::web::pages::workspace) id: String,
    pub(in crate::web::pages::workspace) name: String,
    pub(in crate::web::pages::workspace) pill: Pill,
    /// The one thing to know: `24 min left`.
    pub(in crate::web::pages::workspace) big: Pill,
    pub(in crate::web::pages::workspace) due: Option<Moment>,
    /// The deadline in the calendar's zone, where that is another one.
    pub(in crate::web::pages::workspace) due_there: Option<String>,
    pub(in crate::web::pages::workspace) statement: String,
    pub(in crate::web::pages::workspace) clause: String,
    /// Our own value, not published.
    pub(in crate::web::pages::workspace) is_operating: bool,
    /// Steered by, and never shown to customers.
    pub(in crate::web::pages::workspace) is_internal: bool,
    pub(in crate::web::pages::workspace) is_best_effort: bool,
    pub(in crate::web::pages::workspace) is_over: bool,
    /// What it had come to before its calendar was corrected, and why.
    pub(in crate::web::pages::workspace) restated: Vec<String>,
    pub(in crate::web::pages::workspace) proof: Option<Proof>,
}

/// Why the deadline is what it is.
pub(in crate::web::pages::workspace) struct Proof {
    /// A drawing, and under it where it begins and ends.
    pub(in crate::web::pages::workspace) strip: String,
    pub(in crate::web::pages::workspace) from: String,
    pub(in crate::web::pages::workspace) until: String,
    pub(in crate::web::pages::workspace) given: Option<String>,
    pub(in crate::web::pages::workspace) used: String,
    pub(in crate::web::pages::workspace) remaining: Option<String>,
    pub(in crate::web::pages::workspace) calendar: String,
    pub(in crate::web::pages::workspace) calendar_zone: String,
    pub(in crate::web::pages::workspace) facts: Vec<(Moment, String)>,
    pub(in crate::web::pages::workspace) spans: Vec<SpanView>,
}

/// One line of a proof.
pub(in crate::web::pages::workspace) struct SpanView {
    pub(in crate::web::pages::workspace) kind: &'static str,
    pub(in crate::web::pages::workspace) from: String,
    pub(in crate::web::pages::workspace) until: String,
    pub(in crate::web::pages::workspace) what: String,
    pub(in crate::web::pages::workspace) counted: String,
    pub(in crate::web::pages::workspace) is_ahead: bool,
}

/// The promises of a ticket: what runs first, and of that what was promised to the
/// customer.
pub(in crate::web::pages::workspace) fn promises(
    ticket: &Ticket,
    policies: &Policies,
    corrections: &Corrections<'_>,
    reader: &Reader,
) -> Vec<PromiseView> {
    let mut views: Vec<PromiseView> = [Audience::Customer, Audience::Internal]
        .into_iter()
        .flat_map(|audience| ticket.clocks_shown_to(audience))
        // What a merge replaced, or began and took away again, stands in the conversation.
        .filter(|(_, record)| record.stands() || ticket.merged.is_some())
        .map(|(id, record)| promise(ticket, id, record, policies, corrections, reader))
        .collect();
    views.sort_by_key(|view| (view.is_over, view.is_internal));
    views
}

pub(in crate::web::pages::workspace) fn promise(
    ticket: &Ticket,
    id: &str,
    record: &ClockRecord,
    policies: &Policies,
    corrections: &Corrections<'_>,
    reader: &Reader,
) -> PromiseView {
    let promise = record.promise();
    let look = Look {
        language: reader.language,
        zone: &reader.zone,
        now: reader.now,
    };
    // A promise whose calendar cannot be read is shown without its proof.
    let explanation = domain::timeline(ticket, id)
        .and_then(|timeline| explain::explain(&timeline, policies, reader.now, &reader.zone).ok());
    let due_there = explanation.as_ref().and_then(|explanation| {
        let due = record.due_at?;
        let differs = explanation.calendar_zone != explanation.viewer_zone;
        let calendar = policies.calendar_of(promise)?;
        differs.then(|| domain::text::date_time(reader.language, due, calendar.zone()))
    });
    PromiseView {
        id: id.to_owned(),
        name: metric_name(reader.language, &promise.metric),
        pill: Pill::of_clock(look, record),
        big: big(look, record, explanation.as_ref()),
        due: record.due_at.map(|due| Moment::new(reader, due)),
        due_there,
        statement: promise.statement.clone(),
        clause: promise.clause.clone(),
        is_operating: promise.operating,
        is_internal: promise.audience == Audience::Internal,
        is_best_effort: promise.best_effort,
        is_over: record.is_final(),
        restated: corrections.told(record, reader),
        proof: explanation.map(|explanation| proof(reader, &explanation)),
    }
}

fn big(look: Look<'_>, record: &ClockRecord, explanation: Option<&Explanation>) -> Pill {
    let t = Words(look.language);
    let at = |id: &str, instant: Option<Timestamp>| {
        let instant = instant.map_or_else(String::new, |at| {
            short(look.language, at, look.now, look.zone)
        });
        Pill::word("none", t.say_with(id, "at", instant))
    };
    match (record.state_at(look.now), record.due_at) {
        (ClockState::Running | ClockState::MissedRunning, Some(due)) => {
            Pill::running(look, None, record.warn_at, due)
        }
        (ClockState::Waiting, _) => at("promise-starts", record.started_at),
        (ClockState::Met | ClockState::MissedMet, _) => at("promise-kept", record.met_at),
        (ClockState::Cancelled | ClockState::Absorbed, _) => {
            Pill::word("none", t.say("state-cancelled"))
        }
        (ClockState::Paused, _) => {
            let left = explanation.and_then(|e| e.reading.remaining_seconds);
            let left = left.map_or_else(
                || t.say("state-paused"),
                |seconds| t.say_with("promise-rests", "length", length(look.language, seconds)),
            );
            Pill::word("paused", left)
        }
        (ClockState::Running | ClockState::MissedRunning, None) => {
            Pill::word("none", t.say("state-unpromised"))
        }
    }
}

pub(in crate::web::pages::workspace) fn proof(reader: &Reader, explanation: &Explanation) -> Proof {
    let t = reader.words();
    let reading = &explanation.reading;
    let spoken = |seconds: i64| length(reader.language, seconds);
    let given = explanation.given_seconds().map(spoken);
    let used = spoken(reading.used_seconds);
    let label = match &given {
        Some(given) => t.say_all(
            "strip-label",
            &[("used", used.clone()), ("given", given.clone())],
        ),
        None => t.say_with("strip-label-open", "used", &used),
    };
    let edge = |at: Option<Timestamp>| {
        at.map_or_else(String::new, |at| {
            short(reader.language, at, reader.now, &reader.zone)
        })
    };
    Proof {
        // Without a deadline there is no length to draw.
        strip: match reading.due_at.or(reading.met_at).or(reading.paused_at) {
            Some(_) => explain::strip(reading, &label),
            None => String::new(),
        },
        from: edge(reading.spans.first().map(|span| span.from)),
        until: edge(reading.spans.last().map(|span| span.until)),
        given,
        used,
        remaining: reading.remaining_seconds.map(|seconds| {
            let id = if seconds < 0 {
                "time-late"
            } else {
                "time-left"
            };
            t.say_with(id, "length", spoken(seconds))
        }),
        calendar: explanation.promise.calendar.clone(),
        calendar_zone: explanation.calendar_zone.clone(),
        facts: facts(reader, explanation),
        spans: reading.spans.iter().map(|s| span(reader, s)).collect(),
    }
}

fn facts(reader: &Reader, explanation: &Explanation) -> Vec<(Moment, String)> {
    let t = reader.words();
    explanation
        .facts
        .iter()
        .map(|fact| {
            let text = match &fact.kind {
                FactKind::Anchored => t.say("fact-anchored"),
                FactKind::ReportComplete => t.say("fact-report-complete"),
                FactKind::Promised { clause, .. } => t.say_with("fact-promised", "clause", clause),
                FactKind::Held {
                    because,
                    honoured,
                    rested_seconds,
                    ..
                } => {
                    let id = if *honoured {
                        "fact-held"
                    } else {
                        "fact-held-ignored"
                    };
                    let values = [
                        ("because", hold(t, *because)),
                        ("length", length(reader.language, *rested_seconds)),
                    ];
                    t.say_all(id, &values)
                }
                FactKind::Done { act, satisfied } => {
                    let id = if *satisfied {
                        "fact-done-kept"
                    } else {
                        "fact-done"
                    };
                    let act = t.say(&format!("act-{}", domain::text::act_name(*act)));
                    t.say_with(id, "act", act)
                }
                FactKind::Released => t.say("fact-released"),
                FactKind::Ended => t.say("fact-ended"),
            };
            (Moment::new(reader, fact.at), text)
        })
        .collect()
}

fn hold(t: Words, because: HoldReason) -> String {
    match because {
        HoldReason::Pause(reason) => t.say(&format!("pause-{}", domain::text::pause_name(reason))),
        HoldReason::Resolved => t.say("span-held-resolved"),
    }
}

fn span(reader: &Reader, span: &Span) -> SpanView {
    let t = reader.words();
    let (kind, what) = match &span.state {
        SpanState::Counted => ("counted", t.say("span-counted")),
        SpanState::Closed => ("closed", t.say("span-closed")),
        SpanState::Holiday { name } => ("closed", t.say_with("span-holiday", "name", name)),
        SpanState::Held { because } => ("held", hold(t, *because)),
        SpanState::BeforeStart => ("closed", t.say("span-before-start")),
        SpanState::Collapsed => ("counted", t.say("span-collapsed")),
    };
    let day = |at: Timestamp| at.to_zoned(reader.zone.clone()).date();
    let until = if day(span.from) == day(span.until) {
        domain::text::clock_time(span.until, &reader.zone)
    } else {
        day_time(reader.language, span.until, &reader.zone)
    };
    SpanView {
        kind,
        from: day_time(reader.language, span.from, &reader.zone),
        until,
        what,
        counted: match span.counted_seconds {
            0 => "–".to_owned(),
            seconds => length(reader.language, seconds),
        },
        is_ahead: span.ahead,
    }
}
