//! Runs the golden cases of a policy.

use serde::Serialize;

use super::{
    Diagnostic, Policy, Promise, Request,
    case::{Case, Expected, Report},
    names::STATES,
    parts::{self, Finds},
    problems::{Place, Problems},
};
use crate::clock::explain::{Explanation, explain};
use crate::clock::{self, ClockState, InForce, Reading, SpanState, Timeline};
use crate::history::{Clock, History};
use jiff::{Timestamp, tz::TimeZone};

/// What came of one golden case.
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
/// # [[case]]
/// # name = "four hours, also at night"
/// # report = { at = "2026-03-06T22:00:00Z" }
/// # expect = { response = "2026-03-07T02:00:00Z" }
/// # "#).policy.unwrap();
/// let results = policy.run_cases();
/// assert!(results[0].holds(), "{}", results[0].failures[0]);
/// assert_eq!(results[0].name, "four hours, also at night");
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct CaseResult {
    /// What the case shows, in its author's words.
    pub name: String,
    /// Line of the case's name in the file.
    pub line: usize,
    /// Empty where the case holds.
    pub failures: Vec<Diagnostic>,
}

impl CaseResult {
    /// Whether the policy does what the case expects.
    pub fn holds(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Policy {
    /// Runs every golden case of the file, in its order.
    ///
    /// A case reports a complete request, lets its steps happen, and looks at the
    /// clocks then; the last clock of a target is meant, or that of the cycle named
    /// (`next-response.1`).
    pub fn run_cases(&self) -> Vec<CaseResult> {
        self.cases.iter().map(|case| self.run_case(case)).collect()
    }

    fn run_case(&self, case: &Case) -> CaseResult {
        let mut problems = Problems::new(&self.file, &self.source);
        match self.clocks(&case.history(self)) {
            Ok(clocks) => {
                for (target, expected) in &case.expect {
                    let clock = named(&clocks, &target.value);
                    if let Err((found, help)) = self.compare(clock, expected, case.look_at) {
                        let message = format!("{}: `{}` {found}", case.name, target.value);
                        problems.add("failed-case", &target.place, message, help);
                    }
                }
            }
            Err(error) => {
                let message = format!("{}: its clocks cannot be computed: {error}", case.name);
                problems.add("failed-case", &case.place, message, "mend the calendar");
            }
        }
        let promises = self.promises(&case.report.request(self));
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
        clock: Option<&Clock>,
        expected: &Expected,
        look_at: Timestamp,
    ) -> Result<(), (String, String)> {
        let Some(clock) = clock else {
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
        let reading = clock::read(&clock.timeline, self, look_at)
            .map_err(|error| (format!("cannot be computed: {error}"), String::new()))?;
        let last = clock.timeline.promises.last();
        let zone = last.map_or(TimeZone::UTC, |last| self.zone_of(&last.promise.calendar));
        if let Expected::At {
            state: Some(wanted),
            ..
        } = expected
            && *wanted != reading.state
        {
            return Err((
                format!("is {}", state_word(reading.state)),
                format!("the case expects {}", state_word(*wanted)),
            ));
        }
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
            Expected::At {
                start,
                warn,
                due,
                met,
                breached,
                ..
            } => [
                ("starts", start_of(reading), *start),
                ("warns", reading.warn_at, *warn),
                ("is due", reading.due_at, *due),
                ("is met", reading.met_at, *met),
                ("is missed", reading.breached_at, *breached),
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
    /// let reading = policy.read_at_receipt(promise, received_at)?;
    /// assert_eq!(reading.due_at, Some("2026-03-06T20:40:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_at_receipt(
        &self,
        promise: &Promise,
        received_at: Timestamp,
    ) -> Result<Reading, clock::ClockError> {
        clock::read(&at_receipt(promise, received_at), self, received_at)
    }

    /// Why that clock shows what it shows, to somebody in its calendar's zone.
    ///
    /// # Errors
    ///
    /// As [`Policy::read_at_receipt`].
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
    /// let explanation = policy.explain_at_receipt(promise, received_at)?;
    /// assert_eq!(explanation.viewer_zone, explanation.calendar_zone);
    /// assert!(explain::text(&explanation, "en").contains("Response times"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_at_receipt(
        &self,
        promise: &Promise,
        received_at: Timestamp,
    ) -> Result<Explanation, clock::ClockError> {
        let timeline = at_receipt(promise, received_at);
        explain(
            &timeline,
            self,
            received_at,
            &self.zone_of(&promise.calendar),
        )
    }

    /// The time zone of a calendar; UTC where there is no such calendar.
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
    /// # [calendar.office]
    /// # zone = "Europe/Berlin"
    /// # weekly = { mon-fri = "08:00-17:00" }
    /// # "#).policy.unwrap();
    /// assert_eq!(policy.zone_of("office").iana_name(), Some("Europe/Berlin"));
    /// assert_eq!(policy.zone_of("unknown"), jiff::tz::TimeZone::UTC);
    /// ```
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

impl Case {
    fn history(&self, policy: &Policy) -> History {
        History {
            request: self.report.request(policy),
            facts: self.then.clone(),
            release_at: self.report.release_at,
        }
    }
}

/// The facts of a clock whose complete request just came in.
fn at_receipt(promise: &Promise, received_at: Timestamp) -> Timeline {
    Timeline {
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
    }
}

/// The last clock of a target, or that of the cycle named behind its id.
fn named<'c>(clocks: &'c [Clock], id: &str) -> Option<&'c Clock> {
    let cycle = |clock: &&Clock| format!("{}.{}", clock.target, clock.cycle) == id;
    let last = clocks.iter().rev().find(|clock| clock.target == id);
    last.or_else(|| clocks.iter().find(cycle))
}

fn state_word(state: ClockState) -> &'static str {
    let known = STATES.iter().find(|(_, known)| *known == state);
    known.map_or("absorbed", |(word, _)| word)
}

impl Report {
    /// The request as it is reported; where no severity is, the one that its
    /// answers find. Answers that lead nowhere are told where it is compared.
    fn request(&self, policy: &Policy) -> Request {
        let found = || self.facts.found(Finds::Severity, policy).ok().flatten();
        Request {
            anchor: self.anchor,
            priority: self
                .priority
                .as_ref()
                .map(|priority| priority.value.clone()),
            severity: self.severity.or_else(found),
            kind: self.kind.to_owned(),
            plan: self.plan.as_ref().map(|plan| plan.value.clone()),
            channel: self.channel.to_owned(),
            received_at: self.at,
        }
    }
}

/// When the clock starts, also where that lies ahead of the reading.
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
/// # [calendar.office]
/// # zone = "Etc/UTC"
/// # weekly = { mon-fri = "08:00-17:00" }
/// # [[target]]
/// # id = "response"
/// # metric = "first response"
/// # within = "4h"
/// # calendar = "office"
/// # starts = "receipt in hours"
/// # clause = "Response times"
/// # "#).policy.unwrap();
/// # let received_at = "2026-03-06T20:00:00Z".parse()?;
/// # let request = sla::backtest::PastTicket::received("N-1", received_at).history.request;
/// # let promise = &policy.promises(&request)[0];
/// use sla::policy::start_of;
///
/// // Received on Friday evening, deemed received on Monday.
/// let reading = policy.read_at_receipt(promise, received_at)?;
/// assert_eq!(reading.started_at, None);
/// assert_eq!(start_of(&reading), Some("2026-03-09T08:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
