//! A severity that is proposed: on the ticket's page, and behind the link in the mail.

use domain::{Actor, Command, NewMessage, TicketId};
use server::outbox::{rating_token_key, severity_token_key};
use sla::policy::Act;

use crate::on_both;
use crate::world::{Person, World};

on_both!(
    the_link_answers_without_signing_in,
    wrong_links_lead_nowhere,
    only_those_who_see_the_ticket_answer,
    who_sees_it_differently_proposes_and_is_answered,
    a_workaround_is_accepted_with_a_button,
    a_priority_is_chosen_with_the_report,
);

async fn link(world: &World, who: &Person, ticket: TicketId) -> String {
    let desk = world.app.desk(&who.desk).await.unwrap();
    let token = severity_token_key(&desk).make(ticket.0);
    format!("/d/{}/severity/{token}", who.desk)
}

async fn propose(world: &World, who: &Person, path: &str, agent: Actor, severity: u8) {
    let command = Command::ProposeSeverity {
        severity,
        reason: world.text("Orders can be sent by hand."),
        seen: None,
    };
    world.command(who, path, agent, command).await;
}

/// A ticket of severity 3 for which an agent proposed another.
async fn proposed(world: &World, severity: u8) -> (Person, String, Actor) {
    let who = world.customer("appseconnect", None).await;
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let path = world
        .report(&who, "A secret subject", "A secret text.")
        .await;
    propose(world, &who, &path, agent, severity).await;
    (who, path, agent)
}

async fn the_link_answers_without_signing_in(world: &World) {
    let (who, path, _) = proposed(world, 4).await;
    let ticket = world.ticket_of(&who, &path).await;
    let link = link(world, &who, ticket.id).await;
    let page = world.get(None, &link).await;
    page.has("Severity of APP-1001");
    page.has("Priya Nair proposes severity 4");
    page.has("In force is 3");
    page.has("Orders can be sent by hand.");
    page.has("If you agree, this is promised");
    page.has("Times in Europe/London");
    page.lacks("secret");
    assert_eq!(world.ticket_of(&who, &path).await.sequence, ticket.sequence);

    // Declining is told with its reason.
    let form = (page.field("_form"), page.field("seen"));
    let no = [
        ("_form", form.0.as_str()),
        ("seen", form.1.as_str()),
        ("answer", "decline"),
    ];
    let sent = world.post(None, &link, &no).await;
    assert_eq!(sent.status, 422);
    sent.has("Give a reason");

    let yes = [
        ("_form", form.0.as_str()),
        ("seen", form.1.as_str()),
        ("answer", "accept"),
    ];
    let sent = world.post(None, &link, &yes).await;
    let page = world.follow(None, &sent).await;
    page.has("The severity is agreed");
    page.has("In force is 4");
    page.has("What is promised now");
    page.lacks("name=\"answer\"");
    // Pressing twice is answering once.
    assert_eq!(world.post(None, &link, &yes).await.status, 303);
    let agreed = world.ticket_of(&who, &path).await;
    assert_eq!(agreed.severity, Some(4));
    assert_eq!(
        agreed.grading.agreed.unwrap().by,
        Actor::Contact(agreed.requester)
    );
    let page = world.get(Some(&who), &path).await;
    page.has("agreed: the severity went from 3 to 4");
}

async fn wrong_links_lead_nowhere(world: &World) {
    let (who, path, _) = proposed(world, 4).await;
    let ticket = world.ticket_of(&who, &path).await;
    let right = link(world, &who, ticket.id).await;
    let (start, token) = right.rsplit_once('/').unwrap();
    let desk = world.app.desk(&who.desk).await.unwrap();
    let of_rating = rating_token_key(&desk).make(ticket.id.0);
    let of_nothing = severity_token_key(&desk).make(world.app.new_id());
    for link in [
        format!("{start}/{of_rating}"),
        format!("{start}/{of_nothing}"),
        format!("{start}/x"),
        format!("/d/infocyte/severity/{token}"),
    ] {
        let page = world.get(None, &link).await;
        assert_eq!(page.status, 404, "{link}");
        page.has("This link leads to no ticket");
        let fields = [("answer", "accept")];
        assert_eq!(world.post(None, &link, &fields).await.status, 404, "{link}");
    }
    assert_eq!(world.ticket_of(&who, &path).await.severity, Some(3));
}

async fn only_those_who_see_the_ticket_answer(world: &World) {
    let (who, path, _) = proposed(world, 4).await;
    let rival = world.customer("appseconnect", None).await;
    let once = world.app.new_id().to_string();
    let forms = [
        ("severity/answer", ("answer", "accept")),
        ("severity/proposal", ("severity", "1")),
        ("workaround", ("comment", "Fine.")),
    ];
    for (noun, field) in forms {
        let fields = [("_form", once.as_str()), field, ("reason", "So.")];
        let sent = world
            .post(Some(&rival), &format!("{path}/{noun}"), &fields)
            .await;
        assert_eq!(sent.status, 404, "{noun}");
    }
    let ticket = world.ticket_of(&who, &path).await;
    assert!(ticket.grading.proposal.is_some());
    // What was replaced meanwhile is not agreed to unseen.
    let page = world.get(Some(&who), &path).await;
    let (form, seen) = (page.field("_form"), page.field("seen"));
    let agent = world.agent("appseconnect", "Ann Other").await;
    propose(world, &who, &path, agent, 5).await;
    let fields = [
        ("_form", form.as_str()),
        ("seen", seen.as_str()),
        ("answer", "accept"),
    ];
    let sent = world
        .post(Some(&who), &format!("{path}/severity/answer"), &fields)
        .await;
    assert_eq!(sent.status, 422);
    sent.has("Somebody changed this meanwhile");
    sent.has("Ann Other proposes severity 5");
}

async fn who_sees_it_differently_proposes_and_is_answered(world: &World) {
    let (who, path, agent) = proposed(world, 4).await;
    let page = world.get(Some(&who), &path).await;
    page.has("I see it differently");
    let (form, seen) = (page.field("_form"), page.field("seen"));
    let fields = [
        ("_form", form.as_str()),
        ("seen", seen.as_str()),
        ("severity", "2"),
        ("reason", "By hand it takes a day."),
    ];
    let sent = world
        .post(Some(&who), &format!("{path}/severity/proposal"), &fields)
        .await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("It waits for our answer.");
    page.has("By hand it takes a day.");
    page.lacks("name=\"answer\"");
    let answer = Command::AnswerSeverity {
        accept: false,
        reason: Some(world.text("Ten orders are ten minutes.")),
        seen: None,
    };
    world.command(&who, &path, agent, answer).await;
    let page = world.get(Some(&who), &path).await;
    page.has("Priya Nair did not agree to severity 2");
    page.has("Ten orders are ten minutes.");
}

async fn a_workaround_is_accepted_with_a_button(world: &World) {
    let who = world.customer("appseconnect", None).await;
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let path = world.report(&who, "Nothing works", "Since today.").await;
    let grave = Command::ChangeSeverity {
        severity: 1,
        reason: world.text("As said on the telephone"),
        agreed: true,
        seen: None,
    };
    world.command(&who, &path, agent, grave).await;
    let button = "Yes, we can go on";
    world.get(Some(&who), &path).await.lacks(button);
    let told = Command::AddMessage(NewMessage {
        act: Some(Act::WorkaroundGiven),
        ..world.message("Restart it.", true)
    });
    world.command(&who, &path, agent, told).await;
    let page = world.get(Some(&who), &path).await;
    page.has(button);
    page.has("it gets the one whose meaning fits it");
    let (form, seen) = (page.field("_form"), page.field("seen"));
    let fields = [
        ("_form", form.as_str()),
        ("seen", seen.as_str()),
        ("comment", "That helps."),
    ];
    let sent = world
        .post(Some(&who), &format!("{path}/workaround"), &fields)
        .await;
    let page = world.follow(Some(&who), &sent).await;
    page.has("accepted the workaround");
    page.has("That helps.");
    page.lacks(button);
    let ticket = world.ticket_of(&who, &path).await;
    assert!(ticket.grading.workaround.unwrap().accepted.is_some());
}

async fn a_priority_is_chosen_with_the_report(world: &World) {
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    form.has("How urgent is it?");
    let once = form.field("_form");
    let fields = [
        ("_form", once.as_str()),
        ("subject", "Sensors are silent"),
        ("text", "All of them."),
        ("priority", "urgent"),
    ];
    let sent = world.post(Some(&who), "/d/infocyte/tickets", &fields).await;
    let path = sent.location().to_owned();
    let ticket = world.ticket_of(&who, &path).await;
    assert_eq!(ticket.priority_requested.as_deref(), Some("urgent"));
    world.get(Some(&who), &path).await.has("Urgent");
}
