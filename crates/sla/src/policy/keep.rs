//! The share of promises that is to be kept: how much, of which tickets, over
//! which period.
//!
//! What a text leaves open stays open here. Counting is done in
//! [`crate::compliance`], which says what it assumed.

use std::fmt;

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Policy, by_severity::BySeverity};

/// `95% of tickets resolved per calendar month in Europe/Zurich, from 20 tickets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keep {
    /// Hundredths of a percent: 95 % is 9,500.
    pub share_basis_points: u32,
    /// Of which tickets; `None`: the text does not say.
    pub population: Option<Population>,
    /// Over which period; `None`: the text does not say.
    pub period: Option<KeepPeriod>,
    /// IANA name of the zone in which periods begin; `None`: that of the policy's
    /// own calendar.
    pub zone: Option<String>,
    /// With fewer decided tickets in a period nothing is judged; 0: no minimum.
    pub sample_min: u64,
}

/// Which tickets are counted, and to which period each belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// All tickets, each in the period of its receipt. One that came outside
    /// hours and was answered before they began counts as well.
    Received,
    /// As [`Population::Received`], but only those that came while the calendar of
    /// their promise was open.
    ReceivedInHours,
    /// Those that are resolved, each in the period of its resolution.
    Resolved,
    /// Those with a deadline, each in the period of the deadline.
    Due,
}

/// Over which time a share is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepPeriod {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// The last so many days, up to the instant of the report.
    Days(u16),
}

const POPULATIONS: [(&str, Population); 4] = [
    ("tickets received", Population::Received),
    ("tickets received in hours", Population::ReceivedInHours),
    ("tickets resolved", Population::Resolved),
    ("tickets due", Population::Due),
];

const PERIODS: [(&str, KeepPeriod); 6] = [
    ("calendar month", KeepPeriod::Month),
    ("month", KeepPeriod::Month),
    ("calendar quarter", KeepPeriod::Quarter),
    ("quarter", KeepPeriod::Quarter),
    ("calendar year", KeepPeriod::Year),
    ("year", KeepPeriod::Year),
];

/// Longer rolling periods are written in years.
const DAYS_MAX: u16 = 3_660;

impl Keep {
    /// Reads `95%`, `99.5% of tickets received`, `90% per quarter`, `90% of tickets
    /// resolved per calendar month in Europe/Zurich, from 20 tickets`, `95% of
    /// tickets due per 30 days`; `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (share, rest) = text.trim().split_once('%')?;
        let share_basis_points = basis_points(share.trim())?;
        let (rest, sample) = match rest.split_once(',') {
            Some((rest, sample)) => (rest, Some(sample.trim())),
            None => (rest, None),
        };
        let sample_min = sample.map_or(Some(0), read_sample)?;
        let (population, period) = match rest.trim().split_once("per ") {
            Some((population, period)) => (population.trim(), Some(period.trim())),
            None => (rest.trim(), None),
        };
        let population = match population {
            "" => None,
            of => Some(named(of.strip_prefix("of ")?.trim(), &POPULATIONS)?),
        };
        let (period, zone) = match period.map(|text| text.split_once(" in ").ok_or(text)) {
            None => (None, None),
            Some(Err(period)) => (Some(read_period(period)?), None),
            Some(Ok((period, zone))) => {
                let zone = TimeZone::get(zone.trim()).ok()?;
                (
                    Some(read_period(period.trim())?),
                    Some(zone.iana_name()?.to_owned()),
                )
            }
        };
        Some(Self {
            share_basis_points,
            population,
            period,
            zone,
            sample_min,
        })
    }

    /// `95%`, `99.5%`.
    ///
    /// ```
    /// use sla::policy::{Keep, KeepPeriod, Population};
    ///
    /// let keep = Keep {
    ///     share_basis_points: 9_950,
    ///     population: Some(Population::Resolved),
    ///     period: Some(KeepPeriod::Month),
    ///     zone: None,
    ///     sample_min: 20,
    /// };
    /// assert_eq!(keep.share(), "99.5%");
    /// assert_eq!(
    ///     keep.in_words("en"),
    ///     "99.5% of tickets resolved per calendar month (from 20 tickets on)"
    /// );
    /// ```
    pub fn share(&self) -> String {
        percentage(u64::from(self.share_basis_points))
    }

    /// The share with its population and period, as the customer-readable page
    /// says it. French for `fr`, English for everything else.
    pub fn in_words(&self, language: &str) -> String {
        let french = language == "fr";
        let mut words = self.share();
        let mut add = |part: &str| {
            words.push(' ');
            words.push_str(part);
        };
        if let Some(population) = self.population {
            add(population.in_words(french));
        }
        if let Some(period) = self.period {
            add(&period.in_words(french));
        }
        if self.sample_min > 0 {
            let count = self.sample_min;
            add(&match french {
                true => format!("(à partir de {count} demandes)"),
                false => format!("(from {count} tickets on)"),
            });
        }
        words
    }
}

impl Policy {
    /// The share in which a target is to be kept for a severity, with the severity
    /// whose tickets are counted for it; `None` there: all tickets of the target
    /// together. A table by severity is a share for each severity on its own, also
    /// where one line of it names several.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [severity.1]
    /// # name = "Critical"
    /// # [severity.2]
    /// # name = "Minor"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # keep = { 1 = "95% of tickets due per month", 2 = "90% of tickets due per month" }
    /// # "#;
    /// use sla::policy::Policy;
    ///
    /// let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let (counted, keep) = policy.keep("response", Some(2)).unwrap();
    /// assert_eq!((counted, keep.share()), (Some(2), "90%".to_owned()));
    /// assert!(policy.keep("resolution", Some(2)).is_none());
    /// ```
    pub fn keep(&self, target: &str, severity: Option<u8>) -> Option<(Option<u8>, &Keep)> {
        let target = self.targets.iter().find(|known| known.id == target)?;
        let keep = target.keep.as_ref()?;
        let counted = match keep {
            BySeverity::All(_) => None,
            BySeverity::Rows(_) => severity,
        };
        keep.at(severity).map(|placed| (counted, &placed.value))
    }
}

impl fmt::Display for Keep {
    /// As a policy writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.share())?;
        if let Some(population) = self.population {
            write!(f, " of {}", word(population, &POPULATIONS))?;
        }
        match self.period {
            Some(KeepPeriod::Days(days)) => write!(f, " per {days} days")?,
            Some(period) => write!(f, " per {}", word(period, &PERIODS))?,
            None => {}
        }
        if let Some(zone) = &self.zone {
            write!(f, " in {zone}")?;
        }
        match self.sample_min {
            0 => Ok(()),
            count => write!(f, ", from {count} tickets"),
        }
    }
}

impl Population {
    fn in_words(self, french: bool) -> &'static str {
        match (self, french) {
            (Self::Received, false) => "of tickets received",
            (Self::ReceivedInHours, false) => "of tickets received in opening hours",
            (Self::Resolved, false) => "of tickets resolved",
            (Self::Due, false) => "of tickets due",
            (Self::Received, true) => "des demandes reçues",
            (Self::ReceivedInHours, true) => "des demandes reçues pendant les heures d'ouverture",
            (Self::Resolved, true) => "des demandes résolues",
            (Self::Due, true) => "des demandes échues",
        }
    }
}

impl KeepPeriod {
    fn in_words(self, french: bool) -> String {
        match (self, french) {
            (Self::Month, false) => "per calendar month".to_owned(),
            (Self::Quarter, false) => "per calendar quarter".to_owned(),
            (Self::Year, false) => "per calendar year".to_owned(),
            (Self::Days(days), false) => format!("over any {days} days"),
            (Self::Month, true) => "par mois civil".to_owned(),
            (Self::Quarter, true) => "par trimestre civil".to_owned(),
            (Self::Year, true) => "par année civile".to_owned(),
            (Self::Days(days), true) => format!("sur {days} jours glissants"),
        }
    }
}

/// Hundredths of a percent as people write them: `95%`, `99.5%`.
pub(crate) fn percentage(basis_points: u64) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    match part {
        0 => format!("{whole}%"),
        _ => format!("{}%", format!("{whole}.{part:02}").trim_end_matches('0')),
    }
}

fn named<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value)
}

/// The first word for a value.
fn word<T: Copy + PartialEq>(value: T, words: &'static [(&'static str, T)]) -> &'static str {
    let found = words.iter().find(|(_, known)| *known == value);
    found.map_or("", |(word, _)| word)
}

fn read_period(text: &str) -> Option<KeepPeriod> {
    if let Some(period) = named(text, &PERIODS) {
        return Some(period);
    }
    let days: u16 = text.strip_suffix(" days")?.parse().ok()?;
    (1..=DAYS_MAX)
        .contains(&days)
        .then_some(KeepPeriod::Days(days))
}

fn read_sample(text: &str) -> Option<u64> {
    let count = text.strip_prefix("from ")?.strip_suffix(" tickets")?;
    let plain = count.bytes().all(|byte| byte.is_ascii_digit());
    count.parse().ok().filter(|count| plain && *count > 0)
}

pub(crate) fn basis_points(share: &str) -> Option<u32> {
    let (whole, part) = share.split_once('.').unwrap_or((share, ""));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !plain(whole) || !plain(part) {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    let points = whole.parse::<u32>().ok()? * 100 + part;
    (points <= 10_000).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_share_with_its_population_and_period() {
        let keep = Keep::read("90% of tickets resolved per calendar month").unwrap();
        assert_eq!(keep.share_basis_points, 9_000);
        assert_eq!(keep.population, Some(Population::Resolved));
        assert_eq!(keep.period, Some(KeepPeriod::Month));
        assert_eq!((keep.zone, keep.sample_min), (None, 0));
        let bare = Keep::read("99.5%").unwrap();
        assert_eq!(
            (bare.share_basis_points, bare.share()),
            (9_950, "99.5%".to_owned())
        );
        assert_eq!((bare.population, bare.period), (None, None));
    }

    #[test]
    fn every_form_is_written_back_as_it_was_read() {
        for text in [
            "95%",
            "99.5% of tickets received",
            "90% per calendar quarter",
            "90% of tickets received in hours per calendar year",
            "95% of tickets due per 30 days",
            "95% of tickets due per 30 days, from 20 tickets",
            "95.25% of tickets resolved per calendar month in Europe/Zurich, from 1 tickets",
        ] {
            assert_eq!(Keep::read(text).unwrap().to_string(), text);
        }
        let short = Keep::read("90% per quarter").unwrap();
        assert_eq!(short.period, Some(KeepPeriod::Quarter));
    }

    #[test]
    fn it_says_itself_to_customers() {
        let keep =
            Keep::read("95% of tickets due per 30 days in Europe/Zurich, from 20 tickets").unwrap();
        assert_eq!(
            keep.in_words("en"),
            "95% of tickets due over any 30 days (from 20 tickets on)"
        );
        assert_eq!(
            keep.in_words("fr"),
            "95% des demandes échues sur 30 jours glissants (à partir de 20 demandes)"
        );
    }

    #[test]
    fn refuses_what_is_no_share() {
        for text in [
            "",
            "95",
            "%",
            "101%",
            "9.555%",
            "-5%",
            "95% tickets",
            "most",
            "95% of tickets",
            "95% per week",
            "95% per 0 days",
            "95% per 99999 days",
            "95% per month in Nowhere",
            "95% per month, from 0 tickets",
            "95% per month, from +5 tickets",
            "95% in Europe/Zurich",
        ] {
            assert_eq!(Keep::read(text), None, "{text}");
        }
    }
}
