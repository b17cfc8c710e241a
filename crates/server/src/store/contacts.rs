//! Contacts: the people at customers. Addresses are kept in lower case, so that
//! a person is found however the address was typed.

use super::{RowOp, Store, StoreError, Write, WriteError, params, table};

table! {
    ContactRow in "contacts", key 2 {
        desk: String,
        contact: String,
        customer: String,
        name: String,
        address: String,
        language: String,
        /// Whether the person sees all tickets of the company.
        manager: bool,
        password_hash: Option<String>,
        active: bool,
        created_at: i64,
    }
}

impl ContactRow {
    /// The row as it is stored: with its address in lower case.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        self.address = self.address.to_lowercase();
        self
    }
}

impl Store {
    pub async fn contact_by_id(
        &self,
        desk: &str,
        contact: &str,
    ) -> Result<Option<ContactRow>, StoreError> {
        self.row(
            select("contact = $2"),
            params![desk, contact],
            ContactRow::read,
        )
        .await
    }

    /// By the address, in upper or lower case.
    pub async fn contact_by_address(
        &self,
        desk: &str,
        address: &str,
    ) -> Result<Option<ContactRow>, StoreError> {
        let address = address.to_lowercase();
        self.row(
            select("address = $2"),
            params![desk, address],
            ContactRow::read,
        )
        .await
    }

    /// All contacts by address, from after that one on.
    pub async fn contacts(
        &self,
        desk: &str,
        after_address: &str,
        limit: i64,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let sql = select("address > $2 ORDER BY address LIMIT $3");
        self.rows(sql, params![desk, after_address, limit], ContactRow::read)
            .await
    }

    pub async fn contacts_of_customer(
        &self,
        desk: &str,
        customer: &str,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let sql = select("customer = $2 ORDER BY name, contact");
        self.rows(sql, params![desk, customer], ContactRow::read)
            .await
    }

    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when the id or the address is in use.
    pub async fn contact_insert(&self, contact: &ContactRow) -> Result<(), WriteError> {
        self.contact_write(contact.clone().normalised().insert())
            .await
    }

    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when another contact has the address.
    pub async fn contact_upsert(&self, contact: &ContactRow) -> Result<(), WriteError> {
        self.contact_write(contact.clone().normalised().upsert())
            .await
    }

    async fn contact_write(&self, row: RowOp) -> Result<(), WriteError> {
        self.write(Write::rows([row])).await.map(|_| ())
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM contacts WHERE desk = $1 AND {rest}",
        ContactRow::COLUMNS
    )
}
