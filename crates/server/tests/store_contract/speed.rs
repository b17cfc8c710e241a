//! How fast new tickets are written and lists are read, for whoever changes the
//! writers: `cargo test --release -p server --test store_contract speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use server::store::*;

use crate::{Fresh, fixture::*};

const SUBMITTERS: usize = 64;
const TIME: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn speed_on_sqlite() {
    measure("SQLite", crate::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn speed_on_postgres() {
    measure("PostgreSQL", crate::postgres().await).await;
}

async fn measure(name: &str, store: Fresh) {
    with_desk(&store, "a").await;
    let written = repeat(&store.store, |store, submitter, round| async move {
        store
            .write(new_ticket("a", &format!("t{submitter}-{round}")))
            .await
            .unwrap();
    })
    .await;
    let read = repeat(&store.store, |store, _, _| async move {
        let page = store
            .tickets_open("a", &TicketFilter::default(), None, 50)
            .await
            .unwrap();
        assert_eq!(page.len(), 50);
    })
    .await;
    eprintln!("{name}: {written} new tickets, {read} lists of 50 rows a second");
}

/// How many a second.
async fn repeat<F: Future<Output = ()> + Send + 'static>(
    store: &Store,
    work: impl Fn(Store, usize, usize) -> F + Copy + Send + 'static,
) -> u64 {
    let started = Instant::now();
    let submitters = (0..SUBMITTERS).map(|submitter| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut round = 0;
            while started.elapsed() < TIME {
                work(store.clone(), submitter, round).await;
                round += 1;
            }
            round
        })
    });
    let rounds: usize = join_all(submitters)
        .await
        .into_iter()
        .map(Result::unwrap)
        .sum();
    u64::try_from(rounds).unwrap() / TIME.as_secs()
}
