//! The ticket's page: answering, closing, reopening.

use domain::{Command, Status};

use crate::on_both;
use crate::world::World;

on_both!(
    an_answer_resumes_a_paused_ticket_once,
    a_refused_answer_changes_nothing,
    a_customer_closes_and_reopens,
    after_the_window_the_words_are_kept,
    a_form_of_yesterday_does_not_overwrite,
    a_manager_sees_the_company_and_others_only_their_own,
    lists_go_by_the_next_deadline,
);

async fn an_answer_resumes_a_paused_ticket_once(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world
        .report(&who, "Console unreachable", "Nobody can open it.")
        .await;
    world
        .ask(&who, &path, agent, "Which version do you see?")
        .await;
    let page = world.get(Some(&who), &path).await;
    page.has("Which version do you see?");
    page.has("We are waiting for your answer");
    let once = page.field("_form");
    let fields = [("_form", once.as_str()), ("text", "It is 3.7.2.")];
    let answers = format!("{path}/messages");
    for _ in 0..2 {
        let sent = world.post(Some(&who), &answers, &fields).await;
        let page = world.follow(Some(&who), &sent).await;
        page.has("Your message has been sent.");
        page.has("It is 3.7.2.");
        page.has("The answer by Rhys Calder ended the pause");
    }
    let ticket = world.ticket_of(&who, &path).await;
    assert_eq!(ticket.status, Status::Open);
    assert_eq!(ticket.messages.len(), 3);
}

async fn a_refused_answer_changes_nothing(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let path = world
        .report(&who, "Console unreachable", "Nobody can open it.")
        .await;
    let before = world.ticket_of(&who, &path).await.sequence;
    let page = world.get(Some(&who), &path).await;
    let once = page.field("_form");
    let answers = format!("{path}/messages");
    let again = world
        .post(Some(&who), &answers, &[("_form", &once), ("text", " \n")])
        .await;
    assert_eq!(again.status, 422);
    again.has("The message is empty");
    let no_form = world.post(Some(&who), &answers, &[("text", "Hello")]).await;
    assert_eq!(no_form.status, 400);
    assert_eq!(world.ticket_of(&who, &path).await.sequence, before);
}

async fn a_customer_closes_and_reopens(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let path = world
        .report(&who, "Console unreachable", "Nobody can open it.")
        .await;
    let page = world.get(Some(&who), &path).await;
    let fields = [("_form", page.field("_form")), ("seen", page.field("seen"))];
    let fields = [
        ("_form", fields[0].1.as_str()),
        ("seen", fields[1].1.as_str()),
    ];
    let sent = world
        .post(Some(&who), &format!("{path}/closure"), &fields)
        .await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("The ticket is closed.");
    page.lacks("/closure\"");

    let once = page.field("_form");
    let reopening = format!("{path}/reopening");
    let none = world
        .post(Some(&who), &reopening, &[("_form", &once), ("reason", " ")])
        .await;
    assert_eq!(none.status, 422);
    none.has("Say in a few words what is still wrong.");
    let fields = [("_form", once.as_str()), ("reason", "It is down again.")];
    let sent = world.post(Some(&who), &reopening, &fields).await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("The ticket is open again.");
    page.has("Rhys Calder reopened it");
    page.has("It is down again.");
    assert_eq!(world.ticket_of(&who, &path).await.status, Status::Open);
}

async fn after_the_window_the_words_are_kept(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world
        .report(&who, "Console unreachable", "Nobody can open it.")
        .await;
    world.resolve(&who, &path, agent).await;
    let page = world.get(Some(&who), &path).await;
    let once = page.field("_form");
    world.advance_to("2026-12-04T00:00:00Z");
    let fields = [
        ("_form", once.as_str()),
        ("reason", "It is down once more."),
    ];
    let again = world
        .post(Some(&who), &format!("{path}/reopening"), &fields)
        .await;
    assert_eq!(again.status, 422);
    again.has("It ended too long ago to be reopened");
    again.has("It is down once more.");
    let fields = [("_form", once.as_str()), ("text", "And an answer too.")];
    let again = world
        .post(Some(&who), &format!("{path}/messages"), &fields)
        .await;
    assert_eq!(again.status, 422);
    again.has("And an answer too.");
    let page = world.get(Some(&who), &path).await;
    page.has("Please report a new problem and name INF-1001 in it.");
}

async fn a_form_of_yesterday_does_not_overwrite(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    let path = world
        .report(&who, "Console unreachable", "Nobody can open it.")
        .await;
    let page = world.get(Some(&who), &path).await;
    let (once, seen) = (page.field("_form"), page.field("seen"));
    world.ask(&who, &path, agent, "Which version?").await;
    let fields = [("_form", once.as_str()), ("seen", seen.as_str())];
    let again = world
        .post(Some(&who), &format!("{path}/closure"), &fields)
        .await;
    assert_eq!(again.status, 422);
    again.has("Somebody changed this meanwhile");
    assert_eq!(world.ticket_of(&who, &path).await.status, Status::Paused);
}

async fn a_manager_sees_the_company_and_others_only_their_own(world: &World) {
    let company = world
        .company("infocyte", "Calder Mills", Some("enlist"))
        .await;
    let rhys = world
        .person("infocyte", company, "Rhys Calder", false)
        .await;
    let hannah = world
        .person("infocyte", company, "Hannah Booth", false)
        .await;
    let boss = world.person("infocyte", company, "Ines Calder", true).await;
    let path = world
        .report(&rhys, "Console unreachable", "Nobody can open it.")
        .await;
    let list = world.get(Some(&boss), "/d/infocyte").await;
    list.has("Tickets of Calder Mills");
    list.has("by Rhys Calder");
    assert_eq!(world.get(Some(&boss), &path).await.status, 200);
    world
        .get(Some(&boss), "/d/infocyte?whose=mine")
        .await
        .lacks("Console unreachable");
    let list = world.get(Some(&hannah), "/d/infocyte?whose=company").await;
    list.lacks("Console unreachable");
    assert_eq!(world.get(Some(&hannah), &path).await.status, 404);
}

async fn lists_go_by_the_next_deadline(world: &World) {
    let who = world.customer("infocyte", Some("patrol")).await;
    let agent = world.agent("infocyte", "Marta Ruiz").await;
    for (subject, severity) in [
        ("Later", "3"),
        ("Sooner", "1"),
        ("Never", "4"),
        ("Done", "2"),
    ] {
        let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
        let once = form.field("_form");
        let fields = [
            ("_form", once.as_str()),
            ("subject", subject),
            ("text", "Text."),
            ("severity", severity),
        ];
        let sent = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
        if subject == "Done" {
            world.resolve(&who, sent.location(), agent).await;
            let close = Command::CloseTicket { seen: None };
            world.command(&who, sent.location(), agent, close).await;
        }
    }
    let list = world.get(Some(&who), "/d/infocyte").await;
    let subjects: Vec<String> = list
        .all("<a class=\"subject\"", '<')
        .iter()
        .map(|link| link.split('>').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(subjects, ["Sooner", "Later", "Never", "Done"]);
}
