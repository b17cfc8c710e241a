//! A relay that is not there, or there and silent.

use std::time::Duration;

use crate::support::letterbox::Letterbox;
use crate::support::program::{Installation, Server, free_address};
use crate::support::smtp::Smtp;
use crate::{ADDRESS, beside, eventually, mail, mails, outbox};

/// Somebody writes, and the desk has something to send.
async fn write(installation: &Installation, subject: &str) {
    let mut smtp = Smtp::connect(installation.smtp).await.unwrap();
    let mail = mail(subject, "Help!");
    let answer = smtp.send("ann@example.net", ADDRESS, &mail).await.unwrap();
    assert!(answer.starts_with("250"), "{answer}");
}

fn start(relay: &str) -> (Installation, Server) {
    let installation = Installation::new().with(&["--relay", relay]);
    let server = installation.start();
    (installation, server)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_waits_says_why_and_goes_later() {
    let address = free_address();
    let (installation, _server) = start(&format!("smtp://{address}"));
    write(&installation, "closed").await;
    let store = beside(&installation.database()).await;
    let (item, reason) = eventually(
        "the failure is shown",
        Duration::from_secs(20),
        async || {
            let item = outbox(&store).await.into_iter().next()?;
            let reason = item.last_error.clone()?;
            Some((item, reason))
        },
    )
    .await;
    assert_eq!(item.state, "waiting");
    let expected = format!("the relay {address} cannot be reached");
    assert!(reason.starts_with(&expected), "{reason}");
    assert!(reason.to_lowercase().contains("refused"), "{reason}");

    let letterbox = Letterbox::open_at(address).await;
    let sent = eventually("it is sent", Duration::from_secs(40), async || {
        let items = outbox(&store).await;
        items
            .iter()
            .all(|item| item.state == "sent")
            .then_some(items)
    })
    .await;
    assert!(
        sent.iter()
            .all(|item| item.last_error.is_none() && item.resent == 0)
    );
    assert_eq!(letterbox.letters().len(), sent.len(), "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_relay_holds_up_nothing_but_what_is_sent() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let (installation, server) = start(&format!("smtp://{address}"));
    write(&installation, "first").await;
    // Taken, and never greeted.
    let (_held, _) = silent.accept().await.unwrap();
    write(&installation, "second").await;
    let store = beside(&installation.database()).await;
    eventually(
        "the second mail is a ticket",
        Duration::from_secs(10),
        async || {
            let kept = mails(&store).await;
            (kept.len() == 2 && kept.iter().all(|mail| mail.ticket.is_some())).then_some(())
        },
    )
    .await;
    let page = reqwest::get(format!("http://{}/readyz", installation.listen)).await;
    assert!(page.unwrap().status().is_success());
    assert!(
        outbox(&store)
            .await
            .iter()
            .any(|item| item.state == "sending")
    );
    assert!(server.stop().success(), "nor does it hold up the end");
}
