//! Customers and their contracts in the workspace: what holds when, and a change that
//! is shown before it restates.

use axum::http::StatusCode;
use server::contracts::apply_waiting;
use server::store::Write;
use server::web::WebConfig;

use crate::world::World;

const SOONER: &str = "[[override]]\ntarget = \"first-response\"\nwithin = \"under 30m\"\n\
    clause = \"Amendment, 3\"\n";

#[tokio::test]
async fn a_change_is_shown_before_it_restates() {
    let world = World::with(WebConfig { demo: false }).await;
    let number = world.ticket("Console unreachable").await;
    let customer = world.ticket_of(&number).await.customer.to_string();
    let place = format!("/d/infocyte/agent/customers/{customer}");
    let (supervisor, agent) = (&world.cookies.supervisor, &world.cookies.agent);
    world.get(agent, &place).await.has("There is no contract");

    let store = world.app.store();
    let row = store.customer_by_id("infocyte", &customer).await.unwrap();
    let rows = world
        .app
        .first_contract(&row.unwrap(), "UTC", Some("patrol"), "command line");
    store.write(Write::rows(rows)).await.unwrap();
    let list = world.get(agent, "/d/infocyte/agent/customers").await;
    list.has(&format!("href=\"{place}\"")).has("Calder Mills");
    world.get(agent, &place).await.lacks("Change the contract");

    let page = world.get(supervisor, &place).await;
    page.has("Change the contract").has("Rhys Calder");
    let form = page.field("_form");
    let contracts = store
        .contracts_of_customer("infocyte", &customer)
        .await
        .unwrap();
    let statements = format!("{place}/contracts/{}/statements", contracts[0].0.contract);
    let mut fields = vec![
        ("_form", form.as_str()),
        ("change", "amend"),
        ("from", "2020-01-01"),
        ("overrides", SOONER),
        ("reason", "It came back signed"),
    ];
    // Not confirmed, it is shown and nothing is recorded.
    let shown = world.post(supervisor, &statements, &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown
        .has("One ticket is restated")
        .has(&number)
        .has("It came back signed");
    let recorded = store.contract("infocyte", &contracts[0].0.contract);
    assert_eq!(recorded.await.unwrap().len(), 1);

    fields.push(("confirmed", "yes"));
    for _ in 0..2 {
        let sent = world.post(supervisor, &statements, &fields).await;
        assert_eq!(
            sent.status,
            StatusCode::SEE_OTHER,
            "sent twice it is recorded once"
        );
    }
    while apply_waiting(&world.app).await.unwrap() > 0 {}
    let page = world.get(supervisor, &place).await;
    page.has("How this customer differs").has("Amendment, 3");
    page.has("Tickets that were restated").has(&number);
    let recorded = store
        .contract("infocyte", &contracts[0].0.contract)
        .await
        .unwrap();
    assert_eq!(recorded.len(), 2);
    let restated = world.ticket_of(&number).await;
    assert_eq!(restated.clocks["first-response.1"].corrections.len(), 1);

    // What cannot be is said in words, and what was typed stays.
    let form = page.field("_form");
    let reversed = [
        ("_form", form.as_str()),
        ("change", "suspend"),
        ("from", "2026-12-02"),
        ("last", "2026-12-01"),
        ("reason", "Unpaid"),
    ];
    let refused = world.post(supervisor, &statements, &reversed).await;
    refused.has("ends before it begins").has("Unpaid");
}
