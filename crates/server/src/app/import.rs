//! Finished histories in bulk: demo data and importers. Fold-checked, without
//! notices; the only writer of events beside [`App::execute`].

use domain::{DeskName, NewText, Recorded, Ticket, TicketId};

use super::history::{encoded, sequence};
use super::{App, project};
use crate::error::AppError;
use crate::store::{Gate, TextRow, TicketNumberRow, Write};

/// One ticket's finished history.
#[derive(Clone, Debug)]
pub struct History {
    pub ticket: TicketId,
    pub events: Vec<Recorded>,
    pub texts: Vec<NewText>,
}

impl App {
    /// Writes a finished history as it is; the ticket gets the next number, which
    /// is answered.
    ///
    /// # Errors
    /// When the events are not a history (they must begin with an opening and be
    /// numbered from 1 without holes), when the ticket exists, or the store fails.
    pub async fn import(&self, desk: &DeskName, history: &History) -> Result<i64, AppError> {
        let whole = history
            .events
            .iter()
            .zip(1..)
            .all(|(event, n)| event.sequence == n);
        let ticket = Ticket::fold(history.ticket, &history.events).filter(|_| whole);
        let ticket = ticket.ok_or_else(|| AppError::UnreadableHistory {
            ticket: history.ticket.to_string(),
            source: None,
        })?;
        let name = desk.as_str().to_owned();
        let id = ticket.id.to_string();
        let number = TicketNumberRow {
            desk: name.clone(),
            number: 0,
            ticket: id.clone(),
        };
        let mut write = Write::rows([number.insert().number_assigned("number")])
            .gate(Gate::TicketNumber { desk: name.clone() })
            .gate(Gate::TicketHead {
                desk: name.clone(),
                ticket: id,
                expected: 0,
                next: sequence(ticket.sequence),
            });
        let events = history
            .events
            .iter()
            .map(|event| encoded(desk, ticket.id, event).insert());
        write.rows.extend(events);
        write.rows.extend(history.texts.iter().map(|text| {
            let (id, body) = (text.id.to_string(), text.body.clone());
            TextRow {
                desk: name.clone(),
                text: id,
                body,
            }
            .insert()
        }));
        write.rows.extend(project::rows(desk, None, &ticket, None));
        let written = self.store().write(write).await?;
        Ok(written.number.unwrap_or_default())
    }
}
