//! From sign-in to the answer without a mouse.

use thirtyfour::Key;

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::people::PASSWORD;

const RHYS: &str = "rhys.calder@calder-mills.example.com";
const MARTA: &str = "marta.ruiz@infocyte.example.com";
const SUBJECT: &str = "The console is blank";
/// The tabulator in the alphabet of WebDriver.
const TAB: &str = "\u{e004}";
/// More steps than any page needs to the element that is looked for.
const STEPS_MAX: usize = 80;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_signs_in_takes_a_ticket_and_answers_by_keyboard() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let mail = format!(
        "From: {RHYS}\nSubject: {SUBJECT}\nMessage-ID: <blank@calder-mills.example.com>\n\n\
         It shows nothing.\n"
    );
    desk.mail(RHYS, "support@infocyte.example.com", &mail).await;
    desk.letterbox.letter(RHYS, SUBJECT).await;

    browser.open(&desk.page("/d/infocyte/sign-in")).await;
    browser.press(MARTA).await;
    browser.press(TAB).await;
    browser.press(PASSWORD).await;
    browser.press(Key::Enter + "").await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;

    // Whoever comes by keyboard need not walk through the navigation.
    browser.press(TAB).await;
    assert!(has_focus(&browser, "a.skip[href='#main']").await);
    until(&browser, "j", ".row .subject", SUBJECT).await;
    browser.press(Key::Enter + "").await;
    browser.wait_for_text("#talk", "It shows nothing.").await;

    browser.press("?").await;
    browser.wait_for_text("#keys-sheet", "Ctrl+Enter").await;
    browser.press(Key::Escape + "").await;

    browser.press("m").await;
    browser.wait_for_text("#state", "Marta Ruiz").await;
    browser.press("r").await;
    assert!(has_focus(&browser, "#answer textarea").await);
    browser
        .press("The licence has ended; a new one follows.")
        .await;
    until(&browser, TAB, "#answer select[name=act]", "").await;
    // An acknowledgement stands before it.
    browser.press(Key::Down + Key::Down).await;
    until(&browser, TAB, "#answer button.go", "").await;
    browser.press(Key::Enter + "").await;
    browser
        .wait_for_text("#talk", "The licence has ended; a new one follows.")
        .await;
    browser.wait_for_text("#talk", "a diagnosis").await;
    desk.letterbox.letter(RHYS, "The licence has ended").await;
}

/// Presses a key until the focus is on such an element that says this.
async fn until(browser: &Browser, key: &str, selector: &str, text: &str) {
    for _ in 0..STEPS_MAX {
        browser.press(key).await;
        let element = browser.driver().active_element().await.unwrap();
        if has_focus(browser, selector).await
            && (text.is_empty() || element.text().await.unwrap().contains(text))
        {
            return;
        }
    }
    panic!("the keyboard never came to `{selector}` with `{text}`");
}

async fn has_focus(browser: &Browser, selector: &str) -> bool {
    let selector = serde_json::to_string(selector).unwrap();
    let script = format!("return document.activeElement.matches({selector});");
    browser.script(&script).await == serde_json::Value::Bool(true)
}
