//! The desk of a French policy: not one English word on its customers' pages.

use crate::on_both;
use crate::world::{Person, World};

on_both!(a_french_desk_speaks_french);

/// Common words of English pages that are no French words.
const ENGLISH: [&str; 48] = [
    "the", "and", "of", "your", "you", "with", "what", "we", "when", "why", "promise", "promised",
    "sent", "send", "reply", "answer", "closed", "open", "opened", "today", "tomorrow", "hours",
    "first", "response", "is", "it", "this", "was", "by", "late", "left", "waiting", "customer",
    "reported", "resolved", "severity", "status", "kind", "attach", "choose", "sign", "policy",
    "from", "until", "counted", "optional", "within", "not",
];

async fn a_french_desk_speaks_french(world: &World) {
    let company = world.company("proconcept", "Horlogerie du Lac", None).await;
    let who = world
        .person("proconcept", company, "Chloé Rochat", true)
        .await;
    let agent = world.agent("proconcept", "Nadia Perrin").await;
    check(world, None, "/d/proconcept").await;
    check(world, None, "/d/proconcept/policy").await;
    check(world, Some(&who), "/d/proconcept").await;
    check(world, Some(&who), "/d/proconcept/contract").await;
    check(world, Some(&who), "/d/proconcept/tickets/new").await;
    let path = world
        .report(&who, "Clôture impossible", "Depuis ce matin.")
        .await;
    check(world, Some(&who), &path).await;
    world.ask(&who, &path, agent, "Quelle version ?").await;
    check(world, Some(&who), &path).await;
    check(world, Some(&who), "/d/proconcept").await;
    let ticket = world.ticket_of(&who, &path).await;
    let desk = world.app.desk(&who.desk).await.unwrap();
    let token = server::outbox::rating_token_key(&desk).make(ticket.id.0);
    let link = format!("/d/proconcept/rate/{token}");
    check(world, None, &link).await;
    world.advance_to("2026-11-27T09:00:00Z");
    let done = world.message("C'est réparé.", true);
    let resolve = domain::Command::ResolveTicket {
        solution: Some(done),
        found: Box::default(),
        seen: None,
    };
    world.command(&who, &path, agent, resolve).await;
    check(world, Some(&who), &path).await;
    check(world, None, &link).await;
    check(world, None, "/d/proconcept/rate/x").await;
    let page = world.get(Some(&who), &path).await;
    let once = page.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("rating", "good"),
        ("comment", "Merci."),
    ];
    let sent = world
        .post(Some(&who), &format!("{path}/rating"), &fields)
        .await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("Merci pour votre évaluation.");
    page.has("Vous avez évalué ce ticket : Bien.");
    is_french(&page.text(), &path);
    check(world, Some(&who), "/d/proconcept").await;
    let again = world
        .post(Some(&who), "/d/proconcept/tickets", &[("_form", &once)])
        .await;
    is_french(&again.text(), "a refused form");
}

async fn check(world: &World, who: Option<&Person>, path: &str) {
    let page = world.get(who, path).await;
    assert!(page.body.contains("<html lang=\"fr\""), "{path}");
    is_french(&page.text(), path);
}

#[track_caller]
fn is_french(text: &str, path: &str) {
    assert!(text.len() > 100, "{path} says nothing: {text}");
    // The vendor's own name for its first level.
    let text = &text.replace("Customer Services", "");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    for word in words.map(str::to_lowercase) {
        let english = ENGLISH.contains(&word.as_str());
        assert!(!english, "`{word}` on {path}:\n{text}");
    }
}

#[test]
#[should_panic(expected = "`promise` on")]
fn an_english_word_is_found() {
    is_french(
        &"Une promise, et beaucoup de mots encore. ".repeat(5),
        "/planted",
    );
}
