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

    // What was confirmed is what was shown: something else is shown again.
    let confirmed = shown.field("confirmed");
    let mut another = fields.clone();
    another.retain(|(name, _)| *name != "from");
    another.extend([("from", "2020-02-01"), ("confirmed", confirmed.as_str())]);
    let again = world.post(supervisor, &statements, &another).await;
    assert_eq!(again.status, StatusCode::OK);
    again.has("not what you confirmed");
    assert_ne!(again.field("confirmed"), confirmed);
    let recorded = store.contract("infocyte", &contracts[0].0.contract);
    assert_eq!(recorded.await.unwrap().len(), 1);

    fields.push(("confirmed", confirmed.as_str()));
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
    let ticket = format!("/d/infocyte/agent/tickets/{number}");
    let card = world.get(agent, &ticket).await;
    card.has("Restated under another statement")
        .has("Amendment, 3")
        .has("Plan Patrol")
        .has(&format!("href=\"{place}\""))
        .lacks("Now it says something else");

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

#[tokio::test]
async fn a_contract_is_begun_and_the_ticket_tells_which_one_governs_it() {
    let world = World::with(WebConfig { demo: false }).await;
    let number = world.ticket("Console unreachable").await;
    let ticket = format!("/d/infocyte/agent/tickets/{number}");
    let customer = world.ticket_of(&number).await.customer.to_string();
    let place = format!("/d/infocyte/agent/customers/{customer}");
    let begin = format!("{place}/contracts");
    let (supervisor, agent) = (&world.cookies.supervisor, &world.cookies.agent);
    let card = world.get(agent, &ticket).await;
    card.has("No contract governs it.");
    world.get(agent, &place).await.lacks("Begin a contract");

    let form = world.get(supervisor, &place).await.field("_form");
    let mut fields = vec![
        ("_form", form.as_str()),
        ("name", "Support from the start"),
        ("from", "2020-01-01"),
        ("plan", "enlist"),
        ("reason", "It was signed and not sent"),
    ];
    let shown = world.post(supervisor, &begin, &fields).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.has("One ticket is restated").has(&number);
    let none = world
        .app
        .store()
        .contracts_of_customer("infocyte", &customer);
    assert!(none.await.unwrap().is_empty(), "looking records nothing");
    let confirmed = shown.field("confirmed");
    fields.push(("confirmed", confirmed.as_str()));
    for _ in 0..2 {
        let sent = world.post(supervisor, &begin, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    while apply_waiting(&world.app).await.unwrap() > 0 {}
    let begun = world
        .app
        .store()
        .contracts_of_customer("infocyte", &customer);
    let begun = begun.await.unwrap();
    assert_eq!(begun.len(), 1, "sent twice it is begun once");
    world
        .get(agent, &ticket)
        .await
        .has("Support from the start");

    // A second one for the same time would hide the first.
    let form = world.get(supervisor, &place).await.field("_form");
    let second = [
        ("_form", form.as_str()),
        ("name", "Another one"),
        ("from", "2026-11-01"),
    ];
    let refused = world.post(supervisor, &begin, &second).await;
    refused.has("Another contract of this customer is in force then");
    refused.has("Another one");

    // What is said later of a later day does not govern the ticket, and is told.
    let day = jiff::Timestamp::from_microsecond(begun[0].1.recorded_at).unwrap();
    let next = day + jiff::SignedDuration::from_hours(48);
    let next = next.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let form = refused.field("_form");
    let statements = format!("{begin}/{}/statements", begun[0].0.contract);
    let rests = [
        ("_form", form.as_str()),
        ("change", "suspend"),
        ("from", next.as_str()),
    ];
    let sent = world.post(supervisor, &statements, &rests).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let card = world.get(agent, &ticket).await;
    card.lacks("Now it says something else");
    world
        .clock
        .advance_to(day + jiff::SignedDuration::from_hours(96));
    let card = world.get(agent, &ticket).await;
    card.has("Now it says something else: Suspended");
}

#[tokio::test]
async fn who_ends_soon_without_a_renewal_is_a_list_of_its_own() {
    let world = World::with(WebConfig { demo: false }).await;
    let customer = world.customer.to_string();
    let place = format!("/d/infocyte/agent/customers/{customer}");
    let begin = format!("{place}/contracts");
    let (supervisor, agent) = (&world.cookies.supervisor, &world.cookies.agent);
    let all = "/d/infocyte/agent/customers";
    let ending = "/d/infocyte/agent/customers?view=ending";
    let nobody = world.get(agent, ending).await;
    nobody.has("No contract ends soon").lacks("Calder Mills");

    let now = world.app.now().to_zoned(jiff::tz::TimeZone::UTC);
    let day = |days: i64| {
        let moved = now.checked_add(jiff::Span::new().days(days)).unwrap();
        moved.date().to_string()
    };
    let (today, soon, later) = (day(0), day(60), day(400));
    let form = world.get(supervisor, &place).await.field("_form");
    let year = [
        ("_form", form.as_str()),
        ("name", "Support"),
        ("from", today.as_str()),
        ("last", soon.as_str()),
        ("plan", "patrol"),
    ];
    let sent = world.post(supervisor, &begin, &year).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    for list in [ending, all] {
        let page = world.get(agent, list).await;
        page.has("Calder Mills").has(&soon).has("Patrol");
    }

    let known = world
        .app
        .store()
        .contracts_of_customer("infocyte", &customer);
    let statements = format!("{begin}/{}/statements", known.await.unwrap()[0].0.contract);
    let form = world.get(supervisor, &place).await.field("_form");
    let renewed = [
        ("_form", form.as_str()),
        ("change", "renew"),
        ("last", later.as_str()),
    ];
    let sent = world.post(supervisor, &statements, &renewed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    world.get(agent, ending).await.lacks("Calder Mills");
    world.get(agent, all).await.has(&later).lacks(&soon);
}
