//! Failed sign-ins per desk and address, so that guessing is slowed on every
//! node. How much it is slowed is decided elsewhere.

use super::{RowOp, Store, StoreError, Write, WriteError, params, table};

table! {
    SigninFailureRow in "signin_failures", key 2 {
        desk: String,
        /// What was typed, in lower case, whether or not there is such a person.
        address: String,
        failures: i64,
        last_at: i64,
    }
}

impl Store {
    pub async fn signin_failures(
        &self,
        desk: &str,
        address: &str,
    ) -> Result<Option<SigninFailureRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM signin_failures WHERE desk = $1 AND address = $2",
            SigninFailureRow::COLUMNS
        );
        self.row(
            sql,
            params![desk, address.to_lowercase()],
            SigninFailureRow::read,
        )
        .await
    }

    pub async fn signin_failures_set(&self, row: &SigninFailureRow) -> Result<(), WriteError> {
        let row = SigninFailureRow {
            address: row.address.to_lowercase(),
            ..row.clone()
        };
        self.write(Write::rows([row.upsert()])).await.map(|_| ())
    }

    /// After a sign-in that succeeded.
    pub async fn signin_failures_forget(
        &self,
        desk: &str,
        address: &str,
    ) -> Result<(), WriteError> {
        let key = params![desk, address.to_lowercase()];
        self.write(Write::rows([RowOp::Delete(SigninFailureRow::TABLE, key)]))
            .await
            .map(|_| ())
    }
}
