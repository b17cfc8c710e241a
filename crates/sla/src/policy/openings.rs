//! Opening hours as written: the hours of a day, and the week made of them.
//!
//! What is odd in them is said here, where each interval still has its place:
//! intervals without length, intervals that overlap, hours the text leaves open.
//! Zones and dates are read elsewhere.

use super::{
    problems::{Place, Problems},
    table::{Node, unknown},
};
use crate::calendar::Interval;

/// The word for what the text does not say.
pub(super) const UNSTATED: &str = "unstated";

pub(super) const DAY: u32 = 86_400;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The hours of Monday to Sunday.
pub(super) type Week = [Vec<Interval>; 7];

/// An opening from midnight to midnight.
pub(super) const WHOLE_DAY: Interval = Interval {
    open: 0,
    close: DAY,
};

/// `{ mon-thu = "09:00-12:00, 13:00-17:00", fri = "09:00-12:00" }`.
pub(super) fn read_weekly(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Week> {
    let table = node.table("`weekly`", problems)?;
    let mut weekly = Week::default();
    let mut places: Vec<(usize, Place)> = Vec::new();
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
                break;
            }
            day.extend(hours.iter().flatten());
            places.push((index, entry.place.clone()));
        }
    }
    if let Some(place) = first_overlap(&weekly, &places) {
        report_overlap(&place, problems);
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

/// The hours of one date: as those of a weekday, and looked at by themselves.
pub(super) fn read_date_hours(
    node: &Node<'_>,
    problems: &mut Problems<'_>,
) -> Option<Vec<Interval>> {
    let hours = read_intervals(node, problems)?;
    let alone = Week::from([
        hours.clone(),
        vec![],
        vec![],
        vec![],
        vec![],
        vec![],
        vec![],
    ]);
    if first_overlap(&alone, &[(0, node.place.clone())]).is_some() {
        report_overlap(&node.place, problems);
    }
    Some(hours)
}

fn read_intervals(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Vec<Interval>> {
    let written = node.string(problems)?;
    let intervals: Option<Vec<Interval>> = match written.value.as_str() {
        "closed" => Some(Vec::new()),
        UNSTATED => {
            report_unstated("the hours of day are", &written.place, "weekly", problems);
            // Read on as if it were open all day, so that the rest is checked.
            return Some(vec![WHOLE_DAY]);
        }
        hours => hours.split(',').map(|part| interval(part.trim())).collect(),
    };
    match &intervals {
        None => {
            let message = format!("`{}` are no opening hours", written.value);
            let help = "write `09:00-17:00`, `09:00-12:00, 13:00-17:00`, `22:00-06:00` or `closed`";
            problems.add("wrong-time", &written.place, message, help);
        }
        Some(hours) if hours.iter().any(|hours| hours.open == hours.close) => {
            let message = format!("`{}` opens and closes at one moment", written.value);
            let help = "write `00:00-24:00` for the whole day, `closed` for none";
            problems.add("empty-hours", &written.place, message, help);
        }
        Some(_) => {}
    }
    intervals
}

/// What a calendar needs and the text does not say.
pub(super) fn report_unstated(
    what: &str,
    place: &Place,
    operating: &str,
    problems: &mut Problems<'_>,
) {
    let message = format!("{what} not stated, and no clock runs without");
    let help = format!("choose, and mark the choice as yours: `operating = [\"{operating}\"]`");
    problems.add("unstated-hours", place, message, help);
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

/// Where the first interval stands that begins before the one before it ended,
/// be that on the same day or after its midnight. To touch is not to overlap.
fn first_overlap(weekly: &Week, places: &[(usize, Place)]) -> Option<Place> {
    const WEEK: u32 = 7 * DAY;
    let mut pieces: Vec<(u32, u32, usize)> = Vec::new();
    for ((day, midnight), hours) in (0_usize..).zip((0_u32..).step_by(86_400)).zip(weekly) {
        for hours in hours.iter().filter(|hours| hours.open != hours.close) {
            let night = if hours.close < hours.open { DAY } else { 0 };
            let (open, close) = (midnight + hours.open, midnight + hours.close + night);
            pieces.push((open, close.min(WEEK), day));
            if close > WEEK {
                pieces.push((0, close - WEEK, day));
            }
        }
    }
    pieces.sort_unstable();
    let overlaps = |pair: &&[(u32, u32, usize)]| matches!(pair, [(_, ended, _), (begins, ..)] if begins < ended);
    let later = match pieces.windows(2).find(overlaps)? {
        [_, (_, _, day)] => *day,
        _ => return None,
    };
    places
        .iter()
        .find(|(day, _)| *day == later)
        .map(|(_, place)| place.clone())
}

fn report_overlap(place: &Place, problems: &mut Problems<'_>) {
    let message = "these hours overlap others: what is open twice counts once";
    let help = "give each stretch of opening once";
    problems.add("overlapping-hours", place, message, help);
}
