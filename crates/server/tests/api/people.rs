//! Customers, contacts, and who may be a requester.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::fixture::{Answer, World, new_ticket};

async fn post_at_strict_desk(world: &World, path: &str, body: &Value) -> Answer {
    let request = Request::post(format!("/api/v1/desks/suedwind{path}"))
        .header("authorization", format!("Bearer {}", world.other_token))
        .header("content-type", "application/json");
    world
        .send(request.body(Body::from(body.to_string())).unwrap())
        .await
}

async fn a_known_requester_keeps_their_customer(world: &World) {
    let customer = json!({ "name": "Archer Mills", "plan": "basic", "zone": "America/Denver" });
    let customer = world.post("/customers", &customer).await;
    let place = customer.header("location").to_owned();
    let customer = customer.with(201);
    assert_eq!(
        (&customer["language"], &customer["zone"]),
        (&json!("en"), &json!("America/Denver"))
    );
    assert_eq!(
        place,
        format!(
            "/api/v1/desks/nordwind/customers/{}",
            customer["id"].as_str().unwrap()
        )
    );
    let below = place.strip_prefix("/api/v1/desks/nordwind").unwrap();
    assert_eq!(world.get(below).await.with(200), customer);

    let contact =
        json!({ "customer": customer["id"], "name": "Ann", "email": "ANN@customer.example.com" });
    let contact = world.post("/contacts", &contact).await.with(201);
    assert_eq!(contact["email"], "ann@customer.example.com");
    let ticket = world.post("/tickets", &new_ticket()).await.with(201);
    assert_eq!(ticket["requester"]["id"], contact["id"]);
    assert_eq!(
        ticket["customer"],
        json!({ "id": customer["id"], "name": "Archer Mills" })
    );
    assert_eq!(ticket["plan"], "basic");

    let audit = world.app.store().audit("nordwind", None, 10).await.unwrap();
    assert_eq!(audit.len(), 2, "who made them is on record");
    assert!(
        audit
            .iter()
            .all(|entry| entry.actor == world.agent.to_string())
    );
}

async fn strangers_are_registered_or_refused_as_the_policy_says(world: &World) {
    let mut nameless = new_ticket();
    nameless["requester"] = json!({ "email": "new@stranger.example.com" });
    let ticket = world.post("/tickets", &nameless).await.with(201);
    assert_eq!(ticket["customer"]["name"], "new@stranger.example.com");

    let refused = post_at_strict_desk(world, "/tickets", &new_ticket()).await;
    assert_eq!(
        (refused.status.as_u16(), refused.problem()),
        (422, "requester-unknown")
    );
    let customer = post_at_strict_desk(world, "/customers", &json!({ "name": "Mills" }))
        .await
        .with(201);
    let contact =
        json!({ "customer": customer["id"], "name": "Ann", "email": "ann@customer.example.com" });
    post_at_strict_desk(world, "/contacts", &contact)
        .await
        .with(201);
    post_at_strict_desk(world, "/tickets", &new_ticket())
        .await
        .with(201);
}

async fn wrong_people_are_refused(world: &World) {
    let customer = world
        .post("/customers", &json!({ "name": "Mills" }))
        .await
        .with(201);
    let ann = json!({ "customer": customer["id"], "name": "Ann", "email": "ann@c.example.com" });
    world.post("/contacts", &ann).await.with(201);
    let nobody = "019a0000-0000-7000-8000-000000000002";
    let cases = [
        ("/customers", json!({ "name": " " }), 422, "empty-name"),
        (
            "/customers",
            json!({ "name": "M", "plan": "gold" }),
            422,
            "unknown-plan",
        ),
        (
            "/customers",
            json!({ "name": "M", "zone": "Mars" }),
            422,
            "unknown-zone",
        ),
        (
            "/customers",
            json!({ "name": "M", "language": "xx" }),
            422,
            "unknown-language",
        ),
        ("/customers", json!({}), 400, "invalid-body"),
        ("/contacts", ann.clone(), 409, "address-in-use"),
        (
            "/contacts",
            json!({ "customer": nobody, "name": "B", "email": "b@c.example.com" }),
            422,
            "unknown-customer",
        ),
        (
            "/contacts",
            json!({ "customer": "x", "name": "B", "email": "b@c.example.com" }),
            400,
            "invalid-body",
        ),
        (
            "/contacts",
            json!({ "customer": customer["id"], "name": "B", "email": "b" }),
            422,
            "invalid-address",
        ),
    ];
    for (path, body, status, code) in cases {
        let refused = world.post(path, &body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem()),
            (status, code),
            "{path} {body}"
        );
    }
    let store = world.app.store();
    let mut row = store
        .contact_by_address("nordwind", "ann@c.example.com")
        .await
        .unwrap()
        .unwrap();
    row.active = false;
    store.contact_upsert(&row).await.unwrap();
    let mut ticket = new_ticket();
    ticket["requester"]["email"] = json!("ann@c.example.com");
    assert_eq!(
        world.post("/tickets", &ticket).await.problem(),
        "requester-inactive"
    );
}

crate::on_both!(
    a_known_requester_keeps_their_customer,
    strangers_are_registered_or_refused_as_the_policy_says,
    wrong_people_are_refused,
);
