//! Desks and the mail addresses that lead to them. These serve the whole
//! installation: they find the desk that everything else begins with.

use super::{Row, Store, StoreError, Write, WriteError, params, table};

/// The number before a desk's first ticket: three-digit numbers look like a test.
const TICKET_NUMBER_BEFORE_FIRST: i64 = 1_000;

table! {
    /// One vendor's support organisation.
    DeskRow in "desks", key 1 {
        desk: String,
        name: String,
        /// What its ticket numbers begin with, unique in the installation.
        prefix: String,
        /// What its mails come from.
        address: String,
        language: String,
        zone: String,
        accent: String,
        /// For signing what leaves the desk and comes back.
        secret: String,
        created_at: i64,
    }
}

table! {
    /// A mail address that leads to a desk, in lower case.
    DeskAddressRow in "desk_addresses", key 2 {
        desk: String,
        address: String,
    }
}

table! {
    /// How far a desk has numbered its tickets.
    TicketNumberCounterRow in "ticket_number_counters", key 1 {
        desk: String,
        number_last: i64,
    }
}

impl Store {
    /// Makes a desk that mail to its own address and to `addresses` reaches.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when its id, prefix or an address is in use.
    pub async fn desk_create(&self, desk: &DeskRow, addresses: &[&str]) -> Result<(), WriteError> {
        let counter = TicketNumberCounterRow {
            desk: desk.desk.clone(),
            number_last: TICKET_NUMBER_BEFORE_FIRST,
        };
        let mut addresses: Vec<_> = addresses
            .iter()
            .map(|address| address.to_lowercase())
            .collect();
        addresses.push(desk.address.to_lowercase());
        addresses.sort();
        addresses.dedup();
        let addresses = addresses.into_iter().map(|address| {
            DeskAddressRow {
                desk: desk.desk.clone(),
                address,
            }
            .insert()
        });
        let rows = [desk.insert(), counter.insert()]
            .into_iter()
            .chain(addresses);
        self.write(Write::rows(rows)).await.map(|_| ())
    }

    pub async fn desks(&self) -> Result<Vec<DeskRow>, StoreError> {
        self.rows(select("ORDER BY desk"), params![], DeskRow::read)
            .await
    }

    pub async fn desk_by_id(&self, desk: &str) -> Result<Option<DeskRow>, StoreError> {
        self.row(select("WHERE desk = $1"), params![desk], DeskRow::read)
            .await
    }

    /// By the name people see; of several with one name the first by id.
    pub async fn desk_by_name(&self, name: &str) -> Result<Option<DeskRow>, StoreError> {
        self.row(
            select("WHERE name = $1 ORDER BY desk LIMIT 1"),
            params![name],
            DeskRow::read,
        )
        .await
    }

    /// By what ticket numbers begin with.
    pub async fn desk_by_prefix(&self, prefix: &str) -> Result<Option<DeskRow>, StoreError> {
        self.row(select("WHERE prefix = $1"), params![prefix], DeskRow::read)
            .await
    }

    /// By an address that mail was sent to, in upper or lower case.
    pub async fn desk_by_address(&self, address: &str) -> Result<Option<DeskRow>, StoreError> {
        let sql = select(
            "JOIN desk_addresses ON desk_addresses.desk = desks.desk \
             WHERE desk_addresses.address = $1",
        );
        self.row(sql, params![address.to_lowercase()], DeskRow::read)
            .await
    }

    /// All addresses that lead to the desk.
    pub async fn desk_addresses(&self, desk: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT address FROM desk_addresses WHERE desk = $1 ORDER BY address";
        self.rows(sql, params![desk], Row::take).await
    }
}

fn select(rest: &str) -> String {
    format!("SELECT {} FROM desks {rest}", DeskRow::COLUMNS)
}
