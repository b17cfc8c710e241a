//! The picture of a clock: a horizontal strip of what counted and what did not.
//!
//! A pure function to SVG. Colours and patterns come from the page's style sheet
//! by class (`used`, `ahead`, `closed`, `held`, `holiday`; lines `warn`, `now`,
//! `due`); the picture has no styles of its own, so that a strict content
//! security policy may forbid them.

use std::fmt::Write;

use jiff::Timestamp;

use crate::clock::{Reading, Span, SpanState};

/// Width of the strip in units of its view box.
pub const STRIP_WIDTH: i64 = 240;

/// Height of the strip in units of its view box.
pub const STRIP_HEIGHT: i64 = 24;

/// All that does not count together is drawn no wider than two thirds of what
/// does: a weekend would otherwise leave no room for the hours around it.
const IDLE_SHARE: (i128, i128) = (2, 3);

/// The strip as an SVG element, to stand inside a page. `label` is what somebody
/// who cannot see it is told.
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
/// # let received_at = "2026-03-06T16:40:00Z".parse()?;
/// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
/// # let promise = &policy.promises(&request)[0];
/// use sla::clock::explain;
///
/// let reading = policy.read_at_receipt(promise, received_at)?;
/// let svg = explain::strip(&reading, "0 min of 4 h used");
/// assert!(svg.starts_with("<svg class=\"strip\""));
/// assert!(svg.contains("class=\"ahead\"") && svg.contains("class=\"due\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn strip(reading: &Reading, label: &str) -> String {
    let scale = Scale::of(&reading.spans);
    let mut svg = format!(
        r#"<svg class="strip" viewBox="0 0 {STRIP_WIDTH} {STRIP_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{}">"#,
        escaped(label)
    );
    let bars = bars(reading, &scale);
    for (index, bar) in bars.iter().enumerate() {
        // The two ends of the strip are round.
        let round = if index == 0 || index + 1 == bars.len() {
            r#" rx="2""#
        } else {
            ""
        };
        let _ = write!(
            svg,
            r#"<rect class="{}" x="{}" y="7" width="{}" height="10"{round}/>"#,
            bar.class,
            bar.from,
            bar.until - bar.from
        );
    }
    let end = reading
        .spans
        .iter()
        .find(|span| span.ahead)
        .map(|span| span.from);
    let end = end.or(reading.spans.last().map(|span| span.until));
    for (class, at, top) in [
        ("warn", reading.warn_at, 3),
        ("now", end, 1),
        ("due", reading.due_at, 1),
    ] {
        if let Some(x) = at.and_then(|at| scale.place(&reading.spans, at)) {
            let bottom = STRIP_HEIGHT - top;
            let _ = write!(
                svg,
                r#"<line class="{class}" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>"#
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A rectangle of one class.
struct Bar {
    class: &'static str,
    from: i64,
    until: i64,
}

/// Neighbours of one class are one bar, and what is too narrow to see is none.
fn bars(reading: &Reading, scale: &Scale) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for (span, edges) in reading.spans.iter().zip(scale.edges.windows(2)) {
        let &[from, until] = edges else { continue };
        let class = class(span);
        match bars.last_mut() {
            Some(last) if last.class == class => last.until = until,
            _ => bars.push(Bar { class, from, until }),
        }
    }
    bars.retain(|bar| bar.from < bar.until);
    bars
}

fn class(span: &Span) -> &'static str {
    match (&span.state, span.ahead) {
        (SpanState::Counted | SpanState::Collapsed, false) => "used",
        (SpanState::Counted | SpanState::Collapsed, true) => "ahead",
        (SpanState::Closed | SpanState::BeforeStart, _) => "closed",
        (SpanState::Held { .. }, _) => "held",
        (SpanState::Holiday { .. }, _) => "holiday",
    }
}

/// Where each span begins and ends in the picture.
struct Scale {
    /// One more than spans, rising from zero to the width.
    edges: Vec<i64>,
}

impl Scale {
    fn of(spans: &[Span]) -> Self {
        let idle = spans
            .iter()
            .filter(|span| span.counted_seconds == 0)
            .count();
        let counted: i128 = spans
            .iter()
            .map(|span| i128::from(span.counted_seconds))
            .sum();
        let (share, of) = IDLE_SHARE;
        // Nanoseconds, so that a strip of half a second has a width too.
        let idle_max = match i128::try_from(idle) {
            Ok(idle) if idle > 0 && counted > 0 => counted * 1_000_000_000 * share / (of * idle),
            _ => i128::MAX,
        };
        let weight = |span: &Span| match span.counted_seconds {
            0 => (span.until.as_nanosecond() - span.from.as_nanosecond()).min(idle_max),
            seconds => i128::from(seconds) * 1_000_000_000,
        };
        let total: i128 = spans.iter().map(weight).sum::<i128>().max(1);
        let mut edges = vec![0];
        let mut sum = 0;
        for span in spans {
            sum += weight(span);
            let edge = sum * i128::from(STRIP_WIDTH) / total;
            edges.push(i64::try_from(edge).expect("a part of the whole fits its width"));
        }
        Scale { edges }
    }

    /// The horizontal place of an instant; `None` outside the strip.
    fn place(&self, spans: &[Span], at: Timestamp) -> Option<i64> {
        let index = spans
            .iter()
            .position(|span| span.from <= at && at <= span.until)?;
        let (span, from) = (spans.get(index)?, *self.edges.get(index)?);
        let width = i128::from(*self.edges.get(index + 1)? - from);
        let length = span.until.as_nanosecond() - span.from.as_nanosecond();
        let into = at.as_nanosecond() - span.from.as_nanosecond();
        let place = from + i64::try_from(into * width / length.max(1)).ok()?;
        // The line itself is one unit wide and must stay inside.
        Some(place.min(STRIP_WIDTH - 1))
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
