//! Commands from many sides, commands given twice, and what cannot be written.

use std::sync::Arc;

use domain::{Actor, AgentId, Command, NoticeKind, TicketId};
use server::app::{Once, Order};
use server::error::AppError;
use server::store::{StoreError, WriteError};

use crate::bed::{ANN, Bed, SAM, ann, desk, rita};
use crate::on_both;

async fn many_at_once_all_land_or_are_refused(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(3)).await;
    let name = desk("appseconnect");
    let (shown, _) = bed.app.ticket(&name, ticket).await.unwrap();
    let orders = (0_u8..32).map(|place| {
        let (app, name) = (bed.app.clone(), name.clone());
        let command = if place % 2 == 0 {
            Command::AddMessage(bed.message(&format!("Message {place}")))
        } else {
            // All forms showed the same severity: only the first may change it.
            Command::ChangeSeverity {
                severity: 1 + place % 6,
                reason: bed.text_of("As agreed"),
                agreed: true,
                seen: Some(shown.sequence),
            }
        };
        let actor = if place % 4 == 0 { rita() } else { ann() };
        tokio::spawn(async move { app.execute(Order::new(&name, ticket, actor, command)).await })
    });
    let mut refused = 0;
    let mut changed = 0;
    for (place, answer) in futures_util::future::join_all(orders)
        .await
        .into_iter()
        .enumerate()
    {
        match answer.unwrap() {
            Ok(done) if place % 2 == 1 && !done.events.is_empty() => changed += 1,
            Ok(_) => {}
            Err(AppError::Refused(refusal)) => {
                assert_eq!(refusal.code(), "changed-meanwhile");
                refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    let (ticket, history) = bed.app.ticket(&name, ticket).await.unwrap();
    assert_eq!(ticket.messages.len(), 1 + 16, "every message landed");
    assert_eq!(changed, 1);
    assert!(refused >= 10, "{refused}");
    let numbers: Vec<u64> = history.iter().map(|event| event.sequence).collect();
    assert_eq!(numbers, (1..=ticket.sequence).collect::<Vec<_>>());
}

async fn many_new_tickets_have_numbers_of_their_own(bed: &Bed) {
    let opened = (0..16).map(|_| bed.open("appseconnect", Some(3)));
    let opened = futures_util::future::join_all(opened).await;
    let mut numbers = Vec::new();
    for ticket in opened {
        let id = ticket.to_string();
        numbers.push(
            bed.app
                .store()
                .ticket_number("appseconnect", &id)
                .await
                .unwrap()
                .unwrap(),
        );
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1_001..=1_016).collect::<Vec<_>>());
}

async fn opening_twice_opens_once(bed: &Bed) {
    let name = desk("appseconnect");
    let ticket = TicketId(bed.app.new_id());
    let command = Command::OpenTicket(bed.opening(ticket, Some(2)));
    let order = || Order::new(&name, ticket, rita(), command.clone());
    let first = bed.app.execute(order()).await.unwrap();
    let again = bed.app.execute(order()).await.unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(again.number, first.number);
    assert_eq!(again.ticket, first.ticket);
    assert_eq!(bed.tickets("appseconnect").await.len(), 1);
}

async fn a_key_is_used_once_and_for_one_thing(bed: &Bed) {
    let name = desk("appseconnect");
    let order = |fingerprint: &str| {
        let ticket = TicketId(bed.app.new_id());
        let mut order = Order::new(
            &name,
            ticket,
            rita(),
            Command::OpenTicket(bed.opening(ticket, None)),
        );
        order.once = Some(Once {
            scope: "api".to_owned(),
            key: "k1".to_owned(),
            fingerprint: fingerprint.to_owned(),
        });
        order
    };
    let first = bed.app.execute(order("same")).await.unwrap();
    let again = bed.app.execute(order("same")).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.ticket.id, first.ticket.id);
    let other = bed.app.execute(order("other")).await.unwrap_err();
    assert!(matches!(other, AppError::KeyReused), "{other}");
    assert_eq!(bed.tickets("appseconnect").await.len(), 1);
}

async fn nobody_is_told_twice(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(1)).await;
    let assign = Command::AssignTicket {
        agent: Some(AgentId(SAM)),
        seen: None,
    };
    bed.does("appseconnect", ticket, ann(), assign).await;
    // Sam works on it and is a supervisor; Sue is one as well.
    bed.advance("2026-11-18T10:30:00Z");
    bed.does(
        "appseconnect",
        ticket,
        Actor::System,
        Command::ObserveClocks,
    )
    .await;
    let outbox = bed.outbox("appseconnect").await;
    let missed: Vec<&str> = outbox
        .iter()
        .filter(|row| {
            let notice: domain::Notice = serde_json::from_str(&row.notice).unwrap();
            matches!(notice.kind, NoticeKind::ClockBreached { .. })
        })
        .map(|row| row.recipient.as_str())
        .collect();
    assert_eq!(missed.len(), 2, "{missed:?}");
    assert_ne!(missed[0], missed[1]);
}

async fn nothing_changes_when_nothing_is_said(bed: &Bed) {
    let ticket = bed.open("appseconnect", Some(1)).await;
    let assign = || Command::AssignTicket {
        agent: Some(AgentId(ANN)),
        seen: None,
    };
    bed.does("appseconnect", ticket, ann(), assign()).await;
    let again = bed.does("appseconnect", ticket, ann(), assign()).await;
    assert!(again.events.is_empty());
    let missing = TicketId(bed.app.new_id());
    let name = desk("appseconnect");
    let order = Order::new(&name, missing, ann(), assign());
    let error = bed.app.execute(order).await.unwrap_err();
    assert!(matches!(error, AppError::NotFound("ticket")), "{error}");
}

on_both!(
    many_at_once_all_land_or_are_refused,
    many_new_tickets_have_numbers_of_their_own,
    opening_twice_opens_once,
    a_key_is_used_once_and_for_one_thing,
    nobody_is_told_twice,
    nothing_changes_when_nothing_is_said,
);

/// That nothing is half-written then is proven where the store is tested.
#[test]
fn a_full_disk_is_called_so() {
    let full = || StoreError::Full(Arc::new(std::io::Error::other("no room")));
    for error in [
        AppError::from(full()),
        AppError::from(WriteError::Full),
        AppError::from(WriteError::Store(full())),
    ] {
        assert!(matches!(error, AppError::Full), "{error}");
        assert!(error.to_string().contains("make room"));
    }
}
