//! Policy texts that are being written, one per agent.

use super::{Store, StoreError, params, table};

table! {
    PolicyDraftRow in "policy_drafts", key 2 {
        desk: String,
        agent: String,
        source: String,
        /// Another one with every saving.
        revision: String,
        saved_at: i64,
    }
}

impl Store {
    pub async fn policy_draft(
        &self,
        desk: &str,
        agent: &str,
    ) -> Result<Option<PolicyDraftRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM policy_drafts WHERE desk = $1 AND agent = $2",
            PolicyDraftRow::COLUMNS
        );
        self.row(sql, params![desk, agent], PolicyDraftRow::read)
            .await
    }
}
