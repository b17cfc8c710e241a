//! Whether the contract covers a request: told before it is sent, on the ticket with
//! reason and clause, and answered where the customer disagrees.

use domain::{Command, CoverageFacts, NewText, TextId};
use sla::policy::Coverage;

use crate::on_both;
use crate::page::Page;
use crate::world::{Person, World};

on_both!(
    a_training_is_billed_and_says_why_before_and_after,
    what_is_not_included_is_refused_at_the_door_and_nothing_is_lost,
    without_script_the_button_shows_what_is_covered,
    a_disagreement_is_kept_and_answered,
    a_table_without_subjects_asks_for_none,
);

const WHY: &str = "La demande est hors du périmètre du contrat de maintenance.";
const CLAUSE: &str = "Dans la politique : Couverture de l'assistance";

async fn send(world: &World, who: &Person, about: &str, show: bool) -> Page {
    let home = format!("/d/{}/tickets", who.desk);
    let form = world.get(Some(who), &format!("{home}/new")).await;
    let once = form.field("_form");
    let mut fields = vec![
        ("_form", once.as_str()),
        ("subject", "Deux nouvelles collaboratrices"),
        ("text", "Elles arrivent en janvier."),
        ("kind", "service_request"),
        ("about", about),
    ];
    if show {
        fields.push(("show", "promise"));
    }
    world.post(Some(who), &home, &fields).await
}

async fn a_training_is_billed_and_says_why_before_and_after(world: &World) {
    let who = world.customer("proconcept", None).await;
    let path = "/d/proconcept/tickets/promise?kind=service_request&about=formation";
    let vow = world.get(Some(&who), path).await;
    let sent = send(world, &who, "formation", false).await;
    let ticket = world.get(Some(&who), sent.location()).await;
    for page in [&vow, &ticket] {
        page.has("hors contrat, facturé");
        page.has(WHY);
        page.has(CLAUSE);
        page.lacks("Provisoire");
    }
    // Whoever does not say what it is about is told what it depends on.
    let path = "/d/proconcept/tickets/promise?kind=service_request&about=";
    let open = world.get(Some(&who), path).await;
    open.has("compris dans le contrat");
    open.has("Provisoire : cela peut encore changer selon l'objet de la demande");
    let recorded = world.ticket_of(&who, sent.location()).await;
    assert_eq!(recorded.level, 2, "the row names it");
}

async fn what_is_not_included_is_refused_at_the_door_and_nothing_is_lost(world: &World) {
    let who = world.customer("appseconnect", None).await;
    let refused = send(world, &who, "excluded", false).await;
    assert_eq!(refused.status, 422);
    refused.has("Your contract does not include this, so no ticket was opened.");
    refused.has("Neither the maintenance nor the services include this.");
    refused.has("In the policy: Maintenance of the product; standard services, exclusions");
    refused.has("write to support@appseconnect.example.com");
    refused.has("Sent like this, it would not become a ticket.");
    refused.has("Elles arrivent en janvier.");
    assert_eq!(refused.field("subject"), "Deux nouvelles collaboratrices");
    assert!(refused.body.contains("value=\"excluded\" selected"));
    let home = world.get(Some(&who), "/d/appseconnect").await;
    home.has("You have not reported anything yet");
}

async fn without_script_the_button_shows_what_is_covered(world: &World) {
    let who = world.customer("proconcept", None).await;
    let shown = send(world, &who, "copie", true).await;
    assert_eq!(shown.status, 200);
    shown.has("hors contrat, facturé");
    shown.has(WHY);
    assert!(shown.body.contains("value=\"copie\" selected"));
    shown.has("Elles arrivent en janvier.");
}

async fn a_disagreement_is_kept_and_answered(world: &World) {
    let who = world.customer("proconcept", None).await;
    let agent = world.agent("proconcept", "Nadia Perrin").await;
    let sent = send(world, &who, "formation", false).await;
    let path = sent.location().to_owned();
    let dispute = |page: &Page, reason: &'static str| {
        let once = page.field("_form");
        let at = format!("{path}/coverage/dispute");
        let who = who.clone();
        async move {
            let fields = [("_form", once.as_str()), ("reason", reason)];
            world.post(Some(&who), &at, &fields).await
        }
    };
    let page = world.get(Some(&who), &path).await;
    page.has("Je ne suis pas d'accord");
    let empty = dispute(&page, " ").await;
    assert_eq!(empty.status, 422);
    empty.has("Dites en quelques mots pourquoi");
    let noted = dispute(&page, "C'était promis à la signature.").await;
    let page = world.follow(Some(&who), &noted).await;
    page.has("Votre désaccord est noté.");
    page.has("C'était promis à la signature.");
    page.lacks("coverage/dispute");
    let answer = Command::DecideCoverage {
        found: Box::new(CoverageFacts::default()),
        decision: Some(Coverage::Covered),
        reason: Some(NewText {
            id: TextId(world.app.new_id()),
            body: "Vous avez raison : c'est dans l'offre.".to_owned(),
        }),
        seen: None,
    };
    world.command(&who, &path, agent, answer).await;
    let page = world.get(Some(&who), &path).await;
    page.has("compris dans le contrat");
    page.has("Vous avez raison : c'est dans l'offre.");
    page.lacks("coverage/dispute");
}

async fn a_table_without_subjects_asks_for_none(world: &World) {
    // Infocyte's table asks no subject, so its form asks none either.
    let who = world.customer("infocyte", Some("enlist")).await;
    let form = world.get(Some(&who), "/d/infocyte/tickets/new").await;
    form.lacks("name=\"about\"");
    form.has("covered by the contract");
}
