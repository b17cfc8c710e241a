//! Starts that cannot succeed: each says why and what to do, and exits with 2. And
//! a policy that somebody spoiled.

use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

use crate::support::program::{Installation, run_to_end};
use crate::support::smtp::Smtp;
use crate::{ADDRESS, DESK, beside, eventually, mail, mails};

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let installation = Installation::new();
    let _running = installation.start();
    let mut second = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    second
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--smtp",
            "127.0.0.1:0",
            "--data",
        ])
        .arg(installation.data());
    for (code, words) in [run_to_end(second), installation.refused(&[])] {
        assert_eq!(code, 2);
        assert!(
            words.contains("another server is using the data folder"),
            "{words}"
        );
        assert!(words.contains("stop it first"), "{words}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let installation = Installation::new();
    for (address, what) in [
        (installation.listen, "browsers"),
        (installation.smtp, "mails"),
    ] {
        let taken = TcpListener::bind(address).unwrap();
        let (code, words) = installation.refused(&[]);
        assert_eq!(code, 2);
        assert!(
            words.contains(&format!("cannot listen on {address} for {what}")),
            "{words}"
        );
        assert!(words.contains("is another program using it"), "{words}");
        drop(taken);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    // Not even root may make anything there.
    for command in ["serve", "demo"] {
        let mut start = Command::new(env!("CARGO_BIN_EXE_mainstay"));
        start.args([command, "--data", "/proc/mainstay"]);
        let (code, words) = run_to_end(start);
        assert_eq!(code, 2, "{command}");
        assert!(words.contains("/proc/mainstay"), "{command}: {words}");
        assert!(words.contains("folder"), "{command}: {words}");
    }
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let installation = Installation::new();
    assert!(installation.start().stop().success());
    let connection = rusqlite::Connection::open(installation.database()).unwrap();
    let newer = "INSERT INTO migrations (number, name) VALUES (99, '0099_from_the_future')";
    connection.execute(newer, []).unwrap();
    let (code, words) = installation.refused(&[]);
    assert_eq!(code, 2);
    assert!(words.contains("schema 99"), "{words}");
    assert!(
        words.contains("use the newer program that made it"),
        "{words}"
    );
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let installation = Installation::new();
    assert!(installation.start().stop().success());
    let database = installation.database();
    for log in ["db-wal", "db-shm"] {
        // Gone already when the last connection was closed in order.
        let _gone = std::fs::remove_file(database.with_extension(log));
    }
    std::fs::write(&database, "this was a spreadsheet once".repeat(99)).unwrap();
    let (code, words) = installation.refused(&[]);
    assert_eq!(code, 2);
    assert!(words.contains(database.to_str().unwrap()), "{words}");
    assert!(words.contains("not a database"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_policy_that_cannot_be_read_mails_wait_and_callers_are_told() {
    let installation = Installation::new();
    assert!(installation.start().stop().success());
    let connection = rusqlite::Connection::open(installation.database()).unwrap();
    let spoil = "UPDATE policies SET source = 'format = 1 [policy' WHERE desk = 'infocyte'";
    let spoiled = connection.execute(spoil, []).unwrap();
    assert_eq!(spoiled, 1);
    drop(connection);

    let server = installation.start();
    let login = server.login(DESK);
    let request = reqwest::Client::new()
        .post(format!(
            "http://{}/api/v1/desks/{DESK}/tickets",
            installation.listen
        ))
        .bearer_auth(&login.token)
        .json(&json!({
            "subject": "It stopped", "body": "Since noon.",
            "requester": { "email": login.customer },
        }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(response.text().await.unwrap().contains("log"));
    assert!(
        server.log().contains("of desk `infocyte` cannot be read"),
        "{}",
        server.log()
    );

    let mut smtp = Smtp::connect(installation.smtp).await.unwrap();
    let answer = smtp
        .send("ann@example.net", ADDRESS, &mail("patient", "Help!"))
        .await
        .unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    let store = beside(&installation.database()).await;
    let kept = eventually(
        "the trouble is shown",
        Duration::from_secs(10),
        async || {
            mails(&store)
                .await
                .into_iter()
                .find(|mail| mail.outcome.is_some())
        },
    )
    .await;
    assert_eq!(kept.state, "waiting");
    let outcome = kept.outcome.unwrap();
    assert!(
        outcome.starts_with("not yet worked on: policy"),
        "{outcome}"
    );
}
