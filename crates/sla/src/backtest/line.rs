//! The log format: one ticket as one line of JSON.
//!
//! Every problem of a line is found at once, each with its field and its remedy.
//! Reading and writing files is done outside.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{PastTicket, RecordedClock, SeverityChanged};
use crate::clock::{Done, Hold, HoldReason};
use crate::compliance::Exclusion;
use crate::policy::{Act, CHANNELS, KINDS, PauseReason};

/// What is wrong with a line, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineProblem {
    /// The field; empty where it is the line as a whole.
    pub field: String,
    pub problem: String,
    pub remedy: String,
}

/// A ticket that staff opened in the workspace, beside the channels of policies.
const WORKSPACE: &str = "workspace";

const INSTANT: &str = "an instant with its offset, such as \"2026-03-06T16:40:00Z\"";
const TEXT: &str = "a text";
const NUMBER: &str = "a whole number from 1 to 255";
const CHANGES: &str = "a list such as [{\"at\": \"2026-03-06T17:00:00Z\", \"to\": 2}]";
const HOLDS: &str = "a list such as [{\"from\": \"2026-03-06T17:00:00Z\", \
    \"until\": \"2026-03-09T09:00:00Z\", \"reason\": \"customer\"}]";
const ACTS: &str = "a list such as [{\"act\": \"responded\", \"at\": \"2026-03-06T17:00:00Z\"}]";
const EXCLUSION: &str = "an object with `author`, `reason` and `approved_at`";
const RECORDED: &str = "a list such as [{\"target\": \"response\", \"metric\": \"first_response\", \
    \"result\": \"met\"}]";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldLine {
    from: Timestamp,
    until: Option<Timestamp>,
    reason: Reason,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    Customer,
    Supplier,
    Release,
    ForceMajeure,
    Resolved,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActLine {
    act: Act,
    at: Timestamp,
}

impl PastTicket {
    /// Reads a line of a log.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it. A field that is not known is a problem:
    /// without this a misspelt `holds` would quietly change what was met.
    ///
    /// # Examples
    ///
    /// ```
    /// use sla::backtest::PastTicket;
    ///
    /// let ticket = PastTicket::read(r#"{"ticket": "N-1", "severity": 2, "channel": "mail",
    ///     "received_at": "2026-03-06T16:40:00Z",
    ///     "acts": [{"act": "responded", "at": "2026-03-06T17:00:00Z"}]}"#).unwrap();
    /// assert_eq!(PastTicket::read(&ticket.to_line()), Ok(ticket));
    ///
    /// let problems = PastTicket::read(r#"{"ticket": 7, "hlods": []}"#).unwrap_err();
    /// let fields: Vec<&str> = problems.iter().map(|found| found.field.as_str()).collect();
    /// assert_eq!(fields, ["ticket", "received_at", "hlods"]);
    /// assert_eq!(problems[2].remedy, "did you mean `holds`?");
    /// ```
    pub fn read(line: &str) -> Result<Self, Vec<LineProblem>> {
        let mut fields = Fields::read(line).map_err(|problem| vec![problem])?;
        let ticket = fields.need::<String>("ticket", TEXT);
        let received_at = fields.need("received_at", INSTANT);
        // Given as null, it is not complete yet; not given, it came complete.
        let stated = fields.has("report_complete_at");
        let complete_at = fields.take("report_complete_at", INSTANT);
        let past = Self {
            customer: fields.take("customer", TEXT),
            kind: fields.word("kind", "incident", &KINDS.map(|(_, stored)| stored)),
            severity: fields.take("severity", NUMBER),
            severity_changes: fields.list("severity_changes", CHANGES),
            plan: fields.take("plan", TEXT),
            channel: fields.word("channel", "portal", &channels()),
            report_complete_at: if stated { complete_at } else { received_at },
            holds: fields
                .list::<HoldLine>("holds", HOLDS)
                .into_iter()
                .map(Hold::from)
                .collect(),
            acts: fields
                .list::<ActLine>("acts", ACTS)
                .into_iter()
                .map(Done::from)
                .collect(),
            closed_at: fields.take("closed_at", INSTANT),
            release_at: fields.take("release_at", INSTANT),
            exclusion: fields.take("exclusion", EXCLUSION),
            recorded: fields.list("recorded", RECORDED),
            ticket: ticket.unwrap_or_default(),
            received_at: received_at.unwrap_or_default(),
        };
        fields.check(&past);
        fields.finish().map(|()| past)
    }

    /// Writes it as a line of a log, without a line break. What is as it would be
    /// if it were not given is left out.
    #[must_use]
    pub fn to_line(&self) -> String {
        let complete_at = self.report_complete_at;
        let line = Line {
            ticket: &self.ticket,
            customer: self.customer.as_deref(),
            kind: &self.kind,
            severity: self.severity,
            severity_changes: &self.severity_changes,
            plan: self.plan.as_deref(),
            channel: &self.channel,
            received_at: self.received_at,
            report_complete_at: (complete_at != Some(self.received_at)).then_some(complete_at),
            holds: self.holds.iter().map(HoldLine::from).collect(),
            acts: self.acts.iter().map(ActLine::from).collect(),
            closed_at: self.closed_at,
            release_at: self.release_at,
            exclusion: self.exclusion.as_ref(),
            recorded: &self.recorded,
        };
        serde_json::to_string(&line).expect("a ticket is plain data with text keys")
    }
}

fn channels() -> Vec<&'static str> {
    CHANNELS.into_iter().chain([WORKSPACE]).collect()
}

#[derive(Serialize)]
struct Line<'a> {
    ticket: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a str>,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<u8>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    severity_changes: &'a [SeverityChanged],
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    channel: &'a str,
    received_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_complete_at: Option<Option<Timestamp>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holds: Vec<HoldLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acts: Vec<ActLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusion: Option<&'a Exclusion>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    recorded: &'a [RecordedClock],
}

/// The fields of a line that nobody has asked for yet, and what was wrong so far.
struct Fields<'a> {
    entries: BTreeMap<Cow<'a, str>, &'a RawValue>,
    asked: Vec<&'static str>,
    problems: Vec<LineProblem>,
}

impl<'a> Fields<'a> {
    fn read(line: &'a str) -> Result<Self, LineProblem> {
        let entries = serde_json::from_str(line).map_err(|error| LineProblem {
            field: String::new(),
            problem: format!("the line is not a JSON object: {error}"),
            remedy: "write one ticket a line: {\"ticket\": \"N-1\", ...}".to_owned(),
        })?;
        Ok(Self {
            entries,
            asked: Vec::with_capacity(16),
            problems: Vec::new(),
        })
    }

    fn add(&mut self, field: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(LineProblem {
            field: field.to_owned(),
            problem: problem.into(),
            remedy: remedy.into(),
        });
    }

    fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// The value of a field; `None` where it is not given, null, or wrong.
    fn take<T: Deserialize<'a>>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        self.asked.push(name);
        let raw = self.entries.remove(name)?;
        match serde_json::from_str(raw.get()) {
            Ok(value) => value,
            Err(error) => {
                let problem = format!("cannot be read: {error}");
                self.add(name, problem, format!("write {expected}"));
                None
            }
        }
    }

    fn need<T: Deserialize<'a>>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        let before = self.problems.len();
        let value = self.take(name, expected);
        if value.is_none() && self.problems.len() == before {
            self.add(name, "is missing", format!("add `{name}`: {expected}"));
        }
        value
    }

    fn list<T: Deserialize<'a>>(&mut self, name: &'static str, expected: &str) -> Vec<T> {
        self.take(name, expected).unwrap_or_default()
    }

    /// One of the known words, or the usual one where none is given.
    fn word(&mut self, name: &'static str, usual: &str, known: &[&str]) -> String {
        let word = self.take::<String>(name, TEXT);
        let word = word.unwrap_or_else(|| usual.to_owned());
        if !known.contains(&word.as_str()) {
            let remedy = format!("known are `{}`", known.join("`, `"));
            self.add(name, format!("`{word}` is not known"), remedy);
        }
        word
    }

    /// What reads well and cannot be.
    fn check(&mut self, past: &PastTicket) {
        if past.ticket.is_empty() && !self.problems.iter().any(|found| found.field == "ticket") {
            self.add("ticket", "is empty", "give each ticket a number of its own");
        }
        let severities = past.severity_changes.iter().map(|change| Some(change.to));
        if severities
            .chain([past.severity])
            .any(|severity| severity == Some(0))
        {
            self.add(
                "severity",
                "there is no severity 0",
                format!("write {NUMBER}"),
            );
        }
        let ends_early = |hold: &Hold| hold.until.is_some_and(|until| until < hold.from);
        if past.holds.iter().any(ends_early) {
            let remedy = "let `until` be later than `from`, or null while it goes on";
            self.add("holds", "a hold ends before it begins", remedy);
        }
        if past
            .closed_at
            .is_some_and(|closed_at| closed_at < past.received_at)
        {
            let remedy = "one of `closed_at` and `received_at` is wrong";
            self.add("closed_at", "it was closed before it was received", remedy);
        }
    }

    fn finish(mut self) -> Result<(), Vec<LineProblem>> {
        for name in std::mem::take(&mut self.entries).into_keys() {
            let near = |known: &&&str| strsim::damerau_levenshtein(&name, known) <= 2;
            let remedy = match self.asked.iter().find(near) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("leave it out; known are `{}`", self.asked.join("`, `")),
            };
            self.add(&name, "this field is not known", remedy);
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }
}

impl From<HoldLine> for Hold {
    fn from(line: HoldLine) -> Self {
        let reason = match line.reason {
            Reason::Customer => HoldReason::Pause(PauseReason::Customer),
            Reason::Supplier => HoldReason::Pause(PauseReason::Supplier),
            Reason::Release => HoldReason::Pause(PauseReason::Release),
            Reason::ForceMajeure => HoldReason::Pause(PauseReason::ForceMajeure),
            Reason::Resolved => HoldReason::Resolved,
        };
        Self {
            from: line.from,
            until: line.until,
            reason,
        }
    }
}

impl From<&Hold> for HoldLine {
    fn from(hold: &Hold) -> Self {
        let reason = match hold.reason {
            HoldReason::Pause(PauseReason::Customer) => Reason::Customer,
            HoldReason::Pause(PauseReason::Supplier) => Reason::Supplier,
            HoldReason::Pause(PauseReason::Release) => Reason::Release,
            HoldReason::Pause(PauseReason::ForceMajeure) => Reason::ForceMajeure,
            HoldReason::Resolved => Reason::Resolved,
        };
        Self {
            from: hold.from,
            until: hold.until,
            reason,
        }
    }
}

impl From<ActLine> for Done {
    fn from(line: ActLine) -> Self {
        Self {
            act: line.act,
            at: line.at,
        }
    }
}

impl From<&Done> for ActLine {
    fn from(done: &Done) -> Self {
        Self {
            act: done.act,
            at: done.at,
        }
    }
}
