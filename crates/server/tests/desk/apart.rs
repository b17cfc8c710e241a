//! Desks are strictly apart, though the same people write to both.

use domain::Command;
use server::app::Order;
use server::error::AppError;

use crate::bed::{Bed, ann, desk, mail_by};
use crate::on_both;

/// The number a desk gives first.
const FIRST: i64 = 1_001;
const RITA_WRITES: &str = "rita@acme.example.com";

async fn nothing_of_one_desk_is_found_from_another(bed: &Bed) {
    let row = bed
        .mail(
            "appseconnect",
            RITA_WRITES,
            &mail_by(RITA_WRITES, "same", "", "Help"),
        )
        .await;
    let ticket = bed.ticket_of("appseconnect", &row).await.id;
    let other = desk("three-levels");
    let close = Command::CloseTicket { seen: None };
    let error = bed
        .app
        .execute(Order::new(&other, ticket, ann(), close))
        .await
        .unwrap_err();
    assert!(matches!(error, AppError::NotFound("ticket")), "{error}");
    assert!(matches!(
        bed.app.ticket(&other, ticket).await,
        Err(AppError::NotFound("ticket"))
    ));
    assert!(bed.app.ticket_of_number(&other, FIRST).await.is_err());
    assert!(bed.outbox("three-levels").await.is_empty());
    assert!(
        bed.app
            .store()
            .mail("three-levels", &row.mail)
            .await
            .unwrap()
            .is_none()
    );

    // The very same mail is a ticket of its own at the other desk.
    let raw = mail_by(
        RITA_WRITES,
        "same",
        "References: <same@acme.example.com>\r\n",
        "Help",
    );
    let row = bed.mail("three-levels", RITA_WRITES, &raw).await;
    assert_eq!(row.outcome.as_deref(), Some("a new ticket"));
    assert_ne!(row.ticket, Some(ticket.to_string()));
    // Each desk counts for itself.
    assert!(bed.app.ticket_of_number(&other, FIRST).await.is_ok());
    assert_eq!(bed.tickets("appseconnect").await.len(), 1);
    assert_eq!(bed.tickets("three-levels").await.len(), 1);
}

on_both!(nothing_of_one_desk_is_found_from_another);
