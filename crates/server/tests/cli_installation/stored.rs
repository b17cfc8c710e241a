//! `mainstay verify` and `rebuild`: damage is found, told, and put right.

use serde_json::Value;

use crate::Installation;

fn with_ticket() -> Installation {
    let installation = Installation::with_people();
    let mail = b"From: ann@acme.example.com\r\nSubject: Slow\r\n\r\nIt is slow.\r\n";
    let ran = installation.run_with(&["mail", "deliver", "--desk", "infocyte"], mail);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    installation
}

fn damage(installation: &Installation, sql: &str) {
    let path = installation.path().join("mainstay.db");
    let changed = rusqlite::Connection::open(path)
        .unwrap()
        .execute(sql, [])
        .unwrap();
    assert!(changed > 0, "{sql}");
}

/// The differences that are found.
fn found(installation: &Installation) -> Vec<String> {
    let ran = installation.run(&["verify", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let differences = answer["differences"].as_array().unwrap();
    assert_eq!(ran.code, i32::from(!differences.is_empty()), "{}", ran.err);
    differences
        .iter()
        .map(|found| found["what"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_sound_is_counted() {
    let installation = with_ticket();
    let ran = installation.run(&["verify"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(
        ran.out.starts_with("compared 1 tickets with "),
        "{}",
        ran.out
    );
    assert!(
        ran.out.ends_with("2 texts (0 erased): 0 differences\n"),
        "{}",
        ran.out
    );
}

#[test]
fn damaged_rows_are_found_and_made_anew() {
    let installation = with_ticket();
    let cases = [
        (
            "UPDATE tickets SET status = 'closed'",
            "tickets [] has status `closed`, not `open`",
        ),
        (
            "UPDATE clocks SET due_at = due_at + 1 WHERE due_at IS NOT NULL",
            "has due_at ",
        ),
        ("DELETE FROM messages", "a row of messages "),
        ("DELETE FROM timers", "a row of timers [] is missing"),
        (
            "INSERT INTO clocks SELECT desk, ticket, 'made-up.1', target, cycle, metric, audience, \
             state, started_at, warn_at, due_at, met_at, warned_at, breached_at FROM clocks LIMIT 1",
            "clocks [Text(\"made-up.1\")] is one row too many",
        ),
    ];
    for (sql, what) in cases {
        damage(&installation, sql);
        let differences = found(&installation);
        assert!(
            differences.iter().any(|found| found.contains(what)),
            "{differences:#?}"
        );
        let ran = installation.run(&["rebuild", "--desk", "infocyte", "--json"]);
        assert_eq!(ran.json()["tickets"], 1);
        assert_eq!(found(&installation), Vec::<String>::new(), "after {sql}");
    }
}

#[test]
fn what_was_changed_behind_the_desk_s_back_is_found() {
    let cases = [
        (
            "UPDATE texts SET body = body || '!'",
            "is not the one that was written",
        ),
        ("DELETE FROM events WHERE sequence = 2", "without holes"),
        (
            "UPDATE events SET payload = '{}' WHERE sequence = 1",
            "cannot be read",
        ),
        (
            "UPDATE ticket_heads SET sequence = sequence + 1",
            "its head says",
        ),
        ("DELETE FROM ticket_numbers", "it has no number"),
        ("DELETE FROM policies", "its policy version"),
        (
            "UPDATE events SET payload = json_set(payload, '$.due_at', '2030-01-01T00:00:00Z') \
             WHERE kind = 'clock_started' AND json_extract(payload, '$.due_at') IS NOT NULL",
            "the deadline at 2030-01-01T00:00:00Z is recorded",
        ),
    ];
    for (sql, what) in cases {
        let installation = with_ticket();
        damage(&installation, sql);
        let differences = found(&installation);
        assert!(
            differences.iter().any(|found| found.contains(what)),
            "{sql}: {differences:#?}"
        );
    }
}

#[test]
fn an_erased_text_is_no_difference() {
    let installation = with_ticket();
    damage(&installation, "DELETE FROM texts");
    let ran = installation.run(&["verify", "--json"]).json();
    assert_eq!(
        (&ran["texts_erased"], &ran["texts"]),
        (&2.into(), &2.into())
    );
}
