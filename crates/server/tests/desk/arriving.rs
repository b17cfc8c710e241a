//! Mails that arrive: what becomes of each, and who is answered.

use domain::{NoticeKind, Recipient, RefusedMail, Status};
use server::inbound::work_waiting;
use server::store::OutboxRow;

use crate::bed::{Bed, RITA, mail_by};
use crate::on_both;

const RITA_WRITES: &str = "rita@acme.example.com";

fn notice(row: &OutboxRow) -> domain::Notice {
    serde_json::from_str(&row.notice).unwrap()
}

async fn a_mail_becomes_a_ticket(bed: &Bed) {
    let raw = "From: Rita <Rita@Acme.example.com>\r\nTo: support@appseconnect.example.com\r\n\
        Subject: No orders\r\nMessage-ID: <a@acme.example.com>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n\
        Since this morning.\r\n--x\r\nContent-Type: image/png; name=one.png\r\n\
        Content-Disposition: attachment; filename=one.png\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        AAECAw==\r\n--x\r\nContent-Type: image/png; name=two.png\r\n\
        Content-Disposition: attachment; filename=two.png\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        AAECAw==\r\n--x--\r\n";
    let row = bed.mail("appseconnect", RITA_WRITES, raw).await;
    assert_eq!(
        (row.state.as_str(), row.outcome.as_deref()),
        ("done", Some("a new ticket"))
    );
    let ticket = bed.ticket_of("appseconnect", &row).await;
    assert_eq!(ticket.requester.0, RITA);
    assert_eq!(
        bed.text("appseconnect", ticket.subject.id).await,
        "No orders"
    );
    assert_eq!(
        bed.text("appseconnect", ticket.messages[0].text.id).await,
        "Since this morning."
    );

    let store = bed.app.store();
    let files = store
        .attachments_of_ticket("appseconnect", &ticket.id.to_string())
        .await
        .unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["one.png", "two.png"]);
    assert_eq!(
        files[0].digest, files[1].digest,
        "equal content is kept once"
    );
    let bytes = store.blob("appseconnect", &files[0].digest).await.unwrap();
    assert_eq!(bytes, Some(vec![0, 1, 2, 3]));

    let outbox = bed.outbox("appseconnect").await;
    assert_eq!(outbox.len(), 1);
    assert_eq!(notice(&outbox[0]).kind, NoticeKind::Acknowledgement);
    assert_eq!(outbox[0].recipient, format!("contact:{RITA}"));
}

async fn receipt_counts_and_not_when_it_was_worked_on(bed: &Bed) {
    let deliver = server::inbound::Deliver {
        sender: Some(RITA_WRITES.to_owned()),
        recipients: vec!["support@appseconnect.example.com".to_owned()],
        raw: mail_by(RITA_WRITES, "late", "", "Help").into_bytes(),
    };
    let name = crate::bed::desk("appseconnect");
    let id = server::inbound::deliver(&bed.app, &name, deliver)
        .await
        .unwrap();
    bed.advance("2026-11-18T12:00:00Z");
    work_waiting(&bed.app).await.unwrap();
    let row = bed
        .app
        .store()
        .mail("appseconnect", &id.to_string())
        .await
        .unwrap()
        .unwrap();
    let ticket = bed.ticket_of("appseconnect", &row).await;
    assert_eq!(ticket.received_at, crate::bed::at(crate::bed::START));
    let due = ticket.clocks["first-response.1"].due_at.unwrap();
    assert_eq!(due, crate::bed::at("2026-11-18T11:00:00Z"));
    assert_eq!(ticket.clocks["first-response.1"].breached_at, Some(due));
}

async fn unregistered_senders_are_told_once_a_day(bed: &Bed) {
    let stranger = "Stranger@Elsewhere.example.com";
    for (day, id) in [("18", "1"), ("18", "2"), ("19", "3")] {
        bed.advance(&format!("2026-11-{day}T10:0{id}:00Z"));
        let row = bed
            .mail(
                "appseconnect",
                stranger,
                &mail_by(stranger, id, "", "Hello"),
            )
            .await;
        assert!(
            row.outcome
                .unwrap()
                .starts_with("refused: the address is not registered")
        );
    }
    assert_eq!(bed.tickets("appseconnect").await.len(), 0);
    let outbox = bed.outbox("appseconnect").await;
    assert_eq!(outbox.len(), 2, "once a day");
    let NoticeKind::MailRefused {
        reason,
        instead,
        subject,
    } = notice(&outbox[0]).kind
    else {
        panic!("{}", outbox[0].notice)
    };
    assert_eq!(
        (reason, subject.as_str()),
        (RefusedMail::Unregistered, "No orders")
    );
    assert!(instead.contains("portal"), "{instead}");

    let automatic = mail_by(
        "robot@elsewhere.example.com",
        "r",
        "Precedence: list\r\nList-Id: <l.example.com>\r\n",
        "News",
    );
    bed.mail("appseconnect", "robot@elsewhere.example.com", &automatic)
        .await;
    let empty_sender = mail_by("other@elsewhere.example.com", "e", "", "Hello");
    bed.mail_to(
        "appseconnect",
        "support@appseconnect.example.com",
        None,
        empty_sender.as_bytes(),
    )
    .await;
    assert_eq!(
        bed.outbox("appseconnect").await.len(),
        2,
        "no machine is answered"
    );
}

async fn desks_without_mail_name_the_portal(bed: &Bed) {
    for (name, words) in [("in8sync", "customer portal"), ("proconcept", "le portail")] {
        let row = bed
            .mail(name, RITA_WRITES, &mail_by(RITA_WRITES, name, "", "Hello"))
            .await;
        assert!(
            row.outcome
                .unwrap()
                .starts_with("refused: the desk takes no tickets by mail")
        );
        assert_eq!(bed.tickets(name).await.len(), 0);
        let outbox = bed.outbox(name).await;
        let told = notice(&outbox[0]);
        assert_eq!(told.to, Recipient::Address(RITA_WRITES.to_owned()));
        let NoticeKind::MailRefused {
            reason: RefusedMail::MailNotTaken,
            instead,
            ..
        } = told.kind
        else {
            panic!("{}", outbox[0].notice)
        };
        assert!(instead.contains(words), "{instead}");
    }
}

async fn the_same_mail_twice_is_one_ticket(bed: &Bed) {
    let raw = mail_by(RITA_WRITES, "twice", "", "Help");
    let first = bed.mail("appseconnect", RITA_WRITES, &raw).await;
    // Another way round, with other traces of transport.
    let traced = format!(
        "Received: from b.example.com by c.example.com; Wed, 18 Nov 2026 09:00:00 +0000\r\n{raw}"
    );
    let second = bed.mail("appseconnect", RITA_WRITES, &traced).await;
    assert_eq!(second.outcome.as_deref(), Some("the same mail came before"));
    assert_eq!(second.ticket, first.ticket);
    assert_eq!(bed.tickets("appseconnect").await.len(), 1);
    assert_eq!(bed.outbox("appseconnect").await.len(), 1);
}

async fn machines_are_kept_and_not_answered(bed: &Bed) {
    let bounce = "From: <mailer-daemon@acme.example.com>\r\nTo: <support@appseconnect.example.com>\r\n\
        Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@acme.example.com>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; acme.example.com\r\n\r\nFinal-Recipient: rfc822; rita@acme.example.com\r\n\
        Action: failed\r\nStatus: 5.1.1\r\n--x--\r\n";
    let cases = [
        (
            mail_by(
                RITA_WRITES,
                "v",
                "Auto-Submitted: auto-replied\r\n",
                "I am away.",
            ),
            "kept unanswered: an automatic reply",
        ),
        (
            mail_by(
                RITA_WRITES,
                "l",
                "X-Mainstay-Loop: appseconnect\r\n",
                "Yours.",
            ),
            "kept unanswered: a mail of our own that came back",
        ),
        (
            bounce.to_owned(),
            "kept unanswered: a report about a mail of ours",
        ),
    ];
    for (raw, outcome) in cases {
        let row = bed.mail("appseconnect", RITA_WRITES, &raw).await;
        assert_eq!(
            (row.state.as_str(), row.outcome.as_deref()),
            ("done", Some(outcome))
        );
    }
    assert_eq!(bed.tickets("appseconnect").await.len(), 0);
    assert_eq!(bed.outbox("appseconnect").await.len(), 0);
}

async fn nothing_to_say_is_still_a_ticket(bed: &Bed) {
    let raw = format!("From: <{RITA_WRITES}>\r\nMessage-ID: <n@acme.example.com>\r\n\r\n");
    let row = bed.mail("appseconnect", RITA_WRITES, &raw).await;
    let ticket = bed.ticket_of("appseconnect", &row).await;
    assert_eq!(
        bed.text("appseconnect", ticket.subject.id).await,
        "(no subject)"
    );
    assert_eq!(ticket.status, Status::Open);
}

async fn a_mail_nobody_can_work_on_does_not_stop_the_next(bed: &Bed) {
    // A policy whose text this program cannot read any more.
    let poison = server::store::PolicyRow {
        desk: "infocyte".to_owned(),
        version: "broken".to_owned(),
        source: "format = 99".to_owned(),
        effective_at: bed.app.now().as_microsecond(),
        published_at: 0,
    };
    bed.app.store().policy_publish(&poison).await.unwrap();
    let poisoned = bed
        .mail(
            "infocyte",
            RITA_WRITES,
            &mail_by(RITA_WRITES, "p", "", "Help"),
        )
        .await;
    assert_eq!(poisoned.state, "waiting");
    assert!(poisoned.outcome.unwrap().starts_with("not yet worked on"));
    assert!(poisoned.next_at > bed.app.now().as_microsecond());
    let garbage: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let row = bed
        .mail_to(
            "appseconnect",
            "support@appseconnect.example.com",
            Some(""),
            &garbage,
        )
        .await;
    assert_ne!(row.state, "waiting", "{:?}", row.outcome);
    let row = bed
        .mail(
            "appseconnect",
            RITA_WRITES,
            &mail_by(RITA_WRITES, "ok", "", "a\0b"),
        )
        .await;
    let ticket = bed.ticket_of("appseconnect", &row).await;
    assert_eq!(
        bed.text("appseconnect", ticket.messages[0].text.id).await,
        "ab"
    );
}

on_both!(
    a_mail_becomes_a_ticket,
    receipt_counts_and_not_when_it_was_worked_on,
    unregistered_senders_are_told_once_a_day,
    desks_without_mail_name_the_portal,
    the_same_mail_twice_is_one_ticket,
    machines_are_kept_and_not_answered,
    nothing_to_say_is_still_a_ticket,
    a_mail_nobody_can_work_on_does_not_stop_the_next,
);
