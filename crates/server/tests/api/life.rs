//! A ticket from its opening to its rating, with the requests as they stand in the
//! document, and the answers' fields held against the document's examples.

use jiff::ToSpan;
use serde_json::{Value, json};

use server::app::CorrectionProposal;
use server::timers::take_over;

use crate::fixture::{NOW, World};

/// The example of an operation's request and answer.
fn examples(path: &str, method: &str) -> (Value, Value) {
    let document = server::web::api::document();
    let operation = &document["paths"][path][method];
    let request = &operation["requestBody"]["content"]["application/json"]["example"];
    let responses = operation["responses"].as_object().unwrap();
    let (_, done) = responses
        .iter()
        .find(|(status, _)| status.starts_with('2'))
        .unwrap();
    let answer = &done["content"]["application/json"]["example"];
    (request.clone(), answer.clone())
}

/// Every field of the example is in the answer and the other way round; lists are
/// compared by their first items.
fn same_fields(place: &str, example: &Value, answer: &Value) {
    match (example, answer) {
        (Value::Object(example), Value::Object(answer)) => {
            // The data of an event depends on its kind.
            if place.ends_with(".data") || place.contains(".facts") || place.contains(".spans") {
                return;
            }
            let fields = |object: &serde_json::Map<String, Value>| {
                let mut fields: Vec<String> = object.keys().cloned().collect();
                fields.sort();
                fields
            };
            assert_eq!(fields(example), fields(answer), "{place}");
            for (name, value) in example {
                same_fields(&format!("{place}.{name}"), value, &answer[name]);
            }
        }
        (Value::Array(example), Value::Array(answer)) => {
            if let (Some(example), Some(answer)) = (example.first(), answer.first()) {
                same_fields(&format!("{place}[0]"), example, answer);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (example, answer) => assert_eq!(
            std::mem::discriminant(example),
            std::mem::discriminant(answer),
            "{place}: {example} {answer}"
        ),
    }
}

const ONE: &str = "/desks/{desk}/tickets/{number}";

/// Does what the document's example says, and holds the answer against it.
async fn example(world: &World, place: &str, noun: &str, status: u16) -> Value {
    let path = format!("{ONE}/{noun}");
    let (request, wanted) = examples(&path, "post");
    let answer = world
        .post(&format!("{place}/{noun}"), &request)
        .await
        .with(status);
    same_fields(&path, &wanted, &answer);
    answer
}

async fn look(world: &World, place: &str, noun: &str) -> Value {
    let path = format!("{ONE}/{noun}");
    let answer = world.get(&format!("{place}/{noun}")).await.with(200);
    same_fields(&path, &examples(&path, "get").1, &answer);
    answer
}

async fn a_ticket_lives_as_the_document_says(world: &World) {
    let (request, wanted) = examples("/desks/{desk}/tickets", "post");
    let answer = world.post("/tickets", &request).await;
    assert_eq!(
        answer.header("location"),
        "/api/v1/desks/nordwind/tickets/NOR-1001"
    );
    assert!(answer.header("etag").starts_with('"'));
    let ticket = answer.with(201);
    same_fields("ticket", &wanted, &ticket);
    assert_eq!(ticket["status"], "open");
    assert_eq!(ticket["channel"], "api");
    assert_eq!(ticket["coverage"]["decision"], "covered");
    assert_eq!(ticket["customer"]["name"], "Ann Archer");
    assert_eq!(ticket["requester"]["email"], "ann@customer.example.com");
    assert_eq!(ticket["received_at"], NOW);
    let response = &ticket["clocks"][0];
    assert_eq!(response["id"], "response.1");
    assert_eq!(response["due_at"], "2026-11-18T13:00:00Z");
    assert_eq!(
        response["promise"],
        "We answer: within 4 hours of opening time"
    );

    let place = "/tickets/1001";
    world
        .clock
        .advance_to(NOW.parse::<jiff::Timestamp>().unwrap() + 30.minutes());
    let assigned = example(world, place, "assignment", 200).await;
    assert_eq!(assigned["assignee"]["id"], world.agent.to_string());
    let running = &look(world, place, "clocks").await["clocks"][0];
    assert_eq!(
        (&running["used_seconds"], &running["remaining_seconds"]),
        (&json!(1800), &json!(12600))
    );

    let severe = example(world, place, "severity", 200).await;
    assert_eq!(severe["severity"], 1);
    assert_eq!(severe["severity_requested"], 2);
    assert_eq!(severe["severity_agreed"]["severity"], 1);
    assert_eq!(severe["clocks"][0]["due_at"], "2026-11-18T10:00:00Z");
    let proposed = example(world, place, "severity/proposal", 200).await;
    assert_eq!(
        (
            &proposed["severity"],
            &proposed["severity_assessed"]["severity"]
        ),
        (&json!(1), &json!(3))
    );
    let proposal = &proposed["severity_proposal"];
    assert_eq!(
        (&proposal["severity"], &proposal["by_staff"]),
        (&json!(3), &json!(true))
    );
    let declined = example(world, place, "severity/answer", 200).await;
    assert_eq!(declined["severity_proposal"], Value::Null);
    assert_eq!(declined["severity_declined"]["by_staff"], false);
    let urgent = example(world, place, "priority", 200).await;
    assert_eq!(
        (&urgent["priority"], &urgent["priority_requested"]),
        (&json!("urgent"), &Value::Null)
    );
    assert_eq!(example(world, place, "level", 200).await["level"], 2);
    example(world, place, "acts", 200).await;
    let answered = example(world, place, "messages", 201).await;
    assert_eq!(answered["clocks"][0]["state"], "met");
    assert_eq!(answered["clocks"][0]["met_at"], "2026-11-18T09:30:00Z");

    let paused = example(world, place, "pause", 200).await;
    assert_eq!(
        (&paused["status"], &paused["pause"]),
        (&json!("paused"), &json!("customer"))
    );
    assert_eq!(paused["clocks"][1]["state"], "paused");
    assert_eq!(paused["clocks"][1]["paused_at"], "2026-11-18T09:30:00Z");
    assert_eq!(
        example(world, place, "resumption", 200).await["status"],
        "open"
    );
    decides_on_coverage(world, place, &assigned["coverage"]).await;
    let resolved = example(world, place, "resolution", 200).await;
    assert_eq!(resolved["status"], "resolved");
    assert_eq!(resolved["clocks"][1]["state"], "met");
    assert_eq!(
        example(world, place, "reopening", 200).await["status"],
        "open"
    );
    example(world, place, "resolution", 200).await;
    assert_eq!(
        example(world, place, "closure", 200).await["status"],
        "closed"
    );
    assert_eq!(example(world, place, "rating", 200).await["rating"], "good");

    let messages = look(world, place, "messages").await;
    let messages = messages["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 5);
    let first = messages[0]["body"].as_str().unwrap();
    assert!(first.ends_with("\n\nProduct: Exporter 4.2"), "{first}");
    assert_eq!(messages[0]["author"]["name"], "Ann Archer");
    assert_eq!(messages[1]["by_staff"], true);

    let events = look(world, place, "events").await;
    let events = events["events"].as_array().unwrap();
    assert_eq!(events[0]["kind"], "ticket_opened");
    let rated = events.last().unwrap();
    assert_eq!(
        (&rated["kind"], &rated["actor"]["actor"]),
        (&json!("ticket_rated"), &json!("contact"))
    );
    let ticket = world.get(place).await;
    assert_eq!(ticket.header("etag"), format!("\"{}\"", events.len()));

    let policy = world.get("/policies/current").await.with(200);
    same_fields(
        "policy",
        &examples("/desks/{desk}/policies/current", "get").1,
        &policy,
    );
    assert_eq!(policy["version"], ticket.body["policy_version"]);
    let waiting = world
        .app
        .store()
        .outbox_waiting(i64::MAX, 50)
        .await
        .unwrap();
    assert!(
        waiting.len() >= 4,
        "acknowledgement, replies and resolution are told"
    );
}

async fn a_workaround_that_is_accepted_lowers_the_rest(world: &World) {
    let place = world.ticket().await;
    let said = json!({ "body": "By hand.", "public": true, "act": "workaround_given" });
    let said = world.post(&format!("{place}/messages"), &said).await;
    said.with(201);
    let given = world.get(&place).await.with(200);
    assert_eq!(given["workaround"]["accepted_at"], Value::Null);
    assert_ne!(given["workaround"], Value::Null);
    let lowered = example(world, &place, "workaround", 200).await;
    assert_eq!(
        (&lowered["severity"], &lowered["workaround"]),
        (&json!(3), &Value::Null)
    );
}

async fn a_clock_is_explained_by_id_target_or_metric(world: &World) {
    let place = world.ticket().await;
    world
        .clock
        .advance_to("2026-11-18T10:00:00Z".parse().unwrap());
    let path = "/desks/{desk}/tickets/{number}/clocks/{id}/explanation";
    let wanted = examples(path, "get").1;
    for id in ["response.1", "response", "first_response"] {
        let explained = world
            .get(&format!("{place}/clocks/{id}/explanation"))
            .await
            .with(200);
        same_fields("explanation", &wanted, &explained);
        assert_eq!(explained["id"], "response.1");
        assert_eq!(explained["calendar_zone"], "Europe/Berlin");
        let counted: i64 = explained["spans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|span| span["counted_seconds"].as_i64().unwrap())
            .sum();
        assert_eq!(counted, 4 * 3600, "the spans prove the whole promise");
        assert_eq!(explained["used_seconds"], 3600);
        assert_eq!(explained["facts"][0]["fact"], "anchored");
    }
    for (query, line) in [
        ("", "\nDue: "),
        ("?language=en", "\nDue: "),
        ("?language=fr", "\nÉchéance : "),
    ] {
        let explained = world
            .get(&format!("{place}/clocks/response.1/explanation{query}"))
            .await
            .with(200);
        let text = explained["text"].as_str().unwrap();
        assert!(text.contains(line), "{query}: {text}");
    }
    let unknown = world
        .get(&format!(
            "{place}/clocks/response.1/explanation?language=de"
        ))
        .await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.problem()),
        (400, "invalid-parameter")
    );
    let missing = world
        .get(&format!("{place}/clocks/nonsense/explanation"))
        .await;
    assert_eq!(
        (missing.status.as_u16(), missing.problem()),
        (404, "not-found")
    );
}

async fn a_breach_shows_and_a_cancelled_clock_stands_still(world: &World) {
    let place = world.ticket().await;
    world
        .clock
        .advance_to("2026-11-18T14:00:00Z".parse().unwrap());
    let ticket = world.get(&place).await.with(200);
    let response = &ticket["clocks"][0];
    assert_eq!(response["state"], "missed_running");
    assert_eq!(response["breached_at"], "2026-11-18T13:00:00Z");
    assert_eq!(response["remaining_seconds"], -3600);
    world
        .post(&format!("{place}/closure"), &json!({}))
        .await
        .with(200);
    world
        .clock
        .advance_to("2026-11-19T14:00:00Z".parse().unwrap());
    let ticket = world.get(&place).await.with(200);
    for clock in ticket["clocks"].as_array().unwrap() {
        assert_eq!(clock["state"], "cancelled");
        assert_eq!(
            clock["used_seconds"],
            5 * 3600,
            "what it had used when it ended"
        );
        assert_eq!(clock["met_at"], Value::Null);
    }
}

async fn a_corrected_clock_shows_both_results(world: &World) {
    let place = world.ticket().await;
    world
        .clock
        .advance_to("2026-11-18T14:00:00Z".parse().unwrap());
    let closed = "[calendar.office]\nclosed = { 2026-11-18 = \"Founders' Day\" }";
    let proposal = CorrectionProposal {
        source: include_str!("policy.toml").replacen("[calendar.office]", closed, 1),
        by: format!("agent:{}", world.agent),
        reason: "Founders' Day was declared late.".to_owned(),
    };
    let desk = domain::DeskName::new("nordwind").unwrap();
    let proposed = world.app.propose_correction(&desk, &proposal).await;
    proposed.unwrap();
    assert_eq!(take_over(&world.app).await.unwrap(), 1);

    let clocks = world.get(&format!("{place}/clocks")).await.with(200);
    let response = &clocks["clocks"][0];
    assert_eq!(response["due_at"], "2026-11-19T12:00:00Z");
    assert_eq!(response["state"], "running", "late no more");
    let restated = &response["restatements"][0];
    let example = examples("/desks/{desk}/tickets/{number}/clocks", "get").1;
    let example = &example["clocks"][0]["restatements"][0];
    same_fields("restatement", example, restated);
    assert_eq!(restated["reason"], "Founders' Day was declared late.");
    assert_eq!(restated["author"]["id"], world.agent.to_string());
    assert_eq!(restated["before"]["breached_at"], "2026-11-18T13:00:00Z");
    assert_eq!(restated["after"]["breached_at"], Value::Null);
    assert_eq!(restated["after"]["due_at"], "2026-11-19T12:00:00Z");
    for (language, words) in [
        ("en", "\nRestated: due Thursday 19 November 2026, 12:00"),
        ("fr", "\nRectifié : échéance le "),
    ] {
        let path = format!("{place}/clocks/response.1/explanation?language={language}");
        let explained = world.get(&path).await.with(200);
        let text = explained["text"].as_str().unwrap();
        assert!(text.contains(words), "{text}");
        assert!(text.contains("Founders' Day was declared late."), "{text}");
    }
}

crate::on_both!(
    a_corrected_clock_shows_both_results,
    a_ticket_lives_as_the_document_says,
    a_workaround_that_is_accepted_lowers_the_rest,
    a_clock_is_explained_by_id_target_or_metric,
    a_breach_shows_and_a_cancelled_clock_stands_still,
);

/// By the table, otherwise with a reason, and back after a disagreement.
async fn decides_on_coverage(world: &World, place: &str, first: &serde_json::Value) {
    assert_eq!(
        (&first["decision"], &first["final"], &first["row"]),
        (&json!("covered"), &json!(false), &json!(null))
    );
    assert_eq!(first["depends_on"], json!(["subject", "cause"]));
    assert_eq!(
        first["reason"],
        "Help with normal use is part of the contract."
    );
    let decided = &example(world, place, "coverage", 200).await["coverage"];
    assert_eq!(
        (&decided["decision"], &decided["deviates_from"]),
        (&json!("covered"), &json!("billable"))
    );
    assert_eq!(
        (&decided["row"], &decided["reason"]),
        (&json!("own-mistake"), &json!(null))
    );
    let by_hand = decided["reason_by_hand"].as_str().unwrap();
    assert!(by_hand.starts_with("It was the first time"), "{by_hand}");
    let disputed = &example(world, place, "coverage/dispute", 200).await["coverage"];
    let why = disputed["disputed"].as_str().unwrap();
    assert!(why.starts_with("Your consultant"), "{why}");
    let unreasoned = world.post(&format!("{place}/coverage"), &json!({})).await;
    assert_eq!(unreasoned.status, 422);
    assert_eq!(unreasoned.problem(), "reason-missing");
    let upheld = world
        .post(
            &format!("{place}/coverage"),
            &json!({ "reason": "Our log shows your user at 14:02." }),
        )
        .await;
    let upheld = &upheld.with(200)["coverage"];
    assert_eq!(
        (&upheld["decision"], &upheld["disputed"], &upheld["final"]),
        (&json!("billable"), &json!(null), &json!(false))
    );
    assert_eq!(upheld["depends_on"], json!(["subject"]));
}
