//! Coverage in the workspace: what stands, and the form that decides otherwise.

use axum::http::StatusCode;
use sla::policy::{Cause, Coverage};

use crate::world::World;

#[tokio::test]
async fn staff_decide_otherwise_only_with_a_reason_and_keep_what_they_typed() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("covered by the contract")
        .has("Support and maintenance are part of the subscription of your tier.")
        .has("Heading of the policy");
    let decide = |form: String, reason: &'static str| {
        let at = format!("{path}/coverage");
        let world = &world;
        async move {
            let fields = [
                ("_form", form.as_str()),
                ("decision", "billable"),
                ("reason", reason),
            ];
            world.post(&world.cookies.agent, &at, &fields).await
        }
    };
    let refused = decide(page.field("_form"), "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .has("Give a reason: it stands on record.")
        .has("value=\"billable\" selected");
    let done = decide(page.field("_form"), "Agreed by telephone.").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let ruling = world.ticket_of(&number).await.coverage.unwrap().ruling;
    assert_eq!(ruling.decision, Coverage::Billable);
    assert_eq!(ruling.deviates_from, Some(Coverage::Covered));
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("Staff decided otherwise. By the table: covered by the contract.")
        .has("Agreed by telephone.");
    let listed = |coverage: &'static str| {
        let path = format!("/d/infocyte/agent?coverage={coverage}");
        let world = &world;
        async move { world.get(&world.cookies.agent, &path).await }
    };
    listed("billable")
        .await
        .has("Console unreachable")
        .has("data-tone=\"soon\">billed</span>")
        .has("value=\"billable\" selected");
    for other in ["covered", "disputed"] {
        let page = listed(other).await;
        assert!(!page.body.contains("Console unreachable"), "{other}");
    }
    let nonsense = [
        ("_form", page.field("_form")),
        ("decision", "free".to_owned()),
    ];
    let nonsense = nonsense
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let bad = world
        .post(&world.cookies.agent, &format!("{path}/coverage"), &nonsense)
        .await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_call_written_down_shows_what_is_covered_before_it_is_opened() {
    let world = World::new().await;
    let form = world
        .get(&world.cookies.agent, "/d/infocyte/agent/tickets/new")
        .await
        .field("_form");
    let fields = [
        ("_form", form.as_str()),
        ("address", "rhys@calder.example.com"),
        ("channel", "phone"),
        ("kind", "incident"),
        ("subject", "Console unreachable"),
        ("preview", "yes"),
    ];
    let shown = world
        .post(&world.cookies.agent, "/d/infocyte/agent/tickets", &fields)
        .await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    shown
        .has("Does the contract cover it?")
        .has("covered by the contract");
}

#[tokio::test]
async fn a_resolution_brings_along_what_was_found_out() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let form = world.get(&world.cookies.agent, &path).await.field("_form");
    let at = format!("{path}/resolution");
    let send = |name: &'static str, value: &'static str| {
        let fields = [("_form", form.clone()), (name, value.to_owned())];
        let (at, world) = (&at, &world);
        async move {
            let fields = fields
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            world.post(&world.cookies.agent, at, &fields).await
        }
    };
    let nonsense = send("cause", "weather").await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
    // A period that the policy does not have is refused, not passed over.
    let unknown = send("during.warranty", "yes").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    unknown.has("The policy does not know that subject or period.");
    let done = send("cause", "own_mistake").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let ruling = world.ticket_of(&number).await.coverage.unwrap().ruling;
    assert_eq!(ruling.facts.cause, Some(Cause::OwnMistake));
    assert_eq!(
        ruling.decision,
        Coverage::Covered,
        "its table asks no cause"
    );
}
