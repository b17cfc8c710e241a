//! Explanations in plain English.
//!
//! Words only; nothing is computed here that the structure does not say.

use std::fmt::Write;

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{Explanation, Fact, FactKind, Moment};
use crate::clock::{ClockState, HoldReason, Span, SpanState};
use crate::policy::{Act, PauseReason};

/// The whole explanation, over several lines, ending with a line break. Facts and
/// spans are told in the calendar's zone, where the opening hours are written.
#[must_use]
pub fn text(explanation: &Explanation) -> String {
    let zone = explanation.now.calendar.time_zone();
    let promise = &explanation.promise;
    let mut text = format!(
        "{}: {}, in calendar {}{}\n{}: {}\n\n{}\n",
        promise.target,
        promise.within,
        promise.calendar,
        firmness(explanation),
        promise.clause,
        promise.statement,
        standing(explanation),
    );
    let _ = write!(
        text,
        "\nWhat happened (times in {})\n",
        explanation.calendar_zone
    );
    for fact in &explanation.facts {
        let _ = writeln!(text, "  {}  {}", local(fact.at, zone), told(fact, zone));
    }
    text.push_str("\nWhat counted\n");
    for span in &explanation.reading.spans {
        let _ = writeln!(text, "  {}", counted(span, zone));
    }
    text.push('\n');
    for (name, moment) in [("Warning", &explanation.warn), ("Due", &explanation.due)] {
        match moment {
            Some(moment) => {
                let _ = writeln!(text, "{name}: {}", in_zones(moment, explanation));
            }
            None => {
                let _ = writeln!(text, "{name}: none");
            }
        }
    }
    text
}

/// What the strip shows, in one sentence, for those who cannot see it.
#[must_use]
pub fn strip_label(explanation: &Explanation) -> String {
    let used = length(explanation.reading.used_seconds);
    let zone = explanation.now.viewer.time_zone();
    match (explanation.given_seconds(), explanation.reading.due_at) {
        (Some(given), Some(due_at)) => {
            format!(
                "{used} of {} used, due {}",
                length(given),
                local(due_at, zone)
            )
        }
        _ => format!("{used} used, no deadline"),
    }
}

/// Seconds as `3 h 36 min`, whatever their sign.
///
/// ```
/// use sla::clock::explain::english::length;
///
/// assert_eq!(length(12_960), "3 h 36 min");
/// assert_eq!(length(-61), "1 min 1 s");
/// assert_eq!(length(0), "0 min");
/// ```
#[must_use]
pub fn length(seconds: i64) -> String {
    let whole = seconds.unsigned_abs();
    if whole == 0 {
        return "0 min".to_owned();
    }
    let parts = [
        (whole / 3_600, "h"),
        (whole / 60 % 60, "min"),
        (whole % 60, "s"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn firmness(explanation: &Explanation) -> &'static str {
    match (
        explanation.promise.best_effort,
        explanation.promise.operating,
    ) {
        (true, true) => ", best effort by an operating value of ours",
        (true, false) => ", best effort",
        (false, true) => ", an operating value of ours",
        (false, false) => "",
    }
}

/// Where the clock stands, in one sentence.
fn standing(explanation: &Explanation) -> String {
    let reading = &explanation.reading;
    let zone = explanation.now.calendar.time_zone();
    let on = |at: Option<Timestamp>| at.map_or_else(String::new, |at| local(at, zone));
    let used = spent(explanation);
    let missed = if reading.late_on_arrival {
        format!(
            "Late on arrival: missed {}, when the promise changed",
            on(reading.breached_at)
        )
    } else {
        format!("Missed {}", on(reading.breached_at))
    };
    match reading.state {
        ClockState::Waiting => format!("Waiting to start: {used}."),
        ClockState::Running => format!("Running: {used}."),
        ClockState::Paused => format!("Resting since {}: {used}.", on(reading.paused_at)),
        ClockState::Met => format!("Met {}: {used}.", on(reading.met_at)),
        ClockState::MissedRunning => format!("{missed}, and still open: {used}."),
        ClockState::MissedMet => format!("{missed}, and done {}: {used}.", on(reading.met_at)),
        ClockState::Cancelled => format!("Ended without being met: {used}."),
        ClockState::Absorbed => format!("Merged into another ticket: {used}."),
    }
}

fn spent(explanation: &Explanation) -> String {
    let used = length(explanation.reading.used_seconds);
    match (
        explanation.given_seconds(),
        explanation.reading.remaining_seconds,
    ) {
        (Some(given), Some(left)) => {
            let rest = if left < 0 { "over" } else { "left" };
            format!("{used} of {} used, {} {rest}", length(given), length(left))
        }
        _ => format!("{used} used, no deadline"),
    }
}

fn told(fact: &Fact, zone: &TimeZone) -> String {
    match &fact.kind {
        FactKind::Anchored => "received".to_owned(),
        FactKind::ReportComplete => "the report was complete".to_owned(),
        FactKind::Promised {
            target,
            within,
            calendar,
            clause,
        } => {
            format!("promised: {target} within {within}, calendar {calendar} ({clause})")
        }
        FactKind::Held {
            because,
            until,
            honoured,
            rested_seconds,
        } => {
            let end = match until {
                Some(until) => format!("until {}", local(*until, zone)),
                None => "and still".to_owned(),
            };
            let effect = if *honoured {
                format!("{} did not count for it", length(*rested_seconds))
            } else {
                "the promise does not rest for that".to_owned()
            };
            format!("on hold {end}, {}: {effect}", reason(*because))
        }
        FactKind::Done {
            act,
            satisfied: true,
        } => format!("{}: this met it", done(*act)),
        FactKind::Done {
            act,
            satisfied: false,
        } => done(*act).to_owned(),
        FactKind::Released => "the release is published".to_owned(),
        FactKind::Ended => "the clock ended with its ticket".to_owned(),
    }
}

fn counted(span: &Span, zone: &TimeZone) -> String {
    let (from, until) = (
        span.from.to_zoned(zone.clone()),
        span.until.to_zoned(zone.clone()),
    );
    let end = if from.date() == until.date() {
        time(&until)
    } else {
        day_and_time(&until)
    };
    let why = match &span.state {
        SpanState::Counted if span.ahead => format!("{} ahead", length(span.counted_seconds)),
        SpanState::Counted => format!("{} counted", length(span.counted_seconds)),
        SpanState::Collapsed => {
            format!(
                "{} counted in many openings taken together",
                length(span.counted_seconds)
            )
        }
        SpanState::Closed => "closed".to_owned(),
        SpanState::Holiday { name } if name.is_empty() => "holiday".to_owned(),
        SpanState::Holiday { name } => format!("holiday, {name}"),
        SpanState::Held { because } => format!("on hold, {}", reason(*because)),
        SpanState::BeforeStart => "before the start".to_owned(),
    };
    format!("{} to {end}  {why}", day_and_time(&from))
}

fn reason(because: HoldReason) -> &'static str {
    match because {
        HoldReason::Pause(PauseReason::Customer) => "waiting for the customer",
        HoldReason::Pause(PauseReason::Supplier) => "waiting for a supplier",
        HoldReason::Pause(PauseReason::Release) => "waiting for a release",
        HoldReason::Pause(PauseReason::ForceMajeure) => "force majeure",
        HoldReason::Resolved => "resolved until reopened",
    }
}

fn done(act: Act) -> &'static str {
    match act {
        Act::AcknowledgedAutomatically => "acknowledged automatically",
        Act::Responded => "answered",
        Act::Acknowledged => "acknowledged",
        Act::Diagnosed => "diagnosed",
        Act::PlanGiven => "plan given",
        Act::WorkBegun => "work begun",
        Act::WorkaroundGiven => "workaround given",
        Act::ConveyedToPrincipals => "conveyed to principals",
        Act::Forwarded => "forwarded",
        Act::FeedbackGiven => "feedback given",
        Act::TrainingSuggested => "training suggested",
        Act::QuoteGiven => "quote given",
        Act::FixReleased => "fix released",
        Act::Resolved => "resolved",
    }
}

/// The instant in the calendar's zone, the viewer's where it differs, and UTC.
fn in_zones(moment: &Moment, explanation: &Explanation) -> String {
    let zoned = |zoned: &Zoned, name: &str| {
        format!("{} {} {name}", day_and_time(zoned), zoned.strftime("%:z"))
    };
    let mut text = zoned(&moment.calendar, &explanation.calendar_zone);
    if explanation.viewer_zone != explanation.calendar_zone {
        let _ = write!(
            text,
            "; {}",
            zoned(&moment.viewer, &explanation.viewer_zone)
        );
    }
    let _ = write!(text, "; {}", moment.utc);
    text
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    day_and_time(&at.to_zoned(zone.clone()))
}

fn day_and_time(at: &Zoned) -> String {
    format!("{} {}", at.strftime("%a %Y-%m-%d"), time(at))
}

/// Seconds are told only where there are some.
fn time(at: &Zoned) -> String {
    let format = if at.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    at.strftime(format).to_string()
}
