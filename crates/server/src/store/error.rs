//! What can go wrong with a store. Each message says its own part and what to
//! do; the cause below it is in the chain, which the edge logs once.

use std::{error::Error, path::PathBuf, sync::Arc};

/// Shared, because all writers of a failed batch hear of the same error.
pub(super) type Cause = Arc<dyn Error + Send + Sync>;

#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database cannot be reached; check that it is running and that its URL is right")]
    Unreachable(#[source] Cause),

    #[error(
        "the connection to the database broke while it was committing, so that the change may or \
         may not have been saved; look before doing it again"
    )]
    Uncertain(#[source] Cause),

    #[error("the database is busy; try again in a moment")]
    Busy,

    #[error("the store is closed, because the program is ending")]
    Closed,

    #[error("a row with the same key is there already")]
    Duplicate(#[source] Cause),

    #[error("the disk with the database is full or cannot be written; make room and try again")]
    Full(#[source] Cause),

    #[error("the database refused a statement")]
    Database(#[source] Cause),

    #[error("a row has no column {place}, as the code expects")]
    ColumnMissing { place: usize },

    #[error("column {place} of a row is not {wanted}, as the code expects")]
    ColumnKind { place: usize, wanted: &'static str },

    #[error("a write does not fit the tables: {reason}")]
    Malformed { reason: String },

    #[error("there is no desk {desk}; create it first")]
    DeskUnknown { desk: String },

    #[error(
        "the database has schema {found}, this program knows schemas up to {known}; use the newer \
         program that made it, or a backup from before the upgrade"
    )]
    SchemaNewer { found: i64, known: i64 },

    #[error("the schema change {name} failed; nothing of it was kept")]
    Migration {
        name: &'static str,
        #[source]
        cause: Cause,
    },

    #[error(
        "another server is using the data folder {}; stop it first, or choose another folder with \
         --data",
        folder.display()
    )]
    FolderInUse { folder: PathBuf },

    #[error("cannot {attempt} {}", path.display())]
    Io {
        attempt: &'static str,
        path: PathBuf,
        #[source]
        cause: Arc<std::io::Error>,
    },

    #[error("the database URL cannot be understood; write it as postgres://user@host/database")]
    Url(#[source] Cause),
}

impl StoreError {
    pub(super) fn database(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Database(Arc::new(cause))
    }

    pub(super) fn io(
        attempt: &'static str,
        path: impl Into<PathBuf>,
        cause: std::io::Error,
    ) -> Self {
        Self::Io {
            attempt,
            path: path.into(),
            cause: Arc::new(cause),
        }
    }
}
