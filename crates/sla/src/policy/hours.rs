//! The calendars of a policy: from `mon-fri = "08:00-17:00"` to a
//! [`Calendar`] that computes. Which days and hours a text leaves open, and the
//! vendor chose, is kept beside them.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};

use super::{
    problems::{Place, Problems},
    table::{Node, Table, unknown},
};
use crate::calendar::{Calendar, CalendarError, CalendarSpec, Interval};

/// The id of the calendar that is open at all times; every policy has it.
pub const ALWAYS: &str = "always";

/// A calendar of a policy.
#[derive(Clone, Debug)]
pub struct Hours {
    pub spec: CalendarSpec,
    /// Which parts the text leaves open, so that the value is the vendor's own:
    /// `zone`, `weekly`.
    pub operating: Vec<String>,
    pub clause: Option<String>,
    pub(crate) calendar: Calendar,
    pub(crate) place: Place,
}

impl Hours {
    /// True where the calendar never closes.
    pub fn is_always_open(&self) -> bool {
        let whole_day = |day: &Vec<Interval>| {
            day.iter()
                .any(|hours| hours.open == 0 && hours.close == DAY)
        };
        self.spec.weekly.iter().all(whole_day)
            && self.spec.holidays.is_empty()
            && self.spec.exceptions.values().all(whole_day)
    }
}

const DAY: u32 = 86_400;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `always` and every `[calendar.ID]`.
pub(crate) fn read(
    table: Option<Table<'_>>,
    problems: &mut Problems<'_>,
) -> BTreeMap<String, Hours> {
    let mut calendars = BTreeMap::from([(ALWAYS.to_owned(), always())]);
    for node in table.iter().flat_map(Table::entries) {
        if let Some(hours) = read_one(&node, problems) {
            calendars.insert(node.key, hours);
        }
    }
    calendars
}

fn always() -> Hours {
    let whole_week = std::array::from_fn(|_| {
        vec![Interval {
            open: 0,
            close: DAY,
        }]
    });
    let spec = CalendarSpec {
        zone: "Etc/UTC".to_owned(),
        weekly: whole_week,
        holidays: BTreeMap::new(),
        exceptions: BTreeMap::new(),
    };
    let calendar = Calendar::compile(&spec).expect("the whole week in UTC is a valid calendar");
    Hours {
        spec,
        operating: Vec::new(),
        clause: None,
        calendar,
        place: 0..0,
    }
}

fn read_one(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Hours> {
    let mut table = node.table(&format!("[calendar.{}]", node.key), problems)?;
    let zone = table
        .need("zone", problems)
        .and_then(|node| read_zone(&node, problems));
    let weekly = table
        .need("weekly", problems)
        .and_then(|node| read_weekly(&node, problems));
    let closed = table
        .take("closed")
        .map(|node| read_closed(&node, problems))
        .unwrap_or_default();
    let special = table
        .take("special")
        .map(|node| read_special(&node, problems))
        .unwrap_or_default();
    let operating = table
        .take("operating")
        .map(|node| read_operating(&node, problems))
        .unwrap_or_default();
    let clause = table.take("clause").and_then(|node| node.string(problems));
    table.finish(problems);
    let spec = CalendarSpec {
        zone: zone?,
        weekly: weekly?,
        holidays: closed,
        exceptions: special,
    };
    if spec
        .weekly
        .iter()
        .chain(spec.exceptions.values())
        .all(|day| day.iter().all(is_empty))
    {
        let help =
            "give `weekly` at least one interval, for example `{ mon-fri = \"09:00-17:00\" }`";
        let message = format!("the calendar `{}` never opens", node.key);
        problems.add("never-opens", &node.key_place, message, help);
        return None;
    }
    let calendar = match Calendar::compile(&spec) {
        Ok(calendar) => calendar,
        Err(error) => {
            let code = if error == CalendarError::NeverOpen {
                "never-opens"
            } else {
                "wrong-value"
            };
            problems.add(
                code,
                &node.key_place,
                error.to_string(),
                "mend the hours of this calendar",
            );
            return None;
        }
    };
    Some(Hours {
        spec,
        operating,
        clause: clause.map(|clause| clause.value),
        calendar,
        place: node.key_place.clone(),
    })
}

fn is_empty(hours: &Interval) -> bool {
    hours.open == hours.close
}

fn read_zone(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<String> {
    let zone = node.string(problems)?;
    if TimeZone::get(&zone.value).is_err() {
        let message = format!("`{}` is no time zone of the IANA database", zone.value);
        let help = "write for example `Europe/Zurich` or `Etc/GMT+5` (which is UTC-5)";
        problems.add("unknown-zone", &zone.place, message, help);
        return None;
    }
    Some(zone.value)
}

/// `{ mon-thu = "09:00-12:00, 13:00-17:00", fri = "09:00-12:00" }`.
fn read_weekly(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<[Vec<Interval>; 7]> {
    let table = node.table("`weekly`", problems)?;
    let mut weekly: [Vec<Interval>; 7] = Default::default();
    let mut whole = true;
    for entry in table.entries() {
        let days = days_of(&entry.key);
        if days.is_empty() {
            let place = "`weekly`";
            unknown(
                "unknown-word",
                &entry.key,
                &entry.key_place,
                place,
                &DAYS,
                problems,
            );
        }
        let hours = read_intervals(&entry, problems);
        whole &= !days.is_empty() && hours.is_some();
        for index in days {
            let Some(day) = weekly.get_mut(index) else {
                continue;
            };
            if !day.is_empty() {
                let message = "this day already has hours";
                let help = "give all hours of a day in one place, separated by commas";
                problems.add("duplicate-id", &entry.key_place, message, help);
            }
            day.extend(hours.iter().flatten());
        }
    }
    whole.then_some(weekly)
}

/// The days of `mon` or `mon-fri`, from 0 for Monday; `fri-mon` passes Sunday.
/// Empty for what is no day.
fn days_of(key: &str) -> Vec<usize> {
    let index = |day: &str| DAYS.iter().position(|known| *known == day);
    let (first, last) = key.split_once('-').unwrap_or((key, key));
    match (index(first), index(last)) {
        (Some(first), Some(last)) => (0..=(last + 7 - first) % 7)
            .map(|step| (first + step) % 7)
            .collect(),
        _ => Vec::new(),
    }
}

fn read_intervals(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Vec<Interval>> {
    let written = node.string(problems)?;
    let intervals: Option<Vec<Interval>> = match written.value.as_str() {
        "closed" => Some(Vec::new()),
        hours => hours.split(',').map(|part| interval(part.trim())).collect(),
    };
    if intervals.is_none() {
        let message = format!("`{}` are no opening hours", written.value);
        let help = "write `09:00-17:00`, `09:00-12:00, 13:00-17:00`, `22:00-06:00` or `closed`";
        problems.add("wrong-time", &written.place, message, help);
    }
    intervals
}

fn interval(text: &str) -> Option<Interval> {
    let (open, close) = text.split_once('-')?;
    Some(Interval {
        open: seconds_of_day(open)?,
        close: seconds_of_day(close)?,
    })
}

/// `08:30` as seconds since midnight; `24:00` is the end of the day.
fn seconds_of_day(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten()
    };
    let seconds = two_digits(hours)? * 3_600 + two_digits(minutes).filter(|m| *m < 60)? * 60;
    (seconds <= DAY).then_some(seconds)
}

/// `{ 2026-12-25 = "Christmas Day" }`.
fn read_closed(node: &Node<'_>, problems: &mut Problems<'_>) -> BTreeMap<Date, String> {
    let table = node.table("`closed`", problems);
    let mut closed = BTreeMap::new();
    for entry in table.iter().flat_map(Table::entries) {
        if let (Some(date), Some(name)) = (read_date(&entry, problems), entry.string(problems)) {
            closed.insert(date, name.value);
        }
    }
    closed
}

/// `{ 2026-12-24 = "09:00-12:00" }`.
fn read_special(node: &Node<'_>, problems: &mut Problems<'_>) -> BTreeMap<Date, Vec<Interval>> {
    let table = node.table("`special`", problems);
    let mut special = BTreeMap::new();
    for entry in table.iter().flat_map(Table::entries) {
        let hours = read_intervals(&entry, problems);
        if let (Some(date), Some(hours)) = (read_date(&entry, problems), hours) {
            special.insert(date, hours);
        }
    }
    special
}

fn read_date(entry: &Node<'_>, problems: &mut Problems<'_>) -> Option<Date> {
    let date = entry.key.parse().ok();
    if date.is_none() {
        let message = format!("`{}` is not a date", entry.key);
        problems.add(
            "wrong-time",
            &entry.key_place,
            message,
            "write `2026-12-24 = ...`",
        );
    }
    date
}

fn read_operating(node: &Node<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let known = ["zone", "weekly"];
    let mut operating = Vec::new();
    for part in node.strings(problems) {
        if known.contains(&part.value.as_str()) {
            operating.push(part.value);
        } else {
            unknown(
                "unknown-word",
                &part.value,
                &part.place,
                "`operating`",
                &known,
                problems,
            );
        }
    }
    operating
}
