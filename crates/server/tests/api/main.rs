//! The JSON API as programs meet it: the real router, on SQLite and on
//! PostgreSQL, with a clock that stands.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod bad_input;
mod conflicts;
mod contracts;
mod document;
mod fixture;
mod idempotency;
mod life;
mod lists;
mod merging;
mod people;
mod stream;

/// Makes two tests of each case: one per database.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::fixture::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::fixture::postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;
