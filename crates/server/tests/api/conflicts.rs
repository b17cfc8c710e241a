//! Whoever changes what they have not seen is told what is there.

use serde_json::json;

use crate::fixture::World;

async fn an_old_tag_is_refused_with_both_values(world: &World) {
    let place = world.ticket().await;
    let seen = world.get(&place).await;
    let seen = [("if-match", seen.header("etag"))];
    let path = format!("{place}/severity");
    world
        .post_with(&path, &json!({ "severity": 1, "agreed": true }), &seen)
        .await
        .with(200);
    let refused = world
        .post_with(&path, &json!({ "severity": 3, "agreed": true }), &seen)
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (409, "changed-meanwhile")
    );
    assert_eq!(
        (&refused.body["now_is"], &refused.body["asked"]),
        (&json!("1"), &json!("3"))
    );
    let ticket = world.get(&place).await.with(200);
    assert_eq!(ticket["severity"], 1, "nothing was overwritten");

    // Another thing than that which changed can still be changed.
    let path = format!("{place}/assignment");
    world
        .post_with(&path, &json!({ "agent": "me" }), &seen)
        .await
        .with(200);
    let refused = world
        .post_with(&path, &json!({ "agent": null }), &seen)
        .await;
    assert_eq!(refused.body["now_is"], world.agent.to_string());
    assert_eq!(refused.body["asked"], "nobody");
    let path = format!("{place}/closure");
    let any = [("if-match", "*")];
    world.post_with(&path, &json!({}), &any).await.with(200);
}

async fn every_overwriting_operation_heeds_if_match(world: &World) {
    let steps = [
        ("level", json!({ "level": 2 }), json!({ "level": 1 })),
        (
            "pause",
            json!({ "reason": "supplier" }),
            json!({ "reason": "release" }),
        ),
        ("resumption", json!({}), json!({})),
        (
            "priority",
            json!({ "priority": "urgent" }),
            json!({ "priority": "normal" }),
        ),
        (
            "severity/proposal",
            json!({ "severity": 3, "reason": "By hand it works." }),
            json!({ "severity": 1, "reason": "It does not." }),
        ),
        (
            "severity/answer",
            json!({ "accept": true }),
            json!({ "accept": true }),
        ),
        ("resolution", json!({}), json!({})),
        ("reopening", json!({}), json!({})),
        ("closure", json!({}), json!({})),
    ];
    let place = world.ticket().await;
    for (noun, first, second) in steps {
        let path = format!("{place}/{noun}");
        let tag = world.get(&place).await;
        let tag = [("if-match", tag.header("etag"))];
        world.post_with(&path, &first, &tag).await.with(200);
        let refused = world.post_with(&path, &second, &tag).await;
        let known = ["changed-meanwhile", "already-resolved", "already-closed"];
        assert!(
            known.contains(&refused.problem()),
            "{noun}: {:#}",
            refused.body
        );
    }
}

async fn a_tag_must_be_one(world: &World) {
    let place = world.ticket().await;
    for tag in ["7", "W/\"7\"", "\"x\"", "\"-1\""] {
        let path = format!("{place}/closure");
        let refused = world
            .post_with(&path, &json!({}), &[("if-match", tag)])
            .await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (400, "invalid-header"),
            "{tag}"
        );
    }
}

crate::on_both!(
    an_old_tag_is_refused_with_both_values,
    every_overwriting_operation_heeds_if_match,
    a_tag_must_be_one,
);
