//! Projections come from events alone: dropped and made again, they are the same.

use domain::{AgentId, Command, NewMessage, Rating};
use server::store::{ClockRow, MessageRow, RowOp, TicketRow, TimerRow, Write};
use sla::policy::Act;

use crate::bed::{ANN, Bed, ann, desk, rita};
use crate::on_both;

/// Every projected row of a desk, in words.
async fn dump(bed: &Bed, name: &str) -> Vec<String> {
    let store = bed.app.store();
    let mut rows = Vec::new();
    for id in bed.tickets(name).await {
        rows.push(format!(
            "{:?}",
            store.ticket_by_id(name, &id).await.unwrap()
        ));
        rows.push(format!(
            "{:?}",
            store.clocks_of_ticket(name, &id).await.unwrap()
        ));
        rows.push(format!(
            "{:?}",
            store.messages_of_ticket(name, &id).await.unwrap()
        ));
        rows.push(format!(
            "{:?}",
            store.timer_of_ticket(name, &id).await.unwrap()
        ));
    }
    rows
}

async fn lives(bed: &Bed, name: &str, severity: Option<u8>) {
    let _fresh = bed.open(name, severity).await;
    let ticket = bed.open(name, severity).await;
    let replied = NewMessage {
        act: Some(Act::Diagnosed),
        ..bed.message("It is the queue.")
    };
    bed.does(
        name,
        ticket,
        ann(),
        Command::AssignTicket {
            agent: Some(AgentId(ANN)),
            seen: None,
        },
    )
    .await;
    bed.does(name, ticket, ann(), Command::AddMessage(replied))
        .await;
    let asked = Command::PauseTicket {
        reason: sla::policy::PauseReason::Customer,
        question: Some(bed.message("Which version?")),
        seen: None,
    };
    bed.does(name, ticket, ann(), asked).await;
    bed.advance("2026-11-19T09:00:00Z");
    bed.does(
        name,
        ticket,
        rita(),
        Command::AddMessage(bed.message("4.2")),
    )
    .await;
    let closed = bed.open(name, severity).await;
    bed.does(
        name,
        closed,
        ann(),
        Command::ResolveTicket {
            solution: None,
            found: Box::default(),
            seen: None,
        },
    )
    .await;
    bed.does(name, closed, rita(), Command::CloseTicket { seen: None })
        .await;
    let rate = Command::RateTicket {
        rating: Rating::Good,
        comment: None,
    };
    bed.does(name, closed, rita(), rate).await;
}

async fn the_same_rows_come_back(bed: &Bed) {
    for (name, severity) in [
        ("appseconnect", Some(2)),
        ("three-levels", None),
        ("infocyte", None),
    ] {
        bed.advance(crate::bed::START);
        lives(bed, name, severity).await;
        let before = dump(bed, name).await;
        assert_eq!(before.len(), 12);
        assert_eq!(bed.app.rebuild(&desk(name), |_| {}).await.unwrap(), 3);
        assert_eq!(dump(bed, name).await, before, "{name} rebuilt");

        for id in bed.tickets(name).await {
            let key = || vec![name.into(), id.clone().into()];
            let tables = [
                TicketRow::TABLE,
                ClockRow::TABLE,
                MessageRow::TABLE,
                TimerRow::TABLE,
            ];
            let gone = Write::rows(tables.map(|table| RowOp::Delete(table, key())));
            bed.app.store().write(gone).await.unwrap();
        }
        assert_ne!(dump(bed, name).await, before);
        bed.app.rebuild(&desk(name), |_| {}).await.unwrap();
        assert_eq!(dump(bed, name).await, before, "{name} made anew");
    }
}

on_both!(the_same_rows_come_back);
