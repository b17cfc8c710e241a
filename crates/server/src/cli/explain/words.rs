//! An explained clock in words: in English as `sla` tells it, in other languages
//! with the desk's own texts.

use std::fmt::Write;

use domain::text::{Language, date_time, length, metric_name, say};
use jiff::{Timestamp, tz::TimeZone};
use sla::clock::explain::{Explanation, english};
use sla::clock::{HoldReason, Span, SpanState};

use crate::app::state;

pub(super) fn clock(explanation: &Explanation, language: Language, zone: &TimeZone) -> String {
    if language == Language::En {
        return english::text(explanation);
    }
    let (promise, reading) = (&explanation.promise, &explanation.reading);
    let metric = metric_name(language, &promise.metric);
    let mut text = format!(
        "{metric}: {}\n{}: {}\n{}",
        promise.within.in_words(language.code()),
        promise.clause,
        promise.statement,
        say(language, &format!("state-{}", state(reading.state)), &[]),
    );
    if let Some(due_at) = reading.due_at {
        let at = date_time(language, due_at, zone);
        let id = if promise.operating || promise.best_effort {
            "promise-aim"
        } else {
            "promise-by"
        };
        let line = say(
            language,
            id,
            &[("metric", metric.into()), ("at", at.into())],
        );
        text.push('\n');
        text.push_str(&line);
    }
    text.push('\n');
    for span in &reading.spans {
        let (from, until) = (instant(span.from, zone), instant(span.until, zone));
        let _ = write!(text, "  {from} - {until}  {}", why(span, language));
        if span.counted_seconds > 0 {
            let _ = write!(text, "  {}", length(language, span.counted_seconds));
        }
        text.push('\n');
    }
    text
}

fn why(span: &Span, language: Language) -> String {
    let word = |id| say(language, id, &[]);
    match &span.state {
        SpanState::Counted | SpanState::Collapsed => word("span-counted"),
        SpanState::Closed => word("span-closed"),
        SpanState::Holiday { name } => {
            let holiday = say(language, "span-holiday", &[("name", name.as_str().into())]);
            holiday.trim_end().to_owned()
        }
        SpanState::Held {
            because: HoldReason::Resolved,
        } => word("span-held-resolved"),
        SpanState::Held {
            because: HoldReason::Pause(_),
        } => word("span-held"),
        SpanState::BeforeStart => word("span-before-start"),
    }
}

/// `2026-11-20 23:10:05 +05:30`, in columns.
pub(super) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}
