//! Contracts through the API: begun, looked at, amended, and repeated without harm.

use serde_json::{Value, json};

use crate::fixture::{World, new_ticket};
use crate::on_both;

on_both!(
    an_amendment_is_looked_at_recorded_and_not_repeated,
    wrong_contracts_are_refused
);

async fn customer(world: &World, plan: Option<&str>) -> String {
    let new = json!({ "name": "Archer Mills", "plan": plan });
    let customer = world.post("/customers", &new).await.with(201);
    let id = customer["id"].as_str().unwrap().to_owned();
    let ann = json!({ "customer": id, "name": "Ann", "email": "ann@customer.example.com" });
    world.post("/contacts", &ann).await.with(201);
    id
}

async fn contracts(world: &World, customer: &str) -> Vec<Value> {
    let found = world.get(&format!("/customers/{customer}/contracts")).await;
    found.with(200)["contracts"].as_array().unwrap().clone()
}

async fn an_amendment_is_looked_at_recorded_and_not_repeated(world: &World) {
    let customer = customer(world, Some("basic")).await;
    let ticket = world.post("/tickets", &new_ticket()).await.with(201);
    let contract = contracts(world, &customer).await[0].clone();
    let place = format!("/contracts/{}/statements", contract["id"].as_str().unwrap());
    let mut ended = json!({ "change": "end", "from": "2020-01-01", "dry_run": true });
    let look = world.post(&place, &ended).await.with(200);
    assert_eq!(look["statement"], Value::Null);
    assert_eq!(look["tickets"][0]["number"], ticket["number"]);
    assert_eq!(look["tickets"][0]["plan_before"], "basic");
    assert_eq!(look["tickets"][0]["plan_after"], Value::Null);
    ended["dry_run"] = json!(false);
    let silent = world.post(&place, &ended).await;
    assert_eq!(
        (silent.status.as_u16(), silent.problem()),
        (422, "reason-missing")
    );
    ended["reason"] = json!("It was never signed");
    let key = [("idempotency-key", "end-1")];
    let first = world.post_with(&place, &ended, &key).await;
    let first = first.with(200);
    assert_eq!(first["statement"]["says"], "ended");
    let again = world.post_with(&place, &ended, &key).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.with(200)["statement"], first["statement"]);
    let contract = contracts(world, &customer).await[0].clone();
    assert_eq!(contract["statements"].as_array().unwrap().len(), 2);
    let shown = world.get(&format!("/customers/{customer}")).await.with(200);
    assert_eq!(shown["plan"], Value::Null, "nothing is in force now");

    while server::contracts::apply_waiting(&world.app).await.unwrap() > 0 {}
    let number = ticket["number"].as_str().unwrap();
    let ticket = world.get(&format!("/tickets/{number}")).await.with(200);
    assert_eq!(ticket["plan"], Value::Null);
}

async fn wrong_contracts_are_refused(world: &World) {
    let customer = customer(world, None).await;
    let place = format!("/customers/{customer}/contracts");
    let year = json!({ "from": "2026-01-01", "last_day": "2036-12-31", "plan": "basic" });
    let with = |key: &str, value: &str| {
        let mut changed = year.clone();
        changed[key] = json!(value);
        changed
    };
    for (body, code) in [
        (with("last_day", "2025-12-31"), "period-empty"),
        (with("plan", "gold"), "no-such-plan"),
        (with("overrides", "[[override]]"), "overrides-unread"),
    ] {
        let refused = world.post(&place, &body).await;
        assert_eq!((refused.status.as_u16(), refused.problem()), (422, code));
    }
    world.post(&place, &year).await.with(200);
    let second = world.post(&place, &with("last_day", "2026-02-01")).await;
    assert_eq!(second.problem(), "contract-overlaps");
    let id = contracts(world, &customer).await[0]["id"].clone();
    let place = format!("/contracts/{}/statements", id.as_str().unwrap());
    let renewed = json!({ "change": "renew", "last_day": "2037-12-31" });
    let renewed = world.post(&place, &renewed).await.with(200);
    assert_eq!(renewed["statement"]["plan"], "basic");
    let segments = contracts(world, &customer).await[0]["segments"].clone();
    assert_eq!(segments[0]["until"], segments[1]["from"], "without a hole");
    let nowhere = world
        .post("/contracts/none/statements", &json!({ "change": "end" }))
        .await;
    assert_eq!(nowhere.status, 404);
}
