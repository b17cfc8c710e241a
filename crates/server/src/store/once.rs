//! What is done at most once: API calls with an idempotency key, arriving
//! mails. The gate [`Gate::Once`](super::Gate::Once) writes it.

use super::{RowOp, Store, StoreError, Write, WriteError, params, table};

table! {
    OnceRow in "once", key 3 {
        desk: String,
        scope: String,
        key: String,
        at: i64,
        result: String,
    }
}

impl Store {
    /// What was done under the key, if it was.
    pub async fn once(
        &self,
        desk: &str,
        scope: &str,
        key: &str,
    ) -> Result<Option<OnceRow>, StoreError> {
        let sql = select("AND scope = $2 AND key = $3");
        self.row(sql, params![desk, scope, key], OnceRow::read)
            .await
    }

    /// Forgets keys of a scope used before an instant, at most `limit`, and says
    /// how many.
    pub async fn once_forget(
        &self,
        desk: &str,
        scope: &str,
        before: i64,
        limit: i64,
    ) -> Result<usize, WriteError> {
        let sql = select("AND scope = $2 AND at < $3 LIMIT $4");
        let old = self
            .rows(sql, params![desk, scope, before, limit], OnceRow::read)
            .await?;
        let rows = old.iter().map(
            |OnceRow {
                 desk, scope, key, ..
             }| { RowOp::Delete(OnceRow::TABLE, params![desk, scope, key]) },
        );
        self.write(Write::rows(rows)).await?;
        Ok(old.len())
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM once WHERE desk = $1 {rest}",
        OnceRow::COLUMNS
    )
}
