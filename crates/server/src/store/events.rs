//! What happened to tickets. Events are only ever appended; what they mean is
//! known to `domain` alone, here they are texts in order.

use super::{Row, Store, StoreError, params, table};

table! {
    EventRow in "events", key 3 {
        desk: String,
        ticket: String,
        /// From 1 on, without holes.
        sequence: i64,
        at: i64,
        kind: String,
        /// Of the payload's form.
        version: i64,
        actor: String,
        payload: String,
    }
}

table! {
    /// How far a ticket's events go. Written by the gate alone.
    TicketHeadRow in "ticket_heads", key 2 {
        desk: String,
        ticket: String,
        sequence: i64,
    }
}

table! {
    /// Which ticket got which number.
    TicketNumberRow in "ticket_numbers", key 2 {
        desk: String,
        number: i64,
        ticket: String,
    }
}

/// An event of a ticket that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub sequence: i64,
    pub at: i64,
    pub kind: String,
    pub version: i64,
    pub actor: String,
    pub payload: String,
}

impl StoredEvent {
    const COLUMNS: &str = "sequence, at, kind, version, actor, payload";

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: row.take()?,
            at: row.take()?,
            kind: row.take()?,
            version: row.take()?,
            actor: row.take()?,
            payload: row.take()?,
        })
    }
}

impl Store {
    /// A ticket's events in order, from that sequence on.
    pub async fn events_of_ticket(
        &self,
        desk: &str,
        ticket: &str,
        from_sequence: i64,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = format!(
            "SELECT {} FROM events \
             WHERE desk = $1 AND ticket = $2 AND sequence >= $3 ORDER BY sequence",
            StoredEvent::COLUMNS
        );
        self.few(sql, params![desk, ticket, from_sequence], StoredEvent::read)
            .await
    }

    /// How far a ticket's events go; 0 when there is no such ticket.
    pub async fn ticket_sequence(&self, desk: &str, ticket: &str) -> Result<i64, StoreError> {
        let sql = "SELECT sequence FROM ticket_heads WHERE desk = $1 AND ticket = $2";
        Ok(self
            .row(sql, params![desk, ticket], Row::take)
            .await?
            .unwrap_or_default())
    }

    /// The ids of all tickets in order, page by page, from after that one on.
    pub async fn ticket_ids(
        &self,
        desk: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT ticket FROM ticket_heads WHERE desk = $1 AND ticket > $2 \
                   ORDER BY ticket LIMIT $3";
        self.rows(sql, params![desk, after, limit], Row::take).await
    }

    /// The events of all tickets between two ids, both included, by ticket and
    /// in order: with [`Store::ticket_ids`] all events of a desk in pages.
    pub async fn events_of_tickets(
        &self,
        desk: &str,
        first: &str,
        last: &str,
    ) -> Result<Vec<(String, StoredEvent)>, StoreError> {
        let sql = format!(
            "SELECT ticket, {} FROM events \
             WHERE desk = $1 AND ticket >= $2 AND ticket <= $3 ORDER BY ticket, sequence",
            StoredEvent::COLUMNS
        );
        let read = |row: &mut Row| Ok((row.take()?, StoredEvent::read(row)?));
        self.rows(sql, params![desk, first, last], read).await
    }

    /// The number of a ticket.
    pub async fn ticket_number(&self, desk: &str, ticket: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT number FROM ticket_numbers WHERE desk = $1 AND ticket = $2";
        self.row(sql, params![desk, ticket], Row::take).await
    }

    /// The ticket of a number.
    pub async fn ticket_of_number(
        &self,
        desk: &str,
        number: i64,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT ticket FROM ticket_numbers WHERE desk = $1 AND number = $2";
        self.row(sql, params![desk, number], Row::take).await
    }
}
