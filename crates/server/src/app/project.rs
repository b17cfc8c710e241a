//! Projections: the rows that lists and pages read, made from the folded ticket
//! alone, so that they can be dropped and made again.

use domain::{Actor, ClockRecord, DeskName, Message, Status, Ticket, next_look_at};
use sla::clock::ClockState;
use sla::policy::{Audience, Metric, PauseReason};

use super::history::sequence;
use crate::store::{ClockRow, DUE_NEVER, DUE_UNPROMISED, MessageRow, RowOp, TicketRow, TimerRow};

/// The rows of `ticket` that differ from those of `before` (`None`: all).
/// `number` is `None` when the writer will assign it.
pub(super) fn rows(
    desk: &DeskName,
    before: Option<&Ticket>,
    ticket: &Ticket,
    number: Option<i64>,
) -> Vec<RowOp> {
    let row = ticket_row(desk, ticket, number.unwrap_or_default()).upsert();
    let mut rows = vec![if number.is_some() {
        row
    } else {
        row.number_assigned("number")
    }];
    for (id, clock) in &ticket.clocks {
        if before.and_then(|before| before.clocks.get(id)) != Some(clock) {
            rows.push(clock_row(desk, ticket, id, clock).upsert());
        }
    }
    let known = before.map_or(0, |before| before.messages.len());
    rows.extend(
        ticket
            .messages
            .iter()
            .skip(known)
            .map(|m| message_row(desk, ticket, m).upsert()),
    );
    rows.extend(timer(desk, before, ticket));
    rows
}

fn timer(desk: &DeskName, before: Option<&Ticket>, ticket: &Ticket) -> Option<RowOp> {
    let wanted = next_look_at(ticket);
    if before.map(next_look_at) == Some(wanted) {
        return None;
    }
    let (desk, id) = (desk.as_str().to_owned(), ticket.id.to_string());
    match wanted {
        Some(at) => Some(
            TimerRow {
                desk,
                ticket: id,
                fire_at: at.as_microsecond(),
            }
            .upsert(),
        ),
        None if before.is_some() => {
            Some(RowOp::Delete(TimerRow::TABLE, vec![desk.into(), id.into()]))
        }
        None => None,
    }
}

fn ticket_row(desk: &DeskName, ticket: &Ticket, number: i64) -> TicketRow {
    let next = ticket.next_due();
    let coverage = ticket.coverage.as_ref();
    TicketRow {
        desk: desk.as_str().to_owned(),
        ticket: ticket.id.to_string(),
        number,
        sequence: sequence(ticket.sequence),
        status: ticket.status.as_str().to_owned(),
        open: ticket.is_open(),
        kind: ticket.kind.as_str().to_owned(),
        severity: ticket.severity.map(i64::from),
        level: i64::from(ticket.level),
        channel: ticket.channel.as_str().to_owned(),
        customer: ticket.customer.to_string(),
        requester: ticket.requester.to_string(),
        assignee: ticket.assignee.map(|agent| agent.to_string()),
        subject: ticket.subject.id.to_string(),
        plan: ticket.plan.clone(),
        received_at: ticket.received_at.as_microsecond(),
        changed_at: ticket.changed_at.as_microsecond(),
        next_due_at: next.map_or(unpromised(ticket), |(_, due)| due.as_microsecond()),
        next_clock: next.map(|(clock, _)| clock.to_owned()),
        waiting: ticket.pause == Some(PauseReason::Customer),
        rating: ticket.rating.map(|rating| rating.as_str().to_owned()),
        coverage: coverage.map(|record| record.ruling.decision.as_str().to_owned()),
        disputed: coverage.is_some_and(|record| record.dispute.is_some()),
        priority: ticket.priority.clone(),
    }
}

/// Where a ticket without a deadline stands in the list of what is due next.
fn unpromised(ticket: &Ticket) -> i64 {
    match ticket.status {
        Status::Open => DUE_UNPROMISED,
        Status::Paused | Status::Resolved | Status::Closed | Status::Merged => DUE_NEVER,
    }
}

fn clock_row(desk: &DeskName, ticket: &Ticket, id: &str, clock: &ClockRecord) -> ClockRow {
    let promise = clock.promise();
    let at = |instant: Option<jiff::Timestamp>| instant.map(jiff::Timestamp::as_microsecond);
    ClockRow {
        desk: desk.as_str().to_owned(),
        ticket: ticket.id.to_string(),
        clock: id.to_owned(),
        target: promise.target.clone(),
        cycle: i64::from(clock.cycle),
        metric: metric(&promise.metric),
        audience: audience(promise.audience).to_owned(),
        state: state(clock.state).to_owned(),
        started_at: at(clock.started_at),
        warn_at: at(clock.warn_at),
        due_at: at(clock.due_at),
        met_at: at(clock.met_at),
        warned_at: at(clock.warned_at),
        breached_at: at(clock.breached_at),
    }
}

fn message_row(desk: &DeskName, ticket: &Ticket, message: &Message) -> MessageRow {
    MessageRow {
        desk: desk.as_str().to_owned(),
        ticket: ticket.id.to_string(),
        message: message.id.to_string(),
        sequence: sequence(message.sequence),
        public: message.public,
        author: author(message.author),
        channel: message.channel.as_str().to_owned(),
        text: message.text.id.to_string(),
        at: message.happened_at.as_microsecond(),
    }
}

/// The id of the agent or contact, or `system`.
fn author(author: Actor) -> String {
    match author {
        Actor::Agent(id) => id.to_string(),
        Actor::Contact(id) => id.to_string(),
        Actor::System => "system".to_owned(),
    }
}

/// The stored name of a metric; a policy's own keeps its name.
#[must_use]
pub fn metric(metric: &Metric) -> String {
    match metric {
        Metric::Acknowledgement => "acknowledgement",
        Metric::FirstResponse => "first_response",
        Metric::NextResponse => "next_response",
        Metric::Update => "update",
        Metric::WorkBegin => "work_begin",
        Metric::Workaround => "workaround",
        Metric::Resolution => "resolution",
        Metric::Quote => "quote",
        Metric::ContinuousWork => "continuous_work",
        Metric::TakeOver => "take_over",
        Metric::Own(name) => name,
    }
    .to_owned()
}

/// The stored name of an audience.
#[must_use]
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Customer => "customer",
        Audience::Internal => "internal",
    }
}

/// The stored name of a clock's state.
#[must_use]
pub fn state(state: ClockState) -> &'static str {
    match state {
        ClockState::Waiting => "waiting",
        ClockState::Running => "running",
        ClockState::Paused => "paused",
        ClockState::Met => "met",
        ClockState::MissedRunning => "missed_running",
        ClockState::MissedMet => "missed_met",
        ClockState::Cancelled => "cancelled",
        ClockState::Absorbed => "absorbed",
    }
}
