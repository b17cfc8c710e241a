//! What is sent twice is done once.

use std::sync::Arc;

use serde_json::json;

use crate::fixture::{World, new_ticket};

const SAME_CALLS: usize = 16;

async fn sixteen_equal_calls_at_once_make_one_ticket(world: &World) {
    let body = Arc::new(new_ticket());
    let calls = (0..SAME_CALLS).map(|_| {
        let body = Arc::clone(&body);
        async move {
            let answer = world
                .post_with("/tickets", &body, &[("idempotency-key", "order-1")])
                .await;
            let replayed = answer.header("idempotency-replayed") == "true";
            (answer.with(201)["id"].clone(), replayed)
        }
    });
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|(id, _)| *id == answers[0].0));
    let first = answers.iter().filter(|(_, replayed)| !replayed).count();
    assert_eq!(first, 1, "one did it, the others were told so");
    let list = world.get("/tickets").await.with(200);
    assert_eq!(list["tickets"].as_array().unwrap().len(), 1);
    let contacts = world.get("/contacts").await.with(200);
    assert_eq!(contacts["contacts"].as_array().unwrap().len(), 1);
    let customers = world.get("/customers").await.with(200);
    assert_eq!(customers["customers"].as_array().unwrap().len(), 1);
}

async fn a_key_for_something_else_is_refused(world: &World) {
    let key = [("idempotency-key", "order-2")];
    world
        .post_with("/tickets", &new_ticket(), &key)
        .await
        .with(201);
    let mut other = new_ticket();
    other["subject"] = json!("Import stops");
    let refused = world.post_with("/tickets", &other, &key).await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (422, "key-reused")
    );
}

async fn whatever_is_posted_twice_is_done_once(world: &World) {
    let place = world.ticket().await;
    let steps = [
        ("assignment", json!({ "agent": "me" })),
        ("severity", json!({ "severity": 1, "agreed": true })),
        (
            "severity/proposal",
            json!({ "severity": 2, "reason": "By hand it works." }),
        ),
        ("severity/answer", json!({ "accept": true })),
        ("priority", json!({ "priority": "urgent" })),
        ("level", json!({ "level": 2 })),
        ("messages", json!({ "body": "A note.", "public": false })),
        ("acts", json!({ "act": "work_begun" })),
        ("report", json!({ "complete": false })),
        ("pause", json!({ "reason": "supplier" })),
        ("resumption", json!({})),
        ("resolution", json!({ "body": "Done." })),
        ("rating", json!({ "rating": "bad" })),
        ("closure", json!({})),
        ("reopening", json!({ "reason": "Again." })),
    ];
    for (noun, body) in steps {
        let path = format!("{place}/{noun}");
        let key = [("idempotency-key", "step")];
        let first = world.post_with(&path, &body, &key).await;
        let again = world.post_with(&path, &body, &key).await;
        assert!(first.status.is_success(), "{noun}: {:#}", first.body);
        assert_eq!(first.header("idempotency-replayed"), "", "{noun}");
        assert_eq!(again.header("idempotency-replayed"), "true", "{noun}");
        assert_eq!(
            (first.status, first.header("etag")),
            (again.status, again.header("etag")),
            "{noun}"
        );
    }
    let key = [("idempotency-key", "people")];
    let customer = json!({ "name": "Archer Mills" });
    let first = world
        .post_with("/customers", &customer, &key)
        .await
        .with(201);
    let again = world
        .post_with("/customers", &customer, &key)
        .await
        .with(201);
    assert_eq!(first, again);
    let contact = json!({ "customer": first["id"], "name": "Bob", "email": "bob@c.example.com" });
    let first = world.post_with("/contacts", &contact, &key).await.with(201);
    let again = world.post_with("/contacts", &contact, &key).await.with(201);
    assert_eq!(first, again);
}

crate::on_both!(
    sixteen_equal_calls_at_once_make_one_ticket,
    a_key_for_something_else_is_refused,
    whatever_is_posted_twice_is_done_once,
);
