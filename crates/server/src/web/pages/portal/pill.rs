//! A clock in one word: what is promised, how it stands, how long is left. Its
//! whole story is in [`super::proof`].

use domain::text::{metric_name, time_left};
use domain::{ClockRecord, Ticket};
use jiff::Timestamp;
use sla::clock::ClockState;
use sla::policy::Audience;

use crate::web::Reader;

/// The stand-in for a length in the patterns the browser fills in.
const LENGTH: &str = "{}";

/// A clock's pill, ready for the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pill {
    /// `track`, `soon`, `late`, `missed`, `paused`, `met` or `none`.
    pub(super) state: &'static str,
    pub(super) text: String,
    pub(super) countdown: Option<Countdown>,
}

/// What the browser needs to count down by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Countdown {
    pub(super) due_at: Timestamp,
    /// The due instant itself where there is no warning.
    pub(super) warn_at: Timestamp,
    pub(super) left: String,
    pub(super) late: String,
}

/// The pill of one clock.
pub(super) fn pill(clock: &ClockRecord, reader: &Reader) -> Pill {
    let state = clock.state_at(reader.now);
    let promise = clock.promise();
    let counts = matches!(state, ClockState::Running | ClockState::Waiting);
    match (state, clock.due_at) {
        (ClockState::MissedRunning, Some(due)) => counting("late", due, clock, reader),
        (_, Some(due)) if counts && !promise.best_effort => {
            let state = match (reader.now >= due, clock.warn_at) {
                (true, _) => "late",
                (false, Some(warn)) if reader.now >= warn => "soon",
                (false, _) => "track",
            };
            counting(state, due, clock, reader)
        }
        _ if counts => still("none", "state-unpromised", reader),
        _ => still(drawn(state), word(state), reader),
    }
}

/// The pill of the customer's promise that must be kept next, with its name; where
/// none has a deadline the one that says most about the ticket.
pub(super) fn next(ticket: &Ticket, reader: &Reader) -> Option<Pill> {
    let (_, clock) = next_clock(ticket)?;
    let name = metric_name(reader.language, &clock.promise().metric);
    let named = |text: String| {
        let arguments = [("clock", name.clone()), ("text", text)];
        reader.words().say_all("portal-pill", &arguments)
    };
    let pill = pill(clock, reader);
    let Some(countdown) = pill.countdown else {
        // Without a time to tell the state alone says enough.
        return Some(pill);
    };
    Some(Pill {
        text: named(pill.text),
        countdown: Some(Countdown {
            left: named(countdown.left),
            late: named(countdown.late),
            ..countdown
        }),
        ..pill
    })
}

/// When the customer's next promise is due; what a list of tickets is sorted by.
pub(super) fn next_due(ticket: &Ticket) -> Timestamp {
    let clock = next_clock(ticket).map(|(_, clock)| clock);
    clock
        .filter(|clock| !clock.promise().best_effort)
        .and_then(|clock| clock.due_at)
        .unwrap_or(Timestamp::MAX)
}

fn next_clock(ticket: &Ticket) -> Option<(&str, &ClockRecord)> {
    let clocks = ticket.clocks_for(Audience::Customer);
    let running = clocks.into_iter().filter(|(_, clock)| !clock.is_final());
    // In order of deadlines; a promise comes before a mere effort.
    running.min_by_key(|(_, clock)| {
        (
            clock.promise().best_effort,
            clock.due_at.unwrap_or(Timestamp::MAX),
        )
    })
}

fn counting(state: &'static str, due: Timestamp, clock: &ClockRecord, reader: &Reader) -> Pill {
    let pattern = |id: &str| reader.words().say_all(id, &[("length", LENGTH.to_owned())]);
    Pill {
        state,
        text: time_left(reader.language, reader.now, due),
        countdown: Some(Countdown {
            due_at: due,
            warn_at: clock.warn_at.unwrap_or(due),
            left: pattern("time-left"),
            late: pattern("time-late"),
        }),
    }
}

fn still(state: &'static str, id: &str, reader: &Reader) -> Pill {
    Pill {
        state,
        text: reader.words().say(id),
        countdown: None,
    }
}

fn drawn(state: ClockState) -> &'static str {
    match state {
        ClockState::Met => "met",
        ClockState::Paused => "paused",
        ClockState::MissedMet | ClockState::MissedRunning => "missed",
        ClockState::Waiting
        | ClockState::Running
        | ClockState::Cancelled
        | ClockState::Absorbed => "none",
    }
}

fn word(state: ClockState) -> &'static str {
    match state {
        ClockState::Waiting => "state-waiting",
        ClockState::Running => "state-running",
        ClockState::Paused => "state-paused",
        ClockState::Met => "state-met",
        ClockState::MissedRunning => "state-missed_running",
        ClockState::MissedMet => "state-missed_met",
        ClockState::Cancelled => "state-cancelled",
        ClockState::Absorbed => "state-absorbed",
    }
}
