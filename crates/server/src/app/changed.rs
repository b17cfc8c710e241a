//! What a command makes of a ticket, and of the other one where two are concerned:
//! both are decided before either is written, and written in one transaction.

use domain::{
    Actor, Command, Context, DeskFacts, DeskName, Other, Policies, Recorded, Refusal, Ticket,
    TicketId, decide,
};
use jiff::Timestamp;

use super::execute::Order;
use super::history::{encoded, sequence};
use super::{App, project};
use crate::error::AppError;
use crate::store::{Gate, TicketNumberRow, Write};

/// A ticket after a command.
pub(super) struct Changed {
    /// `None` where the command opened it.
    pub(super) before: Option<Ticket>,
    pub(super) ticket: Ticket,
    /// `None` when the writer will assign it.
    pub(super) number: Option<i64>,
    pub(super) events: Vec<Recorded>,
}

impl Changed {
    pub(super) fn new(
        before: Option<Ticket>,
        id: TicketId,
        number: Option<i64>,
        events: Vec<Recorded>,
    ) -> Result<Self, AppError> {
        let ticket = match &before {
            None => Ticket::fold(id, &events).ok_or(AppError::NotFound("ticket"))?,
            Some(before) => {
                let mut ticket = before.clone();
                events.iter().for_each(|event| ticket.apply(event));
                ticket
            }
        };
        Ok(Self {
            before,
            ticket,
            number,
            events,
        })
    }

    /// Adds the events and the projections to what is written, if nobody else changed
    /// the ticket meanwhile.
    pub(super) fn write(&self, desk: &DeskName, mut write: Write) -> Write {
        if self.events.is_empty() {
            return write;
        }
        let id = self.ticket.id.to_string();
        let gate = Gate::TicketHead {
            desk: desk.as_str().to_owned(),
            ticket: id.clone(),
            expected: self
                .before
                .as_ref()
                .map_or(0, |ticket| sequence(ticket.sequence)),
            next: sequence(self.ticket.sequence),
        };
        write = write.gate(gate);
        if self.before.is_none() {
            let desk = desk.as_str().to_owned();
            let row = TicketNumberRow {
                desk: desk.clone(),
                number: 0,
                ticket: id,
            };
            write = write
                .gate(Gate::TicketNumber { desk })
                .row(row.insert().number_assigned("number"));
        }
        let events = self.events.iter();
        let events = events.map(|event| encoded(desk, self.ticket.id, event).insert());
        write.rows.extend(events);
        let projections = project::rows(desk, self.before.as_ref(), &self.ticket, self.number);
        write.rows.extend(projections);
        write
    }
}

/// The other ticket of a command that concerns two.
pub(super) struct Beside {
    ticket: Ticket,
    number: i64,
    policies: Policies,
    /// What that ticket is asked.
    command: Command,
}

impl Beside {
    pub(super) fn other(&self) -> Other<'_> {
        Other {
            ticket: &self.ticket,
            policies: &self.policies,
        }
    }

    /// Decides the other half; `other` is the ticket of the order, as it stood before.
    pub(super) fn changed(
        self,
        actor: Actor,
        now: Timestamp,
        other: Other<'_>,
    ) -> Result<Changed, AppError> {
        let context = Context {
            now,
            desk: &DeskFacts::default(),
            policies: &self.policies,
            named: None,
            requester: None,
            other: Some(other),
        };
        let events = decide(Some(&self.ticket), actor, &self.command, &context)?;
        let id = self.ticket.id;
        Changed::new(Some(self.ticket), id, Some(self.number), events)
    }
}

impl App {
    /// The other ticket of an order, where it concerns two.
    pub(super) async fn beside(
        &self,
        order: &Order<'_>,
        ticket: Option<&Ticket>,
    ) -> Result<Option<Beside>, AppError> {
        let from = order.ticket;
        let merged = ticket.and_then(|ticket| ticket.merged);
        let (id, command) = match (&order.command, merged) {
            (Command::MergeTicket { into, .. }, _) => (*into, Command::AbsorbTicket { from }),
            (Command::UnmergeTicket, Some(merged)) => {
                (merged.into, Command::SeparateTicket { from })
            }
            _ => return Ok(None),
        };
        let (ticket, _) = match self.ticket(order.desk, id).await {
            Err(AppError::NotFound(_)) => return Err(Refusal::NoSuchTicket.into()),
            found => found?,
        };
        Ok(Some(Beside {
            number: self.number(order.desk, id).await?,
            policies: self.policies_of(order.desk, &ticket).await?,
            ticket,
            command,
        }))
    }
}
