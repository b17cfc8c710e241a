//! The store on SQLite: a few connections that only read, each used by one
//! query at a time, and one writer thread ([`writer`]). It knows connections
//! and values, nothing of the tables.

mod apply;
mod value;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use tokio::sync::Semaphore;

use self::{value::bind, writer::Writer};
use super::{Query, Row, StoreError, batch::Submitter, changes::Announcer, migrate};

/// How many queries run at once.
const READERS: usize = 4;
/// What each connection keeps of the file in memory.
const READER_CACHE_KIB: i64 = 8 << 10;
const WRITER_CACHE_KIB: i64 = 32 << 10;
/// Compiled statements kept per connection.
const STATEMENTS_MAX: usize = 256;
/// How long to wait for another program that writes.
const BUSY_WAIT_MAX: Duration = Duration::from_secs(10);
/// Pages in the log before they are moved into the database file. With the
/// usual 1,000 the writer moves the same pages again and again.
const CHECKPOINT_PAGES: i64 = 16_000;
/// What is left of the log file after it had to grow.
const LOG_BYTES_KEPT: i64 = 64 << 20;

#[derive(Clone)]
pub(super) struct Sqlite {
    readers: Arc<Readers>,
    writer: Submitter,
}

struct Readers {
    free: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub(super) async fn open(path: PathBuf, announcer: Announcer) -> Result<Self, StoreError> {
        let open = move || {
            let mut connection = open_writer(&path)?;
            migrate::sqlite(&mut connection)?;
            let readers = (0..READERS)
                .map(|_| open_reader(&path))
                .collect::<Result<_, _>>()?;
            Ok::<_, StoreError>((connection, readers))
        };
        let (connection, readers) = blocking(open).await?;
        let readers = Readers {
            free: Arc::new(Semaphore::new(READERS)),
            idle: Mutex::new(readers),
        };
        let writer = Writer::start(connection, announcer)?;
        Ok(Self {
            readers: Arc::new(readers),
            writer,
        })
    }

    pub(super) fn writer(&self) -> &Submitter {
        &self.writer
    }

    /// Runs one query that finds few rows by their key, here and now: that takes some
    /// ten microseconds, and the way to another thread and back takes longer.
    pub(super) async fn look_up(&self, query: &Query) -> Result<Vec<Row>, StoreError> {
        let permit = self.readers.free.acquire().await;
        let _permit = permit.map_err(|_| StoreError::Closed)?;
        self.readers
            .with_connection(|connection| rows(connection, query))
    }

    /// Runs queries one after the other in one view of the database, on a thread where
    /// they may take their time.
    pub(super) async fn query(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        let free = Arc::clone(&self.readers.free);
        let permit = free.acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let readers = Arc::clone(&self.readers);
        blocking(move || {
            // Not given back before the query has ended, even when the caller
            // that waits for it is gone.
            let _permit = permit;
            readers.with_connection(|connection| run(connection, &queries))
        })
        .await
    }
}

impl Readers {
    /// As many connections are idle as the semaphore lets in.
    fn with_connection<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.idle().pop().ok_or(StoreError::Busy)?;
        let result = work(&mut connection);
        self.idle().push(connection);
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(StoreError::database)?
}

fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    new_writer(path).map_err(|cause| cannot_open(path, cause))
}

fn new_writer(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_WAIT_MAX)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES_KEPT)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    // Without this what a savepoint may have to take back goes through a file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    keep_statements(&connection)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|cause| cannot_open(path, cause))?;
    connection.busy_timeout(BUSY_WAIT_MAX)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Statements are compiled once. Without the guarantee of stable plans SQLite compiles
/// nearly each of ours anew at every use, because another parameter might deserve
/// another plan.
fn keep_statements(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Names the file where the file itself is the trouble.
fn cannot_open(path: &Path, cause: rusqlite::Error) -> StoreError {
    match cause.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::CannotOpen | ErrorCode::DatabaseCorrupt) => {
            StoreError::io("open the database", path, std::io::Error::other(cause))
        }
        _ => cause.into(),
    }
}

fn run(connection: &mut Connection, queries: &[Query]) -> Result<Vec<Vec<Row>>, StoreError> {
    if let [query] = queries {
        return Ok(vec![rows(connection, query)?]);
    }
    let tx = connection.transaction()?;
    let answers = queries
        .iter()
        .map(|query| rows(&tx, query))
        .collect::<Result<_, _>>()?;
    tx.commit()?;
    Ok(answers)
}

fn rows(connection: &Connection, query: &Query) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(&query.sql)?;
    bind(&mut statement, |place| query.params.get(place))?;
    let columns = statement.column_count();
    let (mut rows, mut answer) = (statement.raw_query(), Vec::new());
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|place| value::read(row, place));
        answer.push(Row::new(values.collect::<Result<_, _>>()?));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn statements_are_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plans.db");
        migrate::sqlite(&mut open_writer(&path).unwrap()).unwrap();
        for connection in [open_writer(&path).unwrap(), open_reader(&path).unwrap()] {
            let sql = "SELECT sequence FROM events \
                       WHERE desk = $1 AND ticket = $2 AND sequence >= $3 LIMIT $4";
            let mut statement = connection.prepare(sql).unwrap();
            for number in 0..10 {
                let given = ("desk", number.to_string(), number, number + 1);
                assert!(!statement.exists(given).unwrap());
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }

    #[test]
    fn the_writer_waits_for_the_disk_at_each_commit() {
        let folder = tempfile::tempdir().unwrap();
        let writer = open_writer(&folder.path().join("durable.db")).unwrap();
        let pragma = |name| -> String {
            writer
                .pragma_query_value(None, name, |row| {
                    row.get_ref(0).map(|value| match value {
                        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                        other => other.as_str().unwrap().to_owned(),
                    })
                })
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), "wal");
        // 2 is FULL: the log is flushed at each commit, not only at checkpoints.
        assert_eq!(pragma("synchronous"), "2");
    }
}
