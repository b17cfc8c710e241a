//! A ticket as backtests and exports want it: its history, and what was recorded of
//! its clocks.

use sla::backtest::{PastTicket, RecordedClock};
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
        result: Verdict::of(record.state, record.breached_at, promise),
        due_at: record.due_at,
        warned_at: record.warned_at,
        breached_at: record.breached_at,
        met_at: record.met_at,
    }
}
