//! What is read of tickets: events, lists, clocks, conversations.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    events_come_in_order_and_in_pages,
    open_tickets_come_by_deadline_page_by_page,
    lists_are_narrowed,
    the_newest_come_first_closed_ones_too,
    the_side_bar_counts,
    names_stand_beside_the_ticket,
    clocks_come_for_one_ticket_or_many,
    a_conversation_has_its_words_and_authors,
    attachments_come_in_order,
    texts_are_read_and_erased,
);

async fn write(store: &Fresh, rows: impl IntoIterator<Item = RowOp>) {
    store.write(Write::rows(rows)).await.unwrap();
}

fn ids(listed: Vec<TicketListed>) -> Vec<String> {
    listed
        .into_iter()
        .map(|listed| listed.ticket.ticket)
        .collect()
}

async fn events_come_in_order_and_in_pages(store: &Fresh) {
    with_desk(store, "a").await;
    for id in ["t1", "t2", "t3"] {
        store.write(new_ticket("a", id)).await.unwrap();
    }
    let events = store.events_of_ticket("a", "t2", 5).await.unwrap();
    assert!(events.iter().map(|event| event.sequence).eq([5, 6]));
    let EventRow {
        sequence,
        at,
        kind,
        version,
        actor,
        payload,
        ..
    } = event("a", "t2", 5);
    assert_eq!(
        events[0],
        StoredEvent {
            sequence,
            at,
            kind,
            version,
            actor,
            payload
        }
    );
    assert_eq!(store.ticket_sequence("a", "t2").await.unwrap(), 6);
    assert_eq!(store.ticket_ids("a", "", 2).await.unwrap(), ["t1", "t2"]);
    assert_eq!(store.ticket_ids("a", "t2", 2).await.unwrap(), ["t3"]);
    let page = store.events_of_tickets("a", "t1", "t2").await.unwrap();
    let places: Vec<_> = page
        .iter()
        .map(|(ticket, event)| (ticket.as_str(), event.sequence))
        .collect();
    let expected: Vec<_> = ["t1", "t2"]
        .iter()
        .flat_map(|id| (1..=6).map(move |n| (*id, n)))
        .collect();
    assert_eq!(places, expected);
}

async fn open_tickets_come_by_deadline_page_by_page(store: &Fresh) {
    let due = |id: &str, number, next_due_at| TicketRow {
        next_due_at,
        ..ticket("a", id, number)
    };
    let closed = TicketRow {
        open: false,
        ..due("closed", 9, 1)
    };
    let rows = [
        due("never", 1, DUE_NEVER),
        due("y", 2, 20),
        due("x", 3, 20),
        due("long-past", 4, -5),
        closed,
    ];
    write(store, rows.iter().map(TicketRow::upsert)).await;
    let everything = TicketFilter::default();
    let all = ids(store.tickets_open("a", &everything, None, 9).await.unwrap());
    assert_eq!(all, ["long-past", "x", "y", "never"]);
    let (mut seen, mut after) = (Vec::new(), None::<(i64, String)>);
    loop {
        let place = after.as_ref().map(|(at, id)| (*at, id.as_str()));
        let page = store
            .tickets_open("a", &everything, place, 1)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.ticket.next_due_at, last.ticket.ticket.clone()));
        seen.extend(ids(page));
    }
    assert_eq!(seen, all);
}

async fn lists_are_narrowed(store: &Fresh) {
    let mine = TicketRow {
        assignee: Some("ada".into()),
        status: "in_progress".into(),
        next_due_at: 5,
        ..ticket("a", "mine", 1)
    };
    let waiting = TicketRow {
        waiting: true,
        severity: None,
        coverage: Some("refused".into()),
        disputed: true,
        ..ticket("a", "waiting", 2)
    };
    let other = TicketRow {
        customer: "other".into(),
        requester: "zoe".into(),
        severity: Some(1),
        coverage: Some("billable".into()),
        ..ticket("a", "other", 3)
    };
    write(store, [&mine, &waiting, &other].map(TicketRow::upsert)).await;
    let all = TicketFilter::default;
    let cases = [
        (all(), vec!["mine", "other", "waiting"]),
        (
            TicketFilter {
                whose: Whose::Assignee("ada".into()),
                ..all()
            },
            vec!["mine"],
        ),
        (
            TicketFilter {
                whose: Whose::Unassigned,
                ..all()
            },
            vec!["other", "waiting"],
        ),
        (
            TicketFilter {
                waiting: Some(true),
                ..all()
            },
            vec!["waiting"],
        ),
        (
            TicketFilter {
                waiting: Some(false),
                ..all()
            },
            vec!["mine", "other"],
        ),
        (
            TicketFilter {
                coverage: Some("billable".into()),
                ..all()
            },
            vec!["other"],
        ),
        (
            TicketFilter {
                disputed: true,
                ..all()
            },
            vec!["waiting"],
        ),
        (
            TicketFilter {
                status: Some("in_progress".into()),
                ..all()
            },
            vec!["mine"],
        ),
        (
            TicketFilter {
                severity: Some(1),
                ..all()
            },
            vec!["other"],
        ),
        (
            TicketFilter {
                customer: Some("other".into()),
                ..all()
            },
            vec!["other"],
        ),
        (
            TicketFilter {
                requester: Some("rita".into()),
                ..all()
            },
            vec!["mine", "waiting"],
        ),
        (
            TicketFilter {
                due_before: Some(6),
                ..all()
            },
            vec!["mine"],
        ),
        (
            TicketFilter {
                due_before: Some(5),
                ..all()
            },
            vec![],
        ),
        (
            TicketFilter {
                whose: Whose::Unassigned,
                severity: Some(1),
                customer: Some("acme".into()),
                ..all()
            },
            vec![],
        ),
    ];
    for (filter, expected) in cases {
        let mut open = ids(store.tickets_open("a", &filter, None, 9).await.unwrap());
        open.sort();
        assert_eq!(open, expected, "{filter:?}");
        let mut newest = ids(store.tickets_newest("a", &filter, None, 9).await.unwrap());
        newest.sort();
        assert_eq!(newest, expected, "{filter:?}");
    }
}

async fn the_newest_come_first_closed_ones_too(store: &Fresh) {
    let closed = TicketRow {
        open: false,
        ..ticket("a", "closed", 2)
    };
    let same_time = TicketRow {
        received_at: 3,
        ..ticket("a", "x", 4)
    };
    let rows = [
        ticket("a", "old", 1),
        closed,
        ticket("a", "new", 3),
        same_time,
    ];
    write(store, rows.iter().map(TicketRow::upsert)).await;
    let everything = TicketFilter::default();
    let first = store
        .tickets_newest("a", &everything, None, 2)
        .await
        .unwrap();
    assert_eq!(ids(first), ["x", "new"]);
    let rest = store
        .tickets_newest("a", &everything, Some((3, "new")), 9)
        .await
        .unwrap();
    assert_eq!(ids(rest), ["closed", "old"]);
}

async fn the_side_bar_counts(store: &Fresh) {
    let rows = [
        TicketRow {
            assignee: Some("ada".into()),
            next_due_at: 4,
            ..ticket("a", "t1", 1)
        },
        TicketRow {
            assignee: Some("bob".into()),
            waiting: true,
            ..ticket("a", "t2", 2)
        },
        TicketRow {
            next_due_at: 5,
            ..ticket("a", "t3", 3)
        },
        TicketRow {
            open: false,
            next_due_at: 1,
            ..ticket("a", "t4", 4)
        },
    ];
    write(store, rows.iter().map(TicketRow::upsert)).await;
    let counts = store.ticket_counts("a", "ada", 5).await.unwrap();
    assert_eq!(
        counts,
        TicketCounts {
            open: 3,
            mine: 1,
            unassigned: 1,
            waiting: 1,
            late: 1
        }
    );
}

async fn names_stand_beside_the_ticket(store: &Fresh) {
    let known = TicketRow {
        assignee: Some("ada".into()),
        ..ticket("a", "known", 1)
    };
    let unknown = TicketRow {
        customer: "x".into(),
        requester: "x".into(),
        ..ticket("a", "unknown", 2)
    };
    write(
        store,
        [
            known.upsert(),
            unknown.upsert(),
            customer("a", "acme").insert(),
        ],
    )
    .await;
    store.contact_insert(&contact("a", "rita")).await.unwrap();
    store.agent_insert(&agent("a", "ada")).await.unwrap();
    let expected = TicketListed {
        ticket: known,
        customer_name: Some("acme of a".into()),
        requester_name: Some("rita of a".into()),
        assignee_name: Some("ada of a".into()),
    };
    assert_eq!(
        store.ticket_by_id("a", "known").await.unwrap(),
        Some(expected.clone())
    );
    assert_eq!(
        store.ticket_by_number("a", 1).await.unwrap(),
        Some(expected)
    );
    let listed = store.ticket_by_number("a", 2).await.unwrap().unwrap();
    let names = (
        listed.customer_name,
        listed.requester_name,
        listed.assignee_name,
    );
    assert_eq!((listed.ticket, names), (unknown, (None, None, None)));
    assert_eq!(store.ticket_by_number("a", 3).await.unwrap(), None);
}

async fn clocks_come_for_one_ticket_or_many(store: &Fresh) {
    let rows = [
        clock("a", "t1", "y"),
        clock("a", "t1", "x"),
        clock("a", "t2", "x"),
        clock("a", "t3", "x"),
    ];
    write(store, rows.iter().map(ClockRow::upsert)).await;
    let expected = [rows[1].clone(), rows[0].clone()];
    assert_eq!(store.clocks_of_ticket("a", "t1").await.unwrap(), expected);
    let of_two = store
        .clocks_of_tickets("a", &["t3", "t1", "none"])
        .await
        .unwrap();
    assert_eq!(of_two, [rows[1].clone(), rows[0].clone(), rows[3].clone()]);
    assert_eq!(store.clocks_of_tickets("a", &[]).await.unwrap(), []);
}

async fn a_conversation_has_its_words_and_authors(store: &Fresh) {
    let reply = MessageRow {
        sequence: 2,
        author: "ada".into(),
        ..message("a", "t", "a-reply")
    };
    let machine = MessageRow {
        sequence: 3,
        author: "system".into(),
        ..message("a", "t", "machine")
    };
    let first = message("a", "t", "first");
    let texts = [text("a", "first text"), text("a", "a-reply text")];
    let rows = [first.insert(), reply.insert(), machine.insert()];
    write(
        store,
        rows.into_iter().chain(texts.iter().map(TextRow::insert)),
    )
    .await;
    store.contact_insert(&contact("a", "rita")).await.unwrap();
    store.agent_insert(&agent("a", "ada")).await.unwrap();
    let read =
        |message: MessageRow, body: Option<&TextRow>, name: Option<&str>, by_staff| MessageRead {
            message,
            body: body.map(|text| text.body.clone()),
            author_name: name.map(str::to_owned),
            by_staff,
        };
    let expected = [
        read(first, Some(&texts[0]), Some("rita of a"), false),
        read(reply, Some(&texts[1]), Some("ada of a"), true),
        read(machine, None, None, false),
    ];
    assert_eq!(store.messages_of_ticket("a", "t").await.unwrap(), expected);
}

async fn attachments_come_in_order(store: &Fresh) {
    let attachment = |message: &str, place| AttachmentRow {
        desk: "a".into(),
        ticket: "t".into(),
        message: message.into(),
        place,
        name: "crash.log".into(),
        media: "text/plain".into(),
        bytes: 3,
        digest: "d".into(),
    };
    let rows = [
        attachment("m2", 1),
        attachment("m1", 2),
        attachment("m1", 1),
    ];
    write(store, rows.iter().map(AttachmentRow::insert)).await;
    let expected = [
        attachment("m1", 1),
        attachment("m1", 2),
        attachment("m2", 1),
    ];
    assert_eq!(
        store.attachments_of_ticket("a", "t").await.unwrap(),
        expected
    );
    let one = store.attachment("a", "t", "m1", 2).await.unwrap();
    assert_eq!(one, Some(attachment("m1", 2)));
    assert_eq!(store.attachment("a", "t", "m1", 3).await.unwrap(), None);
}

async fn texts_are_read_and_erased(store: &Fresh) {
    write(store, ["x", "y"].map(|id| text("a", id).insert())).await;
    let mut found = store.texts("a", &["y", "x", "z"]).await.unwrap();
    found.sort_by(|one, other| one.text.cmp(&other.text));
    assert_eq!(found, [text("a", "x"), text("a", "y")]);
    assert_eq!(store.texts("a", &[]).await.unwrap(), []);
    store.text_erase("a", "x").await.unwrap();
    assert_eq!(store.text("a", "x").await.unwrap(), None);
    assert_eq!(
        store.text("a", "y").await.unwrap(),
        Some(text("a", "y").body)
    );
}
