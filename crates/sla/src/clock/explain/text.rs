//! Explanations in plain words, in English and French.
//!
//! Sentences only: nothing is computed here that the structure does not say. The
//! words they are made of stand in `words`.

use std::fmt::Write;

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::words::{self, Language, say};
use super::{Explanation, Fact, FactKind, Moment};
use crate::clock::{ClockState, Span, SpanState};
use crate::policy::{Act, AllOf, Audience, Firmness};

/// The whole explanation, over several lines, ending with a line break: in French
/// for `fr`, in English for everything else. Facts and spans are told in the
/// calendar's zone, where the opening hours are written. The policy's own words
/// stay as they are.
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
/// let text = explain::text(&explanation, "en");
/// assert!(text.contains("Response times"), "{text}");
/// assert!(text.ends_with('\n'));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn text(explanation: &Explanation, language: &str) -> String {
    Teller::new(explanation, language).whole()
}

/// What the strip shows, in one sentence, for those who cannot see it; in the
/// viewer's zone, and in French for `fr`.
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
/// let label = explain::strip_label(&explanation, "en");
/// assert!(label.starts_with("0 min of 4 h used, due "), "{label}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn strip_label(explanation: &Explanation, language: &str) -> String {
    let language = Language::of(language);
    let used = words::length(explanation.reading.used_seconds);
    let due_at = explanation.reading.due_at;
    let (Some(given), Some(due_at)) = (explanation.given_seconds(), due_at) else {
        return no_deadline(language, &used);
    };
    let given = words::length(given);
    let due = language.day_and_time(&due_at.to_zoned(explanation.now.viewer.time_zone().clone()));
    say!(
        language,
        "{used} of {given} used, due {due}",
        "{used} sur {given}, échéance le {due}"
    )
}

fn no_deadline(language: Language, used: &str) -> String {
    say!(
        language,
        "{used} used, no deadline",
        "durée comptée {used}, sans échéance"
    )
}

/// One explanation, one language, and the zone of its calendar.
struct Teller<'e> {
    explanation: &'e Explanation,
    language: Language,
    zone: &'e TimeZone,
}

impl<'e> Teller<'e> {
    fn new(explanation: &'e Explanation, language: &str) -> Self {
        Self {
            explanation,
            language: Language::of(language),
            zone: explanation.now.calendar.time_zone(),
        }
    }

    fn whole(&self) -> String {
        let mut lines = vec![
            self.heading(),
            self.clause(),
            self.kept_by(),
            String::new(),
            self.standing(),
            String::new(),
        ];
        let zone = &self.explanation.calendar_zone;
        lines.push(say!(
            self.language,
            "What happened (times in {zone})",
            "Ce qui s'est passé (fuseau {zone})"
        ));
        for fact in &self.explanation.facts {
            lines.push(format!("  {}  {}", self.local(fact.at), self.told(fact)));
        }
        lines.push(String::new());
        lines.push(say!(self.language, "What counted", "Ce qui a compté"));
        for span in &self.explanation.reading.spans {
            lines.push(format!("  {}", self.counted(span)));
        }
        lines.push(String::new());
        let (warn, due) = (&self.explanation.warn, &self.explanation.due);
        lines.push(self.instant(say!(self.language, "Warning", "Alerte"), warn.as_ref()));
        lines.push(self.instant(say!(self.language, "Due", "Échéance"), due.as_ref()));
        lines.push(String::new());
        lines.join("\n")
    }

    fn heading(&self) -> String {
        let promise = &self.explanation.promise;
        let within = promise.within.in_words(self.language.code());
        let (target, calendar) = (&promise.target, &promise.calendar);
        let mut heading = say!(
            self.language,
            "{target}: {within}, in calendar {calendar}",
            "{target} : {within}, calendrier {calendar}"
        );
        heading.push_str(match promise.firmness {
            Firmness::Will => "",
            Firmness::Aims => self.language.of_two(", an aim", ", un objectif"),
            Firmness::Attempts => self.language.of_two(
                ", an attempt, which is never missed",
                ", une tentative, jamais manquée",
            ),
        });
        if promise.operating {
            heading.push_str(self.language.of_two(
                ", an operating value of ours",
                ", valeur que nous avons choisie",
            ));
        }
        if promise.audience == Audience::Internal {
            heading.push_str(
                self.language
                    .of_two(", not promised to customers", ", non promis aux clients"),
            );
        }
        heading
    }

    fn clause(&self) -> String {
        let promise = &self.explanation.promise;
        let (clause, statement) = (&promise.clause, &promise.statement);
        say!(
            self.language,
            "{clause}: {statement}",
            "{clause} : {statement}"
        )
    }

    /// What keeps the promise: any one of these, several acts all together.
    fn kept_by(&self) -> String {
        let all = &self.explanation.promise.satisfied_by;
        let and = self.language.of_two(" and ", " et ");
        let one = |all: &AllOf| {
            let acts = all.0.iter().map(|act| words::act(self.language, *act));
            acts.collect::<Vec<_>>().join(and)
        };
        let ways: Vec<String> = all.iter().map(one).collect();
        let ways = if ways.is_empty() {
            words::act(self.language, Act::Responded).to_owned()
        } else {
            ways.join(self.language.of_two(", or ", ", ou "))
        };
        say!(self.language, "Kept by: {ways}", "Tenu par : {ways}")
    }

    /// Where the clock stands, in one sentence.
    fn standing(&self) -> String {
        let reading = &self.explanation.reading;
        let on = |at: Option<Timestamp>| at.map_or_else(String::new, |at| self.local(at));
        let (spent, missed) = (self.spent(), self.missed());
        let (met, paused) = (on(reading.met_at), on(reading.paused_at));
        let language = self.language;
        match reading.state {
            ClockState::Waiting => say!(
                language,
                "Waiting to start: {spent}.",
                "Pas commencé : {spent}."
            ),
            ClockState::Running => say!(language, "Running: {spent}.", "En cours : {spent}."),
            ClockState::Paused => say!(
                language,
                "Resting since {paused}: {spent}.",
                "En pause depuis le {paused} : {spent}."
            ),
            ClockState::Met => say!(language, "Met {met}: {spent}.", "Tenu le {met} : {spent}."),
            ClockState::MissedRunning => say!(
                language,
                "{missed}, and still open: {spent}.",
                "{missed}, et toujours ouvert : {spent}."
            ),
            ClockState::MissedMet => say!(
                language,
                "{missed}, and done {met}: {spent}.",
                "{missed}, et fait le {met} : {spent}."
            ),
            ClockState::Cancelled => say!(
                language,
                "Ended without being met: {spent}.",
                "Terminé sans être tenu : {spent}."
            ),
            ClockState::Absorbed => say!(
                language,
                "Merged into another ticket: {spent}.",
                "Fusionné dans un autre ticket : {spent}."
            ),
        }
    }

    fn missed(&self) -> String {
        let reading = &self.explanation.reading;
        let at = reading
            .breached_at
            .map_or_else(String::new, |at| self.local(at));
        if reading.late_on_arrival {
            return say!(
                self.language,
                "Late on arrival: missed {at}, when the promise changed",
                "En retard dès le départ : manqué le {at}, quand l'engagement a changé"
            );
        }
        match self.explanation.promise.firmness {
            Firmness::Aims => say!(self.language, "Aim missed {at}", "Objectif manqué le {at}"),
            Firmness::Will | Firmness::Attempts => {
                say!(self.language, "Missed {at}", "Manqué le {at}")
            }
        }
    }

    fn spent(&self) -> String {
        let used = words::length(self.explanation.reading.used_seconds);
        let left = self.explanation.reading.remaining_seconds;
        let (Some(given), Some(left)) = (self.explanation.given_seconds(), left) else {
            return no_deadline(self.language, &used);
        };
        let (given, rest) = (words::length(given), words::length(left));
        if left < 0 {
            say!(
                self.language,
                "{used} of {given} used, {rest} over",
                "{used} sur {given}, dépassé de {rest}"
            )
        } else {
            say!(
                self.language,
                "{used} of {given} used, {rest} left",
                "{used} sur {given}, reste {rest}"
            )
        }
    }

    fn told(&self, fact: &Fact) -> String {
        let language = self.language;
        match &fact.kind {
            FactKind::Anchored => words::anchor(language, &self.explanation.promise).to_owned(),
            FactKind::ReportComplete => say!(
                language,
                "the report was complete",
                "le rapport était complet"
            ),
            FactKind::Promised {
                target,
                within,
                calendar,
                clause,
            } => {
                let within = within.in_words(language.code());
                say!(
                    language,
                    "in force: {target}, {within}, calendar {calendar} ({clause})",
                    "en vigueur : {target}, {within}, calendrier {calendar} ({clause})"
                )
            }
            FactKind::Held {
                because,
                until,
                honoured,
                rested_seconds,
            } => {
                let why = words::reason(language, *because);
                let rested = words::length(*rested_seconds);
                let end = match until {
                    Some(until) => {
                        let until = self.local(*until);
                        say!(language, "until {until}", "jusqu'au {until}")
                    }
                    None => say!(language, "and still", "et toujours"),
                };
                let effect = if *honoured {
                    say!(
                        language,
                        "{rested} did not count for it",
                        "{rested} hors compte"
                    )
                } else {
                    say!(
                        language,
                        "the promise does not rest for that",
                        "l'engagement ne s'arrête pas pour cela"
                    )
                };
                say!(
                    language,
                    "on hold {end}, {why}: {effect}",
                    "pause {end}, {why} : {effect}"
                )
            }
            FactKind::Done { act, satisfied } => self.done(*act, *satisfied),
            FactKind::Released => say!(
                language,
                "the release is published",
                "la version est publiée"
            ),
            FactKind::Ended => say!(
                language,
                "the clock ended with its ticket",
                "le compte s'est terminé avec son ticket"
            ),
        }
    }

    fn done(&self, act: Act, satisfied: bool) -> String {
        let language = self.language;
        let done = words::act(language, act);
        let together = |all: &&AllOf| all.0.len() > 1 && all.0.contains(&act);
        let together = self.explanation.promise.satisfied_by.iter().find(together);
        match (satisfied, together) {
            (true, _) => say!(language, "{done}: this met it", "{done} : ceci l'a tenu"),
            (false, Some(_)) => say!(
                language,
                "{done}: one of several acts that are asked for together",
                "{done} : un des actes demandés ensemble"
            ),
            (false, None) => done.to_owned(),
        }
    }

    fn counted(&self, span: &Span) -> String {
        let language = self.language;
        let (from, until) = (
            span.from.to_zoned(self.zone.clone()),
            span.until.to_zoned(self.zone.clone()),
        );
        let end = if from.date() == until.date() {
            words::time(&until)
        } else {
            language.day_and_time(&until)
        };
        let (from, length) = (
            language.day_and_time(&from),
            words::length(span.counted_seconds),
        );
        let why = match &span.state {
            SpanState::Counted if span.ahead => {
                say!(language, "{length} ahead", "comptera pour {length}")
            }
            SpanState::Counted => say!(language, "{length} counted", "compte pour {length}"),
            SpanState::Collapsed => say!(
                language,
                "{length} counted in many openings taken together",
                "compte pour {length}, en beaucoup d'ouvertures réunies"
            ),
            SpanState::Closed => say!(language, "closed", "fermé"),
            SpanState::Holiday { name } if name.is_empty() => {
                say!(language, "holiday", "jour férié")
            }
            SpanState::Holiday { name } => {
                say!(language, "holiday, {name}", "jour férié, {name}")
            }
            SpanState::Held { because } => {
                let why = words::reason(language, *because);
                say!(language, "on hold, {why}", "pause, {why}")
            }
            SpanState::BeforeStart => say!(language, "before the start", "avant le départ"),
        };
        say!(language, "{from} to {end}  {why}", "{from} à {end}  {why}")
    }

    /// A named instant in the calendar's zone, the viewer's where it differs, and UTC.
    fn instant(&self, name: String, moment: Option<&Moment>) -> String {
        let mut text = name;
        text.push_str(self.language.of_two(": ", " : "));
        let Some(moment) = moment else {
            text.push_str(self.language.of_two("none", "aucune"));
            return text;
        };
        let zoned = |zoned: &Zoned, name: &str| {
            let offset = zoned.strftime("%:z");
            format!("{} {offset} {name}", self.language.day_and_time(zoned))
        };
        let explanation = self.explanation;
        text.push_str(&zoned(&moment.calendar, &explanation.calendar_zone));
        if explanation.viewer_zone != explanation.calendar_zone {
            let viewer = zoned(&moment.viewer, &explanation.viewer_zone);
            let _ = write!(text, "; {viewer}");
        }
        let _ = write!(text, "; {}", moment.utc);
        text
    }

    fn local(&self, at: Timestamp) -> String {
        self.language.day_and_time(&at.to_zoned(self.zone.clone()))
    }
}
