//! One-time links in mails (sign-in, rating), by the digest of their secret.
//! Opening a link changes nothing; pressing the button on its page spends it.

use super::{Gate, RowOp, Store, StoreError, Value, Write, WriteError, params, table};

const FRESH: &str = "fresh";
const SPENT: &str = "spent";

table! {
    LinkRow in "links", key 2 {
        desk: String,
        digest: String,
        purpose: String,
        person: String,
        /// `fresh` or `spent`.
        state: String,
        created_at: i64,
        expires_at: i64,
    }
}

impl LinkRow {
    /// A link that has not been used.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        FRESH.clone_into(&mut self.state);
        self
    }

    /// Lets a write pass only if it is the one that spends the link.
    #[must_use]
    pub fn spend(&self) -> Gate {
        Gate::Claim {
            table: Self::TABLE,
            key: params![&self.desk, &self.digest],
            column: "state",
            from: Value::from(FRESH),
            set: vec![("state", Value::from(SPENT))],
        }
    }
}

impl Store {
    /// Keeps a new link, unused whatever its `state` says.
    pub async fn link_insert(&self, link: &LinkRow) -> Result<(), WriteError> {
        self.write(Write::rows([link.clone().fresh().insert()]))
            .await
            .map(|_| ())
    }

    /// The link, unless it was spent or has expired.
    pub async fn link_by_digest(
        &self,
        desk: &str,
        digest: &str,
        now: i64,
    ) -> Result<Option<LinkRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM links \
             WHERE desk = $1 AND digest = $2 AND state = 'fresh' AND expires_at > $3",
            LinkRow::COLUMNS
        );
        self.row(sql, params![desk, digest, now], LinkRow::read)
            .await
    }

    /// Spends a link that was found, together with other rows.
    ///
    /// # Errors
    ///
    /// [`WriteError::Taken`] when it was spent meanwhile; then nothing is written.
    pub async fn link_spend(
        &self,
        link: &LinkRow,
        rows: impl IntoIterator<Item = RowOp>,
    ) -> Result<(), WriteError> {
        self.write(Write::rows(rows).gate(link.spend()))
            .await
            .map(|_| ())
    }
}
