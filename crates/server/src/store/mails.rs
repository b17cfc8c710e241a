//! Mails that came in, raw. They are kept before the sender is answered, and
//! worked on after; the gates here let the work and its outcome be one write,
//! so that a mail is never worked on twice or forgotten.

use super::{Gate, Row, Store, StoreError, Value, Write, WriteError, params, table};

const WAITING: &str = "waiting";

table! {
    MailRow in "mails", key 2 {
        desk: String,
        mail: String,
        received_at: i64,
        sender: String,
        recipients: String,
        raw: Vec<u8>,
        /// `waiting`, `done` or `failed`.
        state: String,
        attempts: i64,
        /// What became of it, in words.
        outcome: Option<String>,
        ticket: Option<String>,
        next_at: i64,
    }
}

/// A mail without its content, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailListed {
    pub mail: String,
    pub received_at: i64,
    pub sender: String,
    pub recipients: String,
    pub state: String,
    pub attempts: i64,
    pub outcome: Option<String>,
    pub ticket: Option<String>,
    pub next_at: i64,
}

impl MailListed {
    const COLUMNS: &str =
        "mail, received_at, sender, recipients, state, attempts, outcome, ticket, next_at";

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            mail: row.take()?,
            received_at: row.take()?,
            sender: row.take()?,
            recipients: row.take()?,
            state: row.take()?,
            attempts: row.take()?,
            outcome: row.take()?,
            ticket: row.take()?,
            next_at: row.take()?,
        })
    }
}

impl MailRow {
    /// Lets a write pass only if it is the one that settles this mail.
    #[must_use]
    pub fn done(&self, outcome: &str, ticket: Option<&str>) -> Gate {
        self.settle("done", outcome, ticket, self.next_at)
    }

    /// As [`done`](Self::done), for a mail that nothing can be made of.
    #[must_use]
    pub fn failed(&self, outcome: &str) -> Gate {
        self.settle("failed", outcome, None, self.next_at)
    }

    /// Leaves the mail waiting until `next_at`, one attempt further.
    #[must_use]
    pub fn retry(&self, outcome: &str, next_at: i64) -> Gate {
        self.settle(WAITING, outcome, None, next_at)
    }

    /// Lets a settled mail be worked on again from `next_at` on.
    #[must_use]
    pub fn again(&self, next_at: i64) -> Gate {
        Gate::Claim {
            table: Self::TABLE,
            key: params![&self.desk, &self.mail],
            column: "state",
            from: Value::from(&self.state),
            set: vec![
                ("state", Value::from(WAITING)),
                ("attempts", Value::from(0)),
                ("next_at", Value::from(next_at)),
            ],
        }
    }

    fn settle(&self, state: &str, outcome: &str, ticket: Option<&str>, next_at: i64) -> Gate {
        Gate::Claim {
            table: Self::TABLE,
            key: params![&self.desk, &self.mail],
            column: "state",
            from: Value::from(WAITING),
            set: vec![
                ("state", Value::from(state)),
                ("attempts", Value::from(self.attempts + 1)),
                ("outcome", Value::from(outcome)),
                ("ticket", Value::from(ticket)),
                ("next_at", Value::from(next_at)),
            ],
        }
    }
}

impl Store {
    /// Keeps a mail; when this answers, it is on the disk.
    pub async fn mail_store(&self, mail: &MailRow) -> Result<(), WriteError> {
        self.write(Write::rows([mail.insert()])).await.map(|_| ())
    }

    /// Of all desks, those to be worked on at that instant, the oldest first.
    pub async fn mails_waiting(&self, now: i64, limit: i64) -> Result<Vec<MailRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM mails WHERE state = 'waiting' AND next_at <= $1 \
             ORDER BY next_at LIMIT $2",
            MailRow::COLUMNS
        );
        self.rows(sql, params![now, limit], MailRow::read).await
    }

    /// Settles a mail by itself, with one of the gates of [`MailRow`].
    ///
    /// # Errors
    ///
    /// [`WriteError::Taken`] when somebody else settled it.
    pub async fn mail_settle(&self, gate: Gate) -> Result<(), WriteError> {
        self.write(Write::default().gate(gate)).await.map(|_| ())
    }

    /// Newest first, from before that receipt and mail on.
    pub async fn mails(
        &self,
        desk: &str,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<MailListed>, StoreError> {
        let (received_at, mail) = before.unwrap_or((i64::MAX, ""));
        let sql = format!(
            "SELECT {} FROM mails WHERE desk = $1 AND (received_at, mail) < ($2, $3) \
             ORDER BY received_at DESC, mail DESC LIMIT $4",
            MailListed::COLUMNS
        );
        self.rows(
            sql,
            params![desk, received_at, mail, limit],
            MailListed::read,
        )
        .await
    }

    /// How many mails are in each state. Reads all of the desk's: for reports.
    pub async fn mail_states(&self, desk: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT state, COUNT(*) FROM mails WHERE desk = $1 GROUP BY state ORDER BY state";
        self.rows(sql, params![desk], |row| Ok((row.take()?, row.take()?)))
            .await
    }

    /// One mail with its content.
    pub async fn mail(&self, desk: &str, mail: &str) -> Result<Option<MailRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM mails WHERE desk = $1 AND mail = $2",
            MailRow::COLUMNS
        );
        let mails = self.rows(sql, params![desk, mail], MailRow::read).await?;
        Ok(mails.into_iter().next())
    }
}
