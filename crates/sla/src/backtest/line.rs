//! The log format: one ticket as one line of JSON.
//!
//! Every problem of a line is found at once, each with its field and its remedy.
//! Reading and writing files is done outside.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{PastTicket, RecordedClock};
use crate::compliance::Exclusion;
use crate::history::{Fact, History, What};
use crate::policy::{Anchor, CHANNELS, KINDS, Request};

/// What is wrong with a line, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineProblem {
    /// The field; empty where it is the line as a whole.
    pub field: String,
    /// What is wrong, in English.
    pub problem: String,
    /// What to write instead, in English.
    pub remedy: String,
}

/// A ticket that staff opened in the workspace, beside the channels of policies.
const WORKSPACE: &str = "workspace";

/// The most facts of one ticket. The fold's cost grows faster than their number, so
/// that without this one line could hold up a whole log.
pub const FACTS_MAX: usize = 1_000;

const INSTANT: &str = "an instant with its offset, such as \"2026-03-06T16:40:00Z\"";
const TEXT: &str = "a text";
const NUMBER: &str = "a whole number from 1 to 255";
const FACTS: &str = "a list such as [{\"at\": \"2026-03-06T17:00:00Z\", \"what\": \
    {\"act\": \"responded\"}}]; the handbook's page on backtests lists the facts";
const EXCLUSION: &str = "an object with `author`, `reason` and `approved_at`";
const RECORDED: &str = "a list such as [{\"target\": \"response\", \"metric\": \"first_response\", \
    \"result\": \"met\"}]";

impl PastTicket {
    /// Reads a line of a log.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it. A field that is not known is a problem:
    /// without this a misspelt `facts` would quietly change what was met.
    ///
    /// # Examples
    ///
    /// ```
    /// use sla::backtest::PastTicket;
    ///
    /// let ticket = PastTicket::read(r#"{"ticket": "N-1", "severity": 2, "channel": "mail",
    ///     "received_at": "2026-03-06T16:40:00Z",
    ///     "facts": [{"at": "2026-03-06T17:00:00Z", "what": {"act": "responded"}}]}"#).unwrap();
    /// assert_eq!(PastTicket::read(&ticket.to_line()), Ok(ticket));
    ///
    /// let problems = PastTicket::read(r#"{"ticket": 7, "fcats": []}"#).unwrap_err();
    /// let fields: Vec<&str> = problems.iter().map(|found| found.field.as_str()).collect();
    /// assert_eq!(fields, ["ticket", "received_at", "fcats"]);
    /// assert_eq!(problems[2].remedy, "did you mean `facts`?");
    /// ```
    pub fn read(line: &str) -> Result<Self, Vec<LineProblem>> {
        let mut fields = Fields::read(line).map_err(|problem| vec![problem])?;
        let ticket = fields.need::<String>("ticket", TEXT);
        let received_at = fields.need::<Timestamp>("received_at", INSTANT);
        let request = Request {
            anchor: Anchor::Receipt,
            severity: fields.take("severity", NUMBER),
            priority: fields.take("priority", TEXT),
            kind: fields.word("kind", "incident", &KINDS.map(|(_, stored)| stored)),
            plan: fields.take("plan", TEXT),
            channel: fields.word("channel", "portal", &channels()),
            received_at: received_at.unwrap_or_default(),
        };
        let past = Self {
            ticket: ticket.unwrap_or_default(),
            customer: fields.take("customer", TEXT),
            history: History {
                request,
                facts: fields.list("facts", FACTS),
                release_at: fields.take("release_at", INSTANT),
            },
            exclusion: fields.take("exclusion", EXCLUSION),
            recorded: fields.list("recorded", RECORDED),
        };
        fields.check(&past);
        fields.finish().map(|()| past)
    }

    /// Writes it as a line of a log, without a line break. What is as it would be
    /// if it were not given is left out.
    #[must_use]
    pub fn to_line(&self) -> String {
        let request = &self.history.request;
        let line = Line {
            ticket: &self.ticket,
            customer: self.customer.as_deref(),
            kind: &request.kind,
            severity: request.severity,
            priority: request.priority.as_deref(),
            plan: request.plan.as_deref(),
            channel: &request.channel,
            received_at: request.received_at,
            facts: &self.history.facts,
            release_at: self.history.release_at,
            exclusion: self.exclusion.as_ref(),
            recorded: &self.recorded,
        };
        serde_json::to_string(&line).expect("a ticket is plain data with text keys")
    }
}

fn channels() -> [&'static str; CHANNELS.len() + 1] {
    let mut known = [WORKSPACE; CHANNELS.len() + 1];
    for (place, channel) in known.iter_mut().zip(CHANNELS) {
        *place = channel;
    }
    known
}

#[derive(Serialize)]
struct Line<'a> {
    ticket: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a str>,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
    channel: &'a str,
    received_at: Timestamp,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    facts: &'a [Fact],
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
        if past.history.request.severity == Some(0) {
            let remedy = format!("write {NUMBER}");
            self.add("severity", "there is no severity 0", remedy);
        }
        let count = past.history.facts.len();
        if count > FACTS_MAX {
            let problem = format!("has {count} facts; a ticket has at most {FACTS_MAX}");
            let remedy = "leave out what changes no clock, or the ticket";
            self.add("facts", problem, remedy);
        }
        let received_at = past.history.request.received_at;
        let closing = |fact: &Fact| fact.what == What::Closed && fact.at < received_at;
        if past.history.facts.iter().any(closing) {
            let remedy = "one of `received_at` and the instant of `closed` is wrong";
            self.add("facts", "it was closed before it was received", remedy);
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
