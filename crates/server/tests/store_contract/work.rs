//! What reconcilers work on: timers, mails that came, mails to be sent.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    timers_fire_in_order,
    mails_wait_until_they_are_settled,
    a_mail_and_its_ticket_are_one_write,
    threads_are_found_by_the_first_known_id,
    the_outbox_is_sent_once,
    what_was_being_sent_is_sent_again,
    lists_of_mails_come_newest_first,
);

async fn timers_fire_in_order(store: &Fresh) {
    let timer = |desk: &str, ticket: &str, fire_at| TimerRow {
        desk: desk.into(),
        ticket: ticket.into(),
        fire_at,
    };
    assert_eq!(store.timer_next().await.unwrap(), None);
    let rows = [
        timer("a", "late", 30),
        timer("b", "soon", 10),
        timer("a", "next", 20),
    ];
    store
        .write(Write::rows(rows.iter().map(TimerRow::upsert)))
        .await
        .unwrap();
    let due = store.timers_due(20, 9).await.unwrap();
    assert_eq!(due, [rows[1].clone(), rows[2].clone()]);
    assert_eq!(store.timers_due(20, 1).await.unwrap(), [rows[1].clone()]);
    assert_eq!(store.timers_due(9, 9).await.unwrap(), []);
    assert_eq!(store.timer_next().await.unwrap(), Some(10));
    store
        .write(Write::rows([TimerRow::delete("b", "soon")]))
        .await
        .unwrap();
    assert_eq!(store.timer_next().await.unwrap(), Some(20));
    assert_eq!(store.timer_of_ticket("b", "soon").await.unwrap(), None);
    assert_eq!(store.timer_of_ticket("a", "late").await.unwrap(), Some(30));
}

async fn mails_wait_until_they_are_settled(store: &Fresh) {
    let rows = [mail("a", "m1", 1), mail("a", "m2", 2), mail("b", "m3", 3)];
    for mail in &rows {
        store.mail_store(mail).await.unwrap();
    }
    assert_eq!(store.mails_waiting(2, 9).await.unwrap(), rows[..2]);
    assert_eq!(store.mails_waiting(9, 1).await.unwrap(), rows[..1]);
    store
        .mail_settle(rows[0].done("new ticket", Some("t")))
        .await
        .unwrap();
    let again = store.mail_settle(rows[0].failed("unreadable")).await;
    assert!(matches!(again, Err(WriteError::Taken)));
    store.mail_settle(rows[1].retry("busy", 50)).await.unwrap();
    assert_eq!(store.mails_waiting(49, 9).await.unwrap(), rows[2..]);
    let waiting = store.mails_waiting(50, 9).await.unwrap();
    let retried = &waiting[1];
    assert_eq!(
        (retried.attempts, retried.outcome.as_deref()),
        (1, Some("busy"))
    );
    store
        .mail_settle(retried.failed("unreadable"))
        .await
        .unwrap();
    let settled = store.mail("a", "m2").await.unwrap().unwrap();
    assert_eq!((settled.state.as_str(), settled.attempts), ("failed", 2));
    assert_eq!(settled.raw, rows[1].raw);
    let stale = rows[1].again(60);
    store.mail_settle(settled.again(60)).await.unwrap();
    let again = store.mail("a", "m2").await.unwrap().unwrap();
    assert_eq!(
        (again.state.as_str(), again.attempts, again.next_at),
        ("waiting", 0, 60)
    );
    store.mail_settle(again.failed("unreadable")).await.unwrap();
    assert!(matches!(
        store.mail_settle(stale).await,
        Err(WriteError::Taken)
    ));
    let states = store.mail_states("a").await.unwrap();
    assert_eq!(states, [("done".to_owned(), 1), ("failed".to_owned(), 1)]);
}

async fn a_mail_and_its_ticket_are_one_write(store: &Fresh) {
    with_desk(store, "a").await;
    let mail = mail("a", "m", 1);
    store.mail_store(&mail).await.unwrap();
    let work = |id: &str| new_ticket("a", id).gate(mail.done("new ticket", Some(id)));
    store.write(work("t1")).await.unwrap();
    assert!(matches!(
        store.write(work("t2")).await,
        Err(WriteError::Taken)
    ));
    assert_eq!(store.ticket_ids("a", "", 9).await.unwrap(), ["t1"]);
    assert_eq!(
        store
            .mail("a", "m")
            .await
            .unwrap()
            .unwrap()
            .ticket
            .as_deref(),
        Some("t1")
    );
}

async fn threads_are_found_by_the_first_known_id(store: &Fresh) {
    let thread = |message_id: &str, ticket: &str| MailThreadRow {
        desk: "a".into(),
        message_id: message_id.into(),
        ticket: ticket.into(),
    };
    let rows = [thread("1@x", "t1"), thread("2@x", "t2")];
    store
        .write(Write::rows(rows.iter().map(MailThreadRow::ensure)))
        .await
        .unwrap();
    store
        .write(Write::rows([thread("1@x", "stolen").ensure()]))
        .await
        .unwrap();
    let find = |ids: &'static [&'static str]| store.ticket_by_message_ids("a", ids);
    assert_eq!(
        find(&["0@x", "2@x", "1@x"]).await.unwrap().as_deref(),
        Some("t2")
    );
    assert_eq!(find(&["1@x", "2@x"]).await.unwrap().as_deref(), Some("t1"));
    assert_eq!(find(&["0@x"]).await.unwrap(), None);
    assert_eq!(find(&[]).await.unwrap(), None);
}

async fn the_outbox_is_sent_once(store: &Fresh) {
    let rows = [
        outgoing("a", "o1", 1),
        outgoing("b", "o2", 2),
        outgoing("a", "o3", 3),
    ];
    store
        .write(Write::rows(rows.iter().map(OutboxRow::insert)))
        .await
        .unwrap();
    let waiting = store.outbox_waiting(2, 9).await.unwrap();
    assert_eq!(waiting, rows[..2]);
    let item = &waiting[0];
    store.outbox_claim(item, "Dear Rita", 100).await.unwrap();
    assert!(matches!(
        store.outbox_claim(item, "Hello", 100).await,
        Err(WriteError::Taken)
    ));
    assert_eq!(store.outbox_waiting(2, 9).await.unwrap(), rows[1..2]);

    store.outbox_failed(item, "no answer", 7).await.unwrap();
    assert!(
        store
            .outbox_waiting(6, 9)
            .await
            .unwrap()
            .iter()
            .all(|other| other.item != "o1")
    );
    let again = store.outbox_waiting(7, 9).await.unwrap().pop().unwrap();
    assert_eq!(
        (again.attempts, again.last_error.as_deref()),
        (1, Some("no answer"))
    );
    assert_eq!(again.rendered.as_deref(), Some("Dear Rita"));
    store.outbox_claim(&again, "Dear Rita", 100).await.unwrap();
    store.outbox_sent(&again, 8).await.unwrap();
    let sent = store.outbox_item("a", "o1").await.unwrap().unwrap();
    assert_eq!(
        (sent.state.as_str(), sent.sent_at, sent.attempts),
        ("sent", Some(8), 2)
    );
    assert_eq!(sent.last_error, None);

    store
        .outbox_claim(&rows[2], "Dear Rita", 100)
        .await
        .unwrap();
    store.outbox_dead(&rows[2], "no such person").await.unwrap();
    let dead = store.outbox_item("a", "o3").await.unwrap().unwrap();
    assert_eq!(
        (dead.state.as_str(), dead.last_error.as_deref()),
        ("dead", Some("no such person"))
    );
    assert!(matches!(
        store.outbox_sent(&rows[2], 9).await,
        Err(WriteError::Taken)
    ));
}

async fn what_was_being_sent_is_sent_again(store: &Fresh) {
    let row = outgoing("a", "o", 1);
    store.write(Write::rows([row.insert()])).await.unwrap();
    store.outbox_claim(&row, "Dear Rita", 100).await.unwrap();
    assert_eq!(
        store.outbox_recover(99, 9).await.unwrap(),
        0,
        "its sender may still be at it"
    );
    assert_eq!(store.outbox_recover(100, 9).await.unwrap(), 1);
    assert_eq!(store.outbox_recover(100, 9).await.unwrap(), 0);
    let again = store.outbox_waiting(1, 9).await.unwrap().pop();
    let again = again.expect("it is sent at once");
    assert_eq!(
        (again.resent, again.message_id.as_str()),
        (1, "o@a.example.com")
    );
    assert!(matches!(
        store.outbox_sent(&row, 9).await,
        Err(WriteError::Taken)
    ));
}

async fn lists_of_mails_come_newest_first(store: &Fresh) {
    for at in 1..=3 {
        store
            .mail_store(&mail("a", &format!("m{at}"), at))
            .await
            .unwrap();
        let row = outgoing("a", &format!("o{at}"), at);
        store.write(Write::rows([row.insert()])).await.unwrap();
    }
    let mails = store.mails("a", None, 2).await.unwrap();
    assert!(mails.iter().map(|mail| mail.mail.as_str()).eq(["m3", "m2"]));
    let rest = store.mails("a", Some((2, "m2")), 9).await.unwrap();
    assert!(rest.iter().map(|mail| mail.mail.as_str()).eq(["m1"]));
    let items = store.outbox("a", None, 2).await.unwrap();
    assert!(items.iter().map(|item| item.item.as_str()).eq(["o3", "o2"]));
    let rest = store.outbox("a", Some((2, "o2")), 9).await.unwrap();
    assert_eq!(rest, [outgoing("a", "o1", 1)]);
    let states = store.outbox_states("a").await.unwrap();
    assert_eq!(states, [("waiting".to_owned(), 3)]);
}
