//! What ProConcept's contract covers, as its customer and its staff see it: a training
//! lies outside the maintenance, is billed, and says why, in the portal and by mail.

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::pages::{Shown, look_at};
use super::people::{choose, click, sign_in, unfold, write};

const CHLOE: &str = "chloe.rochat@horlogerie-du-lac.example.com";
const NADIA: &str = "nadia.perrin@proconcept.example.com";
const WHY: &str = "La demande est hors du périmètre du contrat de maintenance.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_training_is_outside_the_maintenance_and_everybody_is_told_why() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let number = asks_for_training(&browser, &desk).await;
    let mail = desk.letterbox.letter(CHLOE, &number).await;
    for told in [
        "Couverture : hors contrat, facturé",
        WHY,
        "Dans la politique : Couverture de l'assistance",
    ] {
        assert!(
            mail.mail.text_full.contains(told),
            "{}",
            mail.mail.text_full
        );
    }
    let ticket = format!("/d/proconcept/tickets/{number}");
    browser.open(&desk.page(&ticket)).await;
    browser.wait_for_text("#coverage", WHY).await;
    unfold(&browser, "details:has(form[action$='/dispute'])").await;
    let reason = "form[action$='/dispute'] textarea";
    write(&browser, reason, "C'était promis à la signature.").await;
    click(&browser, "form[action$='/dispute'] button").await;
    browser
        .wait_for_text("#coverage", "C'était promis à la signature.")
        .await;
    let new = "/d/proconcept/tickets/new?kind=service_request&about=formation";
    let pages = [
        Shown::new("portal-coverage-new", new),
        Shown::new("portal-coverage", ticket),
    ];
    let mut problems = look_at(&browser, &desk, &pages).await;
    browser.resize(1280, 900).await;
    browser.open(&desk.page("/d/proconcept")).await;
    unfold(&browser, "details.menu").await;
    click(&browser, "form[action$='/sign-out'] button").await;
    problems.extend(staff_answer(&browser, &desk, &number).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let answer = desk
        .letterbox
        .letter(CHLOE, "Ce que couvre votre contrat")
        .await;
    let text = &answer.mail.text_full;
    assert!(text.contains("L'offre ne le dit pas."), "{text}");
}

/// The form tells what will be billed as soon as one says what it is about.
async fn asks_for_training(browser: &Browser, desk: &Desk) -> String {
    sign_in(browser, desk, "proconcept", CHLOE).await;
    browser.wait_until_at(&desk.page("/d/proconcept")).await;
    browser.open(&desk.page("/d/proconcept/tickets/new")).await;
    browser
        .wait_for_text("#vow-coverage", "compris dans le contrat")
        .await;
    choose(browser, "select[name=about]", "formation").await;
    browser.wait_for_text("#vow-coverage", WHY).await;
    write(browser, "input[name=subject]", "Former deux personnes").await;
    write(browser, "textarea[name=text]", "Elles arrivent en janvier.").await;
    click(browser, ".send button.go").await;
    browser
        .wait_for_text("#head", "Former deux personnes")
        .await;
    let head = browser.text("#head").await;
    let words = head.split(|c: char| !c.is_alphanumeric() && c != '-');
    let number = words.into_iter().find(|word| word.starts_with("PRO-"));
    number.unwrap().to_owned()
}

/// The disagreement stands on top of the ticket until it is answered.
async fn staff_answer(browser: &Browser, desk: &Desk, number: &str) -> Vec<String> {
    sign_in(browser, desk, "proconcept", NADIA).await;
    browser
        .wait_until_at(&desk.page("/d/proconcept/agent"))
        .await;
    let narrowed = "/d/proconcept/agent?view=all&coverage=disputed";
    browser.open(&desk.page(narrowed)).await;
    browser
        .wait_for_text("#tickets", "Former deux personnes")
        .await;
    browser.screenshot("coverage-inbox").await;
    let ticket = format!("/d/proconcept/agent/tickets/{number}");
    browser.open(&desk.page(&ticket)).await;
    browser
        .wait_for_text("#disputed", "C'était promis à la signature.")
        .await;
    let problems = look_at(browser, desk, &[Shown::new("coverage", ticket.clone())]).await;
    browser.resize(1280, 900).await;
    browser.open(&desk.page(&ticket)).await;
    unfold(browser, "details:has(form[action$='/coverage'])").await;
    browser.screenshot("coverage-form").await;
    let reason = "form[action$='/coverage'] textarea";
    write(browser, reason, "L'offre ne le dit pas.").await;
    click(browser, "form[action$='/coverage'] button").await;
    browser
        .wait_for_text("#coverage", "L'offre ne le dit pas.")
        .await;
    let left = browser.script("return document.querySelector('#disputed');");
    assert!(left.await.is_null(), "it is answered");
    problems
}
