//! Tickets as last projected: what lists and pages show of them. The lists go
//! from page to page by the last row seen, never by counting rows, so that the
//! hundredth page is as quick as the first.

mod filter;

use super::{Query, Row, Store, StoreError, Value, params, table};

pub use filter::{TicketFilter, Whose};

/// `next_due_at` of a ticket that nothing is due on. NULL will not do: one
/// database sorts it first, the other last.
pub const DUE_NEVER: i64 = i64::MAX;
/// `next_due_at` of a ticket that is the desk's to work on though nothing is
/// promised: behind every deadline, before what waits for somebody else.
pub const DUE_UNPROMISED: i64 = DUE_NEVER - 1;
/// Counting stops here: nobody reads "1,423 tickets" in a side bar, and counting
/// them all would cost more than the page.
pub const TICKET_COUNT_MAX: i64 = 1_000;

table! {
    TicketRow in "tickets", key 2 {
        desk: String,
        ticket: String,
        number: i64,
        /// Of the last event that is in this row.
        sequence: i64,
        status: String,
        open: bool,
        kind: String,
        severity: Option<i64>,
        level: i64,
        channel: String,
        customer: String,
        /// The id of a contact.
        requester: String,
        /// The id of an agent.
        assignee: Option<String>,
        subject: String,
        plan: Option<String>,
        received_at: i64,
        changed_at: i64,
        /// [`DUE_NEVER`] when nothing is due.
        next_due_at: i64,
        next_clock: Option<String>,
        /// Whether it is the customer's turn.
        waiting: bool,
        rating: Option<String>,
        /// The decision on coverage; none where the policy decides nothing.
        coverage: Option<String>,
        /// Whether the customer disagrees with that, and nobody has answered.
        disputed: bool,
        /// The id of the policy's.
        priority: Option<String>,
    }
}

/// A ticket with the names of its people, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketListed {
    pub ticket: TicketRow,
    /// None when the customer, requester or assignee is not (or no longer) known.
    pub customer_name: Option<String>,
    pub requester_name: Option<String>,
    pub assignee_name: Option<String>,
}

/// For the side bar; each at most [`TICKET_COUNT_MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketCounts {
    pub open: i64,
    pub mine: i64,
    pub unassigned: i64,
    pub waiting: i64,
    /// Past their next deadline.
    pub late: i64,
}

impl TicketListed {
    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: TicketRow::read(row)?,
            customer_name: row.take()?,
            requester_name: row.take()?,
            assignee_name: row.take()?,
        })
    }
}

impl Store {
    pub async fn ticket_by_id(
        &self,
        desk: &str,
        ticket: &str,
    ) -> Result<Option<TicketListed>, StoreError> {
        let sql = listed("tickets.desk = $1 AND tickets.ticket = $2", "");
        self.row(sql, params![desk, ticket], TicketListed::read)
            .await
    }

    pub async fn ticket_by_number(
        &self,
        desk: &str,
        number: i64,
    ) -> Result<Option<TicketListed>, StoreError> {
        let sql = listed("tickets.desk = $1 AND tickets.number = $2", "");
        self.row(sql, params![desk, number], TicketListed::read)
            .await
    }

    /// Open tickets by their next deadline, from after that deadline and ticket on.
    pub async fn tickets_open(
        &self,
        desk: &str,
        filter: &TicketFilter,
        after: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<TicketListed>, StoreError> {
        let Query { sql, params } = open_query(desk, filter, after, limit);
        self.rows(sql, params, TicketListed::read).await
    }

    /// Open and closed tickets, newest first, from before that receipt and ticket on.
    pub async fn tickets_newest(
        &self,
        desk: &str,
        filter: &TicketFilter,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<TicketListed>, StoreError> {
        let Query { sql, params } = newest_query(desk, filter, before, limit);
        self.rows(sql, params, TicketListed::read).await
    }

    /// What is in the side bar of an agent.
    pub async fn ticket_counts(
        &self,
        desk: &str,
        agent: &str,
        now: i64,
    ) -> Result<TicketCounts, StoreError> {
        let queries = vec![
            count("desk = $1", params![desk]),
            count("desk = $1 AND assignee = $2", params![desk, agent]),
            count("desk = $1 AND assignee IS NULL", params![desk]),
            count("desk = $1 AND waiting = 1", params![desk]),
            count("desk = $1 AND next_due_at < $2", params![desk, now]),
        ];
        let mut counts = self.query_all(queries).await?.into_iter().flatten();
        let mut next = || match counts.next() {
            Some(mut row) => row.take(),
            None => Err(StoreError::ColumnMissing { place: 1 }),
        };
        Ok(TicketCounts {
            open: next()?,
            mine: next()?,
            unassigned: next()?,
            waiting: next()?,
            late: next()?,
        })
    }
}

pub(super) fn open_query(
    desk: &str,
    filter: &TicketFilter,
    after: Option<(i64, &str)>,
    limit: i64,
) -> Query {
    let (due_at, ticket) = after.unwrap_or((i64::MIN, ""));
    let mut params = params![desk, due_at, ticket, limit];
    let mut conditions = "tickets.desk = $1 AND tickets.open = 1 \
         AND (tickets.next_due_at, tickets.ticket) > ($2, $3)"
        .to_owned();
    filter.add_to(&mut conditions, &mut params);
    let sql = listed(
        &conditions,
        "ORDER BY tickets.next_due_at, tickets.ticket LIMIT $4",
    );
    Query { sql, params }
}

pub(super) fn newest_query(
    desk: &str,
    filter: &TicketFilter,
    before: Option<(i64, &str)>,
    limit: i64,
) -> Query {
    let (received_at, ticket) = before.unwrap_or((i64::MAX, ""));
    let mut params = params![desk, received_at, ticket, limit];
    let mut conditions =
        "tickets.desk = $1 AND (tickets.received_at, tickets.ticket) < ($2, $3)".to_owned();
    filter.add_to(&mut conditions, &mut params);
    let order = "ORDER BY tickets.received_at DESC, tickets.ticket DESC LIMIT $4";
    Query {
        sql: listed(&conditions, order),
        params,
    }
}

fn listed(conditions: &str, order: &str) -> String {
    format!(
        "SELECT {}, customers.name, contacts.name, agents.name FROM tickets \
         LEFT JOIN customers \
         ON customers.desk = tickets.desk AND customers.customer = tickets.customer \
         LEFT JOIN contacts \
         ON contacts.desk = tickets.desk AND contacts.contact = tickets.requester \
         LEFT JOIN agents ON agents.desk = tickets.desk AND agents.agent = tickets.assignee \
         WHERE {conditions} {order}",
        TicketRow::COLUMNS
    )
}

fn count(conditions: &str, params: Vec<Value>) -> Query {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM tickets \
         WHERE {conditions} AND open = 1 LIMIT {TICKET_COUNT_MAX}) AS counted"
    );
    Query { sql, params }
}
