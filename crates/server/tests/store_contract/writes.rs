//! The gates and row operations of a single write.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    a_ticket_moves_on_from_where_it_is,
    a_key_is_used_once_and_answers_the_same,
    a_repeated_call_hears_the_number_of_the_first,
    a_row_is_claimed_by_one,
    rows_are_inserted_replaced_kept_and_deleted,
    a_write_that_fails_leaves_nothing,
    what_does_not_fit_is_refused,
    numbers_belong_to_a_desk,
    every_kind_of_value_comes_back,
);

fn once(key: &str, result: OnceResult) -> Gate {
    Gate::Once {
        desk: "a".into(),
        scope: "api".into(),
        key: key.into(),
        at: 5,
        result,
    }
}

async fn a_ticket_moves_on_from_where_it_is(store: &Fresh) {
    let write = |expected, next| {
        let row = event("a", "t", next).insert();
        store.write(Write::rows([row]).gate(head("a", "t", expected, next)))
    };
    assert!(
        matches!(write(1, 2).await, Err(WriteError::Conflict)),
        "there is no such ticket"
    );
    write(0, 1).await.unwrap();
    assert!(
        matches!(write(0, 1).await, Err(WriteError::Conflict)),
        "there is one by now"
    );
    write(1, 3).await.unwrap();
    assert!(
        matches!(write(1, 2).await, Err(WriteError::Conflict)),
        "it has moved on"
    );
    assert_eq!(store.ticket_sequence("a", "t").await.unwrap(), 3);
    assert_eq!(store.events_of_ticket("a", "t", 1).await.unwrap().len(), 2);
}

async fn a_key_is_used_once_and_answers_the_same(store: &Fresh) {
    let write = |text: &str| {
        Write::rows([self::text("a", text).insert()]).gate(once("k", OnceResult::Text(text.into())))
    };
    store.write(write("first")).await.unwrap();
    let Err(WriteError::AlreadyDone { result }) = store.write(write("second")).await else {
        panic!("the key was used before");
    };
    assert_eq!(result, "first");
    assert_eq!(store.text("a", "second").await.unwrap(), None);
    let kept = store.once("a", "api", "k").await.unwrap().unwrap();
    assert_eq!((kept.at, kept.result.as_str()), (5, "first"));
    assert_eq!(store.once_forget("a", "api", 5, 10).await.unwrap(), 0);
    assert_eq!(store.once_forget("a", "api", 6, 10).await.unwrap(), 1);
    store.write(write("second")).await.unwrap();
}

async fn a_repeated_call_hears_the_number_of_the_first(store: &Fresh) {
    with_desk(store, "a").await;
    let result = OnceResult::AroundNumber {
        before: "A-".into(),
        after: "!".into(),
    };
    let write = |id: &str| new_ticket("a", id).gate(once("k", result.clone()));
    assert_eq!(store.write(write("t1")).await.unwrap().number, Some(1_001));
    let Err(WriteError::AlreadyDone { result }) = store.write(write("t2")).await else {
        panic!("the key was used before");
    };
    assert_eq!(result, "A-1001!");
    assert_eq!(
        store.ticket_sequence("a", "t2").await.unwrap(),
        0,
        "the other gate left no trace"
    );
    let next = store.write(new_ticket("a", "t3")).await.unwrap();
    assert_eq!(next.number, Some(1_002), "no number was lost");
    assert_eq!(
        store.ticket_of_number("a", 1_002).await.unwrap().as_deref(),
        Some("t3")
    );
    assert_eq!(store.ticket_number("a", "t3").await.unwrap(), Some(1_002));
    let projected = store.ticket_by_number("a", 1_001).await.unwrap().unwrap();
    assert_eq!(projected.ticket.ticket, "t1");
}

async fn a_row_is_claimed_by_one(store: &Fresh) {
    let timer = TimerRow {
        desk: "a".into(),
        ticket: "t".into(),
        fire_at: 1,
    };
    let claim = |from: i64, to: i64| {
        let gate = Gate::Claim {
            table: TimerRow::TABLE,
            key: vec!["a".into(), "t".into()],
            column: "fire_at",
            from: from.into(),
            set: vec![("fire_at", to.into())],
        };
        store.write(Write::rows([text("a", &to.to_string()).insert()]).gate(gate))
    };
    assert!(
        matches!(claim(1, 2).await, Err(WriteError::Taken)),
        "there is no row"
    );
    store.write(Write::rows([timer.insert()])).await.unwrap();
    claim(1, 2).await.unwrap();
    assert!(matches!(claim(1, 3).await, Err(WriteError::Taken)));
    assert_eq!(store.timer_of_ticket("a", "t").await.unwrap(), Some(2));
    assert_eq!(store.text("a", "3").await.unwrap(), None);
}

async fn rows_are_inserted_replaced_kept_and_deleted(store: &Fresh) {
    let row = |body: &str| TextRow {
        body: body.into(),
        ..text("a", "t")
    };
    store
        .write(Write::rows([row("inserted").insert()]))
        .await
        .unwrap();
    let error = store
        .write(Write::rows([row("again").insert()]))
        .await
        .unwrap_err();
    assert!(
        matches!(error, WriteError::Store(StoreError::Duplicate(_))),
        "{error}"
    );
    store
        .write(Write::rows([row("kept").ensure()]))
        .await
        .unwrap();
    assert_eq!(
        store.text("a", "t").await.unwrap().as_deref(),
        Some("inserted")
    );
    store
        .write(Write::rows([row("replaced").upsert()]))
        .await
        .unwrap();
    assert_eq!(
        store.text("a", "t").await.unwrap().as_deref(),
        Some("replaced")
    );

    let clocks = ["x", "y", "z"].map(|target| clock("a", "t", target).upsert());
    store.write(Write::rows(clocks)).await.unwrap();
    let anew = Write::rows([
        clock("a", "t", "y").insert(),
        RowOp::Delete(ClockRow::TABLE, vec!["a".into(), "t".into()]),
        RowOp::Delete(TextRow::TABLE, vec!["a".into(), "t".into()]),
    ]);
    store.write(anew).await.unwrap();
    let left = store.clocks_of_ticket("a", "t").await.unwrap();
    assert_eq!(left, [clock("a", "t", "y")], "what is deleted goes first");
    assert_eq!(store.text("a", "t").await.unwrap(), None);
}

async fn a_write_that_fails_leaves_nothing(store: &Fresh) {
    with_desk(store, "a").await;
    store
        .write(Write::rows([text("a", "there").insert()]))
        .await
        .unwrap();
    let write = new_ticket("a", "t").row(text("a", "there").insert());
    assert!(matches!(
        store.write(write).await,
        Err(WriteError::Store(StoreError::Duplicate(_)))
    ));
    assert_eq!(store.ticket_sequence("a", "t").await.unwrap(), 0);
    assert!(
        store
            .events_of_ticket("a", "t", 1)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        store.write(new_ticket("a", "t")).await.unwrap().number,
        Some(1_001)
    );
}

async fn what_does_not_fit_is_refused(store: &Fresh) {
    let claim = Gate::Claim {
        table: TimerRow::TABLE,
        key: vec!["a".into()],
        column: "fire_at",
        from: 1.into(),
        set: vec![("nonsense", 2.into())],
    };
    for write in [
        Write::rows([RowOp::Insert(TextRow::TABLE, vec!["a".into()])]),
        Write::rows([RowOp::Insert(
            TextRow::TABLE,
            vec!["a".into(), "t".into(), 1.into()],
        )]),
        Write::rows([RowOp::Delete(TextRow::TABLE, vec!["a".into()])]),
        Write::rows([text("a", "t").upsert(), text("a", "t").upsert()]),
        Write::rows([ticket("a", "t", 1).upsert().number_assigned("number")]),
        Write::default().gate(claim),
    ] {
        let error = store.write(write.clone()).await.unwrap_err();
        let malformed = matches!(error, WriteError::Store(StoreError::Malformed { .. }));
        assert!(malformed, "{write:?}: {error}");
    }
}

async fn numbers_belong_to_a_desk(store: &Fresh) {
    with_desk(store, "a").await;
    with_desk(store, "b").await;
    assert_eq!(
        store.write(new_ticket("a", "t1")).await.unwrap().number,
        Some(1_001)
    );
    assert_eq!(
        store.write(new_ticket("a", "t2")).await.unwrap().number,
        Some(1_002)
    );
    assert_eq!(
        store.write(new_ticket("b", "t1")).await.unwrap().number,
        Some(1_001)
    );
    let error = store.write(new_ticket("nowhere", "t")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no desk nowhere; create it first"
    );
    assert_eq!(store.ticket_sequence("nowhere", "t").await.unwrap(), 0);
}

async fn every_kind_of_value_comes_back(store: &Fresh) {
    let bytes: Vec<u8> = (0..=255).collect();
    let blob = BlobRow {
        desk: "a".into(),
        digest: "d".into(),
        bytes: bytes.clone(),
    };
    let odd = TextRow {
        desk: "a".into(),
        text: "odd".into(),
        body: "'; -- $1 ?2 🦀\n\\x00".into(),
    };
    let mut far = ticket("a", "t", i64::MAX);
    far.received_at = i64::MIN;
    far.plan = Some(String::new());
    store
        .write(Write::rows([blob.ensure(), odd.insert(), far.insert()]))
        .await
        .unwrap();
    assert_eq!(store.blob("a", "d").await.unwrap(), Some(bytes));
    assert_eq!(store.text("a", "odd").await.unwrap(), Some(odd.body));
    assert_eq!(
        store.ticket_by_id("a", "t").await.unwrap().unwrap().ticket,
        far
    );
}
