//! What a contract says for the instant of receipt decides what is promised.

use domain::{Command, ContractSource, OpenTicket, Ticket, TicketId};
use server::store::{StatementRow, Write};
use uuid::Uuid;

use crate::bed::{ACME, Bed, ann, at, desk, patrol_of, rita};
use crate::on_both;

on_both!(
    what_the_contract_promises_otherwise_stays_with_the_ticket,
    a_call_written_down_later_is_owed_what_was_bought_then,
);

const DESK: &str = "infocyte";

const BETTER: &str = r#"[[override]]
target = "first-response"
severity = [1]
within = "under 30m"
clause = "Framework agreement, 4.2"
"#;

async fn says(bed: &Bed, statement: StatementRow) {
    let write = Write::rows([statement.insert()]);
    bed.app.store().write(write).await.unwrap();
}

/// One more statement of Acme's contract, recorded now.
fn statement(bed: &Bed, number: u128, from: &str) -> StatementRow {
    StatementRow {
        statement: Uuid::from_u128(number).to_string(),
        from_at: at(from).as_microsecond(),
        recorded_at: bed.app.now().as_microsecond(),
        ..patrol_of(DESK, ACME)
    }
}

async fn ticket(bed: &Bed, id: TicketId) -> Ticket {
    bed.app.ticket(&desk(DESK), id).await.unwrap().0
}

fn response(ticket: &Ticket) -> (String, String) {
    let promise = ticket.clocks["first-response.1"].promise();
    (promise.within.to_string(), promise.clause.clone())
}

async fn what_the_contract_promises_otherwise_stays_with_the_ticket(bed: &Bed) {
    let better = StatementRow {
        overrides: BETTER.to_owned(),
        ..statement(bed, 7, "2026-11-01T00:00:00Z")
    };
    says(bed, better).await;
    let opened = bed.open(DESK, Some(2)).await;
    let ticket_opened = ticket(bed, opened).await;
    let source = ContractSource {
        contract: domain::ContractId(ACME),
        statement: domain::StatementId(Uuid::from_u128(7)),
    };
    assert_eq!(ticket_opened.contract, Some(source));
    assert_eq!(response(&ticket_opened).0, "under 4h");
    // What is said of the contract since does not touch it.
    bed.advance("2026-11-18T09:05:00Z");
    says(bed, statement(bed, 8, "2026-11-01T00:00:00Z")).await;
    let worse = Command::ChangeSeverity {
        severity: 1,
        reason: bed.text_of("It is worse than it looked"),
        seen: None,
    };
    bed.does(DESK, opened, ann(), worse).await;
    let (within, clause) = response(&ticket(bed, opened).await);
    assert_eq!(within, "under 30m");
    assert_eq!(clause, "Framework agreement, 4.2");
    // The next one is owed what is known now.
    let next = bed.open(DESK, Some(1)).await;
    assert_eq!(response(&ticket(bed, next).await).0, "under 1h");
}

async fn a_call_written_down_later_is_owed_what_was_bought_then(bed: &Bed) {
    let ended = StatementRow {
        says: "ended".to_owned(),
        plan: None,
        ..statement(bed, 9, "2026-11-18T08:00:00Z")
    };
    says(bed, ended).await;
    let received = |ticket, at| OpenTicket {
        received_at: Some(at),
        ..bed.opening(ticket, Some(2))
    };
    for (received_at, plan) in [
        ("2026-11-18T07:59:59Z", Some("patrol")),
        ("2026-11-18T08:00:00Z", None),
    ] {
        let id = TicketId(bed.app.new_id());
        let open = Command::OpenTicket(received(id, at(received_at)));
        bed.does(DESK, id, rita(), open).await;
        assert_eq!(ticket(bed, id).await.plan.as_deref(), plan, "{received_at}");
    }
}
