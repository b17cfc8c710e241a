//! The store: everything the desk remembers, on SQLite or PostgreSQL. All SQL
//! stands here and in `migrations/`, nothing else has any. It holds rows and
//! knows no rules: what may be written is decided elsewhere.
//!
//! There is one way to write, [`Store::write`], and one file per noun to read.
//! Every function takes the desk first and answers with rows of that desk
//! alone; the few that serve the whole installation (which desks are there, what
//! waits to be done) say so.

mod batch;
mod changes;
mod data_dir;
mod dialect;
mod error;
mod migrate;
mod postgres;
mod row;
mod sqlite;
mod table;
mod value;
mod write;

mod agents;
mod attachments;
mod audit;
mod blobs;
mod clocks;
mod contacts;
mod contracts;
mod customers;
mod desk_settings;
mod desks;
mod events;
mod links;
mod mail_threads;
mod mails;
mod messages;
mod once;
mod outbox;
#[cfg(test)]
mod plans;
mod policies;
mod policy_drafts;
mod publications;
mod sessions;
mod signin_failures;
mod texts;
mod tickets;
mod timers;
mod tokens;

use std::path::Path;

use tokio::sync::broadcast;

pub use self::{
    agents::*,
    attachments::*,
    audit::*,
    blobs::*,
    changes::Change,
    clocks::*,
    contacts::*,
    contracts::*,
    customers::*,
    data_dir::*,
    desk_settings::*,
    desks::*,
    error::StoreError,
    events::*,
    links::*,
    mail_threads::*,
    mails::*,
    messages::*,
    once::*,
    outbox::*,
    policies::*,
    policy_drafts::*,
    publications::*,
    row::*,
    sessions::*,
    signin_failures::*,
    table::{Column, Kind, TABLES, Table},
    texts::*,
    tickets::*,
    timers::*,
    tokens::*,
    value::Value,
    write::*,
};
use self::{
    batch::Submitter, changes::Announcer, postgres::Postgres, sqlite::Sqlite, table::table,
    value::params,
};

/// A handle to the database; cloning it is cheap.
#[derive(Clone)]
pub struct Store {
    db: Db,
    announcer: Announcer,
}

#[derive(Clone)]
enum Db {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// A query: one text for both databases, parameters as `$1`, `$2`, ...
struct Query {
    sql: String,
    params: Vec<Value>,
}

impl Store {
    /// Opens, makes or upgrades the SQLite database in this file.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, or was made by a newer program.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        let announcer = Announcer::new();
        let db = Db::Sqlite(Sqlite::open(path.to_owned(), announcer.clone()).await?);
        Ok(Self { db, announcer })
    }

    /// Connects to, and makes or upgrades, the PostgreSQL database at this URL.
    ///
    /// # Errors
    ///
    /// When the URL is wrong, the server does not answer, or the database was
    /// made by a newer program.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let announcer = Announcer::new();
        let db = Db::Postgres(Postgres::open(url, announcer.clone()).await?);
        Ok(Self { db, announcer })
    }

    /// Writes all of it or nothing, and answers when it is safely on the disk.
    ///
    /// # Errors
    ///
    /// What the first gate that failed says; [`WriteError::Full`] when there is
    /// no room; otherwise what went wrong with the database.
    pub async fn write(&self, write: Write) -> Result<Written, WriteError> {
        let writer: &Submitter = match &self.db {
            Db::Sqlite(sqlite) => sqlite.writer(),
            Db::Postgres(postgres) => postgres.writer(),
        };
        writer.write(write).await
    }

    /// News of changes committed from now on, by this program and by others.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.announcer.listen()
    }

    /// Whether the database answers, for health checks.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.query("SELECT COUNT(*) FROM migrations", Vec::new())
            .await
            .map(|_| ())
    }

    /// The number of the last schema change that was applied.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn schema(&self) -> Result<i64, StoreError> {
        let sql = "SELECT MAX(number) FROM migrations";
        let number = self.row(sql, Vec::new(), Row::take::<Option<i64>>).await?;
        Ok(number.flatten().unwrap_or_default())
    }

    async fn query(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let answers = self
            .query_all(vec![Query {
                sql: sql.into(),
                params,
            }])
            .await?;
        Ok(answers.into_iter().next().unwrap_or_default())
    }

    /// Several queries for the price of one way to the database.
    async fn query_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        match &self.db {
            Db::Sqlite(sqlite) => sqlite.query(queries).await,
            Db::Postgres(postgres) => postgres.query(queries).await,
        }
    }

    async fn rows<T>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        read: impl Fn(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.query(sql, params)
            .await?
            .iter_mut()
            .map(read)
            .collect()
    }

    /// A row that is found by its key. Whatever reads large rows is [`Store::rows`].
    async fn row<T>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        read: impl Fn(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.near(sql.into(), params).await?;
        rows.first_mut().map(read).transpose()
    }

    /// Rows that are found by the beginning of their key and are few by nature, such
    /// as those of one ticket. Whatever may read many is [`Store::rows`].
    async fn few<T>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        read: impl Fn(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = self.near(sql.into(), params).await?;
        rows.iter_mut().map(read).collect()
    }

    /// The shortest way to the database, for queries that are quick however much
    /// there is.
    async fn near(&self, sql: String, params: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let query = Query { sql, params };
        match &self.db {
            Db::Sqlite(sqlite) => sqlite.look_up(&query).await,
            Db::Postgres(postgres) => {
                let answers = postgres.query(vec![query]).await?;
                Ok(answers.into_iter().next().unwrap_or_default())
            }
        }
    }
}
