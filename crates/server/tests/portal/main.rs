//! The customers' pages, through the real router, on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "../support/mod.rs"]
mod support;

mod asking;
mod contract;
mod coverage;
mod french;
mod merging;
mod page;
mod rating;
mod secrecy;
mod severity;
mod staff;
mod ticket;
mod world;

/// Makes two tests of each case: one per database.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::world::World::on_sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::world::World::on_postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;
