//! `mainstay mail` and `explain`: a mail by hand, its ticket, and the proof.

use serde_json::Value;

use crate::Installation;

fn message(from: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: support@infocyte.example.com\r\nSubject: The scanner stops\r\n\
         Date: Fri, 20 Nov 2026 16:00:00 +0000\r\nMessage-ID: <{}>\r\n\r\n\
         It stops at the third host.\r\n\r\n> an old line\r\n",
        from.replace([' ', '<', '>'], "")
    )
    .into_bytes()
}

fn deliver(installation: &Installation, from: &str) -> crate::Ran {
    let command = ["mail", "deliver", "--desk", "infocyte", "--json"];
    installation.run_with(&command, &message(from))
}

#[test]
fn what_is_understood_of_a_mail_is_told_and_nothing_stored() {
    let installation = Installation::empty();
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_mainstay"))
        .args(["mail", "parse", "--json"])
        .current_dir(installation.path().parent().unwrap())
        .stdin(file(&message("Ann Lee <ann@acme.example.com>")))
        .output()
        .unwrap();
    let mail: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(mail["from"]["name"], "Ann Lee");
    assert_eq!(mail["from"]["address"], "ann@acme.example.com");
    assert_eq!(mail["subject"], "The scanner stops");
    assert_eq!(mail["text"], "It stops at the third host.");
    assert!(mail["text_full"].as_str().unwrap().contains("an old line"));
    assert_eq!(mail["automatic"], Value::Null);
    assert!(!installation.path().exists());
}

fn file(bytes: &[u8]) -> std::fs::File {
    use std::io::{Seek, Write};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

#[test]
fn a_delivered_mail_is_a_ticket_that_can_be_explained() {
    let installation = Installation::with_people();
    let answer = deliver(&installation, "Ann Lee <ann@acme.example.com>").json();
    assert_eq!(answer["ticket"], "INF-1001");
    assert_eq!(answer["outcome"], "a new ticket");
    let again = deliver(&installation, "Ann Lee <ann@acme.example.com>").json();
    assert_eq!(again["ticket"], "INF-1001");
    assert_eq!(again["outcome"], "the same mail came before");

    let explained = installation.run(&["explain", "INF-1001", "--json"]).json();
    assert_eq!(explained["ticket"], "INF-1001");
    let clocks = explained["clocks"].as_array().unwrap();
    let first = clocks
        .iter()
        .find(|clock| clock["metric"] == "first_response")
        .unwrap();
    assert_eq!(first["state"], "running");
    assert_eq!(first["cycle"], 1);
    assert!(first["due_at"].is_string(), "{first}");
    assert!(!first["spans"].as_array().unwrap().is_empty());
    let events = explained["events"].as_array().unwrap();
    assert_eq!(events[0]["event"], "ticket_opened");
    assert_eq!(events[0]["who"], "Ann Lee");
    assert_eq!(events[0]["text"], "Ann Lee opened the ticket by mail");

    let target = first["target"].as_str().unwrap();
    let ran = installation.desk(&["explain", "1001", "--target", target]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in [
        "INF-1001  The scanner stops",
        "Ann Lee opened",
        "What counted",
        "Running: ",
    ] {
        assert!(
            ran.out.contains(part),
            "`{part}` is missing in\n{}",
            ran.out
        );
    }
    let french = installation.run(&["explain", "INF-1001", "--language", "fr"]);
    for part in ["Ann Lee a ouvert", "Première réponse"] {
        assert!(
            french.out.contains(part),
            "`{part}` is missing in\n{}",
            french.out
        );
    }
    let early = installation.run(&[
        "explain",
        "INF-1001",
        "--at",
        "2020-01-01T00:00:00Z",
        "--json",
    ]);
    assert_eq!(early.code, 1, "no clock ran then");
    let early: Value = serde_json::from_str(&early.out).unwrap();
    assert_eq!(early["clocks"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_explained_says_why() {
    let installation = Installation::with_people();
    deliver(&installation, "ann@acme.example.com").json();
    let cases: [(&[&str], &str); 6] = [
        (
            &["explain", "INF-1002"],
            "desk `infocyte` has no ticket INF-1002",
        ),
        (&["explain", "XYZ-1001"], "no desk's tickets begin with XYZ"),
        (&["explain", "1001"], "write it as INF-1001"),
        (
            &["explain", "XYZ-1", "--desk", "infocyte"],
            "begin with INF, not with XYZ",
        ),
        (
            &["explain", "INF-1001", "--target", "quote"],
            "has no clock `quote`; its clocks are: ",
        ),
        (
            &["explain", "INF-1001", "--at", "noon"],
            "write a time with its offset",
        ),
    ];
    for (command, because) in cases {
        installation.run(command).refused(because);
    }
}

/// A desk that takes mails of registered people only.
fn strict() -> Installation {
    let installation = Installation::with_desk();
    let create = [
        "desk",
        "create",
        "strict",
        "--name",
        "Strict",
        "--prefix",
        "STR",
        "--address",
        "support@strict.example.com",
        "--policy",
        "policies/appseconnect.toml",
    ];
    assert_eq!(installation.run(&create).code, 0);
    installation
}

#[test]
fn a_refused_mail_is_kept_and_worked_on_again_when_asked() {
    let installation = strict();
    let deliver = ["mail", "deliver", "--desk", "strict", "--json"];
    let ran = installation.run_with(&deliver, &message("bo@bolt.example.com"));
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(
        told["outcome"].as_str().unwrap().starts_with("refused: "),
        "{told}"
    );
    assert_eq!(told["ticket"], Value::Null);
    let id = told["mail"].as_str().unwrap();

    let listed = installation
        .run(&["mail", "list", "--desk", "strict", "--json"])
        .json();
    assert_eq!(listed["mails"][0]["mail"], id);
    assert_eq!(listed["mails"][0]["sender"], "bo@bolt.example.com");
    let retry = ["mail", "retry", id, "--desk", "strict"];
    assert_eq!(installation.run(&retry).code, 1, "still a stranger");

    for command in [
        &["customer", "create", "Bolt", "--desk", "strict"][..],
        &[
            "customer",
            "add-contact",
            "--desk",
            "strict",
            "--customer",
            "Bolt",
            "--name",
            "Bo",
            "--address",
            "bo@bolt.example.com",
        ],
    ] {
        assert_eq!(installation.run(command).code, 0);
    }
    let ran = installation.run(&retry);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "STR-1001: a new ticket\n"),
        "{}",
        ran.err
    );
    installation.run(&retry).refused("it is on ticket STR-1001");
    installation
        .run(&["mail", "retry", "nothing", "--desk", "strict"])
        .refused("has no mail");
}

#[test]
fn nothing_is_no_mail() {
    let installation = Installation::with_desk();
    installation
        .desk(&["mail", "deliver"])
        .refused("no mail on standard input");
}
