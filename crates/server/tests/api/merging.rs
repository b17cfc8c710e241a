//! Merging by programs: what is answered, what is refused, and that repeating does
//! nothing.

use serde_json::json;

use crate::fixture::World;
use crate::on_both;

async fn a_merge_and_its_undoing(world: &World) {
    let survivor = world.ticket().await;
    let duplicate = world.ticket().await;
    let (_, into) = survivor.rsplit_once('/').unwrap();
    let body = json!({ "into": into });
    let merged = world
        .post(&format!("{duplicate}/merge"), &body)
        .await
        .with(200);
    assert_eq!(merged["status"], "merged");
    assert_eq!(merged["merged_into"], into);
    assert_eq!(merged["clocks"][0]["state"], "absorbed");
    let taken = world.get(&survivor).await.with(200);
    assert_eq!(taken["absorbed"], json!([merged["number"]]));
    let listed = world.get("/tickets?status=merged").await.with(200);
    assert_eq!(listed["tickets"].as_array().unwrap().len(), 1);

    let said = json!({ "body": "And this.", "public": true });
    let refused = world.post(&format!("{duplicate}/messages"), &said).await;
    assert_eq!(refused.problem(), "already-merged");

    let separation = format!("{duplicate}/separation");
    let alone = world.post(&separation, &json!({})).await.with(200);
    assert_eq!(alone["status"], "open");
    assert_eq!(alone["merged_into"], json!(null));
    assert_eq!(alone["clocks"][0]["state"], "running");
    let again = world.post(&separation, &json!({})).await;
    assert_eq!(again.problem(), "not-merged");
}

async fn what_cannot_be_merged_is_said(world: &World) {
    let ticket = world.ticket().await;
    let (_, own) = ticket.rsplit_once('/').unwrap();
    let merge = format!("{ticket}/merge");
    for (into, code) in [
        (own, "merge-into-itself"),
        ("4711", "no-such-ticket"),
        ("INF-1001", "no-such-ticket"),
        ("never", "no-such-ticket"),
    ] {
        let answer = world.post(&merge, &json!({ "into": into })).await;
        assert_eq!(answer.problem(), code, "{into}");
    }
}

on_both!(a_merge_and_its_undoing, what_cannot_be_merged_is_said);
