//! Reads a time as a policy writes it.
//!
//! The grammar is small on purpose: each form is one promise with one meaning.
//! "1 day" is refused, because it could be any of three.

use std::str::FromStr;

use jiff::civil::Time;

use super::Within;

/// Why a text is not a time a policy can promise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WithinError {
    /// A bare number of days or weeks.
    #[error("`{text}` can mean three different promises")]
    AmbiguousDay {
        /// What was read.
        text: String,
        /// How many days it names; seven for a week.
        days: u32,
    },
    /// Nothing the grammar knows; with the text that was read.
    #[error("`{0}` is not a time a policy can promise")]
    Unknown(String),
    /// More than about a hundred years; with the text that was read.
    #[error("`{0}` is longer than a policy can promise")]
    TooLong(String),
}

impl WithinError {
    /// What to write instead.
    ///
    /// ```
    /// use sla::policy::Within;
    ///
    /// let refused = "1 day".parse::<Within>().unwrap_err();
    /// assert!(refused.help().contains("write `1 working day`"));
    /// ```
    pub fn help(&self) -> String {
        match self {
            Self::AmbiguousDay { days, .. } => format!(
                "write `{days} working day{s}` (the same time on a later open day), \
                 `{days} calendar day{s}` (whatever the calendar) or `{hours}h` \
                 ({hours} hours of open time)",
                s = if *days == 1 { "" } else { "s" },
                hours = u64::from(*days) * 24,
            ),
            Self::Unknown(_) | Self::TooLong(_) => "write for example `4h`, `1h30m`, `under 1h`, \
                `4h elapsed`, `3 working days`, `7 calendar days`, `3 months`, \
                `end of next working day`, `16:00 of 2nd working day`, `next release`, `none`, \
                `none, usually 24h` or `unstated, we use 8h`"
                .to_owned(),
        }
    }
}

/// The longest length a policy may promise: a hundred years.
const SECONDS_MAX: i64 = 100 * 366 * 86_400;
const MONTHS_MAX: u32 = 1_200;
const DAYS_MAX: u32 = 36_600;

/// Reads the form in which a policy writes it; [`Within`]'s `Display` writes it back.
///
/// ```
/// use sla::policy::Within;
///
/// let within: Within = "under 1h30m".parse()?;
/// assert_eq!(within, Within::Open { seconds: 5_400, strict: true });
/// assert_eq!(within.to_string(), "under 1h30m");
///
/// // A bare day is three different promises.
/// assert!("1 day".parse::<Within>().is_err());
/// # Ok::<(), sla::policy::WithinError>(())
/// ```
///
/// # Errors
///
/// [`WithinError`], with [`WithinError::help`] saying what to write instead.
impl FromStr for Within {
    type Err = WithinError;

    fn from_str(text: &str) -> Result<Self, WithinError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("unstated") {
            return match rest.strip_prefix(", we use ") {
                // Looked at before it is read: read first, a text that goes on and on
                // like this would exhaust the stack.
                Some(value) if value.trim_start().starts_with("unstated") => {
                    Err(WithinError::Unknown(text.to_owned()))
                }
                Some(value) => Ok(Self::Unstated {
                    operating: Some(Box::new(value.parse()?)),
                }),
                None if rest.is_empty() => Ok(Self::Unstated { operating: None }),
                None => Err(WithinError::Unknown(text.to_owned())),
            };
        }
        if let Some(value) = text.strip_prefix("none, usually ") {
            return Ok(Self::None {
                usually_seconds: Some(length(value)?),
            });
        }
        match text {
            "none" => Ok(Self::None {
                usually_seconds: None,
            }),
            "next release" => Ok(Self::NextRelease),
            _ => timed(text),
        }
    }
}

fn timed(text: &str) -> Result<Within, WithinError> {
    if let Some(days) = bare_days(text) {
        return Err(WithinError::AmbiguousDay {
            text: text.to_owned(),
            days,
        });
    }
    if let Some(day) = text.strip_suffix(" working day")
        && let Some((at, nth)) = day.split_once(" of ")
    {
        return of_working_day(at, nth).ok_or_else(|| WithinError::Unknown(text.to_owned()));
    }
    if let Some(count) = text
        .strip_suffix(" working days")
        .or(text.strip_suffix(" working day"))
    {
        return match number(count) {
            Some(days) if days > DAYS_MAX => Err(WithinError::TooLong(text.to_owned())),
            Some(days) => Ok(Within::WorkingDays { days }),
            None => Err(WithinError::Unknown(text.to_owned())),
        };
    }
    if let Some(span) = calendar_span(text) {
        return span;
    }
    let (rest, strict) = match text.strip_prefix("under ") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    match rest.strip_suffix(" elapsed") {
        Some(rest) => Ok(Within::Elapsed {
            seconds: length(rest)?,
            strict,
        }),
        None => Ok(Within::Open {
            seconds: length(rest)?,
            strict,
        }),
    }
}

/// The days of `1 day`, `2 d`, `7days` or `1 week`: a promise nobody can read.
fn bare_days(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.get(digits.len()..)?.trim_start();
    let count = number(digits)?;
    match unit {
        "d" | "day" | "days" => Some(count),
        "w" | "week" | "weeks" => count.checked_mul(7),
        _ => None,
    }
}

fn of_working_day(at: &str, nth: &str) -> Option<Within> {
    let nth = match nth {
        "next" => 1,
        _ => number(nth.trim_end_matches(|c: char| c.is_ascii_lowercase())).filter(|count| {
            (1..=DAYS_MAX).contains(count) && super::write::Nth(*count).to_string() == nth
        })?,
    };
    let at = match at {
        "end" => None,
        clock => Some(Time::strptime("%H:%M", clock).ok()?),
    };
    Some(Within::OfWorkingDay { nth, at })
}

/// `1 year`, `3 months`, `7 calendar days`, or several of these in that order.
fn calendar_span(text: &str) -> Option<Result<Within, WithinError>> {
    if text.is_empty() {
        return None;
    }
    let (mut months, mut days) = (0_u32, 0_u32);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let count = number(word)?;
        match words.next()? {
            "year" | "years" => months = months.saturating_add(count.saturating_mul(12)),
            "month" | "months" => months = months.saturating_add(count),
            "calendar" if matches!(words.next()?, "day" | "days") => {
                days = days.saturating_add(count);
            }
            _ => return None,
        }
    }
    if months > MONTHS_MAX || days > DAYS_MAX {
        return Some(Err(WithinError::TooLong(text.to_owned())));
    }
    Some(Ok(Within::CalendarSpan { months, days }))
}

/// The seconds of `4h`, `1h30m`, `45s`: each unit once, largest first.
fn length(text: &str) -> Result<i64, WithinError> {
    let unknown = || WithinError::Unknown(text.to_owned());
    if let Some(days) = bare_days(text) {
        return Err(WithinError::AmbiguousDay {
            text: text.to_owned(),
            days,
        });
    }
    let mut total = 0_i64;
    let mut rest = text;
    let mut unit_before = i64::MAX;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .ok_or_else(unknown)?;
        let (digits, tail) = rest.split_at(end);
        let unit = match tail.chars().next() {
            Some('h') => 3_600,
            Some('m') => 60,
            Some('s') => 1,
            _ => return Err(unknown()),
        };
        if unit >= unit_before {
            return Err(unknown());
        }
        unit_before = unit;
        let count = i64::from(number(digits).ok_or_else(unknown)?);
        total = total.saturating_add(count.saturating_mul(unit));
        rest = tail.get(1..).unwrap_or_default();
    }
    match total {
        _ if unit_before == i64::MAX => Err(unknown()),
        SECONDS_MAX.. => Err(WithinError::TooLong(text.to_owned())),
        _ => Ok(total),
    }
}

/// A plain number without sign.
fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
