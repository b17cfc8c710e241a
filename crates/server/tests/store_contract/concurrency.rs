//! Many writers at once: nothing is lost, doubled or half-done.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    numbers_have_no_holes_and_no_doubles,
    of_many_writers_of_one_ticket_one_wins_each_round,
    one_key_is_used_by_one_of_many,
    a_guilty_write_does_not_harm_its_neighbours,
    two_programs_write_beside_each_other,
    readers_do_not_wait_for_each_other,
);

const WRITERS: usize = 64;

async fn numbers_have_no_holes_and_no_doubles(store: &Fresh) {
    with_desk(store, "a").await;
    with_desk(store, "b").await;
    let writes = (0..WRITERS).map(|writer| async move {
        let desk = if writer % 4 == 0 { "b" } else { "a" };
        // Every eighth is refused, after it would have taken a number.
        let id = if writer % 8 == 7 {
            "same".into()
        } else {
            format!("t{writer}")
        };
        (desk, store.write(new_ticket(desk, &id)).await)
    });
    let mut numbers = BTreeSet::new();
    let mut conflicts = 0;
    for (desk, verdict) in join_all(writes).await {
        match verdict {
            Ok(written) => assert!(numbers.insert((desk, written.number.unwrap()))),
            Err(WriteError::Conflict) => conflicts += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(conflicts, WRITERS / 8 - 1, "one of them was the first");
    let expected = |desk, count: usize| {
        (0..count).map(move |place| (desk, 1_001 + i64::try_from(place).unwrap()))
    };
    let (a, b) = (WRITERS * 3 / 4 - conflicts, WRITERS / 4);
    assert!(
        numbers
            .into_iter()
            .eq(expected("a", a).chain(expected("b", b)))
    );
    assert_eq!(store.ticket_ids("a", "", 1_000).await.unwrap().len(), a);
}

async fn of_many_writers_of_one_ticket_one_wins_each_round(store: &Fresh) {
    for round in 0..4 {
        let writes = (0..WRITERS).map(|writer| {
            let mut row = event("a", "t", round + 1);
            row.actor = writer.to_string();
            store.write(Write::rows([row.insert()]).gate(head("a", "t", round, round + 1)))
        });
        let verdicts = join_all(writes).await;
        let won = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
        let conflicts = verdicts
            .iter()
            .filter(|verdict| matches!(verdict, Err(WriteError::Conflict)))
            .count();
        assert_eq!((won, conflicts), (1, WRITERS - 1));
    }
    let events = store.events_of_ticket("a", "t", 0).await.unwrap();
    assert!(events.iter().map(|event| event.sequence).eq(1..=4));
}

async fn one_key_is_used_by_one_of_many(store: &Fresh) {
    let writes = (0..WRITERS).map(|writer| async move {
        let result = OnceResult::Text(writer.to_string());
        let (desk, scope, key) = ("a".into(), "api".into(), "k".into());
        let gate = Gate::Once {
            desk,
            scope,
            key,
            at: 1,
            result,
        };
        let own = head("a", &format!("t{writer}"), 0, 1);
        (
            writer,
            store.write(Write::default().gate(own).gate(gate)).await,
        )
    });
    let (mut winners, mut told) = (Vec::new(), BTreeSet::new());
    for (writer, verdict) in join_all(writes).await {
        match verdict {
            Ok(_) => winners.push(writer.to_string()),
            Err(WriteError::AlreadyDone { result }) => drop(told.insert(result)),
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(told.into_iter().collect::<Vec<_>>(), winners);
    let heads = store.ticket_ids("a", "", 100).await.unwrap();
    assert_eq!(
        heads,
        [format!("t{}", winners[0])],
        "the losers' tickets were not begun"
    );
}

async fn a_guilty_write_does_not_harm_its_neighbours(store: &Fresh) {
    store
        .write(Write::rows([text("a", "there").insert()]))
        .await
        .unwrap();
    let writes = (0..WRITERS).map(|writer| {
        let guilty = writer % 16 == 3;
        let id = if guilty {
            "there".into()
        } else {
            format!("t{writer}")
        };
        let head = head("a", &format!("t{writer}"), 0, 1);
        store.write(Write::rows([text("a", &id).insert()]).gate(head))
    });
    for (writer, verdict) in join_all(writes).await.into_iter().enumerate() {
        let begun = store
            .ticket_sequence("a", &format!("t{writer}"))
            .await
            .unwrap();
        match verdict {
            Ok(_) => assert_eq!(begun, 1),
            Err(WriteError::Store(StoreError::Duplicate(_))) => {
                assert_eq!((writer % 16, begun), (3, 0));
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}

async fn two_programs_write_beside_each_other(store: &Fresh) {
    with_desk(store, "a").await;
    let other = if store.place.starts_with("postgres:") {
        Store::open_postgres(&store.place).await.unwrap()
    } else {
        Store::open_sqlite(store.place.as_ref()).await.unwrap()
    };
    let stores = [&store.store, &other];
    let own =
        (0..WRITERS).map(|writer| stores[writer % 2].write(new_ticket("a", &format!("t{writer}"))));
    let mut numbers: Vec<_> = join_all(own)
        .await
        .into_iter()
        .map(|verdict| verdict.unwrap().number.unwrap())
        .collect();
    numbers.sort_unstable();
    let last = 1_000 + i64::try_from(WRITERS).unwrap();
    assert!(numbers.into_iter().eq(1_001..=last));

    let same = (0..WRITERS)
        .map(|writer| stores[writer % 2].write(Write::default().gate(head("a", "t0", 6, 7))));
    let won = join_all(same)
        .await
        .into_iter()
        .filter(Result::is_ok)
        .count();
    assert_eq!(won, 1);
}

async fn readers_do_not_wait_for_each_other(store: &Fresh) {
    with_desk(store, "a").await;
    store.write(new_ticket("a", "t")).await.unwrap();
    // Callers that go away while their query runs must not use up the readers.
    for _ in 0..WRITERS {
        let query = store.events_of_ticket("a", "t", 1);
        let _ = tokio::time::timeout(std::time::Duration::from_micros(50), query).await;
    }
    let reads = (0..WRITERS * 4).map(|_| store.events_of_ticket("a", "t", 1));
    for events in join_all(reads).await {
        assert_eq!(events.unwrap().len(), 6);
    }
}
