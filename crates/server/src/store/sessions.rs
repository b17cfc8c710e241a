//! Signed-in browsers, by the digest of the secret in their cookie. The secret
//! itself is never stored, so that a stolen copy of the database signs nobody in.

use super::{Row, RowOp, Store, StoreError, Write, WriteError, params, table};

table! {
    SessionRow in "sessions", key 2 {
        desk: String,
        digest: String,
        /// The id of the agent or contact, which of the two `role` says.
        person: String,
        role: String,
        created_at: i64,
        expires_at: i64,
    }
}

impl Store {
    pub async fn session_insert(&self, session: &SessionRow) -> Result<(), WriteError> {
        self.write(Write::rows([session.insert()]))
            .await
            .map(|_| ())
    }

    /// The session, unless it has expired.
    pub async fn session_by_digest(
        &self,
        desk: &str,
        digest: &str,
        now: i64,
    ) -> Result<Option<SessionRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM sessions WHERE desk = $1 AND digest = $2 AND expires_at > $3",
            SessionRow::COLUMNS
        );
        self.row(sql, params![desk, digest, now], SessionRow::read)
            .await
    }

    pub async fn session_delete(&self, desk: &str, digest: &str) -> Result<(), WriteError> {
        let row = RowOp::Delete(SessionRow::TABLE, params![desk, digest]);
        self.write(Write::rows([row])).await.map(|_| ())
    }

    /// Ends all sessions of a person, as after a change of password.
    pub async fn sessions_delete_of(&self, desk: &str, person: &str) -> Result<(), WriteError> {
        let sql = "SELECT digest FROM sessions WHERE desk = $1 AND person = $2";
        self.sessions_delete(desk, sql, params![desk, person])
            .await
            .map(|_| ())
    }

    /// Forgets sessions that have expired, at most `limit`, and says how many.
    pub async fn sessions_delete_expired(
        &self,
        desk: &str,
        now: i64,
        limit: i64,
    ) -> Result<usize, WriteError> {
        let sql = "SELECT digest FROM sessions WHERE desk = $1 AND expires_at <= $2 LIMIT $3";
        self.sessions_delete(desk, sql, params![desk, now, limit])
            .await
    }

    async fn sessions_delete(
        &self,
        desk: &str,
        sql: &str,
        params: Vec<super::Value>,
    ) -> Result<usize, WriteError> {
        let digests: Vec<String> = self.rows(sql, params, Row::take).await?;
        let rows = digests
            .iter()
            .map(|digest| RowOp::Delete(SessionRow::TABLE, params![desk, digest]));
        self.write(Write::rows(rows)).await?;
        Ok(digests.len())
    }
}
