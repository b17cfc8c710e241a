//! What the database gives when nothing stands before it: the rows of tickets
//! written bare, in groups, each group on the disk before the next begins. On SQLite
//! row by row with prepared statements and the program's own pragmas; on PostgreSQL
//! one `UNNEST` for each table, all of a group in one flight.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rusqlite::types::Value;
use server::store::{Kind, Store, TABLES};
use tempfile::TempDir;
use tokio_postgres::types::ToSql;

use crate::database::connect;
use crate::installation::folder;
use crate::rows::TicketRows;

/// Measuring ends when all tickets are written, or then.
const LENGTH_MAX: Duration = Duration::from_secs(3);

/// A database with the program's schema, and nobody but us.
pub(crate) enum Ceiling {
    Sqlite {
        connection: rusqlite::Connection,
        _folder: TempDir,
    },
    Postgres(tokio_postgres::Client),
}

impl Ceiling {
    pub(crate) async fn sqlite(desk: &str) -> Self {
        let folder = folder();
        let path = folder.path().join("ceiling.db");
        drop(Store::open_sqlite(&path).await.unwrap());
        let connection = rusqlite::Connection::open(path).unwrap();
        for (name, value) in [
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("wal_autocheckpoint", 16_000),
            ("journal_size_limit", 64 << 20),
            ("cache_size", -(32 << 10)),
        ] {
            connection.pragma_update(None, name, value).unwrap();
        }
        connection.set_prepared_statement_cache_capacity(256);
        connection.execute(COUNTER, [desk]).unwrap();
        Self::Sqlite {
            connection,
            _folder: folder,
        }
    }

    pub(crate) async fn postgres(url: &str, desk: &str) -> Self {
        drop(Store::open_postgres(url).await.unwrap());
        let client = connect(url).await;
        client.execute(COUNTER, &[&desk]).await.unwrap();
        Self::Postgres(client)
    }

    /// Writes tickets, so many at a time: how many a second.
    pub(crate) async fn write(&self, tickets: &[TicketRows], group: usize) -> f64 {
        let mut written = 0;
        let started = Instant::now();
        for group in tickets.chunks(group) {
            match self {
                Self::Sqlite { connection, .. } => sqlite(connection, group),
                Self::Postgres(client) => postgres(client, group).await,
            }
            written += group.len();
            if started.elapsed() > LENGTH_MAX {
                break;
            }
        }
        written as f64 / started.elapsed().as_secs_f64()
    }
}

const COUNTER: &str = "INSERT INTO ticket_number_counters (desk, number_last) VALUES ($1, 0)";

fn sqlite(connection: &rusqlite::Connection, group: &[TicketRows]) {
    let run = |sql: &str, values: &[Value]| {
        let mut statement = connection.prepare_cached(sql).unwrap();
        statement
            .execute(rusqlite::params_from_iter(values))
            .unwrap();
    };
    run("BEGIN IMMEDIATE", &[]);
    for ticket in group {
        run(
            "UPDATE ticket_number_counters SET number_last = number_last + 1",
            &[],
        );
        for (table, values) in ticket {
            run(&SQLITE[*table], values);
        }
    }
    run("COMMIT", &[]);
}

/// One statement for each table.
static SQLITE: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    let text = |(table, places): (&str, Vec<String>)| {
        format!("INSERT INTO {table} VALUES ({})", places.join(", "))
    };
    let tables = TABLES.iter().map(|table| {
        let places = (1..=table.columns.len()).map(|place| format!("${place}"));
        (table.name, places.collect())
    });
    tables.map(text).collect()
});

/// A column of many rows.
enum Column {
    Ints(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
}

async fn postgres(client: &tokio_postgres::Client, group: &[TicketRows]) {
    let mut calls = Vec::new();
    for (place, table) in TABLES.iter().enumerate() {
        let rows: Vec<&Vec<Value>> = group
            .iter()
            .flatten()
            .filter(|(of, _)| *of == place)
            .map(|(_, row)| row)
            .collect();
        if rows.is_empty() {
            continue;
        }
        let kinds = table.columns.iter().map(|column| column.kind);
        let columns: Vec<Column> = kinds
            .enumerate()
            .map(|(at, kind)| column(&rows, at, kind))
            .collect();
        let arrays: Vec<String> = columns
            .iter()
            .zip(1..)
            .map(|(column, place)| match column {
                Column::Ints(_) => format!("${place}::BIGINT[]"),
                Column::Texts(_) => format!("${place}::TEXT[]"),
            })
            .collect();
        let sql = format!(
            "INSERT INTO {} SELECT * FROM UNNEST({})",
            table.name,
            arrays.join(", ")
        );
        calls.push((prepared(client, sql).await, columns));
    }
    let count = i64::try_from(group.len()).unwrap();
    let sql = "UPDATE ticket_number_counters SET number_last = number_last + $1::BIGINT";
    let counter = prepared(client, sql.to_owned()).await;
    let inserts = calls.iter().map(async |(statement, columns)| {
        let columns: Vec<&(dyn ToSql + Sync)> = columns.iter().map(Column::param).collect();
        client.execute(statement, &columns).await.unwrap();
    });
    // Asked in this order and sent without waiting between.
    tokio::join!(
        async { client.batch_execute("BEGIN").await.unwrap() },
        async { client.execute(&counter, &[&count]).await.unwrap() },
        join_all(inserts),
        async { client.batch_execute("COMMIT").await.unwrap() },
    );
}

fn column(rows: &[&Vec<Value>], at: usize, kind: Kind) -> Column {
    let values = rows.iter().map(|row| &row[at]);
    match kind {
        Kind::Int => Column::Ints(
            values
                .map(|value| match value {
                    Value::Integer(number) => Some(*number),
                    _ => None,
                })
                .collect(),
        ),
        Kind::Text => Column::Texts(
            values
                .map(|value| match value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
        ),
        Kind::Bytes => panic!("a ticket that came over the API has no files"),
    }
}

impl Column {
    fn param(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Ints(array) => array,
            Self::Texts(array) => array,
        }
    }
}

async fn prepared(client: &tokio_postgres::Client, sql: String) -> tokio_postgres::Statement {
    thread_local! {
        static KNOWN: std::cell::RefCell<std::collections::HashMap<String, tokio_postgres::Statement>> = std::cell::RefCell::default();
    }
    if let Some(statement) = KNOWN.with_borrow(|known| known.get(&sql).cloned()) {
        return statement;
    }
    let statement = client.prepare(&sql).await.unwrap();
    KNOWN.with_borrow_mut(|known| known.insert(sql, statement.clone()));
    statement
}
