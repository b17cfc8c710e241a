//! The desk as a whole: mails in, commands, timers, mails out, on SQLite and on
//! PostgreSQL, with a clock that stands until it is moved.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "../support/mod.rs"]
mod support;

mod bed;

mod answers;
mod apart;
mod arriving;
mod commands;
mod contracts;
mod correcting;
mod coverage;
mod merging;
mod publishing;
mod rebuilding;
mod sending;
mod timers;

/// Makes two tests of each case: one per database.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(&crate::bed::Bed::on_sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(&crate::bed::Bed::on_postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;
