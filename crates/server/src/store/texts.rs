//! What people wrote. Events carry only the id and digest of a text, so that
//! erasing it breaks neither arithmetic nor chain.

use super::{Row, RowOp, Store, StoreError, Write, WriteError, clocks::places, params, table};

table! {
    TextRow in "texts", key 2 {
        desk: String,
        text: String,
        body: String,
    }
}

impl Store {
    pub async fn text(&self, desk: &str, text: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM texts WHERE desk = $1 AND text = $2";
        self.row(sql, params![desk, text], Row::take).await
    }

    /// Those of the texts that are there, in no particular order.
    pub async fn texts(&self, desk: &str, texts: &[&str]) -> Result<Vec<TextRow>, StoreError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let mut params = params![desk];
        let places = places(&mut params, texts);
        let sql = format!(
            "SELECT {} FROM texts WHERE desk = $1 AND text IN ({places})",
            TextRow::COLUMNS
        );
        self.few(sql, params, TextRow::read).await
    }

    /// For ever.
    pub async fn text_erase(&self, desk: &str, text: &str) -> Result<(), WriteError> {
        let row = RowOp::Delete(TextRow::TABLE, params![desk, text]);
        self.write(Write::rows([row])).await.map(|_| ())
    }
}
