//! What would be promised if the request were sent now. It asks the policy and
//! the clocks exactly what opening a ticket asks them; nothing is stored.

use domain::Policies;
use domain::text::{date_time, length, metric_name};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sla::clock::{ClockError, Reading};
use sla::policy::{Act, Audience, Metric, Promise, Request, Within};

use super::day::{capital, moment, moment_in, on_day, zone_name};
use crate::web::Reader;

/// More days than this are not told one by one.
const DAYS_TOLD_MAX: usize = 3;

/// One promise as it stands beside the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vow {
    /// What is promised: `First response`.
    pub(super) name: String,
    /// When: `tomorrow 11:10`, `no fixed time`, `with the next release`.
    pub(super) when: String,
    pub(super) due_at: Option<Timestamp>,
    /// The same to the second, with its zone.
    pub(super) exact: String,
    /// How that comes about, in whole sentences.
    pub(super) because: Vec<String>,
    /// Where the policy says so.
    pub(super) clause: String,
    /// The vendor's own aim, which it has not published.
    pub(super) aim: bool,
}

/// The promises to customers, soonest first, those without a time last.
///
/// # Errors
/// When a promise names a calendar that never opens.
pub(super) fn vows(
    policies: &Policies,
    request: &Request,
    reader: &Reader,
) -> Result<Vec<Vow>, ClockError> {
    let mut vows = Vec::new();
    for promise in policies.promises(request) {
        let begins = promise.begins_with_the_request();
        if begins && promise.audience == Audience::Customer && !kept_at_once(&promise) {
            vows.push(vow(policies, promise, request.received_at, reader)?);
        }
    }
    vows.sort_by_key(|vow| vow.due_at.unwrap_or(Timestamp::MAX));
    Ok(vows)
}

/// The automatic answer keeps it, so it is told with the number.
fn kept_at_once(promise: &Promise) -> bool {
    promise.metric == Metric::Acknowledgement
        && promise
            .satisfied_by
            .contains(&Act::AcknowledgedAutomatically.into())
}

fn vow(
    policies: &Policies,
    promise: Promise,
    received_at: Timestamp,
    reader: &Reader,
) -> Result<Vow, ClockError> {
    let reading = policies.read_at_receipt(&promise, received_at)?;
    let zone = policies
        .calendar(&promise.calendar)
        .map_or(TimeZone::UTC, |calendar| calendar.zone().clone());
    let when = match (&promise.within, reading.due_at) {
        (Within::NextRelease, _) => reader.words().say("portal-next-release"),
        (_, Some(due)) => moment(reader, due),
        (_, None) => reader.words().say("state-unpromised"),
    };
    Ok(Vow {
        name: metric_name(reader.language, &promise.metric),
        when,
        because: because(&promise, &reading, &zone, reader),
        due_at: reading.due_at,
        exact: reading.due_at.map_or_else(String::new, |due| {
            date_time(reader.language, due, &reader.zone)
        }),
        clause: promise.clause,
        aim: promise.operating,
    })
}

fn because(promise: &Promise, reading: &Reading, zone: &TimeZone, reader: &Reader) -> Vec<String> {
    let mut sentences = Vec::new();
    match (&promise.within, reading.due_at) {
        (Within::None { usually_seconds }, _) => {
            sentences.extend(usually_seconds.map(|seconds| {
                let length = length(reader.language, seconds);
                reader
                    .words()
                    .say_all("portal-vow-usually", &[("length", length)])
            }));
        }
        (within, Some(due)) => {
            let within = capital(&within.in_words(reader.language.code()));
            let parts = days_counted(reading, zone, reader);
            sentences.push(if parts.is_empty() {
                format!("{within}.")
            } else {
                reader
                    .words()
                    .say_all("portal-vow-split", &[("within", within), ("parts", parts)])
            });
            if clocks_differ(due, zone, &reader.zone) {
                let at = moment_in(reader, due, zone);
                let zone = zone_name(zone, due);
                sentences.push(
                    reader
                        .words()
                        .say_all("portal-vow-there", &[("at", at), ("zone", zone)]),
                );
            }
        }
        (_, None) => {}
    }
    if promise.operating {
        sentences.push(reader.words().say("portal-vow-aim"));
    } else if promise.best_effort && reading.due_at.is_some() {
        sentences.push(reader.words().say("portal-vow-best-effort"));
    }
    sentences
}

/// `1 h 50 min of it today, 2 h 10 min tomorrow`, by the calendar's days. Only open
/// time is worth splitting: other forms say their day themselves.
fn days_counted(reading: &Reading, zone: &TimeZone, reader: &Reader) -> String {
    let days = by_day(reading, zone);
    let closed = reading.spans.iter().any(|span| span.counted_seconds == 0);
    let told = |id: &str, (date, seconds): &(Date, i64)| {
        let day = on_day(reader, *date, zone);
        let length = length(reader.language, *seconds);
        reader
            .words()
            .say_all(id, &[("length", length), ("day", day)])
    };
    match days.as_slice() {
        [] => String::new(),
        // Without a break the end says it all.
        _ if !closed => String::new(),
        [only] => told("portal-vow-all-of-it", only),
        [first, rest @ ..] if days.len() <= DAYS_TOLD_MAX => {
            let first = told("portal-vow-part-of-it", first);
            let rest = rest.iter().map(|day| told("portal-vow-part", day));
            std::iter::once(first)
                .chain(rest)
                .collect::<Vec<_>>()
                .join(", ")
        }
        [first, ..] => {
            let first = told("portal-vow-part-of-it", first);
            let days = days.len().to_string();
            reader
                .words()
                .say_all("portal-vow-over-days", &[("first", first), ("days", days)])
        }
    }
}

/// Counted seconds by the calendar's days. A stretch that passes midnight is
/// shared out by plain time, which is what counts inside it.
fn by_day(reading: &Reading, zone: &TimeZone) -> Vec<(Date, i64)> {
    let mut days: Vec<(Date, i64)> = Vec::new();
    for span in reading.spans.iter().filter(|span| span.counted_seconds > 0) {
        let mut from = span.from.to_zoned(zone.clone());
        let until = span.until.to_zoned(zone.clone());
        while from < until {
            let midnight = from.tomorrow().and_then(|day| day.start_of_day());
            let Ok(end) = midnight.map(|midnight| midnight.min(until.clone())) else {
                return Vec::new();
            };
            let seconds = end.timestamp().duration_since(from.timestamp()).as_secs();
            match days.last_mut() {
                Some((date, sum)) if *date == from.date() => *sum += seconds,
                _ => days.push((from.date(), seconds)),
            }
            from = end;
        }
    }
    to_minutes(&mut days);
    days
}

/// Rounds to whole minutes so that the parts still make up the whole: the seconds of
/// a report sent at 15:46:42 would otherwise lose a minute between two days.
fn to_minutes(days: &mut [(Date, i64)]) {
    let (mut exact, mut told) = (0, 0);
    for (_, seconds) in days.iter_mut() {
        exact += *seconds;
        let rounded = (exact + 30) / 60 * 60 - told;
        told += rounded;
        *seconds = rounded;
    }
}

/// True where the two zones show different times of day at that instant.
pub(super) fn clocks_differ(at: Timestamp, one: &TimeZone, other: &TimeZone) -> bool {
    one.to_offset(at) != other.to_offset(at)
}

#[cfg(test)]
mod tests {
    use super::super::day::tests::reading;
    use super::*;
    use std::sync::Arc;

    use domain::text::Language;
    use sla::policy::{Anchor, Policy};

    fn policy(file: &str) -> Policies {
        let path = format!("{}/../../policies/{file}", env!("CARGO_MANIFEST_DIR"));
        let source = std::fs::read_to_string(path).unwrap();
        let policy = Policy::parse(file, &source).policy.unwrap();
        Policies::only(Arc::new(policy))
    }

    fn told(file: &str, request: Request, zone: &str, language: Language) -> String {
        let now = request.received_at.to_string();
        let reader = reading(language, zone, &now);
        let lines = vows(&policy(file), &request, &reader).unwrap();
        let line = |vow: &Vow| format!("{}: {}. {}\n", vow.name, vow.when, vow.because.join(" "));
        let text: String = lines.iter().map(line).collect();
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn request(severity: Option<u8>, plan: Option<&str>, at: &str) -> Request {
        Request {
            anchor: Anchor::Receipt,
            priority: None,
            severity,
            kind: "incident".to_owned(),
            plan: plan.map(str::to_owned),
            channel: "portal".to_owned(),
            received_at: at.parse().unwrap(),
        }
    }

    #[test]
    fn open_time_is_told_by_days_and_in_both_zones() {
        let request = request(Some(2), Some("enlist"), "2026-11-19T20:10:00Z");
        let text = told("infocyte.toml", request, "Europe/London", Language::En);
        assert!(
            text.starts_with(
                "First response: tomorrow 16:10. In under 4 hours of opening time: \
                 1 h 50 min of it today, 2 h 10 min tomorrow. \
                 That is tomorrow 11:10 where the desk keeps its hours (UTC-05:00)."
            ),
            "{text}"
        );
        assert!(!text.contains("Acknowledgement"), "{text}");
    }

    #[test]
    fn parts_make_up_the_whole_though_a_report_comes_within_a_minute() {
        let request = request(Some(3), Some("enlist"), "2026-11-20T15:46:42Z");
        let text = told("infocyte.toml", request, "Europe/London", Language::En);
        assert!(
            text.contains("6 h 13 min of it today, 1 h 47 min on Monday."),
            "{text}"
        );
    }

    #[test]
    fn where_nothing_is_promised_it_says_so() {
        let request = request(Some(4), Some("patrol"), "2026-11-19T20:10:00Z");
        let text = told("infocyte.toml", request, "Europe/London", Language::En);
        assert!(
            text.contains("First response: no fixed time. Usually 1 d."),
            "{text}"
        );
        assert!(text.contains("Resolution: no fixed time. \n"), "{text}");
    }

    #[test]
    fn an_aim_is_marked_and_french_is_french() {
        let request = request(None, None, "2026-11-18T08:00:00Z");
        let text = told("proconcept.toml", request, "Europe/Zurich", Language::Fr);
        assert_eq!(
            text,
            "Première réponse: demain à 09:00. En 8 heures d'ouverture : dont 7 h aujourd'hui, \
             1 h demain. C'est notre propre objectif : la politique n'annonce aucun délai.\n\
             Résolution: sans délai fixe. \n"
        );
    }

    #[test]
    fn a_release_is_named_and_nothing_internal_is() {
        let request = request(Some(4), None, "2026-11-18T08:00:00Z");
        let text = told("appseconnect.toml", request, "Asia/Kolkata", Language::En);
        assert!(text.contains("Resolution: with the next release"), "{text}");
        assert_eq!(text.lines().count(), 3, "{text}");
    }
}
