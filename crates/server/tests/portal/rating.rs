//! Rating: on the ticket's page, and behind the link in the closing mail.

use domain::{Rating, TicketId};
use server::mail::thread::TokenKey;
use server::outbox::rating_token_key;

use crate::on_both;
use crate::world::{Person, World};

on_both!(
    the_link_rates_without_signing_in,
    a_ticket_that_is_not_resolved_cannot_be_rated,
    wrong_links_lead_nowhere,
    on_the_page_a_rating_takes_a_comment,
);

async fn link(world: &World, who: &Person, ticket: TicketId) -> String {
    let desk = world.app.desk(&who.desk).await.unwrap();
    let token = rating_token_key(&desk).make(ticket.0);
    format!("/d/{}/rate/{token}", who.desk)
}

async fn the_link_rates_without_signing_in(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world
        .report(&who, "A secret subject", "A secret text.")
        .await;
    world.resolve(&who, &path, agent).await;
    let ticket = world.ticket_of(&who, &path).await;
    let link = link(world, &who, ticket.id).await;

    let page = world.get(None, &link).await;
    page.has("INF-1001");
    page.has("How do you rate the support and the service of this ticket?");
    page.lacks("secret");
    page.lacks("Rhys");
    assert_eq!(world.ticket_of(&who, &path).await.sequence, ticket.sequence);

    let once = page.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("rating", "bad"),
        ("comment", "Slow."),
    ];
    let sent = world.post(None, &link, &fields).await;
    let page = world.follow(None, &sent).await;
    page.has("Thank you for your rating.");
    page.has("You rated this ticket: Bad.");
    page.lacks("Slow.");
    // Pressing twice is answering once.
    let twice = world.post(None, &link, &fields).await;
    assert_eq!(twice.status, 303);
    let rated = world.ticket_of(&who, &path).await;
    assert_eq!(rated.rating, Some(Rating::Bad));
    assert_eq!(rated.sequence, ticket.sequence + 1);

    let once = page.field("_form");
    let fields = [("_form", once.as_str()), ("rating", "good")];
    let sent = world.post(None, &link, &fields).await;
    let page = world.follow(None, &sent).await;
    page.has("Your new rating replaces the first.");
    page.has("You rated this ticket: Good.");
    let rated = world.ticket_of(&who, &path).await;
    assert_eq!(rated.rating, Some(Rating::Good));
    world.get(Some(&who), &path).await.has("Slow.");
}

async fn a_ticket_that_is_not_resolved_cannot_be_rated(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let path = world.report(&who, "A secret subject", "Text.").await;
    let ticket = world.ticket_of(&who, &path).await;
    let link = link(world, &who, ticket.id).await;
    let page = world.get(None, &link).await;
    assert_eq!(page.status, 200);
    page.has("INF-1001 is not resolved yet");
    page.lacks("name=\"rating\"");
    let once = world.app.new_id().to_string();
    let fields = [("_form", once.as_str()), ("rating", "good")];
    let sent = world.post(None, &link, &fields).await;
    assert_eq!(sent.status, 422);
    sent.has("You can rate the ticket once it is resolved.");
    let rating = format!("{path}/rating");
    let sent = world.post(Some(&who), &rating, &fields).await;
    assert_eq!(sent.status, 422);
    assert_eq!(world.ticket_of(&who, &path).await.sequence, ticket.sequence);
}

async fn wrong_links_lead_nowhere(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world.report(&who, "A secret subject", "Text.").await;
    world.resolve(&who, &path, agent).await;
    let ticket = world.ticket_of(&who, &path).await;
    let right = link(world, &who, ticket.id).await;
    let (start, token) = right.rsplit_once('/').unwrap();
    let last = if token.ends_with('a') { 'b' } else { 'a' };
    let forged = format!("{}{last}", &token[..token.len() - 1]);
    let desk = world.app.desk(&who.desk).await.unwrap();
    let of_reply = TokenKey::new(desk.secret.as_bytes(), &desk.desk).make(ticket.id.0);
    let of_nothing = rating_token_key(&desk).make(world.app.new_id());
    let wrong = [
        format!("{start}/{forged}"),
        format!("{start}/{of_reply}"),
        format!("{start}/{of_nothing}"),
        format!("{start}/x"),
        format!("/d/appseconnect/rate/{token}"),
    ];
    let once = world.app.new_id().to_string();
    for link in &wrong {
        let page = world.get(None, link).await;
        assert_eq!(page.status, 404, "{link}");
        page.has("This link leads to no ticket");
        page.lacks("INF-1001");
        let fields = [("_form", once.as_str()), ("rating", "good")];
        assert_eq!(world.post(None, link, &fields).await.status, 404, "{link}");
    }
    assert_eq!(world.ticket_of(&who, &path).await.rating, None);
}

async fn on_the_page_a_rating_takes_a_comment(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world.report(&who, "Console unreachable", "Text.").await;
    world.resolve(&who, &path, agent).await;
    let page = world.get(Some(&who), &path).await;
    let once = page.field("_form");
    let rating = format!("{path}/rating");
    let odd = [("_form", once.as_str()), ("rating", "splendid")];
    assert_eq!(world.post(Some(&who), &rating, &odd).await.status, 400);
    let fields = [
        ("_form", once.as_str()),
        ("rating", "good"),
        ("comment", "Quick & kind."),
    ];
    let sent = world.post(Some(&who), &rating, &fields).await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("Thank you for your rating.");
    page.has("Rhys Calder rated it: Good");
    page.has("Quick & kind.");
    world.get(Some(&who), "/d/infocyte").await.has("Good");
}
