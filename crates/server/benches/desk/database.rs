//! The database behind the program, looked at without it: how many rows there are.

use std::path::{Path, PathBuf};

use server::store::TABLES;

/// Where the data lie.
#[derive(Clone)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    /// By its URL.
    Postgres(String),
}

impl Database {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The file of a SQLite database.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// How many tickets there are.
    pub(crate) async fn tickets(&self) -> u64 {
        self.number("SELECT COUNT(*) FROM tickets").await
    }

    /// The highest ticket number of a desk.
    pub(crate) async fn number_last(&self, desk: &str) -> u64 {
        let sql = format!("SELECT MAX(number) FROM tickets WHERE desk = '{desk}'");
        self.number(&sql).await
    }

    /// The prefix of a desk's ticket numbers.
    pub(crate) async fn prefix(&self, desk: &str) -> String {
        let sql = format!("SELECT prefix FROM desks WHERE desk = '{desk}'");
        match self {
            Self::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.query_row(&sql, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(url) => connect(url)
                .await
                .query_one(&sql, &[])
                .await
                .unwrap()
                .get(0),
        }
    }

    /// How many rows there are in all tables.
    pub(crate) async fn rows(&self) -> u64 {
        let counts: Vec<String> = TABLES
            .iter()
            .map(|table| format!("(SELECT COUNT(*) FROM {})", table.name))
            .collect();
        self.number(&format!("SELECT {}", counts.join(" + "))).await
    }

    async fn number(&self, sql: &str) -> u64 {
        let number: i64 = match self {
            Self::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.query_row(sql, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(url) => connect(url).await.query_one(sql, &[]).await.unwrap().get(0),
        };
        number.unsigned_abs()
    }
}

pub(crate) async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}
