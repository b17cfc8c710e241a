//! The contract of the store: every function of it, on SQLite and on
//! PostgreSQL, with the same answers.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
)]

#[path = "../support/mod.rs"]
mod support;

mod completeness;
mod concurrency;
mod contracts;
mod fixture;
mod isolation;
mod news;
mod people;
mod publishing;
mod schema;
mod speed;
mod tickets;
mod work;
mod writes;

use std::ops::Deref;

use server::store::Store;

/// A fresh store, and what must live as long as it.
pub(crate) struct Fresh {
    pub(crate) store: Store,
    /// The file of SQLite, or the URL of PostgreSQL.
    pub(crate) place: String,
    _folder: Option<tempfile::TempDir>,
}

impl Deref for Fresh {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

pub(crate) async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mainstay.db");
    let store = Store::open_sqlite(&path).await.unwrap();
    let place = path.display().to_string();
    Fresh {
        store,
        place,
        _folder: Some(folder),
    }
}

pub(crate) async fn postgres() -> Fresh {
    let place = support::postgres::database().await;
    let store = Store::open_postgres(&place).await.unwrap();
    Fresh {
        store,
        place,
        _folder: None,
    }
}

/// Makes two tests of each case: one per database.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;
