//! Mails that answer: how they find their ticket, and whose they may not find.

use domain::{Actor, Channel};
use server::mail::thread::{TokenKey, reply_address};

use crate::bed::{ANN, Bed, GLOBEX, GUS, desk, mail_by};
use crate::on_both;

const RITA_WRITES: &str = "rita@acme.example.com";
const GUS_WRITES: &str = "gus@globex.example.com";

/// A ticket by mail, and the address its answers go to.
async fn opened(bed: &Bed, name: &str) -> (String, String) {
    let row = bed
        .mail(
            name,
            RITA_WRITES,
            &mail_by(RITA_WRITES, "first", "", "Help"),
        )
        .await;
    let ticket = row.ticket.unwrap();
    let desk_row = bed.app.desk(&desk(name)).await.unwrap();
    let key = TokenKey::new(desk_row.secret.as_bytes(), &desk_row.desk);
    let token = key.make(ticket.parse().unwrap());
    (ticket, reply_address(&desk_row.address, &token))
}

async fn an_answer_finds_its_ticket(bed: &Bed) {
    let (ticket, address) = opened(bed, "appseconnect").await;
    let sent = bed.outbox("appseconnect").await[0].message_id.clone();
    let to_token = mail_by(RITA_WRITES, "by-address", "", "One");
    let to_ours = mail_by(
        RITA_WRITES,
        "by-id",
        &format!("In-Reply-To: <{sent}>\r\n"),
        "Two",
    );
    let to_own = mail_by(
        RITA_WRITES,
        "by-own",
        "References: <other@example.com> <first@acme.example.com>\r\n",
        "Three",
    );
    let support = "support@appseconnect.example.com";
    for (recipient, raw) in [
        (address.as_str(), to_token),
        (support, to_ours),
        (support, to_own),
    ] {
        let row = bed
            .mail_to("appseconnect", recipient, Some(RITA_WRITES), raw.as_bytes())
            .await;
        assert_eq!(row.outcome.as_deref(), Some("a message on the ticket"));
        assert_eq!(row.ticket.as_ref(), Some(&ticket));
    }
    let (found, _) = bed
        .app
        .ticket(&desk("appseconnect"), ticket.parse().unwrap())
        .await
        .unwrap();
    let mut said = Vec::new();
    for message in &found.messages {
        assert_eq!((message.channel, message.public), (Channel::Mail, true));
        said.push(bed.text("appseconnect", message.text.id).await);
    }
    assert_eq!(said, ["Help", "One", "Two", "Three"]);
}

async fn a_strangers_answer_never_lands_on_the_ticket(bed: &Bed) {
    // At a desk for everybody, and at one for the registered.
    for (name, sender) in [
        ("three-levels", "stranger@elsewhere.example.com"),
        ("three-levels", GUS_WRITES),
        ("appseconnect", GUS_WRITES),
        ("appseconnect", "stranger@elsewhere.example.com"),
    ] {
        let id = format!("first-{name}-{sender}");
        let row = bed
            .mail(
                name,
                RITA_WRITES,
                &mail_by(RITA_WRITES, &id.replace('@', "-"), "", "Help"),
            )
            .await;
        let ticket = bed.ticket_of(name, &row).await;
        let desk_row = bed.app.desk(&desk(name)).await.unwrap();
        let key = TokenKey::new(desk_row.secret.as_bytes(), &desk_row.desk);
        let address = reply_address(&desk_row.address, &key.make(ticket.id.0));
        let references = format!(
            "References: <{}@acme.example.com>\r\n",
            id.replace('@', "-")
        );
        let raw = mail_by(sender, "intruder", &references, "Let me see");
        let row = bed
            .mail_to(name, &address, Some(sender), raw.as_bytes())
            .await;
        assert_ne!(row.ticket, Some(ticket.id.to_string()), "{name} {sender}");
        let (after, _) = bed.app.ticket(&desk(name), ticket.id).await.unwrap();
        assert_eq!(after.messages.len(), 1, "{name} {sender}");
        if let Some(other) = row.ticket {
            let (other, _) = bed
                .app
                .ticket(&desk(name), other.parse().unwrap())
                .await
                .unwrap();
            assert_ne!(other.customer, ticket.customer);
        }
    }
    // The registered one has a ticket of their own company.
    let tickets = bed.tickets("appseconnect").await;
    let mut of_globex = 0;
    for id in tickets {
        let (ticket, _) = bed
            .app
            .ticket(&desk("appseconnect"), id.parse().unwrap())
            .await
            .unwrap();
        of_globex += usize::from(ticket.customer.0 == GLOBEX && ticket.requester.0 == GUS);
    }
    assert_eq!(of_globex, 1);
}

async fn anothers_token_is_no_token(bed: &Bed) {
    let (ticket, address) = opened(bed, "three-levels").await;
    let (local, _) = address.split_once('@').unwrap();
    let elsewhere = format!("{local}@appseconnect.example.com");
    let raw = mail_by(RITA_WRITES, "crossed", "", "Hello");
    let row = bed
        .mail_to(
            "appseconnect",
            &elsewhere,
            Some(RITA_WRITES),
            raw.as_bytes(),
        )
        .await;
    assert_eq!(row.outcome.as_deref(), Some("a new ticket"));
    assert_ne!(row.ticket, Some(ticket));
}

async fn staff_who_answer_write_a_note(bed: &Bed) {
    let (ticket, address) = opened(bed, "appseconnect").await;
    let before = bed.outbox("appseconnect").await.len();
    let raw = mail_by(
        "ann@vendor.example.com",
        "staff",
        "",
        "Looks like the queue.",
    );
    let row = bed
        .mail_to(
            "appseconnect",
            &address,
            Some("ann@vendor.example.com"),
            raw.as_bytes(),
        )
        .await;
    assert_eq!(row.outcome.as_deref(), Some("a note by staff"));
    let (found, _) = bed
        .app
        .ticket(&desk("appseconnect"), ticket.parse().unwrap())
        .await
        .unwrap();
    let note = found.messages.last().unwrap();
    assert!(!note.public);
    assert_eq!(note.author, Actor::Agent(domain::AgentId(ANN)));
    assert_eq!(
        bed.outbox("appseconnect").await.len(),
        before,
        "nobody outside is told"
    );
}

async fn what_staff_forward_belongs_to_its_writer(bed: &Bed) {
    let raw = "From: Ann <ann@vendor.example.com>\r\nTo: support@appseconnect.example.com\r\n\
        Subject: Fwd: No orders\r\nMessage-ID: <f@vendor.example.com>\r\n\r\nPlease take this.\r\n\r\n\
        ---------- Forwarded message ---------\r\nFrom: Rita <rita@acme.example.com>\r\n\
        Date: Wed, 18 Nov 2026 at 08:00\r\nSubject: No orders\r\nTo: Ann <ann@vendor.example.com>\r\n\r\n\
        Since this morning.\r\n";
    let row = bed
        .mail("appseconnect", "ann@vendor.example.com", raw)
        .await;
    let ticket = bed.ticket_of("appseconnect", &row).await;
    assert_eq!(ticket.requester.0, crate::bed::RITA);
    let body = bed.text("appseconnect", ticket.messages[0].text.id).await;
    assert!(body.contains("Since this morning."), "{body}");
}

async fn an_answer_by_quotes_alone_is_not_lost(bed: &Bed) {
    let (_, address) = opened(bed, "appseconnect").await;
    let raw = mail_by(
        RITA_WRITES,
        "quoted",
        "",
        "> Which version?\r\n> Which build?",
    );
    let row = bed
        .mail_to("appseconnect", &address, Some(RITA_WRITES), raw.as_bytes())
        .await;
    assert_eq!(row.outcome.as_deref(), Some("a message on the ticket"));
}

on_both!(
    an_answer_finds_its_ticket,
    a_strangers_answer_never_lands_on_the_ticket,
    anothers_token_is_no_token,
    staff_who_answer_write_a_note,
    what_staff_forward_belongs_to_its_writer,
    an_answer_by_quotes_alone_is_not_lost,
);
