//! Says a time in the words of people, in English and French.

use super::{Within, write::Nth};

impl Within {
    /// The time in words, as the customer-readable page says it. French for `fr`,
    /// English for everything else.
    ///
    /// ```
    /// use sla::policy::Within;
    ///
    /// let within: Within = "end of next working day".parse()?;
    /// assert_eq!(within.in_words("en"), "by the end of the next working day");
    /// assert_eq!(within.in_words("fr"), "avant la fin du prochain jour ouvré");
    /// # Ok::<(), sla::policy::WithinError>(())
    /// ```
    pub fn in_words(&self, language: &str) -> String {
        if language == "fr" {
            french(self)
        } else {
            english(self)
        }
    }

    /// A plain length on its own, for sentences that are no promise: how long a
    /// period lasts, how long ahead a change is announced. Other forms are said as
    /// [`Within::in_words`] says them.
    ///
    /// ```
    /// use sla::policy::Within;
    ///
    /// let within: Within = "18 months".parse()?;
    /// assert_eq!(within.length_in_words("en"), "1 year and 6 months");
    /// assert_eq!(within.length_in_words("fr"), "1 an et 6 mois");
    /// # Ok::<(), sla::policy::WithinError>(())
    /// ```
    pub fn length_in_words(&self, language: &str) -> String {
        let french = language == "fr";
        match self {
            Self::CalendarSpan { months, days } if french => french_span(*months, *days),
            Self::CalendarSpan { months, days } => english_span(*months, *days),
            Self::Elapsed { seconds, .. } if french => {
                length(*seconds, ["heure", "minute", "seconde"])
            }
            Self::Elapsed { seconds, .. } => length(*seconds, ["hour", "minute", "second"]),
            Self::Unstated {
                operating: Some(own),
            } => own.length_in_words(language),
            other => other.in_words(language),
        }
    }
}

fn english(within: &Within) -> String {
    match within {
        Within::Open { seconds, strict } => {
            let length = length(*seconds, ["hour", "minute", "second"]);
            format!(
                "{} {length} of opening time",
                if *strict { "in under" } else { "within" }
            )
        }
        Within::Elapsed { seconds, strict } => {
            let length = length(*seconds, ["hour", "minute", "second"]);
            format!(
                "{} {length} by the clock",
                if *strict { "in under" } else { "within" }
            )
        }
        Within::WorkingDays { days } => format!("within {}", counted(*days, "working day")),
        Within::CalendarSpan { months, days } => {
            format!("within {}", english_span(*months, *days))
        }
        Within::OfWorkingDay { nth, at } => {
            let by = at.map_or("the end".to_owned(), |at| at.strftime("%H:%M").to_string());
            format!("by {by} of the {} working day", Nth(*nth))
        }
        Within::NextRelease => "with the next release".to_owned(),
        Within::None {
            usually_seconds: None,
        } => "no promise".to_owned(),
        Within::None {
            usually_seconds: Some(seconds),
        } => {
            format!(
                "no promise, usually {}",
                length(*seconds, ["hour", "minute", "second"])
            )
        }
        Within::Unstated { operating: None } => "not stated".to_owned(),
        Within::Unstated {
            operating: Some(own),
        } => format!("not stated; our own value is {}", english(own)),
    }
}

fn french(within: &Within) -> String {
    match within {
        Within::Open { seconds, strict } => {
            let length = length(*seconds, ["heure", "minute", "seconde"]);
            format!(
                "{} {length} d'ouverture",
                if *strict { "en moins de" } else { "en" }
            )
        }
        Within::Elapsed { seconds, strict } => {
            let length = length(*seconds, ["heure", "minute", "seconde"]);
            format!(
                "{} {length}, fermeture comprise",
                if *strict { "en moins de" } else { "en" }
            )
        }
        Within::WorkingDays { days: 1 } => "en 1 jour ouvré".to_owned(),
        Within::WorkingDays { days } => format!("en {days} jours ouvrés"),
        Within::CalendarSpan { months, days } => {
            format!("en {}", french_span(*months, *days))
        }
        Within::OfWorkingDay { nth, at } => {
            let by = at.map_or("la fin".to_owned(), |at| at.strftime("%H:%M").to_string());
            match nth {
                1 => format!("avant {by} du prochain jour ouvré"),
                _ => format!("avant {by} du {nth}e jour ouvré"),
            }
        }
        Within::NextRelease => "avec la prochaine version".to_owned(),
        Within::None {
            usually_seconds: None,
        } => "aucun délai promis".to_owned(),
        Within::None {
            usually_seconds: Some(seconds),
        } => {
            format!(
                "aucun délai promis, d'ordinaire {}",
                length(*seconds, ["heure", "minute", "seconde"])
            )
        }
        Within::Unstated { operating: None } => "non précisé".to_owned(),
        Within::Unstated {
            operating: Some(own),
        } => {
            format!("non précisé ; notre propre valeur : {}", french(own))
        }
    }
}

/// `1 year and 6 months`.
fn english_span(months: u32, days: u32) -> String {
    let parts = [
        (months / 12, "year"),
        (months % 12, "month"),
        (days, "calendar day"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, unit)| counted(count, unit)).collect();
    parts.join(" and ")
}

/// `1 an et 6 mois`.
fn french_span(months: u32, days: u32) -> String {
    let mut parts = Vec::new();
    parts.extend((months >= 12).then(|| counted(months / 12, "an")));
    // "Mois" is the same for one and for many.
    parts.extend((!months.is_multiple_of(12)).then(|| format!("{} mois", months % 12)));
    parts.extend((days > 0).then(|| match days {
        1 => "1 jour civil".to_owned(),
        _ => format!("{days} jours civils"),
    }));
    parts.join(" et ")
}

/// `1 hour 30 minutes`, with the units given from hours to seconds.
fn length(seconds: i64, units: [&str; 3]) -> String {
    let [hour, minute, second] = units;
    let parts = [
        (seconds / 3_600, hour),
        (seconds / 60 % 60, minute),
        (seconds % 60, second),
    ];
    let shown: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, unit)| counted(count, unit))
        .collect();
    if shown.is_empty() {
        counted(0, minute)
    } else {
        shown.join(" ")
    }
}

fn counted(count: impl Into<i64>, unit: &str) -> String {
    let count = count.into();
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
