//! The conversation of a ticket. What people wrote stands in `texts`, so that
//! it can be erased without touching the history.

use super::{Row, Store, StoreError, params, table};

table! {
    MessageRow in "messages", key 3 {
        desk: String,
        ticket: String,
        message: String,
        /// Of the event that brought it.
        sequence: i64,
        /// Seen by the customer; otherwise a note among staff.
        public: bool,
        /// The id of an agent or contact, or another word where it is neither.
        author: String,
        channel: String,
        text: String,
        at: i64,
    }
}

/// A message with what a page shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRead {
    pub message: MessageRow,
    /// None when it was erased.
    pub body: Option<String>,
    /// None when the author is no agent or contact of the desk.
    pub author_name: Option<String>,
    /// Whether the author is an agent.
    pub by_staff: bool,
}

impl Store {
    /// In the order in which they came.
    pub async fn messages_of_ticket(
        &self,
        desk: &str,
        ticket: &str,
    ) -> Result<Vec<MessageRead>, StoreError> {
        let sql = format!(
            "SELECT {}, texts.body, COALESCE(agents.name, contacts.name), \
             CAST(CASE WHEN agents.agent IS NULL THEN 0 ELSE 1 END AS BIGINT) \
             FROM messages \
             LEFT JOIN texts ON texts.desk = messages.desk AND texts.text = messages.text \
             LEFT JOIN agents ON agents.desk = messages.desk AND agents.agent = messages.author \
             LEFT JOIN contacts \
             ON contacts.desk = messages.desk AND contacts.contact = messages.author \
             WHERE messages.desk = $1 AND messages.ticket = $2 \
             ORDER BY messages.sequence, messages.message",
            MessageRow::COLUMNS
        );
        let read = |row: &mut Row| {
            Ok(MessageRead {
                message: MessageRow::read(row)?,
                body: row.take()?,
                author_name: row.take()?,
                by_staff: row.take()?,
            })
        };
        self.few(sql, params![desk, ticket], read).await
    }
}
