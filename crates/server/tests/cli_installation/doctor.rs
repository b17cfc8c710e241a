//! `mainstay doctor`: what is in force, and what is wrong.

use serde_json::Value;

use crate::Installation;

/// What it found, and how it exited.
fn look(
    installation: &Installation,
    flags: &[&str],
) -> (i32, Vec<(String, String, String)>, Value) {
    let ran = installation.run(&[&["doctor", "--json"], flags].concat());
    assert_eq!(ran.err, "");
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = answer["findings"].as_array().unwrap().iter();
    let findings = findings
        .map(|found| {
            (
                text(&found["what"]),
                text(&found["state"]),
                text(&found["says"]),
            )
        })
        .collect();
    (ran.code, findings, answer["settings"].clone())
}

#[track_caller]
fn assert_found(findings: &[(String, String, String)], what: &str, state: &str, says: &str) {
    let found = findings
        .iter()
        .any(|found| found.0 == what && found.1 == state && found.2.contains(says));
    assert!(
        found,
        "no {what} that is {state} and says `{says}` in {findings:#?}"
    );
}

#[test]
fn a_sound_installation_is_well() {
    let installation = Installation::with_people();
    let (code, findings, settings) = look(&installation, &["--listen", "127.0.0.1:9"]);
    assert_eq!(code, 0, "{findings:#?}");
    assert_found(&findings, "folder", "well", "can be written");
    assert_found(&findings, "server", "note", "none is running");
    assert_found(&findings, "relay", "note", "mails wait in the outbox");
    assert_found(&findings, "database", "well", "SQLite answers");
    assert_found(&findings, "policy", "well", "infocyte: version ");
    assert_found(&findings, "agents", "note", "no supervisor");
    let listen = settings
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "listen")
        .unwrap();
    assert_eq!(listen["value"], "127.0.0.1:9");
    assert_eq!(listen["from"], "the flag --listen");
}

#[test]
fn a_running_server_is_noticed() {
    let installation = Installation::with_desk();
    let _lock = server::store::DataDir::open(&installation.path())
        .unwrap()
        .lock()
        .unwrap();
    let (code, findings, _) = look(&installation, &[]);
    assert_eq!(code, 0, "{findings:#?}");
    assert_found(&findings, "server", "well", "one is running");
}

#[test]
fn what_is_wrong_is_told() {
    let empty = Installation::empty();
    let (code, findings, _) = look(&empty, &[]);
    assert_eq!(code, 1);
    assert_found(&findings, "folder", "note", "not there yet");
    assert_found(&findings, "database", "wrong", "mainstay desk create");
    assert!(!empty.path().exists(), "the doctor makes nothing");

    let installation = Installation::with_desk();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let relay = format!("smtp://desk:secret@{closed}");
    let (code, findings, settings) = look(&installation, &["--relay", &relay]);
    assert_eq!(code, 1);
    assert_found(&findings, "relay", "wrong", &closed.to_string());
    assert!(!settings.to_string().contains("secret"), "{settings}");
    let (code, findings, _) = look(&installation, &["--listen", "here"]);
    assert_eq!(code, 1);
    assert_found(&findings, "settings", "wrong", "`here` is no address");
    let (_, findings, _) = look(&installation, &["--base-url", "desk.example.com"]);
    assert_found(&findings, "base_url", "wrong", "write https://");
    let (_, findings, _) = look(&installation, &["--config", "nowhere.toml"]);
    assert_found(
        &findings,
        "settings",
        "wrong",
        "cannot read the settings file `nowhere.toml`",
    );
}

#[test]
fn failed_mails_and_missing_policies_are_told() {
    let installation = Installation::with_desk();
    let deliver = ["mail", "deliver", "--desk", "infocyte", "--sender", ""];
    let ran = installation.run_with(&deliver, b"Subject: from nobody\r\n\r\nHello\r\n");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let database = rusqlite::Connection::open(installation.path().join("mainstay.db")).unwrap();
    let dead = "INSERT INTO outbox (desk, item, created_at, next_at, state, attempts, resent, \
                recipient, message_id, notice) VALUES ('infocyte', 'x', 1, 1, 'dead', 60, 0, '', '', '')";
    database.execute(dead, []).unwrap();
    database.execute("DELETE FROM policies", []).unwrap();
    let (code, findings, _) = look(&installation, &[]);
    assert_eq!(code, 1);
    assert_found(&findings, "mails", "wrong", "nothing could be made of 1");
    assert_found(&findings, "outbox", "wrong", "1 could not be sent");
    assert_found(&findings, "policy", "wrong", "mainstay policy publish");
}
