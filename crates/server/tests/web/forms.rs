//! Forms: once however often they are sent, and never losing what was typed.

use axum::http::StatusCode;
use domain::Status;

use crate::world::{World, desk};

#[tokio::test]
async fn a_reply_sent_twice_is_one_reply() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let form = world.get(&world.cookies.agent, &path).await.field("_form");
    let fields = [
        ("_form", form.as_str()),
        ("kind", "reply"),
        ("body", "We look into it."),
    ];
    for _ in 0..2 {
        let sent = world
            .post(&world.cookies.agent, &format!("{path}/messages"), &fields)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    assert_eq!(world.ticket_of(&number).await.messages.len(), 2);
    // Back in the browser, and something else is sent: that is no repetition.
    let other = [
        ("_form", form.as_str()),
        ("kind", "reply"),
        ("body", "One thing more."),
    ];
    world
        .post(&world.cookies.agent, &format!("{path}/messages"), &other)
        .await;
    assert_eq!(world.ticket_of(&number).await.messages.len(), 3);
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let form = world.get(&world.cookies.agent, &path).await.field("_form");
    // An act that consists in telling the customer cannot be an internal note.
    let fields = [
        ("_form", form.as_str()),
        ("kind", "note"),
        ("act", "diagnosed"),
        ("body", "The proxy at Leeds cuts large requests."),
    ];
    let refused = world
        .post(&world.cookies.agent, &format!("{path}/messages"), &fields)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .has("The customer has to see this")
        .has("The proxy at Leeds cuts large requests.")
        .has("value=\"note\" checked")
        .has("value=\"diagnosed\" selected");
    assert_eq!(world.ticket_of(&number).await.messages.len(), 1);
}

#[tokio::test]
async fn a_stale_form_shows_what_it_is_now_and_what_was_typed() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let page = world.get(&world.cookies.agent, &path).await;
    let (form, seen) = (page.field("_form"), page.field("seen"));
    let theirs = world
        .get(&world.cookies.supervisor, &path)
        .await
        .field("_form");
    let change = |form: &str, severity: &str, reason: &str| {
        let owned = [
            ("_form", form.to_owned()),
            ("seen", seen.clone()),
            ("severity", severity.to_owned()),
            ("reason", reason.to_owned()),
        ];
        owned.to_vec()
    };
    let first = change(&theirs, "1", "All sites are down.");
    let first: Vec<_> = first
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let done = world
        .post(
            &world.cookies.supervisor,
            &format!("{path}/severity"),
            &first,
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let second = change(&form, "3", "Only one site.");
    let second: Vec<_> = second
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let stale = world
        .post(&world.cookies.agent, &format!("{path}/severity"), &second)
        .await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale
        .has("Somebody changed this meanwhile")
        .has("It is now: 1 ·")
        .has("Only one site.");
    assert_eq!(world.ticket_of(&number).await.severity, Some(1));
}

/// Where a form goes, what is in it, and how the ticket stands after.
type Step = (
    &'static str,
    &'static [(&'static str, &'static str)],
    Status,
);

#[tokio::test]
async fn every_action_leads_back_to_the_ticket() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let steps: [Step; 13] = [
        ("report", &[("complete", "no")], Status::Open),
        ("report", &[("complete", "yes")], Status::Open),
        ("acts", &[("act", "work-begun")], Status::Open),
        (
            "level",
            &[("level", "2"), ("reason", "Needs a log.")],
            Status::Open,
        ),
        (
            "severity",
            &[("severity", "1"), ("reason", "It is down.")],
            Status::Open,
        ),
        (
            "severity/proposal",
            &[("severity", "3"), ("reason", "Or is it?")],
            Status::Open,
        ),
        (
            "priority",
            &[("priority", "urgent"), ("reason", "The fair.")],
            Status::Open,
        ),
        ("pause", &[("reason", "supplier")], Status::Paused),
        ("resumption", &[], Status::Open),
        (
            "messages",
            &[("body", "Which version?"), ("then", "wait")],
            Status::Paused,
        ),
        (
            "resolution",
            &[("body", "Update to 3.8.")],
            Status::Resolved,
        ),
        ("reopening", &[("reason", "It came back.")], Status::Open),
        ("closure", &[], Status::Closed),
    ];
    for (noun, given, status) in steps {
        let page = world.get(&world.cookies.agent, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (form, seen) = (
            world.get(&world.cookies.agent, &path).await.field("_form"),
            world.ticket_of(&number).await.sequence.to_string(),
        );
        let mut fields = vec![("_form", form.as_str()), ("seen", seen.as_str())];
        fields.extend_from_slice(given);
        let sent = world
            .post(&world.cookies.agent, &format!("{path}/{noun}"), &fields)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{noun}: {}", sent.body);
        assert_eq!(sent.location(), path, "{noun}");
        assert_eq!(world.ticket_of(&number).await.status, status, "{noun}");
    }
    // What is handled out of turn says so in the list.
    let all = "/d/infocyte/agent?view=all";
    world.get(&world.cookies.agent, all).await.has("Urgent");
}

#[tokio::test]
async fn a_form_too_large_is_refused_by_name() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}/severity");
    let long = "x".repeat(server::web::route::FORM_BYTES_MAX + 1);
    let answer = world
        .post(&world.cookies.agent, &path, &[("reason", &long)])
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.has("That is too much at once");
}

#[tokio::test]
async fn what_the_customer_asks_for_stands_on_the_page_and_is_answered() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let ticket = world.ticket_of(&number).await;
    let asks = domain::Command::ProposeSeverity {
        severity: 1,
        reason: domain::NewText {
            id: domain::TextId(world.app.new_id()),
            body: "All sites are down.".to_owned(),
        },
        seen: None,
    };
    let requester = domain::Actor::Contact(ticket.requester);
    let name = desk();
    let give = async |actor, command| {
        let order = server::app::Order::new(&name, ticket.id, actor, command);
        world.app.execute(order).await.unwrap();
    };
    give(requester, asks).await;
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("asks for severity 1").has("All sites are down.");
    let (form, seen) = (page.field("_form"), page.field("seen"));
    let mut fields = vec![
        ("_form", form.as_str()),
        ("seen", seen.as_str()),
        ("answer", "decline"),
    ];
    let answer = format!("{path}/severity/answer");
    let refused = world.post(&world.cookies.agent, &answer, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("Give a reason");
    fields.push(("reason", "Only one is."));
    let done = world.post(&world.cookies.agent, &answer, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let answered = world.ticket_of(&number).await;
    assert_eq!(answered.severity, Some(2));
    assert_eq!(answered.grading.declined.unwrap().severity, 1);

    // And the other way round: what the customer declines comes back.
    let form = (page.field("_form"), answered.sequence.to_string());
    let proposal = [
        ("_form", form.0.as_str()),
        ("seen", form.1.as_str()),
        ("severity", "3"),
        ("reason", "One site has a spare."),
    ];
    let path_of_proposal = format!("{path}/severity/proposal");
    let done = world
        .post(&world.cookies.agent, &path_of_proposal, &proposal)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("Severity 3 · Low impact was proposed to the customer");
    let declines = domain::Command::AnswerSeverity {
        accept: false,
        reason: Some(domain::NewText {
            id: domain::TextId(world.app.new_id()),
            body: "The spare is broken.".to_owned(),
        }),
        seen: None,
    };
    give(requester, declines).await;
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("did not agree to severity 3")
        .has("The spare is broken.");
}
