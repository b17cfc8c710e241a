//! Who listens hears of every commit that moved a ticket, and of no other.

use std::time::Duration;

use server::store::*;
use tokio::{sync::broadcast::Receiver, time::timeout};

use crate::{Fresh, fixture::*, on_both, support};

on_both!(commits_are_told, another_program_is_noticed);

const PATIENCE: Duration = Duration::from_secs(10);

async fn next(changes: &mut Receiver<Change>) -> Change {
    timeout(PATIENCE, changes.recv())
        .await
        .expect("no news")
        .unwrap()
}

async fn commits_are_told(store: &Fresh) {
    let mut changes = store.changes();
    store
        .write(Write::rows([text("a", "x").insert()]))
        .await
        .unwrap();
    store
        .write(Write::default().gate(head("a", "t", 0, 3)))
        .await
        .unwrap();
    store
        .write(Write::default().gate(head("a", "t", 0, 3)))
        .await
        .unwrap_err();
    store
        .write(Write::default().gate(head("a", "t", 3, 4)))
        .await
        .unwrap();
    for sequence in [3, 4] {
        let told = Change::Ticket {
            desk: "a".into(),
            ticket: "t".into(),
            sequence,
        };
        assert_eq!(next(&mut changes).await, told);
    }
    assert!(
        changes.try_recv().is_err(),
        "neither rows alone nor a conflict are news"
    );
}

async fn another_program_is_noticed(store: &Fresh) {
    let mut changes = store.changes();
    let other = if store.place.starts_with("postgres:") {
        Store::open_postgres(&store.place).await.unwrap()
    } else {
        Store::open_sqlite(store.place.as_ref()).await.unwrap()
    };
    other
        .write(Write::default().gate(head("a", "t", 0, 1)))
        .await
        .unwrap();
    let told = next(&mut changes).await;
    let exactly = Change::Ticket {
        desk: "a".into(),
        ticket: "t".into(),
        sequence: 1,
    };
    assert!(told == exactly || told == Change::Unknown, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_connection_comes_back_and_says_that_news_may_be_lost() {
    let store = crate::postgres().await;
    let mut changes = store.changes();
    store
        .write(Write::default().gate(head("a", "t", 0, 1)))
        .await
        .unwrap();
    assert!(matches!(
        next(&mut changes).await,
        Change::Ticket { sequence: 1, .. }
    ));
    support::postgres::break_connections(&store.place).await;
    store
        .write(Write::default().gate(head("a", "t", 1, 2)))
        .await
        .unwrap();
    assert_eq!(
        store.ticket_sequence("a", "t").await.unwrap(),
        2,
        "readers come back as well"
    );
    // The second change may still have come on the old connection.
    while next(&mut changes).await != Change::Unknown {}
    store
        .write(Write::default().gate(head("a", "t", 2, 3)))
        .await
        .unwrap();
    assert!(matches!(
        next(&mut changes).await,
        Change::Ticket { sequence: 3, .. }
    ));
}
