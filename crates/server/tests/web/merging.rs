//! Merging on the pages of staff: first what it does, then doing it, then undoing it.

use axum::http::StatusCode;
use domain::Status;

use crate::world::World;

const TICKETS: &str = "/d/infocyte/agent/tickets";

#[tokio::test]
async fn a_merge_is_looked_at_then_done_then_undone() {
    let world = World::new().await;
    let agent = world.cookies.agent.clone();
    let survivor = world.ticket("Console unreachable").await;
    world
        .clock
        .advance_to("2026-11-19T15:40:00Z".parse().unwrap());
    let duplicate = world.ticket("Nothing opens").await;
    let page = format!("{TICKETS}/{duplicate}");
    world
        .get(&agent, &page)
        .await
        .has("Merge into another ticket");

    // Looking changes nothing. People type numbers as they like.
    let (prefix, number) = survivor.split_once('-').unwrap();
    for typed in [survivor.as_str(), number, &survivor.to_lowercase()] {
        let look = world
            .get(&agent, &format!("{page}/merge?into={typed}"))
            .await;
        look.has("What that does")
            .has("Console unreachable")
            .has(&format!("Merge {duplicate} into {survivor}"));
    }
    assert_eq!(world.ticket_of(&duplicate).await.status, Status::Open);
    let nowhere = world
        .get(&agent, &format!("{page}/merge?into={prefix}-99"))
        .await;
    nowhere
        .has("There is no such ticket.")
        .lacks("What that does");
    let itself = world
        .get(&agent, &format!("{page}/merge?into={duplicate}"))
        .await;
    itself.has("cannot be merged into itself");

    let look = world
        .get(&agent, &format!("{page}/merge?into={survivor}"))
        .await;
    let (form, seen) = (look.field("_form"), look.field("seen"));
    let fields = [
        ("_form", form.as_str()),
        ("seen", seen.as_str()),
        ("into", survivor.as_str()),
    ];
    let sent = world.post(&agent, &format!("{page}/merge"), &fields).await;
    assert_eq!(sent.location(), format!("{TICKETS}/{survivor}"));
    // The button pressed twice does its work once.
    let again = world.post(&agent, &format!("{page}/merge"), &fields).await;
    assert_eq!(again.location(), sent.location());
    assert_eq!(world.ticket_of(&survivor).await.absorbed.len(), 1);

    let merged = world.get(&agent, &page).await;
    merged
        .has("This ticket was merged, and goes on in")
        .has(&format!("{TICKETS}/{survivor}"))
        .lacks("action=\"/d/infocyte/agent/tickets/INF-1002/messages\"")
        .lacks("Close for good");
    world
        .get(&agent, "/d/infocyte/agent?view=all")
        .await
        .has("Merged");
    let goes_on = world.get(&agent, sent.location()).await;
    goes_on
        .has("Also asked by")
        .has(&format!("Separate {duplicate} again"))
        .has(&format!("merged {duplicate} into this ticket"));

    let form = goes_on.field("_form");
    let separation = format!("{page}/separation");
    let sent = world
        .post(&agent, &separation, &[("_form", form.as_str())])
        .await;
    assert_eq!(sent.location(), page);
    assert_eq!(world.ticket_of(&duplicate).await.status, Status::Open);
    assert_eq!(world.ticket_of(&survivor).await.absorbed, []);
    world.get(&agent, &page).await.has("Close for good");
}

#[tokio::test]
async fn a_merge_that_is_refused_keeps_what_was_typed() {
    let world = World::new().await;
    let agent = world.cookies.agent.clone();
    let duplicate = world.ticket("Nothing opens").await;
    let page = format!("{TICKETS}/{duplicate}");
    let form = world.get(&agent, &page).await.field("_form");
    for (into, said) in [
        ("INF-4711", "There is no such ticket."),
        (duplicate.as_str(), "cannot be merged into itself"),
    ] {
        let fields = [("_form", form.as_str()), ("into", into)];
        let sent = world.post(&agent, &format!("{page}/merge"), &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        sent.has(said).has(&format!("value=\"{into}\""));
    }
}
