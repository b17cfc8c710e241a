//! Runs the golden cases of a policy.

use serde::Serialize;

use super::{
    Diagnostic, Policy, Promise, Request,
    case::{Case, Expected, Report},
    parts::{self, Finds},
    problems::{Place, Problems},
};
use crate::clock::{self, InForce, Reading, SpanState, Timeline};
use jiff::{Timestamp, tz::TimeZone};

/// What came of one golden case.
#[derive(Clone, Debug, Serialize)]
pub struct CaseResult {
    pub name: String,
    /// Line of the case's name in the file.
    pub line: usize,
    /// Empty where the case holds.
    pub failures: Vec<Diagnostic>,
}

impl CaseResult {
    pub fn holds(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Policy {
    /// Runs every golden case of the file, in its order.
    ///
    /// A case reports a complete request and looks at its clocks at the instant
    /// of receipt; nothing has been done yet.
    pub fn run_cases(&self) -> Vec<CaseResult> {
        self.cases.iter().map(|case| self.run_case(case)).collect()
    }

    fn run_case(&self, case: &Case) -> CaseResult {
        let mut problems = Problems::new(&self.file, &self.source);
        let promises = self.promises(&case.report.request(self));
        for (target, expected) in &case.expect {
            let promise = promises
                .iter()
                .find(|promise| promise.target == target.value);
            if let Err((found, help)) = self.compare(promise, expected, &case.report) {
                let message = format!("{}: `{}` {found}", case.name, target.value);
                problems.add("failed-case", &target.place, message, help);
            }
        }
        compare_ids(case, &promises, &mut problems);
        let facts = (case.report.kind, &case.report.facts);
        parts::case::compare(self, &case.name, facts, &case.decisions, &mut problems);
        self.compare_channel(case, &mut problems);
        let line = problems.line(&case.place);
        CaseResult {
            name: case.name.clone(),
            line,
            failures: problems.into_sorted(),
        }
    }

    /// `Err` says what was found instead, and what to do.
    fn compare(
        &self,
        promise: Option<&Promise>,
        expected: &Expected,
        report: &Report,
    ) -> Result<(), (String, String)> {
        let Some(promise) = promise else {
            return match expected {
                Expected::NoPromise => Ok(()),
                _ => Err((
                    "does not apply".to_owned(),
                    "expect `no promise`, or mend the target".to_owned(),
                )),
            };
        };
        if *expected == Expected::NoPromise {
            return Err((
                "applies".to_owned(),
                "restrict the target, or expect its instant".to_owned(),
            ));
        }
        let reading = self
            .read_at_receipt(promise, report.at)
            .map_err(|error| (format!("cannot be computed: {error}"), String::new()))?;
        let zone = self.zone_of(&promise.calendar);
        self.instants(&reading, expected)
            .into_iter()
            .find(|(_, found, wanted)| found != wanted)
            .map_or(Ok(()), |(what, found, wanted)| {
                Err((
                    format!("{what} {}", shown(found, &zone)),
                    format!(
                        "the case expects {}: which of the two is right?",
                        shown(wanted, &zone)
                    ),
                ))
            })
    }

    /// What is to be compared: name, found, wanted.
    fn instants(
        &self,
        reading: &Reading,
        expected: &Expected,
    ) -> Vec<(&'static str, Option<Timestamp>, Option<Timestamp>)> {
        match expected {
            Expected::NoPromise => Vec::new(),
            Expected::NoDeadline => vec![("is due", reading.due_at, None)],
            Expected::At { start, warn, due } => [
                ("starts", start_of(reading), *start),
                ("warns", reading.warn_at, *warn),
                ("is due", reading.due_at, *due),
            ]
            .into_iter()
            .filter(|(_, _, wanted)| wanted.is_some())
            .collect(),
        }
    }

    /// The clock of a promise as it stands when a complete request comes in.
    ///
    /// # Errors
    ///
    /// [`clock::ClockError`], where the calendar cannot carry the promise.
    pub fn read_at_receipt(
        &self,
        promise: &Promise,
        received_at: Timestamp,
    ) -> Result<Reading, clock::ClockError> {
        let timeline = Timeline {
            anchor_at: received_at,
            report_complete_at: Some(received_at),
            promises: vec![InForce {
                since: received_at,
                promise: promise.clone(),
            }],
            holds: Vec::new(),
            acts: Vec::new(),
            ended_at: None,
            release_at: None,
        };
        clock::read(&timeline, self, received_at)
    }

    /// The time zone of a calendar; UTC where there is no such calendar.
    pub fn zone_of(&self, calendar: &str) -> TimeZone {
        self.calendar(calendar)
            .map_or(TimeZone::UTC, |calendar| calendar.zone().clone())
    }

    fn compare_channel(&self, case: &Case, problems: &mut Problems<'_>) {
        let Some(expected) = &case.accepted else {
            return;
        };
        let rule = self.channel(case.report.channel);
        let accepted = rule.accepted && (case.report.registered || !rule.registered_only);
        if accepted != expected.value {
            let verb = if accepted { "accepts" } else { "refuses" };
            let message = format!(
                "{}: the channel `{}` {verb} this report",
                case.name, rule.id
            );
            let help = "mend the rule of the channel, or the case";
            problems.add("failed-case", &expected.place, message, help);
        }
    }
}

fn compare_ids(case: &Case, promises: &[Promise], problems: &mut Problems<'_>) {
    let Some(expected) = &case.promises else {
        return;
    };
    let mut wanted: Vec<&str> = expected.value.iter().map(String::as_str).collect();
    let mut found: Vec<&str> = promises
        .iter()
        .map(|promise| promise.target.as_str())
        .collect();
    wanted.sort_unstable();
    found.sort_unstable();
    if wanted != found {
        let place: &Place = &expected.place;
        let message = format!("{}: what applies is [{}]", case.name, found.join(", "));
        problems.add(
            "failed-case",
            place,
            message,
            "mend the targets, or the case",
        );
    }
}

impl Report {
    /// The request as it is reported; where no severity is, the one that its
    /// answers find. Answers that lead nowhere are told where it is compared.
    fn request(&self, policy: &Policy) -> Request {
        let found = || self.facts.found(Finds::Severity, policy).ok().flatten();
        Request {
            severity: self.severity.or_else(found),
            kind: self.kind.to_owned(),
            plan: self.plan.as_ref().map(|plan| plan.value.clone()),
            channel: self.channel.to_owned(),
            received_at: self.at,
        }
    }
}

/// When the clock starts, also where that lies ahead of the reading.
pub fn start_of(reading: &Reading) -> Option<Timestamp> {
    let first = reading
        .spans
        .iter()
        .find(|span| span.state != SpanState::BeforeStart);
    reading.started_at.or_else(|| first.map(|span| span.from))
}

fn shown(instant: Option<Timestamp>, zone: &TimeZone) -> String {
    instant.map_or_else(
        || "at no instant".to_owned(),
        |at| at.to_zoned(zone.clone()).to_string(),
    )
}
