//! What can go wrong when something is asked of the desk, in three kinds that
//! are told apart once: refused (by a rule), not found, failed (by the machine).

use domain::{EventError, Refusal};

use crate::store::{StoreError, WriteError};

/// Why the desk did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule says no, and what to do instead.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing, at least not for whoever asked.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The same key was used before for something else.
    #[error("this idempotency key was used before for another request: take a new one")]
    KeyReused,
    /// Too many others wrote to the same ticket at once.
    #[error("the ticket is being changed by many at once: try again")]
    Busy,
    /// The disk with the database is full. Nothing was written.
    #[error(
        "nothing was saved, because the disk with the database is full: make room and try again"
    )]
    Full,
    /// The desk has no policy in force.
    #[error(
        "desk `{desk}` has no policy in force: publish one with \
         `mainstay policy publish FILE --desk {desk}`"
    )]
    NoPolicy { desk: String },
    /// A policy has errors, or a stored one cannot be read by this version.
    #[error("policy {version} of desk `{desk}` cannot be read:\n{reason}")]
    UnreadablePolicy {
        desk: String,
        version: String,
        reason: String,
    },
    /// A stored history cannot be read by this version.
    #[error("the history of ticket {ticket} cannot be read")]
    UnreadableHistory {
        ticket: String,
        #[source]
        source: Option<EventError>,
    },
    #[error("the database did not answer")]
    Store(#[source] StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full(_) => Self::Full,
            error => Self::Store(error),
        }
    }
}

impl From<WriteError> for AppError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Conflict | WriteError::Taken | WriteError::AlreadyDone { .. } => Self::Busy,
            WriteError::Full => Self::Full,
            WriteError::Store(error) => error.into(),
        }
    }
}

/// Logs an error with its causes. For the edges: reconcilers and pages.
pub(crate) fn log(error: &AppError, what: &str) {
    tracing::error!(error = error as &dyn std::error::Error, "{what}");
}
