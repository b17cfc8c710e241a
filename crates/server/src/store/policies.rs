//! Policy versions. They are addressed by the hash of their content and never
//! removed, and once in force never changed: tickets live under them.

use super::{Row, Store, StoreError, Write, WriteError, params, table};

table! {
    PolicyRow in "policies", key 2 {
        desk: String,
        version: String,
        /// The file as it was written.
        source: String,
        effective_at: i64,
        published_at: i64,
    }
}

impl Store {
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when this version was published before.
    pub async fn policy_publish(&self, policy: &PolicyRow) -> Result<(), WriteError> {
        self.write(Write::rows([policy.insert()])).await.map(|_| ())
    }

    /// All versions, the one that takes effect last first.
    pub async fn policies(&self, desk: &str) -> Result<Vec<PolicyRow>, StoreError> {
        self.rows(select(LATEST_FIRST), params![desk], PolicyRow::read)
            .await
    }

    pub async fn policy_by_version(
        &self,
        desk: &str,
        version: &str,
    ) -> Result<Option<PolicyRow>, StoreError> {
        self.row(
            select("AND version = $2"),
            params![desk, version],
            PolicyRow::read,
        )
        .await
    }

    /// The version in force at an instant: of those in effect the latest, and of
    /// two that take effect together the one published later. One that is only
    /// proposed, or was withdrawn, never is.
    pub async fn policy_version_in_force(
        &self,
        desk: &str,
        at: i64,
    ) -> Result<Option<String>, StoreError> {
        let sql = format!(
            "SELECT version FROM policies WHERE desk = $1 AND effective_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM publications \
                 WHERE publications.desk = policies.desk \
                 AND publications.version = policies.version \
                 AND publications.state <> 'published') \
             {LATEST_FIRST} LIMIT 1"
        );
        self.row(sql, params![desk, at], Row::take).await
    }
}

const LATEST_FIRST: &str = "ORDER BY effective_at DESC, published_at DESC, version DESC";

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM policies WHERE desk = $1 {rest}",
        PolicyRow::COLUMNS
    )
}
