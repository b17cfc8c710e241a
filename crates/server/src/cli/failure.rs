//! Why a command could not answer at all.

use std::{io, path::PathBuf};

/// Each says what was attempted, and on what.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("cannot read `{}`", path.display())]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot read standard input")]
    Input(#[source] io::Error),
    #[error("cannot write the answer")]
    Output(#[from] io::Error),
    #[error("cannot write the answer as JSON")]
    Json(#[from] serde_json::Error),
    #[error("`{}` is not a usable policy; `mainstay policy check` tells why\n\n{findings}", path.display())]
    BrokenPolicy { path: PathBuf, findings: String },
    #[error(transparent)]
    Settings(#[from] crate::config::SettingsError),
    #[error("cannot open the installation")]
    Store(#[from] crate::store::StoreError),
    #[error(transparent)]
    Serve(#[from] crate::serve::ServeError),
    #[error(transparent)]
    App(#[from] crate::error::AppError),
    #[error("cannot start the threads of this command")]
    Runtime(#[source] io::Error),
    #[error("cannot use the folder `{}`", path.display())]
    Folder {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    /// An argument that reads well and means nothing here.
    #[error("{0}")]
    Use(String),
}

impl From<crate::store::WriteError> for Failure {
    fn from(error: crate::store::WriteError) -> Self {
        Self::App(error.into())
    }
}
