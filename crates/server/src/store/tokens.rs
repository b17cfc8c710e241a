//! API tokens, by the digest of their secret.

use super::{Store, StoreError, Write, WriteError, params, table};

table! {
    TokenRow in "tokens", key 2 {
        desk: String,
        digest: String,
        name: String,
        agent: String,
        /// Separated by spaces.
        scopes: String,
        active: bool,
        created_at: i64,
    }
}

impl Store {
    pub async fn token_insert(&self, token: &TokenRow) -> Result<(), WriteError> {
        self.write(Write::rows([token.insert()])).await.map(|_| ())
    }

    /// The token, unless it was disabled.
    pub async fn token_by_digest(
        &self,
        desk: &str,
        digest: &str,
    ) -> Result<Option<TokenRow>, StoreError> {
        let sql = select("AND digest = $2 AND active = 1");
        self.row(sql, params![desk, digest], TokenRow::read).await
    }

    /// All tokens, the disabled ones included, oldest first.
    pub async fn tokens(&self, desk: &str) -> Result<Vec<TokenRow>, StoreError> {
        self.rows(
            select("ORDER BY created_at, digest"),
            params![desk],
            TokenRow::read,
        )
        .await
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM tokens WHERE desk = $1 {rest}",
        TokenRow::COLUMNS
    )
}
