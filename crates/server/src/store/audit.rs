//! Who changed what that is not a ticket. Entries are written with the change
//! they tell of, by `insert`, and never changed.

use super::{Store, StoreError, params, table};

table! {
    AuditRow in "audit", key 2 {
        desk: String,
        entry: String,
        at: i64,
        actor: String,
        subject: String,
        change: String,
    }
}

impl Store {
    /// Newest first, from before that instant and entry on.
    pub async fn audit(
        &self,
        desk: &str,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let (at, entry) = before.unwrap_or((i64::MAX, ""));
        let sql = format!(
            "SELECT {} FROM audit WHERE desk = $1 AND (at, entry) < ($2, $3) \
             ORDER BY at DESC, entry DESC LIMIT $4",
            AuditRow::COLUMNS
        );
        self.rows(sql, params![desk, at, entry, limit], AuditRow::read)
            .await
    }
}
