//! How policy versions came, or are to come, into force: who proposed and approved
//! them, when they were announced, and whether they were withdrawn.

use super::{ContactRow, Row, Store, StoreError, params, table};

table! {
    PublicationRow in "publications", key 2 {
        desk: String,
        version: String,
        /// `proposed`, `published` or `withdrawn`; only a published one takes effect.
        state: String,
        /// The version in force when it was proposed.
        replaces: Option<String>,
        effective_at: i64,
        /// `agent:ID` or `command line`.
        proposed_by: String,
        proposed_at: i64,
        /// Why the notice period was not kept, or the calendars are corrected.
        reason: Option<String>,
        approved_by: Option<String>,
        published_at: Option<i64>,
        withdrawn_by: Option<String>,
        withdrawn_at: Option<i64>,
        withdrawn_why: Option<String>,
        /// Up to which address contacts were told; `None`: nobody is left to tell.
        announced_after: Option<String>,
        announced_at: Option<i64>,
        /// Up to which ticket the version took running ones over, or measured them
        /// again; `None`: none is left.
        taken_after: Option<String>,
        /// The version whose calendars it corrects, where it does.
        corrects: Option<String>,
    }
}

impl Store {
    /// All of a desk, the one that takes effect last first.
    pub async fn publications(&self, desk: &str) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = select("desk = $1 ORDER BY effective_at DESC, proposed_at DESC, version");
        self.rows(sql, params![desk], PublicationRow::read).await
    }

    pub async fn publication(
        &self,
        desk: &str,
        version: &str,
    ) -> Result<Option<PublicationRow>, StoreError> {
        let sql = select("desk = $1 AND version = $2");
        self.row(sql, params![desk, version], PublicationRow::read)
            .await
    }

    /// Of all desks, those of which some contacts are still to be told.
    pub async fn publications_announcing(
        &self,
        limit: i64,
    ) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = select("announced_after IS NOT NULL ORDER BY desk, version LIMIT $1");
        self.rows(sql, params![limit], PublicationRow::read).await
    }

    /// Of all desks, those in effect that have tickets left to take over or correct, the
    /// one that took effect first before the others.
    pub async fn publications_taking(
        &self,
        now: i64,
        limit: i64,
    ) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = select(
            "taken_after IS NOT NULL AND effective_at <= $1 \
             ORDER BY effective_at, desk, version LIMIT $2",
        );
        self.rows(sql, params![now, limit], PublicationRow::read)
            .await
    }

    /// The tickets received before an instant that are not closed, by identity, from
    /// after that one on.
    pub async fn tickets_running(
        &self,
        desk: &str,
        received_before: i64,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT ticket FROM tickets WHERE desk = $1 AND received_at < $2 \
             AND ticket > $3 AND status <> 'closed' ORDER BY ticket LIMIT $4";
        self.rows(
            sql.to_owned(),
            params![desk, received_before, after, limit],
            Row::take,
        )
        .await
    }

    /// The tickets received from an instant on, by identity, from after that one on.
    pub async fn tickets_received_from(
        &self,
        desk: &str,
        received_from: i64,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT ticket FROM tickets WHERE desk = $1 AND received_at >= $2 \
             AND ticket > $3 ORDER BY ticket LIMIT $4";
        self.rows(
            sql.to_owned(),
            params![desk, received_from, after, limit],
            Row::take,
        )
        .await
    }

    /// The contacts who are told of a change of the policy, by address, from after
    /// that one on: a customer's managers, or everybody where it has none.
    pub async fn contacts_to_announce(
        &self,
        desk: &str,
        after_address: &str,
        limit: i64,
    ) -> Result<Vec<ContactRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM contacts WHERE desk = $1 AND address > $2 AND active = 1 \
             AND EXISTS (SELECT 1 FROM customers WHERE customers.desk = contacts.desk \
                 AND customers.customer = contacts.customer AND customers.active = 1) \
             AND (manager = 1 OR NOT EXISTS (SELECT 1 FROM contacts AS other \
                 WHERE other.desk = contacts.desk AND other.customer = contacts.customer \
                 AND other.manager = 1 AND other.active = 1)) \
             ORDER BY address LIMIT $3",
            ContactRow::COLUMNS
        );
        self.rows(sql, params![desk, after_address, limit], ContactRow::read)
            .await
    }
}

fn select(rest: &str) -> String {
    format!(
        "SELECT {} FROM publications WHERE {rest}",
        PublicationRow::COLUMNS
    )
}
