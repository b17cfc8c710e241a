//! The pages of staff, and what they keep from customers.

use axum::http::{StatusCode, header};

use crate::world::World;

#[tokio::test]
async fn the_inbox_puts_what_is_due_first() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = "/d/infocyte/agent";
    let inbox = world.get(&world.cookies.agent, path).await;
    inbox
        .has("Console unreachable")
        .has(&format!("/d/infocyte/agent/tickets/{number}"))
        .has("data-state=\"track\"")
        .has("Calder Mills")
        .lacks(" · Normal · ");
    world
        .get(&world.cookies.agent, "/d/infocyte/agent?view=unassigned")
        .await
        .has(&number);
    world
        .get(&world.cookies.agent, "/d/infocyte/agent?view=mine")
        .await
        .lacks(&number);
    let found = world
        .get(
            &world.cookies.agent,
            &format!("/d/infocyte/agent/find?number={}", &number[4..]),
        )
        .await;
    assert_eq!(
        found.location(),
        format!("/d/infocyte/agent/tickets/{number}")
    );
    // A week later it is late, in word and colour.
    world
        .clock
        .advance_to("2026-11-26T15:10:00Z".parse().unwrap());
    let later = world.get(&world.cookies.agent, path).await;
    later.has("data-state=\"late\"").has("1 late");
}

#[tokio::test]
async fn pages_of_the_inbox_follow_each_other_without_gaps() {
    let world = World::new().await;
    let mut numbers = Vec::new();
    for n in 0..53 {
        numbers.push(world.ticket(&format!("Ticket {n}")).await);
    }
    for view in ["due", "all"] {
        let path = format!("/d/infocyte/agent?view={view}");
        let first = world.get(&world.cookies.agent, &path).await;
        let (_, rest) = first.body.split_once("\" rel=\"next\"").map_or_else(
            || panic!("no next page: {}", first.body),
            |(before, after)| (after, before),
        );
        let next = rest
            .rsplit("href=\"")
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let second = world.get(&world.cookies.agent, &next).await;
        for number in &numbers {
            let row = format!("id=\"row-{number}\"");
            let shown = [&first, &second]
                .iter()
                .filter(|page| page.body.contains(&row))
                .count();
            assert_eq!(shown, 1, "{view}: {number}");
        }
        second.lacks("rel=\"next\"");
    }
}

#[tokio::test]
async fn a_ticket_shows_its_promises_and_their_proof() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let page = world.get(&world.cookies.agent, &path).await;
    page.has("First response")
        .has("<svg class=\"strip\"")
        .has("What counted and what did not")
        .has("Nobody can open the console.")
        .has("opened the ticket by portal");
    let ticket = world.ticket_of(&number).await;
    for clock in ticket.clocks.keys() {
        let proof = world
            .get(&world.cookies.agent, &format!("{path}/clocks/{clock}"))
            .await;
        assert_eq!(proof.status, StatusCode::OK, "{clock}");
        proof.has("class=\"table proof\"").has("Etc/GMT+5");
    }
}

#[tokio::test]
async fn internal_notes_stay_internal() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let path = format!("/d/infocyte/agent/tickets/{number}");
    let form = world.get(&world.cookies.agent, &path).await.field("_form");
    let fields = [
        ("_form", form.as_str()),
        ("kind", "note"),
        ("body", "Looks like the heron again."),
    ];
    world
        .post(&world.cookies.agent, &format!("{path}/messages"), &fields)
        .await;
    world
        .get(&world.cookies.agent, &path)
        .await
        .has("Looks like the heron again.");
    for path in [
        "/d/infocyte".to_owned(),
        format!("/d/infocyte/tickets/{number}"),
    ] {
        let page = world.get(&world.cookies.contact, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.has("Console unreachable").lacks("heron");
    }
}

#[tokio::test]
async fn a_file_is_handed_out_and_never_shown() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let message = world.ticket_of(&number).await.messages[0].id;
    let path = format!("/d/infocyte/agent/tickets/{number}/messages/{message}/files/1");
    let file = world.get(&world.cookies.agent, &path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "application/octet-stream"
    );
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    assert_eq!(file.headers[header::CONTENT_SECURITY_POLICY], "sandbox");
}

#[tokio::test]
async fn a_call_is_written_down_after_its_promises_were_shown() {
    let world = World::new().await;
    let new = world
        .get(&world.cookies.agent, "/d/infocyte/agent/tickets/new")
        .await;
    let form = new.field("_form");
    let mut fields = vec![
        ("_form", form.as_str()),
        ("address", "elin@calder.example.com"),
        ("customer", "Calder Mills"),
        ("channel", "phone"),
        ("kind", "incident"),
        ("severity", "2"),
        ("received_at", "2026-11-19T15:40"),
        ("subject", "Console unreachable"),
        ("body", "Called from Leeds."),
        ("acknowledge", "yes"),
    ];
    let path = "/d/infocyte/agent/tickets";
    let nameless = world.post(&world.cookies.agent, path, &fields).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    nameless
        .has("Give the name of the person")
        .has("Called from Leeds.");
    fields.push(("name", "Elin Moe"));
    fields.push(("preview", "yes"));
    let preview = world.post(&world.cookies.agent, path, &fields).await;
    assert_eq!(preview.status, StatusCode::OK);
    preview.has("First response").has("Called from Leeds.");
    fields.pop();
    let opened = world.post(&world.cookies.agent, path, &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let ticket = world.ticket_of(opened.location()).await;
    // Half past three in Paris, where the agent sits, is half past two by UTC.
    assert_eq!(ticket.received_at, "2026-11-19T14:40:00Z".parse().unwrap());
    let page = world.get(&world.cookies.agent, opened.location()).await;
    page.has("Elin Moe").has("elin@calder.example.com");
}

#[tokio::test]
async fn outgoing_mail_can_be_read_but_for_other_peoples_links() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let contact = [("address", "rhys@calder.example.com")];
    world.post("", "/d/infocyte/sign-in/link", &contact).await;
    let list = world.get(&world.cookies.supervisor, "/admin/outbox").await;
    list.has("Acknowledgement")
        .has(&format!("/d/infocyte/agent/tickets/{number}"))
        .has("Link to sign in")
        .has("Rhys Calder");
    for item in world
        .app
        .store()
        .outbox("infocyte", None, 10)
        .await
        .unwrap()
    {
        let path = format!("/admin/outbox/infocyte/{}", item.item);
        let page = world.get(&world.cookies.supervisor, &path).await;
        if item.notice.contains("sign_in") {
            page.has("Only its recipient may read it")
                .lacks("/sign-in/");
        } else {
            page.has("Console unreachable");
        }
    }
}
