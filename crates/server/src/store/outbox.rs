//! Mails to be sent. They are written with what they tell of and sent later:
//! claimed first, so that of several nodes one sends, and so that a mail that
//! may have gone before a crash is known as such.

use super::{Gate, Store, StoreError, Value, Write, WriteError, params, table};

const WAITING: &str = "waiting";
const SENDING: &str = "sending";

table! {
    OutboxRow in "outbox", key 2 {
        desk: String,
        item: String,
        created_at: i64,
        /// When to try (again); of one being sent, when to give up waiting for
        /// whoever sends it.
        next_at: i64,
        /// `waiting`, `sending`, `sent` or `dead`.
        state: String,
        attempts: i64,
        /// How often it may have been sent without our knowing.
        resent: i64,
        last_error: Option<String>,
        recipient: String,
        message_id: String,
        /// What it says, in words of the program.
        notice: String,
        /// What it says, in words for people; made when it is first sent.
        rendered: Option<String>,
        ticket: Option<String>,
        sent_at: Option<i64>,
    }
}

impl Store {
    /// Of all desks, those to be sent at that instant, the longest due first.
    pub async fn outbox_waiting(&self, now: i64, limit: i64) -> Result<Vec<OutboxRow>, StoreError> {
        self.outbox_in_state(WAITING, now, limit).await
    }

    /// Takes an item for sending, with the text that is sent. Whoever took it has
    /// until `patience_until` to tell what came of it.
    ///
    /// # Errors
    ///
    /// [`WriteError::Taken`] when another node takes it.
    pub async fn outbox_claim(
        &self,
        item: &OutboxRow,
        rendered: &str,
        patience_until: i64,
    ) -> Result<(), WriteError> {
        let set = vec![
            ("state", Value::from(SENDING)),
            ("attempts", Value::from(item.attempts + 1)),
            ("rendered", Value::from(rendered)),
            ("next_at", Value::from(patience_until)),
        ];
        self.outbox_move(item, WAITING, set).await
    }

    /// # Errors
    ///
    /// [`WriteError::Taken`] when the patience with this sender had ended.
    pub async fn outbox_sent(&self, item: &OutboxRow, at: i64) -> Result<(), WriteError> {
        let set = vec![
            ("state", Value::from("sent")),
            ("sent_at", Value::from(at)),
            ("last_error", Value::Null),
        ];
        self.outbox_move(item, SENDING, set).await
    }

    /// It did not go; it is tried again at `next_at`.
    pub async fn outbox_failed(
        &self,
        item: &OutboxRow,
        error: &str,
        next_at: i64,
    ) -> Result<(), WriteError> {
        let set = vec![
            ("state", Value::from(WAITING)),
            ("last_error", Value::from(error)),
            ("next_at", Value::from(next_at)),
        ];
        self.outbox_move(item, SENDING, set).await
    }

    /// It did not go and is not tried again.
    pub async fn outbox_dead(&self, item: &OutboxRow, error: &str) -> Result<(), WriteError> {
        let set = vec![
            ("state", Value::from("dead")),
            ("last_error", Value::from(error)),
        ];
        self.outbox_move(item, SENDING, set).await
    }

    /// Of all desks, puts back what was being sent when its sender ended, and
    /// says how many. Such a mail may have gone; it is sent again, under the
    /// same Message-ID, at once, and counted as sent anew.
    pub async fn outbox_recover(&self, now: i64, limit: i64) -> Result<usize, WriteError> {
        let mut recovered = 0;
        for item in self.outbox_in_state(SENDING, now, limit).await? {
            let set = vec![
                ("state", Value::from(WAITING)),
                ("resent", Value::from(item.resent + 1)),
                // Else it would wait on for the patience with its sender.
                ("next_at", Value::from(item.created_at)),
            ];
            match self.outbox_move(&item, SENDING, set).await {
                Ok(()) => recovered += 1,
                Err(WriteError::Taken) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(recovered)
    }

    /// Newest first, from before that instant and item on.
    pub async fn outbox(
        &self,
        desk: &str,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let (created_at, item) = before.unwrap_or((i64::MAX, ""));
        let sql = select(
            "desk = $1 AND (created_at, item) < ($2, $3) \
             ORDER BY created_at DESC, item DESC LIMIT $4",
        );
        self.rows(sql, params![desk, created_at, item, limit], OutboxRow::read)
            .await
    }

    /// How many items are in each state. Reads all of the desk's: for reports.
    pub async fn outbox_states(&self, desk: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let sql =
            "SELECT state, COUNT(*) FROM outbox WHERE desk = $1 GROUP BY state ORDER BY state";
        self.rows(sql, params![desk], |row| Ok((row.take()?, row.take()?)))
            .await
    }

    pub async fn outbox_item(
        &self,
        desk: &str,
        item: &str,
    ) -> Result<Option<OutboxRow>, StoreError> {
        self.row(
            select("desk = $1 AND item = $2"),
            params![desk, item],
            OutboxRow::read,
        )
        .await
    }

    async fn outbox_in_state(
        &self,
        state: &str,
        now: i64,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = in_state();
        self.rows(sql, params![state, now, limit], OutboxRow::read)
            .await
    }

    async fn outbox_move(
        &self,
        item: &OutboxRow,
        from: &str,
        set: Vec<(&'static str, Value)>,
    ) -> Result<(), WriteError> {
        let gate = Gate::Claim {
            table: OutboxRow::TABLE,
            key: params![&item.desk, &item.item],
            column: "state",
            from: Value::from(from),
            set,
        };
        self.write(Write::default().gate(gate)).await.map(|_| ())
    }
}

/// The list of states is the one of the partial index, which is found by it.
pub(super) fn in_state() -> String {
    select(
        "state IN ('waiting', 'sending') AND state = $1 AND next_at <= $2 \
         ORDER BY next_at LIMIT $3",
    )
}

fn select(rest: &str) -> String {
    format!("SELECT {} FROM outbox WHERE {rest}", OutboxRow::COLUMNS)
}
