//! Loading a ticket: its stored events, folded.

use std::collections::BTreeMap;

use domain::{Actor, DeskName, Event, Recorded, Ticket, TicketId, TicketNumber};
use jiff::Timestamp;

use super::App;
use crate::error::AppError;
use crate::store::{DeskRow, EventRow, StoredEvent};

impl App {
    /// A ticket and its whole history.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the desk has no such ticket.
    pub async fn ticket(
        &self,
        desk: &DeskName,
        id: TicketId,
    ) -> Result<(Ticket, Vec<Recorded>), AppError> {
        let rows = self
            .store()
            .events_of_ticket(desk.as_str(), &id.to_string(), 0)
            .await?;
        if rows.is_empty() {
            return Err(AppError::NotFound("ticket"));
        }
        let history = rows
            .iter()
            .map(|row| decoded(id, row))
            .collect::<Result<Vec<_>, _>>()?;
        let ticket = Ticket::fold(id, &history).ok_or_else(|| AppError::UnreadableHistory {
            ticket: id.to_string(),
            source: None,
        })?;
        Ok((ticket, history))
    }

    /// The ticket with that number at the desk.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the desk has no such ticket.
    pub async fn ticket_of_number(
        &self,
        desk: &DeskName,
        number: i64,
    ) -> Result<TicketId, AppError> {
        let id = self.store().ticket_of_number(desk.as_str(), number).await?;
        id.and_then(|id| id.parse().ok())
            .ok_or(AppError::NotFound("ticket"))
    }
}

impl App {
    /// The numbers of the other tickets that a history tells of.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn numbers_told(
        &self,
        desk: &DeskRow,
        history: &[Recorded],
    ) -> Result<BTreeMap<TicketId, TicketNumber>, AppError> {
        let mut numbers = BTreeMap::new();
        for id in history.iter().filter_map(|told| told.event.other_ticket()) {
            if numbers.contains_key(&id) {
                continue;
            }
            let known = id.to_string();
            let number = self.store().ticket_number(&desk.desk, &known);
            if let Some(number) = number.await? {
                let prefix = desk.prefix.clone();
                numbers.insert(id, TicketNumber { prefix, number });
            }
        }
        Ok(numbers)
    }

    /// The ticket in which what is written on this one belongs: itself, or the one it
    /// was merged into.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the desk has no such ticket.
    pub async fn ticket_followed(&self, desk: &DeskName, id: TicketId) -> Result<Ticket, AppError> {
        let (ticket, _) = self.ticket(desk, id).await?;
        match ticket.merged {
            // One that goes on is never merged itself.
            Some(merged) => Ok(self.ticket(desk, merged.into).await?.0),
            None => Ok(ticket),
        }
    }
}

fn decoded(ticket: TicketId, row: &StoredEvent) -> Result<Recorded, AppError> {
    let unreadable = |source| AppError::UnreadableHistory {
        ticket: ticket.to_string(),
        source,
    };
    let event = Event::decode(&row.kind, row.version, &row.payload)
        .map_err(|error| unreadable(Some(error)))?;
    let actor: Actor = serde_json::from_str(&row.actor).map_err(|_| unreadable(None))?;
    let at = Timestamp::from_microsecond(row.at).map_err(|_| unreadable(None))?;
    let sequence = u64::try_from(row.sequence).map_err(|_| unreadable(None))?;
    Ok(Recorded {
        sequence,
        at,
        actor,
        event,
    })
}

/// An event as it is stored.
pub(super) fn encoded(desk: &DeskName, ticket: TicketId, recorded: &Recorded) -> EventRow {
    let (kind, payload) = recorded.event.encode();
    EventRow {
        desk: desk.as_str().to_owned(),
        ticket: ticket.to_string(),
        sequence: sequence(recorded.sequence),
        at: recorded.at.as_microsecond(),
        kind: kind.to_owned(),
        version: Event::VERSION,
        actor: serde_json::to_string(&recorded.actor).expect("actors are plain data"),
        payload,
    }
}

/// A sequence as the database keeps it.
pub(super) fn sequence(sequence: u64) -> i64 {
    i64::try_from(sequence).expect("no ticket has that many events")
}
