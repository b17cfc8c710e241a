//! Which ticket a mail's Message-ID belongs to, ours and theirs, so that an
//! answer finds its conversation. Write them with `ensure`: the first one wins.

use super::{Store, StoreError, clocks::places, params, table};

table! {
    MailThreadRow in "mail_threads", key 2 {
        desk: String,
        message_id: String,
        ticket: String,
    }
}

impl Store {
    /// The ticket of the first of these Message-IDs that is known.
    pub async fn ticket_by_message_ids(
        &self,
        desk: &str,
        message_ids: &[&str],
    ) -> Result<Option<String>, StoreError> {
        if message_ids.is_empty() {
            return Ok(None);
        }
        let mut params = params![desk];
        let places = places(&mut params, message_ids);
        let sql = format!(
            "SELECT {} FROM mail_threads WHERE desk = $1 AND message_id IN ({places})",
            MailThreadRow::COLUMNS
        );
        let known = self.rows(sql, params, MailThreadRow::read).await?;
        Ok(message_ids.iter().find_map(|message_id| {
            let thread = known
                .iter()
                .find(|thread| thread.message_id == *message_id)?;
            Some(thread.ticket.clone())
        }))
    }
}
