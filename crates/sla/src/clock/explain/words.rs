//! The words of explanations, English and French side by side.
//!
//! Which of them is told, and in which order, is not decided here.

use jiff::{Zoned, civil::Weekday};

use crate::clock::HoldReason;
use crate::policy::{Act, Anchor, Metric, PauseReason, Promise};

/// A language in which explanations are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    French,
}

/// One sentence in the language given, English first. Both are checked by the
/// compiler to know the names they use.
macro_rules! say {
    ($language:expr, $english:literal, $french:literal) => {
        match $language {
            $crate::clock::explain::words::Language::English => format!($english),
            $crate::clock::explain::words::Language::French => format!($french),
        }
    };
}
pub(super) use say;

impl Language {
    /// French for `fr`, English for everything else.
    pub(super) fn of(code: &str) -> Self {
        match code {
            "fr" => Self::French,
            _ => Self::English,
        }
    }

    pub(super) fn code(self) -> &'static str {
        self.of_two("en", "fr")
    }

    pub(super) fn of_two<'w>(self, english: &'w str, french: &'w str) -> &'w str {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// `Mon 2026-03-02 16:00`
    pub(super) fn day_and_time(self, at: &Zoned) -> String {
        format!(
            "{} {} {}",
            self.weekday(at.weekday()),
            at.strftime("%Y-%m-%d"),
            time(at)
        )
    }

    fn weekday(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Monday => self.of_two("Mon", "lun."),
            Weekday::Tuesday => self.of_two("Tue", "mar."),
            Weekday::Wednesday => self.of_two("Wed", "mer."),
            Weekday::Thursday => self.of_two("Thu", "jeu."),
            Weekday::Friday => self.of_two("Fri", "ven."),
            Weekday::Saturday => self.of_two("Sat", "sam."),
            Weekday::Sunday => self.of_two("Sun", "dim."),
        }
    }
}

/// Seconds are told only where there are some.
pub(super) fn time(at: &Zoned) -> String {
    let format = if at.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    at.strftime(format).to_string()
}

/// Seconds as `3 h 36 min`, whatever their sign; the same in every language.
///
/// ```
/// use sla::clock::explain::length;
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

/// What happened where the clock counts from. Receipt is not told by name: what is
/// owed again counts from a later event, which the clock does not know.
pub(super) fn anchor(language: Language, promise: &Promise) -> &'static str {
    match promise.metric {
        Metric::NextResponse => return language.of_two("the customer wrote", "le client a écrit"),
        Metric::ContinuousWork => {
            return language.of_two(
                "last worked on, or the duty began",
                "dernier travail, ou début de l'obligation",
            );
        }
        Metric::TakeOver => return language.of_two("handed over", "transmis à quelqu'un d'autre"),
        _ => {}
    }
    match promise.anchor {
        Anchor::Receipt => language.of_two("counted from here", "compté à partir d'ici"),
        Anchor::Submission => language.of_two("submitted", "demande soumise"),
        Anchor::GoLive => language.of_two("gone live", "mise en service"),
        Anchor::Delivery => language.of_two("delivered", "livré"),
        Anchor::Purchase => language.of_two("bought", "acheté"),
        Anchor::Renewal => language.of_two("renewed", "renouvelé"),
        Anchor::Signature => language.of_two("signed", "signé"),
        Anchor::Invoice => language.of_two("invoiced", "facturé"),
    }
}

pub(super) fn reason(language: Language, because: HoldReason) -> &'static str {
    match because {
        HoldReason::Pause(PauseReason::Customer) => {
            language.of_two("waiting for the customer", "en attente du client")
        }
        HoldReason::Pause(PauseReason::Supplier) => {
            language.of_two("waiting for a supplier", "en attente d'un fournisseur")
        }
        HoldReason::Pause(PauseReason::Release) => {
            language.of_two("waiting for a release", "en attente d'une version")
        }
        HoldReason::Pause(PauseReason::ForceMajeure) => "force majeure",
        HoldReason::Resolved => {
            language.of_two("resolved until reopened", "résolu jusqu'à la réouverture")
        }
    }
}

pub(super) fn act(language: Language, act: Act) -> &'static str {
    let (english, french) = match act {
        Act::AcknowledgedAutomatically => (
            "acknowledged automatically",
            "accusé de réception automatique",
        ),
        Act::Responded => ("answered", "réponse donnée"),
        Act::Acknowledged => ("acknowledged", "accusé de réception"),
        Act::Diagnosed => ("diagnosed", "diagnostic donné"),
        Act::PlanGiven => ("plan given", "plan d'action donné"),
        Act::WorkBegun => ("work begun", "travaux commencés"),
        Act::WorkaroundGiven => ("workaround given", "solution de contournement donnée"),
        Act::ConveyedToPrincipals => ("conveyed to principals", "transmis à la direction"),
        Act::Forwarded => ("forwarded", "transmis au développement"),
        Act::FeedbackGiven => ("feedback given", "retour du développement donné"),
        Act::TrainingSuggested => ("training suggested", "formation proposée"),
        Act::QuoteGiven => ("quote given", "devis donné"),
        Act::FixReleased => ("fix released", "correctif publié"),
        Act::Resolved => ("resolved", "résolu"),
    };
    language.of_two(english, french)
}
