//! Who may do what: every operation is asked without a token, with a wrong one,
//! with one that lacks the scope, and for another desk.

use axum::body::Body;
use axum::http::Request;
use domain::DeskName;
use server::web::api::{self, Operation, Scope};

use crate::fixture::{Answer, World};

/// A request to the operation at a desk, about that desk's first ticket.
async fn ask(world: &World, operation: &Operation, desk: &str, token: Option<&str>) -> Answer {
    let path = operation
        .path
        .replace("{desk}", desk)
        .replace("{number}", "1001")
        .replace("{id}", "response");
    let mut request = Request::builder()
        .method(operation.method.clone())
        .uri(format!("/api/v1{path}"))
        .header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    world.send(request.body(Body::from("{}")).unwrap()).await
}

async fn every_operation_wants_a_token_of_its_desk(world: &World) {
    world.ticket().await;
    let operations = api::operations();
    assert!(operations.len() > 20);
    for operation in operations {
        let name = operation.name;
        for token in [None, Some("Basic bGVhOmxlYQ=="), Some("Bearer")] {
            let missing = ask(world, &operation, "nordwind", token).await;
            assert_eq!(
                (missing.status.as_u16(), missing.problem()),
                (401, "token-missing"),
                "{name}"
            );
            assert!(
                missing.header("www-authenticate").starts_with("Bearer"),
                "{name}"
            );
        }
        for token in [
            "Bearer mst_nordwind_00",
            "Bearer x",
            "Bearer mst_nowhere_00",
        ] {
            let invalid = ask(world, &operation, "nordwind", Some(token)).await;
            assert_eq!(
                (invalid.status.as_u16(), invalid.problem()),
                (401, "token-invalid"),
                "{name}"
            );
            assert!(
                invalid.header("www-authenticate").contains("invalid_token"),
                "{name}"
            );
        }
        // The token of another desk, and of this one for another.
        let other = format!("Bearer {}", world.other_token);
        let hidden = ask(world, &operation, "nordwind", Some(&other)).await;
        assert_eq!(
            (hidden.status.as_u16(), hidden.problem()),
            (404, "not-found"),
            "{name}"
        );
        for desk in ["suedwind", "nowhere", "No%20Desk", "%FF"] {
            let own = format!("Bearer {}", world.token);
            let hidden = ask(world, &operation, desk, Some(&own)).await;
            assert_eq!(
                (hidden.status.as_u16(), hidden.problem()),
                (404, "not-found"),
                "{name}"
            );
        }
    }
}

async fn every_operation_wants_its_scope(world: &World) {
    let desk = DeskName::new("nordwind").unwrap();
    for operation in api::operations() {
        let held: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|scope| *scope != operation.scope)
            .collect();
        let token = api::create(&world.app, &desk, world.agent, "less", &held)
            .await
            .unwrap();
        let token = format!("Bearer {}", token.secret);
        let refused = ask(world, &operation, "nordwind", Some(&token)).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (403, "scope-missing")
        );
        assert_eq!(refused.body["scope"], operation.scope.as_str());
    }
}

async fn a_ticket_of_another_desk_does_not_exist(world: &World) {
    let place = world.ticket().await;
    let id = world.get(&place).await.with(200)["customer"]["id"].clone();
    let token = format!("Bearer {}", world.other_token);
    for path in [
        "tickets/1001".to_owned(),
        "tickets/NOR-1001".to_owned(),
        format!("customers/{}", id.as_str().unwrap()),
    ] {
        let request = Request::get(format!("/api/v1/desks/suedwind/{path}"))
            .header("authorization", &token)
            .body(Body::empty())
            .unwrap();
        let hidden = world.send(request).await;
        assert_eq!(
            (hidden.status.as_u16(), hidden.problem()),
            (404, "not-found"),
            "{path}"
        );
    }
}

async fn a_token_ends_with_its_agent(world: &World) {
    let store = world.app.store();
    let agent = store
        .agent_by_id("nordwind", &world.agent.to_string())
        .await
        .unwrap();
    let mut agent = agent.unwrap();
    world.get("/tickets").await.with(200);
    agent.active = false;
    store.agent_upsert(&agent).await.unwrap();
    assert_eq!(world.get("/tickets").await.problem(), "token-invalid");
}

async fn a_secret_is_kept_nowhere(world: &World) {
    let tokens = world.app.store().tokens("nordwind").await.unwrap();
    let secret = world.token.rsplit_once('_').unwrap().1;
    assert_eq!(secret.len(), 64);
    assert!(
        tokens
            .iter()
            .all(|token| !format!("{token:?}").contains(secret))
    );
}

async fn too_many_requests_are_put_off(world: &World) {
    for _ in 0..api::REQUESTS_AT_ONCE_MAX {
        world.get("/customers/none").await.with(404);
    }
    let refused = world.get("/customers/none").await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (429, "too-many-requests")
    );
    assert_eq!(refused.header("retry-after"), "1");
    // Others are not put off for it.
    let request = Request::get("/api/v1/desks/suedwind/tickets")
        .header("authorization", format!("Bearer {}", world.other_token))
        .body(Body::empty())
        .unwrap();
    world.send(request).await.with(200);
    world
        .clock
        .advance_to("2026-11-18T09:00:01Z".parse().unwrap());
    world.get("/tickets").await.with(200);
}

crate::on_both!(
    every_operation_wants_a_token_of_its_desk,
    every_operation_wants_its_scope,
    a_ticket_of_another_desk_does_not_exist,
    a_token_ends_with_its_agent,
    a_secret_is_kept_nowhere,
    too_many_requests_are_put_off,
);
