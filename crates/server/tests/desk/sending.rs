//! The outbox: what is sent, how it looks, and what happens when it does not go.

use domain::Command;
use server::mail::relay::Relay;
use server::outbox::send_due;
use server::store::{ContactRow, Write};

use crate::bed::{Bed, ann, desk, mail_by};
use crate::on_both;
use crate::support::letterbox::Letterbox;

const RITA_WRITES: &str = "rita@acme.example.com";

async fn an_acknowledgement_says_number_and_promises(bed: &Bed) {
    let letterbox = Letterbox::open().await;
    bed.mail(
        "appseconnect",
        RITA_WRITES,
        &mail_by(RITA_WRITES, "a", "", "Help"),
    )
    .await;
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 1);
    assert_eq!(
        send_due(&bed.app, &letterbox.relay()).await.unwrap(),
        0,
        "once"
    );
    let letter = &letterbox.letters()[0];
    assert_eq!(
        letter.sender.as_deref(),
        Some("support@appseconnect.example.com")
    );
    assert_eq!(letter.recipients, [RITA_WRITES]);
    let mail = &letter.mail;
    assert_eq!(mail.subject, "[APP-1001] No orders");
    assert_eq!(mail.headers.get("auto-submitted"), Some("auto-replied"));
    assert_eq!(mail.headers.get("x-mainstay-loop"), Some("appseconnect"));
    assert!(
        mail.reply_to[0].address.starts_with("support+"),
        "{:?}",
        mail.reply_to
    );
    for words in [
        "Hello Rita",
        "APP-1001",
        "First response: by Wednesday 18 November 2026, 16:30 (Asia/Kolkata)",
        "https://desk.example.com/d/appseconnect/tickets/APP-1001",
        "answer this mail",
    ] {
        assert!(
            mail.text_full.contains(words),
            "{words} in {}",
            mail.text_full
        );
    }
    assert!(
        !mail.text_full.contains("16:30 (Asia/Kolkata)\n- First"),
        "internal promises stay inside"
    );
    let row = &bed.outbox("appseconnect").await[0];
    assert_eq!((row.state.as_str(), row.resent), ("sent", 0));
    assert_eq!(mail.message_id.as_deref(), Some(row.message_id.as_str()));
    // The desk knows its own mail when it comes back.
    let id = format!("In-Reply-To: <{}>\r\n", row.message_id);
    let answer = bed
        .mail(
            "appseconnect",
            RITA_WRITES,
            &mail_by(RITA_WRITES, "b", &id, "Thanks"),
        )
        .await;
    assert_eq!(answer.outcome.as_deref(), Some("a message on the ticket"));
}

async fn a_desk_speaks_its_customers_language(bed: &Bed) {
    let letterbox = Letterbox::open().await;
    let ticket = bed.open("proconcept", None).await;
    let reply = Command::AddMessage(bed.message("Quelle version ?"));
    bed.does("proconcept", ticket, ann(), reply).await;
    bed.mail(
        "proconcept",
        RITA_WRITES,
        &mail_by(RITA_WRITES, "a", "", "Bonjour"),
    )
    .await;
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 2);
    let letters = letterbox.letters();
    let reply = letters
        .iter()
        .find(|letter| letter.mail.text_full.contains("Quelle version ?"))
        .unwrap();
    assert_eq!(reply.mail.headers.get("content-language"), Some("fr"));
    assert_eq!(
        reply.mail.headers.get("auto-submitted"),
        None,
        "a person wrote it"
    );
    assert!(
        reply.mail.text_full.contains("Bonjour Rita"),
        "{}",
        reply.mail.text_full
    );
    assert!(
        reply.mail.reply_to.is_empty(),
        "this desk takes no answers by mail"
    );
    let refusal = letters
        .iter()
        .find(|letter| letter.sender.is_none())
        .expect("an empty sender");
    assert_eq!(refusal.recipients, [RITA_WRITES]);
    assert!(
        refusal.mail.text_full.contains("portail"),
        "{}",
        refusal.mail.text_full
    );
    assert_eq!(
        refusal.mail.headers.get("auto-submitted"),
        Some("auto-replied")
    );
}

async fn what_does_not_go_is_tried_again(bed: &Bed) {
    let nobody = Relay::from_url("smtp://127.0.0.1:9").unwrap();
    bed.mail(
        "appseconnect",
        RITA_WRITES,
        &mail_by(RITA_WRITES, "a", "", "Help"),
    )
    .await;
    assert_eq!(send_due(&bed.app, &nobody).await.unwrap(), 1);
    let row = bed.outbox("appseconnect").await.remove(0);
    assert_eq!((row.state.as_str(), row.attempts), ("waiting", 1));
    assert!(row.last_error.unwrap().contains("127.0.0.1:9"));
    assert_eq!(send_due(&bed.app, &nobody).await.unwrap(), 0, "not at once");

    let letterbox = Letterbox::open().await;
    letterbox.set_busy(true);
    bed.advance("2026-11-18T09:00:10Z");
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 1);
    let row = bed.outbox("appseconnect").await.remove(0);
    assert_eq!((row.state.as_str(), row.attempts), ("waiting", 2));
    letterbox.set_busy(false);
    bed.advance("2026-11-18T09:01:10Z");
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 1);
    let row = bed.outbox("appseconnect").await.remove(0);
    assert_eq!((row.state.as_str(), row.last_error), ("sent", None));
    assert_eq!(letterbox.letters().len(), 1);
}

async fn what_is_refused_for_good_is_shown_so(bed: &Bed) {
    let rita = bed
        .app
        .store()
        .contact_by_address("appseconnect", RITA_WRITES)
        .await
        .unwrap()
        .unwrap();
    let gone = ContactRow {
        address: "gone@acme.example.com".to_owned(),
        ..rita
    };
    bed.app.store().contact_upsert(&gone).await.unwrap();
    let ticket = bed.open("appseconnect", None).await;
    bed.does(
        "appseconnect",
        ticket,
        ann(),
        Command::AddMessage(bed.message("Hello")),
    )
    .await;
    let letterbox = Letterbox::open().await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let row = bed.outbox("appseconnect").await.remove(0);
    assert_eq!(row.state, "dead");
    assert!(row.last_error.unwrap().contains("550"));
    assert!(letterbox.letters().is_empty());
}

async fn a_killed_sender_sends_again_under_the_same_id(bed: &Bed) {
    let letterbox = Letterbox::open().await;
    bed.mail(
        "appseconnect",
        RITA_WRITES,
        &mail_by(RITA_WRITES, "a", "", "Help"),
    )
    .await;
    let row = bed.outbox("appseconnect").await.remove(0);
    let store = bed.app.store();
    store
        .outbox_claim(&row, "", bed.app.now().as_microsecond() + 1)
        .await
        .unwrap();
    assert_eq!(
        send_due(&bed.app, &letterbox.relay()).await.unwrap(),
        0,
        "somebody is sending it"
    );
    assert_eq!(store.outbox_recover(i64::MAX, 10).await.unwrap(), 1);
    bed.advance("2026-11-18T09:00:01Z");
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 1);
    let again = bed.outbox("appseconnect").await.remove(0);
    assert_eq!((again.state.as_str(), again.resent), ("sent", 1));
    assert_eq!(letterbox.letters()[0].mail.message_id, Some(row.message_id));
}

async fn one_bad_ticket_does_not_stop_the_post(bed: &Bed) {
    let broken = bed.open("appseconnect", None).await;
    bed.does(
        "appseconnect",
        broken,
        ann(),
        Command::AddMessage(bed.message("One")),
    )
    .await;
    let (ticket, _) = bed.app.ticket(&desk("appseconnect"), broken).await.unwrap();
    let unreadable = server::store::EventRow {
        desk: "appseconnect".to_owned(),
        ticket: broken.to_string(),
        sequence: i64::try_from(ticket.sequence).unwrap() + 1,
        at: 0,
        kind: "from_the_future".to_owned(),
        version: 9,
        actor: "{}".to_owned(),
        payload: "{}".to_owned(),
    };
    bed.app
        .store()
        .write(Write::rows([unreadable.insert()]))
        .await
        .unwrap();
    let whole = bed.open("appseconnect", None).await;
    bed.does(
        "appseconnect",
        whole,
        ann(),
        Command::AddMessage(bed.message("Two")),
    )
    .await;
    let letterbox = Letterbox::open().await;
    assert_eq!(send_due(&bed.app, &letterbox.relay()).await.unwrap(), 2);
    assert_eq!(letterbox.letters().len(), 1);
    let states: Vec<String> = bed
        .outbox("appseconnect")
        .await
        .into_iter()
        .map(|row| row.state)
        .collect();
    assert!(
        states.contains(&"waiting".to_owned()) && states.contains(&"sent".to_owned()),
        "{states:?}"
    );
}

on_both!(
    an_acknowledgement_says_number_and_promises,
    a_desk_speaks_its_customers_language,
    what_does_not_go_is_tried_again,
    what_is_refused_for_good_is_shown_so,
    a_killed_sender_sends_again_under_the_same_id,
    one_bad_ticket_does_not_stop_the_post,
);
