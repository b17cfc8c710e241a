//! Writes a time back in the form in which a policy writes it.

use std::fmt;

use super::Within;

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { seconds, strict } => {
                write!(f, "{}{}", under(*strict), Length(*seconds))
            }
            Self::Elapsed { seconds, strict } => {
                write!(f, "{}{} elapsed", under(*strict), Length(*seconds))
            }
            Self::WorkingDays { days } => write!(f, "{days} working day{}", plural(*days)),
            Self::CalendarSpan { months, days } => write_span(f, *months, *days),
            Self::OfWorkingDay { nth, at: None } => write!(f, "end of {} working day", Nth(*nth)),
            Self::OfWorkingDay { nth, at: Some(at) } => {
                write!(f, "{} of {} working day", at.strftime("%H:%M"), Nth(*nth))
            }
            Self::NextRelease => f.write_str("next release"),
            Self::None {
                usually_seconds: None,
            } => f.write_str("none"),
            Self::None {
                usually_seconds: Some(seconds),
            } => {
                write!(f, "none, usually {}", Length(*seconds))
            }
            Self::Unstated { operating: None } => f.write_str("unstated"),
            Self::Unstated {
                operating: Some(within),
            } => write!(f, "unstated, we use {within}"),
        }
    }
}

fn write_span(f: &mut fmt::Formatter<'_>, months: u32, days: u32) -> fmt::Result {
    let parts = [
        (months / 12, "year"),
        (months % 12, "month"),
        (days, "calendar day"),
    ];
    let mut first = true;
    for (count, unit) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let gap = if first { "" } else { " " };
        write!(f, "{gap}{count} {unit}{}", plural(count))?;
        first = false;
    }
    if first {
        f.write_str("0 calendar days")
    } else {
        Ok(())
    }
}

fn under(strict: bool) -> &'static str {
    if strict { "under " } else { "" }
}

fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Seconds as `1h30m`. Lengths in a policy are not negative.
pub(crate) struct Length(pub(crate) i64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if self.0 == 0 {
            return f.write_str("0m");
        }
        for (count, unit) in [(hours, 'h'), (minutes, 'm'), (seconds, 's')] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

/// `next`, `2nd`, `3rd`, `11th`, ...
pub(super) struct Nth(pub(super) u32);

impl fmt::Display for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = match (self.0, self.0 % 10, self.0 % 100) {
            (1, _, _) => return f.write_str("next"),
            (_, _, 11..=13) => "th",
            (_, 1, _) => "st",
            (_, 2, _) => "nd",
            (_, 3, _) => "rd",
            _ => "th",
        };
        write!(f, "{}{suffix}", self.0)
    }
}
