//! The calendars of a policy: from `mon-fri = "08:00-17:00"` to a
//! [`Calendar`] that computes. Which days and hours a text leaves open, and the
//! vendor chose, is kept beside them.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};

use super::{
    openings::{UNSTATED, WHOLE_DAY, read_date_hours, read_weekly, report_unstated},
    problems::{Place, Problems},
    table::{Node, Placed, Table, unknown},
};
use crate::calendar::{Calendar, CalendarError, CalendarSpec, Interval};

/// The id of the calendar that is open at all times; every policy has it.
pub const ALWAYS: &str = "always";

/// A calendar of a policy.
#[derive(Clone, Debug)]
pub struct Hours {
    /// Zone, weekly hours and listed dates, as the file states them.
    pub spec: CalendarSpec,
    /// Which parts the text leaves open, so that the value is the vendor's own:
    /// `zone`, `weekly`.
    pub operating: Vec<String>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    pub(crate) calendar: Calendar,
    pub(crate) place: Place,
}

impl Hours {
    /// True where the calendar never closes.
    ///
    /// ```
    /// # let source = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "office"
    /// # [calendar.office]
    /// # zone = "Europe/Berlin"
    /// # weekly = { mon-fri = "08:00-17:00" }
    /// # "#;
    /// use sla::policy::{ALWAYS, Policy};
    ///
    /// let policy = Policy::parse("nordwind.toml", source).policy.unwrap();
    /// assert!(policy.calendars()[ALWAYS].is_always_open());
    /// assert!(!policy.calendars()["office"].is_always_open());
    /// ```
    pub fn is_always_open(&self) -> bool {
        let whole_day = |day: &Vec<Interval>| day.contains(&WHOLE_DAY);
        self.spec.weekly.iter().all(whole_day)
            && self.spec.holidays.is_empty()
            && self.spec.exceptions.values().all(whole_day)
    }
}

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
    let spec = CalendarSpec {
        zone: UTC.to_owned(),
        weekly: whole_week(),
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

/// The zone and the hours that stand in for broken ones, so that everything that
/// needs the calendar is checked all the same; the policy is refused anyway.
const UTC: &str = "Etc/UTC";

fn whole_week() -> [Vec<Interval>; 7] {
    std::array::from_fn(|_| vec![WHOLE_DAY])
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
    for (date, name) in &closed {
        if special.contains_key(date) {
            let message = format!("{date} is closed and has special hours; the hours win");
            let help = "leave out one of the two";
            problems.add("closed-and-special", &name.place, message, help);
        }
    }
    let spec = CalendarSpec {
        zone: zone.unwrap_or_else(|| UTC.to_owned()),
        weekly: weekly.unwrap_or_else(whole_week),
        holidays: closed
            .into_iter()
            .map(|(date, name)| (date, name.value))
            .collect(),
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
    if zone.value == UNSTATED {
        report_unstated("its time zone is", &zone.place, "zone", problems);
        return None;
    }
    if TimeZone::get(&zone.value).is_err() {
        let message = format!("`{}` is no time zone of the IANA database", zone.value);
        let help = "write for example `Europe/Zurich` or `Etc/GMT+5` (which is UTC-5)";
        problems.add("unknown-zone", &zone.place, message, help);
        return None;
    }
    Some(zone.value)
}

/// `{ 2026-12-25 = "Christmas Day" }`.
fn read_closed(node: &Node<'_>, problems: &mut Problems<'_>) -> BTreeMap<Date, Placed<String>> {
    let table = node.table("`closed`", problems);
    let mut closed = BTreeMap::new();
    for entry in table.iter().flat_map(Table::entries) {
        if let (Some(date), Some(name)) = (read_date(&entry, problems), entry.string(problems)) {
            let place = entry.key_place.clone();
            closed.insert(date, Placed { place, ..name });
        }
    }
    closed
}

/// `{ 2026-12-24 = "09:00-12:00" }`.
fn read_special(node: &Node<'_>, problems: &mut Problems<'_>) -> BTreeMap<Date, Vec<Interval>> {
    let table = node.table("`special`", problems);
    let mut special = BTreeMap::new();
    for entry in table.iter().flat_map(Table::entries) {
        let hours = read_date_hours(&entry, problems);
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
