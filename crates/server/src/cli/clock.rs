//! A clock as the command line shows it in JSON, for `due` and `explain`.

use jiff::Timestamp;
use serde::Serialize;
use sla::clock::{ClockState, Reading, Span};
use sla::policy::{Audience, Metric, Promise, start_of};

use crate::web::api::RestatementAnswer;

#[derive(Serialize)]
pub(super) struct Clock<'a> {
    id: String,
    target: &'a str,
    cycle: u32,
    audience: Audience,
    metric: &'a Metric,
    state: ClockState,
    promise: String,
    operating: bool,
    started_at: Option<Timestamp>,
    warn_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    met_at: Option<Timestamp>,
    breached_at: Option<Timestamp>,
    paused_at: Option<Timestamp>,
    used_seconds: i64,
    remaining_seconds: Option<i64>,
    calendar: &'a str,
    policy_version: &'a str,
    clause: &'a str,
    restatements: Vec<RestatementAnswer>,
    spans: &'a [Span],
}

impl<'a> Clock<'a> {
    pub(super) fn new(
        cycle: u32,
        promise: &'a Promise,
        reading: &'a Reading,
        policy_version: &'a str,
    ) -> Self {
        Self {
            id: format!("{}.{cycle}", promise.target),
            target: &promise.target,
            cycle,
            audience: promise.audience,
            metric: &promise.metric,
            state: reading.state,
            promise: in_words(promise),
            operating: promise.operating,
            started_at: start_of(reading),
            warn_at: reading.warn_at,
            due_at: reading.due_at,
            met_at: reading.met_at,
            breached_at: reading.breached_at,
            paused_at: reading.paused_at,
            used_seconds: reading.used_seconds,
            remaining_seconds: reading.remaining_seconds,
            calendar: &promise.calendar,
            policy_version,
            clause: &promise.clause,
            restatements: Vec::new(),
            spans: &reading.spans,
        }
    }

    /// What it had come to before its calendar was corrected.
    pub(super) fn restated(mut self, restatements: Vec<RestatementAnswer>) -> Self {
        self.restatements = restatements;
        self
    }
}

/// `First response: within 1 hour of opening time. The first review is done.`
fn in_words(promise: &Promise) -> String {
    format!(
        "{}: {}",
        promise.statement.trim_end_matches('.'),
        promise.within.in_words("en")
    )
}
