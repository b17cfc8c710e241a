//! What is wrong with a request is said with its place and what to do instead, and
//! leaves nothing behind.

use axum::body::Body;
use serde_json::{Value, json};

use crate::fixture::{World, new_ticket};

/// The new ticket with one field set to something else.
fn with(field: &str, value: Value) -> Value {
    let mut ticket = new_ticket();
    match field.split_once('.') {
        Some((outer, inner)) => ticket[outer][inner] = value,
        None => ticket[field] = value,
    }
    ticket
}

async fn wrong_tickets_are_refused_and_leave_nothing(world: &World) {
    let cases = [
        (with("subject", json!(7)), 400, "invalid-body"),
        (with("subject", Value::Null), 400, "invalid-body"),
        (with("subject", json!("a\0b")), 400, "invalid-body"),
        (with("subject", json!("  ")), 422, "empty-subject"),
        (with("subject", json!("x".repeat(301))), 422, "too-long"),
        (with("body", json!(["x"])), 400, "invalid-body"),
        (with("body", json!("")), 422, "empty-message"),
        (with("kind", json!("earthquake")), 400, "invalid-body"),
        (with("severity", json!(99)), 422, "unknown-severity"),
        (with("severity", json!(0)), 422, "unknown-severity"),
        (with("severity", json!(300)), 400, "invalid-body"),
        (with("severity", json!(-1)), 400, "invalid-body"),
        (with("severity", json!("high")), 400, "invalid-body"),
        (with("requester", json!("ann")), 400, "invalid-body"),
        (
            with("requester.email", json!("ann")),
            422,
            "invalid-address",
        ),
        (
            with("requester.email", json!("a b@c.example.com")),
            422,
            "invalid-address",
        ),
        (
            with("requester.email", json!("a@b@c.example.com")),
            422,
            "invalid-address",
        ),
        (
            with("requester.email", json!("@c.example.com")),
            422,
            "invalid-address",
        ),
        (with("requester.name", json!("")), 422, "empty-name"),
        (
            with("requester.name", json!("x".repeat(201))),
            422,
            "too-long",
        ),
        (with("received_at", json!("yesterday")), 400, "invalid-body"),
        (
            with("received_at", json!("2027-01-01T00:00:00Z")),
            422,
            "in-future",
        ),
        (json!({}), 400, "invalid-body"),
        (json!([]), 400, "invalid-body"),
        (json!("text"), 400, "invalid-body"),
    ];
    for (body, status, code) in cases {
        let refused = world.post("/tickets", &body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (status, code),
            "{body}"
        );
        if code == "invalid-body" && !body.to_string().contains("u0000") {
            assert!(
                refused.body["line"].as_u64().is_some(),
                "{body}: {:#}",
                refused.body
            );
        }
    }
    for (path, list) in [
        ("/tickets", "tickets"),
        ("/contacts", "contacts"),
        ("/customers", "customers"),
    ] {
        let found = world.get(path).await.with(200);
        assert_eq!(found[list], json!([]), "nothing is left behind");
    }
}

async fn bodies_that_are_no_json_are_refused(world: &World) {
    let cases: [(&str, Vec<u8>, u16, &str); 6] = [
        (
            "application/json",
            b"{\"subject\":".to_vec(),
            400,
            "invalid-json",
        ),
        (
            "application/json",
            b"{\"subject\": \"\xff\"}".to_vec(),
            400,
            "invalid-json",
        ),
        (
            "application/json",
            ("{\"x\":".to_owned() + &"[".repeat(200_000)).into_bytes(),
            400,
            "invalid-json",
        ),
        ("text/plain", b"{}".to_vec(), 415, "media-type"),
        (
            "application/x-www-form-urlencoded",
            b"subject=x".to_vec(),
            415,
            "media-type",
        ),
        (
            "application/json",
            vec![b' '; server::web::api::BODY_BYTES_MAX + 1],
            413,
            "body-too-large",
        ),
    ];
    for (media, bytes, status, code) in cases {
        let request = world
            .request("POST", "/tickets")
            .header("content-type", media);
        let refused = world.send(request.body(Body::from(bytes)).unwrap()).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (status, code),
            "{media}"
        );
    }
    let refused = world.post("/tickets", &json!({ "subject": 7 })).await;
    assert_eq!(
        (&refused.body["line"], &refused.body["column"]),
        (&json!(1), &json!(12))
    );
    let with_charset = world.request("POST", "/tickets");
    let with_charset = with_charset.header("content-type", "Application/JSON; charset=utf-8");
    let body = Body::from(new_ticket().to_string());
    world.send(with_charset.body(body).unwrap()).await.with(201);
}

async fn wrong_actions_are_refused(world: &World) {
    let place = world.ticket().await;
    let cases = [
        ("assignment", json!({}), 400, "invalid-body"),
        (
            "assignment",
            json!({ "agent": "nobody@x.example.com" }),
            422,
            "unknown-agent",
        ),
        (
            "severity",
            json!({ "severity": 9 }),
            422,
            "unknown-severity",
        ),
        (
            "severity",
            json!({ "severity": 1 }),
            422,
            "agreement-needed",
        ),
        (
            "severity/proposal",
            json!({ "severity": 2, "reason": "It is." }),
            422,
            "same-severity",
        ),
        (
            "severity/proposal",
            json!({ "severity": 1, "reason": " " }),
            422,
            "reason-missing",
        ),
        (
            "severity/answer",
            json!({ "accept": true }),
            422,
            "nothing-proposed",
        ),
        ("workaround", json!({}), 422, "no-workaround"),
        (
            "priority",
            json!({ "priority": "sometime" }),
            422,
            "unknown-priority",
        ),
        ("level", json!({ "level": 9 }), 422, "unknown-level"),
        ("messages", json!({ "body": "x" }), 400, "invalid-body"),
        (
            "messages",
            json!({ "body": " ", "public": true }),
            422,
            "empty-message",
        ),
        (
            "messages",
            json!({ "body": "x", "public": false, "act": "diagnosed" }),
            422,
            "act-must-be-public",
        ),
        (
            "messages",
            json!({ "body": "x", "public": true, "act": "danced" }),
            400,
            "invalid-body",
        ),
        (
            "acts",
            json!({ "act": "diagnosed" }),
            422,
            "act-must-be-public",
        ),
        (
            "acts",
            json!({ "act": "work_begun", "happened_at": "2020-01-01T00:00:00Z" }),
            422,
            "before-receipt",
        ),
        (
            "pause",
            json!({ "reason": "customer" }),
            422,
            "question-missing",
        ),
        (
            "pause",
            json!({ "reason": "holidays" }),
            400,
            "invalid-body",
        ),
        ("resumption", json!({}), 422, "not-paused"),
        ("reopening", json!({}), 422, "not-ended"),
        (
            "rating",
            json!({ "rating": "good" }),
            422,
            "not-yet-rateable",
        ),
        ("rating", json!({ "rating": "superb" }), 400, "invalid-body"),
    ];
    let before = world.get(&place).await.header("etag").to_owned();
    for (noun, body, status, code) in cases {
        let refused = world.post(&format!("{place}/{noun}"), &body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (status, code),
            "{noun} {body}"
        );
    }
    assert_eq!(
        world.get(&place).await.header("etag"),
        before,
        "nothing changed"
    );
}

async fn wrong_places_parameters_and_methods_are_refused(world: &World) {
    world.ticket().await;
    let cases = [
        ("/tickets?team=blue", 400, "unknown-parameter"),
        ("/tickets?q=export", 400, "unknown-parameter"),
        ("/tickets/1001?status=open", 400, "unknown-parameter"),
        (
            "/tickets?status=open&status=closed",
            400,
            "invalid-parameter",
        ),
        ("/tickets?status=broken", 400, "invalid-parameter"),
        ("/tickets?severity=high", 400, "invalid-parameter"),
        ("/tickets?customer=Archer", 400, "invalid-parameter"),
        ("/tickets?due_before=noon", 400, "invalid-parameter"),
        ("/tickets?assignee=%00", 400, "invalid-parameter"),
        ("/tickets?assignee=somebody", 422, "unknown-agent"),
        ("/tickets?limit=0", 400, "invalid-parameter"),
        ("/tickets?limit=101", 400, "invalid-parameter"),
        ("/tickets?cursor=!", 400, "invalid-parameter"),
        ("/tickets?cursor=AAAA", 400, "invalid-parameter"),
        ("/tickets/1001/events?cursor=AAAA", 400, "invalid-parameter"),
        ("/tickets/99", 404, "not-found"),
        ("/tickets/XXX-1001", 404, "not-found"),
        ("/tickets/-1", 404, "not-found"),
        ("/tickets/99999999999999999999", 404, "not-found"),
        ("/tickets/%00", 404, "not-found"),
        ("/tickets/%FF", 404, "not-found"),
        ("/customers/1", 404, "not-found"),
        ("/nonsense", 404, "not-found"),
    ];
    for (path, status, code) in cases {
        let refused = world.get(path).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (status, code),
            "{path}"
        );
    }
    let request = world
        .request("DELETE", "/tickets")
        .body(Body::empty())
        .unwrap();
    let refused = world.send(request).await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (405, "method-not-allowed")
    );
    assert_eq!(refused.header("allow"), "GET,HEAD,POST");
}

async fn wrong_keys_are_refused(world: &World) {
    for key in ["", " ", &"x".repeat(256), "\u{e9}"] {
        let refused = world
            .post_with("/tickets", &new_ticket(), &[("idempotency-key", key)])
            .await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (400, "invalid-header"),
            "{key}"
        );
    }
}

crate::on_both!(
    wrong_tickets_are_refused_and_leave_nothing,
    bodies_that_are_no_json_are_refused,
    wrong_actions_are_refused,
    wrong_places_parameters_and_methods_are_refused,
    wrong_keys_are_refused,
);
