//! The SMTP receiver over real connections, against senders that are correct, careless and hostile.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise and says why it skips"
)]

#[path = "mail_smtp/client.rs"]
mod client;
#[path = "mail_smtp/limits.rs"]
mod limits;
#[path = "mail_smtp/shelf.rs"]
mod shelf;

use std::sync::Arc;

use client::Client;
use server::mail::relay::{Relay, SendError};
use server::mail::smtp::{IntakeError, Limits};
use server::mail::{parse, thread};
use shelf::{Server, Shelf};

const SUPPORT: &str = "support@in8sync.example.com";
const OTHER: &str = "support@infocyte.example.com";

#[tokio::test]
async fn a_mail_is_kept_before_it_is_acknowledged() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::greeted(server.address).await;
    let offers = client.ask("EHLO sender.example.org").await;
    for offer in ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 31457280"] {
        assert!(offers.contains(offer), "{offers}");
    }
    assert!(!offers.contains("STARTTLS"), "no certificate, no offer");
    client
        .expect("MAIL FROM:<ann@example.com> SIZE=20 BODY=8BITMIME", "250")
        .await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client
        .expect("Subject: Printer\r\n\r\n..dot\r\nIt burns.\r\n.", "250")
        .await;
    let kept = server.shelf.kept();
    assert_eq!(kept.len(), 1);
    let (envelope, raw) = &kept[0];
    assert_eq!(envelope.desk, "in8sync");
    assert_eq!(envelope.sender.as_deref(), Some("ann@example.com"));
    assert_eq!(envelope.recipients, [SUPPORT]);
    assert!(!envelope.tls);
    let raw = String::from_utf8(raw.clone()).unwrap();
    assert!(
        raw.starts_with(
            "Return-Path: <ann@example.com>\r\nReceived: from sender.example.org ([127.0.0.1])"
        ),
        "{raw}"
    );
    assert!(
        raw.ends_with("\r\nSubject: Printer\r\n\r\n.dot\r\nIt burns.\r\n"),
        "{raw}"
    );
    assert_eq!(parse(raw.as_bytes()).subject, "Printer");
    client.expect("QUIT", "221").await;
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn unknown_recipients_are_refused_while_the_sender_is_there() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::ready(server.address).await;
    let answer = client.ask("RCPT TO:<nobody@in8sync.example.com>").await;
    assert!(
        answer.starts_with("550 5.1.1") && answer.contains("nobody@in8sync.example.com"),
        "{answer}"
    );
    client.expect("DATA", "554").await;
    assert!(server.shelf.kept().is_empty());
}

#[tokio::test]
async fn reply_addresses_lead_to_their_desk_in_any_case_of_the_domain() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let key = thread::TokenKey::new(b"secret", "in8sync");
    let ticket = uuid::Uuid::from_u128(42);
    let address = thread::reply_address("support@IN8SYNC.example.com", &key.make(ticket));
    let mut client = Client::ready(server.address).await;
    client.expect(&format!("RCPT TO:<{address}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect("Subject: Re\r\n\r\nx\r\n.", "250").await;
    let (envelope, raw) = server.shelf.kept().remove(0);
    assert_eq!(envelope.desk, "in8sync");
    let found = thread::ticket_of(&parse(&raw), &envelope.recipients, &key);
    assert_eq!(found, Some((ticket, thread::FoundIn::Address)));
}

#[tokio::test]
async fn a_mail_for_two_desks_is_kept_once_for_each() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::ready(server.address).await;
    for address in [SUPPORT, OTHER, "sales@in8sync.example.com", SUPPORT] {
        client.expect(&format!("RCPT TO:<{address}>"), "250").await;
    }
    client.expect("DATA", "354").await;
    client.expect("Subject: x\r\n\r\ny\r\n.", "250").await;
    let kept = server.shelf.kept();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].0.recipients, [SUPPORT, "sales@in8sync.example.com"]);
    assert_eq!(kept[1].0.desk, "infocyte");
    assert_eq!(kept[0].0.content_digest, kept[1].0.content_digest);
}

#[tokio::test]
async fn an_empty_sender_is_a_bounce_and_welcome() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::greeted(server.address).await;
    client.expect("HELO old.example.org", "250").await;
    client.expect("MAIL FROM:<>", "250").await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect("Subject: x\r\n\r\ny\r\n.", "250").await;
    let (envelope, raw) = server.shelf.kept().remove(0);
    assert_eq!(envelope.sender, None);
    assert!(parse(&raw).automatic.is_some());
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::greeted(server.address).await;
    let text = format!(
        "EHLO a.example.org\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<{SUPPORT}>\r\nRCPT TO:<no@example.com>\r\nDATA\r\n\
         Subject: 1\r\n\r\none\r\n.\r\nMAIL FROM:<b@example.com>\r\nRCPT TO:<{SUPPORT}>\r\nDATA\r\nSubject: 2\r\n\r\ntwo\r\n.\r\nNOOP\r\nQUIT\r\n"
    );
    client.send(text.as_bytes()).await;
    let answers = client.rest().await;
    let codes: Vec<&str> = answers
        .lines()
        .filter(|line| line.as_bytes()[3] == b' ')
        .map(|line| &line[..3])
        .collect();
    assert_eq!(
        codes,
        [
            "250", "250", "250", "550", "354", "250", "250", "250", "354", "250", "250", "221"
        ],
        "{answers}"
    );
    assert_eq!(server.shelf.subjects(), ["1", "2"]);
}

#[tokio::test]
async fn what_is_too_big_is_refused_before_or_after() {
    let limits = Limits {
        mail_bytes_max: 1_000,
        ..Limits::default()
    };
    let server = Server::start(Shelf::default(), limits).await;
    let mut client = Client::greeted(server.address).await;
    client.expect("EHLO a.example.org", "250").await;
    client
        .expect("MAIL FROM:<a@example.com> SIZE=5000", "552")
        .await;
    client
        .expect("MAIL FROM:<a@example.com> SIZE=10", "250")
        .await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client
        .expect(
            &format!("Subject: x\r\n\r\n{}\r\n.", "y".repeat(100_000)),
            "552",
        )
        .await;
    assert!(server.shelf.kept().is_empty());
    client.expect("MAIL FROM:<a@example.com>", "250").await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect("Subject: small\r\n\r\nx\r\n.", "250").await;
    assert_eq!(server.shelf.subjects(), ["small"]);
}

#[tokio::test]
async fn a_sender_that_goes_away_leaves_nothing() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    for ending in [
        "",
        "Subject: x",
        "Subject: x\r\n\r\nhalf",
        "Subject: x\r\n\r\nhalf\r\n",
        "Subject: x\r\n\r\nhalf\r\n.",
        "Subject: x\r\n\r\nhalf\r\n.\r",
    ] {
        let mut client = Client::ready(server.address).await;
        client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
        client.expect("DATA", "354").await;
        client.send(ending.as_bytes()).await;
        assert_eq!(client.rest().await, "", "no answer after {ending:?}");
    }
    assert!(server.shelf.kept().is_empty());
}

#[tokio::test]
async fn smuggled_mails_stay_inside_the_mail_that_carries_them() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let ends = [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\n\n.\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
    ];
    for end in ends {
        let mut client = Client::ready(server.address).await;
        client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
        client.expect("DATA", "354").await;
        let second = format!(
            "MAIL FROM:<ceo@in8sync.example.com>\r\nRCPT TO:<{SUPPORT}>\r\nDATA\r\nSubject: forged\r\n\r\npay"
        );
        client
            .expect(&format!("Subject: first\r\n\r\nx{end}{second}\r\n."), "250")
            .await;
        client.expect("QUIT", "221").await;
        assert_eq!(client.rest().await, "", "one answer only after {end:?}");
    }
    assert_eq!(server.shelf.subjects(), vec!["first"; ends.len()]);
    assert!(
        server
            .shelf
            .kept()
            .iter()
            .all(|(envelope, _)| envelope.sender.as_deref() == Some("ann@example.com"))
    );
}

#[tokio::test]
async fn chunks_and_web_forms_are_hung_up_on() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::ready(server.address).await;
    client
        .send(b"BDAT 30 LAST\r\nMAIL FROM:<forged@example.com>\r\n")
        .await;
    assert!(client.rest().await.starts_with("554"));
    let mut client = Client::greeted(server.address).await;
    client
        .send(b"POST / HTTP/1.1\r\nHost: x\r\n\r\nEHLO x\r\nMAIL FROM:<forged@example.com>\r\n")
        .await;
    let answers = client.rest().await;
    assert!(
        answers.starts_with("554") && answers.lines().count() == 1,
        "{answers}"
    );
}

#[tokio::test]
async fn a_desk_that_cannot_keep_says_try_again() {
    for (error, code) in [
        (IntakeError::Failed("disk on fire".to_owned()), "451"),
        (IntakeError::Full, "452"),
    ] {
        let server = Server::start(Shelf::failing(error), Limits::default()).await;
        let mut client = Client::ready(server.address).await;
        client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
        client.expect("DATA", "354").await;
        let answer = client.ask("x: y\r\n\r\nz\r\n.").await;
        assert!(answer.starts_with(code), "{answer}");
        assert!(!answer.contains("fire"), "inner words stay inside");
        client.expect("NOOP", "250").await;
    }
}

#[tokio::test]
async fn stopping_lets_a_running_mail_end() {
    let mut server = Server::start(Shelf::default(), Limits::default()).await;
    let mut idle = Client::greeted(server.address).await;
    let mut busy = Client::ready(server.address).await;
    busy.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    busy.expect("DATA", "354").await;
    server.stop();
    assert!(idle.rest().await.starts_with("421 4.3.2"));
    busy.expect("Subject: last\r\n\r\nx\r\n.", "250").await;
    assert!(busy.rest().await.starts_with("421"));
    server.ended().await;
    assert_eq!(server.shelf.subjects(), ["last"]);
}

#[tokio::test]
async fn starttls_encrypts_and_forgets_what_came_before() {
    let (server, roots) = Server::start_with_tls().await;
    let mut client = Client::ready(server.address).await;
    client.expect("STARTTLS", "220").await;
    let mut client = client.encrypt(roots).await;
    client.expect("MAIL FROM:<a@example.com>", "503").await;
    let offers = client.ask("EHLO a.example.org").await;
    assert!(!offers.contains("STARTTLS"), "{offers}");
    client.expect("MAIL FROM:<a@example.com>", "250").await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.expect("Subject: secret\r\n\r\nx\r\n.", "250").await;
    let (envelope, raw) = server.shelf.kept().remove(0);
    assert!(envelope.tls);
    assert!(String::from_utf8(raw).unwrap().contains("with ESMTPS id"));

    let mut client = Client::greeted(server.address).await;
    client.expect("EHLO a.example.org", "250").await;
    client
        .send(b"STARTTLS\r\nMAIL FROM:<forged@example.com>\r\n")
        .await;
    assert!(
        client.rest().await.starts_with("501"),
        "commands in clear must not cross into TLS"
    );
}

#[tokio::test]
async fn our_own_relay_client_delivers_and_reads_refusals() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let relay = Relay::from_url(&format!("smtp://{}", server.address)).unwrap();
    relay.check().await.unwrap();
    relay
        .send(
            Some("a@example.com"),
            SUPPORT,
            b"Subject: relayed\r\n\r\n.dot\r\n",
        )
        .await
        .unwrap();
    relay
        .send(None, SUPPORT, b"Subject: notice\r\n\r\nx\r\n")
        .await
        .unwrap();
    assert_eq!(server.shelf.subjects(), ["relayed", "notice"]);
    assert_eq!(parse(&server.shelf.kept()[0].1).text, ".dot");
    assert_eq!(server.shelf.kept()[1].0.sender, None);
    let refused = relay
        .send(None, "nobody@in8sync.example.com", b"x")
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, SendError::Permanent(words) if words.contains("550")),
        "{refused:?}"
    );

    let server = Server::start(Shelf::failing(IntakeError::Full), Limits::default()).await;
    let relay = Relay::from_url(&format!("smtp://{}", server.address)).unwrap();
    let later = relay
        .send(None, SUPPORT, b"x: y\r\n\r\nz\r\n")
        .await
        .unwrap_err();
    assert!(
        matches!(&later, SendError::Temporary(words) if words.contains("452")),
        "{later:?}"
    );
}

#[tokio::test]
async fn swaks_delivers() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut swaks = tokio::process::Command::new("swaks");
    swaks.args([
        "--server",
        "127.0.0.1",
        "--port",
        &server.address.port().to_string(),
        "--pipeline",
    ]);
    swaks.args([
        "--from",
        "ann@example.com",
        "--to",
        SUPPORT,
        "--header",
        "Subject: by swaks",
    ]);
    let Ok(output) = swaks.output().await else {
        eprintln!("skipped: swaks is not installed");
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert_eq!(server.shelf.subjects(), ["by swaks"]);
}

#[tokio::test]
async fn a_hundred_senders_at_once() {
    let limits = Limits {
        connections_per_peer_max: 200,
        ..Limits::default()
    };
    let server = Arc::new(Server::start(Shelf::default(), limits).await);
    let senders = (0..100).map(|number| {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let mut client = Client::ready(server.address).await;
            client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
            client.expect("DATA", "354").await;
            client
                .expect(&format!("Subject: {number}\r\n\r\nx\r\n."), "250")
                .await;
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap();
    }
    let mut subjects = server.shelf.subjects();
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), 100);
}
