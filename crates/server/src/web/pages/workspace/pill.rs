//! The state of a clock in a colour, an icon and a word, counting down.

use domain::text::{self, Language};
use domain::{ClockRecord, Status};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::clock::ClockState;

use crate::web::Words;

/// A `clock` of the style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pill {
    /// `track`, `soon`, `late`, `missed`, `paused`, `met` or `none`.
    pub(crate) state: &'static str,
    pub(crate) text: String,
    /// The exact time behind the words, for pointing at.
    pub(crate) title: String,
    pub(crate) countdown: Option<Countdown>,
}

/// What the script needs to go on counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Countdown {
    pub(crate) due: String,
    /// Empty where nothing warns.
    pub(crate) warn: String,
    /// `Response in {}` and `Response {} late`.
    pub(crate) left: String,
    pub(crate) late: String,
}

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) language: Language,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
}

impl Look<'_> {
    fn words(&self) -> Words {
        Words(self.language)
    }
}

impl Pill {
    /// A state in words alone.
    pub(crate) fn word(state: &'static str, text: String) -> Self {
        Self {
            state,
            text,
            title: String::new(),
            countdown: None,
        }
    }

    /// A deadline that has not been met: `Response in 24 min`. Without a name just
    /// `24 min left`.
    pub(crate) fn running(
        look: Look<'_>,
        name: Option<&str>,
        warn_at: Option<Timestamp>,
        due_at: Timestamp,
    ) -> Self {
        let state = if due_at <= look.now {
            "late"
        } else if warn_at.is_some_and(|warn| warn <= look.now) {
            "soon"
        } else {
            "track"
        };
        let pattern = |is_late: bool, length: &str| {
            let id = match (name, is_late) {
                (Some(_), false) => "pill-left",
                (Some(_), true) => "pill-late",
                (None, false) => "time-left",
                (None, true) => "time-late",
            };
            let values = [
                ("clock", name.unwrap_or_default().to_owned()),
                ("length", length.to_owned()),
            ];
            look.words().say_all(id, &values)
        };
        let seconds = due_at.as_second() - look.now.as_second();
        let length = text::length(look.language, seconds);
        Self {
            state,
            text: pattern(due_at <= look.now, &length),
            title: text::date_time(look.language, due_at, look.zone),
            countdown: Some(Countdown {
                due: due_at.to_string(),
                warn: warn_at.map_or_else(String::new, |warn| warn.to_string()),
                left: pattern(false, "{}"),
                late: pattern(true, "{}"),
            }),
        }
    }

    /// The state of one clock in one word.
    pub(crate) fn of_clock(look: Look<'_>, record: &ClockRecord) -> Self {
        let t = look.words();
        let due = record.due_at;
        let is_over = due.is_some_and(|due| due <= look.now);
        let is_warned = record.warn_at.is_some_and(|warn| warn <= look.now);
        let (state, id) = match record.state_at(look.now) {
            ClockState::Waiting => ("none", "state-waiting"),
            ClockState::Running if due.is_none() => ("none", "state-unpromised"),
            ClockState::Running if record.promise().best_effort && is_over => {
                ("soon", "state-beyond-usual")
            }
            ClockState::Running if is_over => ("late", "state-missed_running"),
            ClockState::Running if is_warned => ("soon", "state-soon"),
            ClockState::Running => ("track", "state-running"),
            ClockState::Paused => ("paused", "state-paused"),
            ClockState::Met => ("met", "state-met"),
            ClockState::MissedRunning => ("late", "state-missed_running"),
            ClockState::MissedMet => ("missed", "state-missed_met"),
            ClockState::Cancelled => ("none", "state-cancelled"),
            ClockState::Absorbed => ("none", "state-absorbed"),
        };
        Self::word(state, t.say(id))
    }

    /// What a ticket shows on which nothing is due.
    pub(crate) fn of_status(t: Words, status: Status, waiting: bool) -> Self {
        match status {
            Status::Open => Self::word("none", t.say("pill-nothing-due")),
            Status::Paused if waiting => Self::word("paused", t.say("pill-waiting-customer")),
            Status::Paused => Self::word("paused", t.say("status-paused")),
            Status::Resolved => Self::word("met", t.say("pill-resolved")),
            Status::Closed => Self::word("met", t.say("status-closed")),
            Status::Merged => Self::word("none", t.say("status-merged")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_has_a_colour_and_a_word_at_every_moment() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (warn, due) = (at("2026-11-20T15:30:00Z"), at("2026-11-20T16:00:00Z"));
        let cases = [
            ("2026-11-20T15:00:00Z", "track", "First response in 1 h"),
            ("2026-11-20T15:30:00Z", "soon", "First response in 30 min"),
            ("2026-11-20T16:00:00Z", "late", "First response 0 s late"),
            (
                "2026-11-20T18:10:00Z",
                "late",
                "First response 2 h 10 min late",
            ),
        ];
        for (now, state, text) in cases {
            let look = Look {
                language: Language::En,
                zone: &TimeZone::UTC,
                now: at(now),
            };
            let pill = Pill::running(look, Some("First response"), Some(warn), due);
            assert_eq!(pill.state, state, "{now}");
            assert_eq!(pill.text.replace('\u{a0}', " "), text, "{now}");
            let countdown = pill.countdown.unwrap();
            assert_eq!(countdown.left, "First response in {}");
        }
    }
}
