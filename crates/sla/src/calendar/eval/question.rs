//! A line of `calendar eval` as a question, or what is wrong with it in words.

use crate::calendar::{CalendarSpec, Interval};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::{borrow::Cow, collections::BTreeMap};

/// A question that makes sense, with its calendar.
pub(super) struct Question {
    pub(super) calendar: CalendarSpec,
    pub(super) start: Timestamp,
    pub(super) operation: Operation,
}

pub(super) enum Operation {
    /// Seconds of working time after the start.
    Add(i64),
    /// Working time until this instant.
    Between(Timestamp),
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The fields of a line, each read on its own so that an error can name it.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    tz: Option<&'a RawValue>,
    #[serde(borrow)]
    weekly: Option<&'a RawValue>,
    #[serde(borrow)]
    holidays: Option<&'a RawValue>,
    #[serde(borrow)]
    exceptions: Option<&'a RawValue>,
    #[serde(borrow)]
    op: Option<&'a RawValue>,
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow)]
    amount_seconds: Option<&'a RawValue>,
}

/// An interval as written: `["09:00", "17:00"]`.
type Hours<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

#[derive(Deserialize)]
struct Exception<'a> {
    #[serde(borrow)]
    date: Cow<'a, str>,
    #[serde(borrow, default)]
    hours: Option<Hours<'a>>,
}

impl Question {
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let fields: Fields<'_> = serde_json::from_str(line)
            .map_err(|broken| format!("the line is not a question: {broken}"))?;
        let zone: Cow<'_, str> = required(
            "tz",
            fields.tz,
            "a time zone name such as \"Europe/Berlin\"",
        )?;
        let mut calendar = CalendarSpec::closed(&zone);
        calendar.weekly = weekly(fields.weekly)?;
        calendar.holidays = holidays(fields.holidays)?;
        calendar.exceptions = exceptions(fields.exceptions)?;
        let op: Cow<'_, str> = required("op", fields.op, "\"add\" or \"between\"")?;
        let start = instant("start", fields.start)?;
        let operation = match op.as_ref() {
            "add" => Operation::Add(required(
                "amount_seconds",
                fields.amount_seconds,
                "a whole number of seconds",
            )?),
            "between" => Operation::Between(instant("end", fields.end)?),
            other => {
                return Err(format!(
                    "`op` is `{other}`; it must be \"add\" or \"between\""
                ));
            }
        };
        Ok(Self {
            calendar,
            start,
            operation,
        })
    }
}

fn required<'a, T: Deserialize<'a>>(
    name: &str,
    field: Option<&'a RawValue>,
    expected: &str,
) -> Result<T, String> {
    optional(name, field, expected)?.ok_or_else(|| format!("`{name}` is missing"))
}

fn optional<'a, T: Deserialize<'a>>(
    name: &str,
    field: Option<&'a RawValue>,
    expected: &str,
) -> Result<Option<T>, String> {
    let Some(field) = field else { return Ok(None) };
    serde_json::from_str(field.get()).map_err(|_| format!("`{name}` must be {expected}"))
}

fn weekly(field: Option<&RawValue>) -> Result<[Vec<Interval>; 7], String> {
    const EXPECTED: &str =
        "an object from mon, tue, ... sun to intervals such as [[\"09:00\", \"17:00\"]]";
    let written: BTreeMap<Cow<'_, str>, &RawValue> =
        optional("weekly", field, EXPECTED)?.unwrap_or_default();
    let mut weekly: [Vec<Interval>; 7] = Default::default();
    for (hours, weekday) in weekly.iter_mut().zip(WEEKDAYS) {
        let written: Option<Hours<'_>> =
            optional("weekly", written.get(weekday).copied(), EXPECTED)?.flatten();
        *hours = intervals("weekly", &written.unwrap_or_default())?;
    }
    Ok(weekly)
}

fn holidays(field: Option<&RawValue>) -> Result<BTreeMap<Date, String>, String> {
    let written: Vec<Cow<'_, str>> =
        optional("holidays", field, "a list of dates such as \"2026-12-25\"")?.unwrap_or_default();
    written
        .iter()
        .map(|text| Ok((date("holidays", text)?, String::new())))
        .collect()
}

fn exceptions(field: Option<&RawValue>) -> Result<BTreeMap<Date, Vec<Interval>>, String> {
    const EXPECTED: &str =
        "a list such as [{\"date\": \"2026-12-24\", \"hours\": [[\"09:00\", \"12:00\"]]}]";
    let written: Vec<Exception<'_>> = optional("exceptions", field, EXPECTED)?.unwrap_or_default();
    written
        .iter()
        .map(|exception| {
            let hours = exception.hours.as_deref().unwrap_or_default();
            Ok((
                date("exceptions", &exception.date)?,
                intervals("exceptions", hours)?,
            ))
        })
        .collect()
}

fn intervals(name: &str, hours: &[(Cow<'_, str>, Cow<'_, str>)]) -> Result<Vec<Interval>, String> {
    let interval = |(open, close): &(Cow<'_, str>, Cow<'_, str>)| {
        Ok(Interval {
            open: time(name, open)?,
            close: time(name, close)?,
        })
    };
    hours.iter().map(interval).collect()
}

/// Seconds since midnight of `09:00`, `09:00:30` or `24:00`.
fn time(name: &str, text: &str) -> Result<u32, String> {
    let wrong = || format!("`{name}`: `{text}` is not a time of day from 00:00 to 24:00");
    let mut parts = text.split(':');
    let mut part = |limit: u32| {
        let digits = parts.next()?;
        let is_number =
            matches!(digits.len(), 1 | 2) && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits
            .parse()
            .ok()
            .filter(|number| is_number && *number <= limit)
    };
    let hour: u32 = part(24).ok_or_else(wrong)?;
    let minute: u32 = part(59).ok_or_else(wrong)?;
    let second = if text.matches(':').count() > 1 {
        part(59).ok_or_else(wrong)?
    } else {
        0
    };
    let time = hour * 3_600 + minute * 60 + second;
    if parts.next().is_some() || time > 86_400 {
        return Err(wrong());
    }
    Ok(time)
}

fn date(name: &str, text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("`{name}`: `{text}` is not a date such as 2026-12-25"))
}

fn instant(name: &str, field: Option<&RawValue>) -> Result<Timestamp, String> {
    const EXPECTED: &str = "a time with its offset, such as \"2026-11-20T16:00:00+01:00\"";
    let text: Cow<'_, str> = required(name, field, EXPECTED)?;
    text.parse()
        .map_err(|_| format!("`{name}`: `{text}` is not {EXPECTED}"))
}
