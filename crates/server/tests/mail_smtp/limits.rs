//! Senders at the limits: out of order, too many, too long, or silent.

use std::time::Duration;

use server::mail::smtp::Limits;

use super::SUPPORT;
use super::client::Client;
use super::shelf::{Server, Shelf};

#[tokio::test]
async fn order_and_form_of_commands_are_watched() {
    let server = Server::start(Shelf::default(), Limits::default()).await;
    let mut client = Client::greeted(server.address).await;
    for (command, code) in [
        ("MAIL FROM:<a@example.com>", "503"),
        ("RCPT TO:<a@example.com>", "503"),
        ("DATA", "503"),
        ("EHLO a.example.org", "250"),
        ("MAIL FROM:a@example.com", "501"),
        ("MAIL FROM:<a@example.com> XYZ=1", "555"),
        ("NONSENSE", "500"),
        ("AUTH PLAIN AGEAYQ==", "502"),
        ("VRFY support", "252"),
        ("STARTTLS", "502"),
        ("NOOP", "250"),
        ("MAIL FROM:<a@example.com>", "250"),
        ("MAIL FROM:<a@example.com>", "503"),
        ("RSET", "250"),
        ("DATA", "503"),
        ("HELP", "214"),
    ] {
        client.expect(command, code).await;
    }
    client
        .expect(&format!("NOOP {}", "x".repeat(100_000)), "500")
        .await;
    client.expect("NOOP", "250").await;
}

#[tokio::test]
async fn limits_end_conversations_politely() {
    let limits = Limits {
        errors_max: 3,
        recipients_max: 2,
        mails_max: 1,
        ..Limits::default()
    };
    let server = Server::start(Shelf::default(), limits).await;
    let mut client = Client::ready(server.address).await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "452").await;
    client.expect("DATA", "354").await;
    client.expect("x: y\r\n\r\nz\r\n.", "250").await;
    client.expect("MAIL FROM:<a@example.com>", "421").await;
    assert_eq!(client.rest().await, "");

    let mut client = Client::greeted(server.address).await;
    for _ in 0..3 {
        client.expect("NONSENSE", "500").await;
    }
    client.expect("NONSENSE", "500").await;
    assert!(client.rest().await.starts_with("421"));
}

#[tokio::test]
async fn too_many_connections_are_told_to_come_back() {
    let limits = Limits {
        connections_per_peer_max: 2,
        ..Limits::default()
    };
    let server = Server::start(Shelf::default(), limits).await;
    let first = Client::greeted(server.address).await;
    let _second = Client::greeted(server.address).await;
    let mut third = Client::connect(server.address).await;
    assert!(third.rest().await.starts_with("421 4.7.0"));
    drop(first);
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let mut next = Client::connect(server.address).await;
        if next.answer().await.starts_with("220") {
            return;
        }
    }
    panic!("a place must become free when a sender leaves");
}

#[tokio::test]
async fn silent_senders_are_let_go() {
    let limits = Limits {
        command_timeout: Duration::from_millis(50),
        data_timeout: Duration::from_millis(50),
        ..Limits::default()
    };
    let server = Server::start(Shelf::default(), limits).await;
    let mut client = Client::greeted(server.address).await;
    assert!(client.rest().await.starts_with("421 4.4.2"));
    let mut client = Client::ready(server.address).await;
    client.expect(&format!("RCPT TO:<{SUPPORT}>"), "250").await;
    client.expect("DATA", "354").await;
    client.send(b"Subject: x\r\n").await;
    assert!(client.rest().await.starts_with("421 4.4.2"));
    assert!(server.shelf.kept().is_empty());
}
