//! A ticket as backtests and exports want it: its history, and what was recorded of
//! its clocks.

use sla::backtest::{PastTicket, RecordedClock};
use sla::clock::ClockState;
use sla::compliance::Verdict;

use crate::{ClockRecord, Recorded, Ticket, TicketId, history};

/// The ticket as one line of a log; `None` when the events do not begin with an
/// opening. `number` and `customer` are for people: the domain knows only ids.
#[must_use]
pub fn past_ticket(
    id: TicketId,
    events: &[Recorded],
    number: String,
    customer: Option<String>,
) -> Option<PastTicket> {
    let ticket = Ticket::fold(id, events)?;
    let recorded = ticket.clocks.values().map(recorded).collect();
    Some(PastTicket {
        ticket: number,
        customer,
        history: history(id, events)?,
        exclusion: None,
        recorded,
    })
}

fn recorded(record: &ClockRecord) -> RecordedClock {
    let promise = record.promise();
    RecordedClock {
        target: promise.target.clone(),
        metric: promise.metric.clone(),
        audience: promise.audience,
        result: verdict(record),
        due_at: record.due_at,
        warned_at: record.warned_at,
        breached_at: record.breached_at,
        met_at: record.met_at,
    }
}

/// What stands in the record, by the rules of [`Verdict::of`].
fn verdict(record: &ClockRecord) -> Option<Verdict> {
    if record.breached_at.is_some() {
        return Some(Verdict::Missed);
    }
    if record.promise().best_effort {
        return None;
    }
    match record.state {
        ClockState::Met => Some(Verdict::Met),
        ClockState::MissedRunning | ClockState::MissedMet => Some(Verdict::Missed),
        ClockState::Waiting | ClockState::Running | ClockState::Paused => Some(Verdict::Running),
        ClockState::Cancelled | ClockState::Absorbed => None,
    }
}
