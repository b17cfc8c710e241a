//! Why a promise falls when it falls, told to the customer: the clause, what
//! happened, which stretches counted. What only staff did stays out.

use domain::text::{length, pause_name};
use jiff::Timestamp;
use sla::clock::explain::{Explanation, Fact, FactKind};
use sla::clock::{HoldReason, Span, SpanState};

use super::day::{capital, stamp, stamp_in, zone_name};
use super::vow::clocks_differ;
use crate::web::Reader;

/// An explanation as lines of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    /// The promise in the policy's own words, and where they stand.
    pub(super) statement: String,
    pub(super) clause: String,
    /// The zone all times are told in.
    pub(super) zone: String,
    pub(super) facts: Vec<Happening>,
    pub(super) spans: Vec<Stretch>,
    /// How much of the time given is used, in one sentence.
    pub(super) spent: String,
    /// The deadline on the desk's own clock, where that shows another time.
    pub(super) there: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Happening {
    pub(super) at: Timestamp,
    pub(super) when: String,
    pub(super) what: String,
}

/// A stretch of time and whether it counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// `counted`, `closed` or `held`, as the style sheet names it.
    pub(super) kind: &'static str,
    pub(super) ahead: bool,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) what: String,
}

/// The explanation for this reader.
pub(super) fn proof(explanation: &Explanation, reader: &Reader) -> Proof {
    let words = reader.words();
    let calendar_zone = explanation.now.calendar.time_zone();
    let due = explanation.reading.due_at;
    let there = due.filter(|due| clocks_differ(*due, calendar_zone, &reader.zone));
    Proof {
        statement: explanation.promise.statement.clone(),
        clause: explanation.promise.clause.clone(),
        zone: zone_name(&reader.zone, reader.now),
        facts: happenings(explanation, reader),
        spans: explanation
            .reading
            .spans
            .iter()
            .map(|span| stretch(span, reader))
            .collect(),
        spent: spent(explanation, reader),
        there: there.map(|due| {
            let at = stamp_in(reader, due, calendar_zone);
            let zone = zone_name(calendar_zone, due);
            words.say_all("portal-proof-there", &[("at", at), ("zone", zone)])
        }),
    }
}

fn happenings(explanation: &Explanation, reader: &Reader) -> Vec<Happening> {
    let mut told_so_far: Vec<Happening> = Vec::new();
    for fact in &explanation.facts {
        let Some(what) = told(fact, explanation, reader) else {
            continue;
        };
        // One message can be several acts that each keep the promise.
        let is_repeated = told_so_far
            .last()
            .is_some_and(|last| last.at == fact.at && last.what == what);
        if !is_repeated {
            told_so_far.push(Happening {
                at: fact.at,
                when: stamp(reader, fact.at),
                what,
            });
        }
    }
    told_so_far
}

/// How much of the time given is used: a label for the strip as well.
pub(super) fn spent(explanation: &Explanation, reader: &Reader) -> String {
    let words = reader.words();
    let used = length(reader.language, explanation.reading.used_seconds);
    match explanation.given_seconds() {
        Some(given) => {
            let given = length(reader.language, given);
            words.say_all("portal-proof-used", &[("used", used), ("given", given)])
        }
        None => words.say_with("portal-proof-used-open", "used", used),
    }
}

/// The sentence for a fact; `None` for what is not the customer's to know or goes
/// without saying.
fn told(fact: &Fact, explanation: &Explanation, reader: &Reader) -> Option<String> {
    let words = reader.words();
    Some(match &fact.kind {
        FactKind::Anchored => words.say("portal-proof-received"),
        // A report that was complete at once needs no line of its own.
        FactKind::ReportComplete => {
            let arrived = explanation.facts.first().map(|first| first.at);
            (arrived != Some(fact.at)).then(|| words.say("portal-proof-complete"))?
        }
        FactKind::Promised { within, clause, .. } => {
            let within = within.in_words(reader.language.code());
            let values = [("within", within), ("clause", clause.clone())];
            words.say_all("portal-proof-promised", &values)
        }
        // A rest that cost no time explains nothing.
        FactKind::Held {
            honoured: true,
            rested_seconds: 0,
            ..
        } => return None,
        FactKind::Held {
            because,
            honoured,
            rested_seconds,
            ..
        } => {
            let reason = capital(&held(*because, reader));
            let rested = length(reader.language, *rested_seconds);
            if *honoured {
                words.say_all(
                    "portal-proof-rested",
                    &[("reason", reason), ("length", rested)],
                )
            } else {
                words.say_with("portal-proof-not-rested", "reason", reason)
            }
        }
        FactKind::Done {
            satisfied: true, ..
        } => words.say("portal-proof-kept"),
        // What else staff did may be among staff.
        FactKind::Done {
            satisfied: false, ..
        } => return None,
        FactKind::Released => words.say("portal-proof-released"),
        FactKind::Ended => words.say("portal-proof-ended"),
    })
}

fn stretch(span: &Span, reader: &Reader) -> Stretch {
    let words = reader.words();
    let counted = || length(reader.language, span.counted_seconds);
    let what = match &span.state {
        SpanState::Counted if span.ahead => {
            words.say_with("portal-proof-ahead", "length", counted())
        }
        SpanState::Counted => words.say_with("portal-proof-counted", "length", counted()),
        SpanState::Collapsed => words.say_with("portal-proof-collapsed", "length", counted()),
        SpanState::Closed => words.say("span-closed"),
        SpanState::Holiday { name } => words.say_with("span-holiday", "name", name),
        SpanState::Held { because } => held(*because, reader),
        SpanState::BeforeStart => words.say("span-before-start"),
    };
    let kind = match &span.state {
        SpanState::Counted | SpanState::Collapsed => "counted",
        SpanState::Held { .. } => "held",
        SpanState::Closed | SpanState::Holiday { .. } | SpanState::BeforeStart => "closed",
    };
    Stretch {
        kind,
        ahead: span.ahead,
        from: stamp(reader, span.from),
        until: stamp(reader, span.until),
        what,
    }
}

fn held(because: HoldReason, reader: &Reader) -> String {
    match because {
        HoldReason::Pause(reason) => reader.words().say(&format!("pause-{}", pause_name(reason))),
        HoldReason::Resolved => reader.words().say("span-held-resolved"),
    }
}
