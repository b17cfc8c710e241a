//! Which files came with which message. Their content lies in `blobs`.

use super::{Store, StoreError, params, table};

table! {
    AttachmentRow in "attachments", key 4 {
        desk: String,
        ticket: String,
        message: String,
        /// From 1 on, in the order of the message.
        place: i64,
        name: String,
        /// The media type.
        media: String,
        /// How many.
        bytes: i64,
        digest: String,
    }
}

impl Store {
    pub async fn attachments_of_ticket(
        &self,
        desk: &str,
        ticket: &str,
    ) -> Result<Vec<AttachmentRow>, StoreError> {
        let sql = select("ORDER BY message, place");
        self.few(sql, params![desk, ticket], AttachmentRow::read)
            .await
    }

    pub async fn attachment(
        &self,
        desk: &str,
        ticket: &str,
        message: &str,
        place: i64,
    ) -> Result<Option<AttachmentRow>, StoreError> {
        let sql = select("AND message = $3 AND place = $4");
        self.row(
            sql,
            params![desk, ticket, message, place],
            AttachmentRow::read,
        )
        .await
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM attachments WHERE desk = $1 AND ticket = $2 {rest}",
        AttachmentRow::COLUMNS
    )
}
