//! A holiday that was declared late: a supervisor corrects the calendar in the
//! workshop, and both results stand on the card of the agent and of the customer.

use serde_json::json;

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::pages::{RHYS, SUPERVISOR, Shown, look_at, report};
use super::people::{click, sign_in};

const POLICY: &str = include_str!("../../../../policies/infocyte.toml");
const WORKSHOP: &str = "/d/infocyte/agent/policy/workshop";

/// The policy with the day of the journey closed; its golden cases promise nothing.
fn right() -> String {
    let closed = "[calendar.enlist]\nclosed    = { 2026-11-18 = \"Founders' Day\" }";
    let source = POLICY.split("\n[[case]]").next().unwrap();
    let right = source.replacen("[calendar.enlist]", closed, 1);
    assert_ne!(right, source);
    right
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_holiday_is_corrected_and_everybody_sees_both_results() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let number = report(&desk, "Reports stand still").await;
    sign_in(&browser, &desk, "infocyte", SUPERVISOR).await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;
    browser.open(&desk.page(WORKSHOP)).await;
    browser.find("form[data-workshop] .editor").await;
    let right = json!(right());
    let paste = format!(
        "const form = document.querySelector('form[data-workshop]');\
         form.elements.source.value = {right}; form.requestSubmit();"
    );
    browser.script(&paste).await;
    browser
        .wait_for_text("#changes-title ~ *", "Founders' Day")
        .await;
    click(&browser, "input[name=correction]").await;
    let reason = browser
        .find("form[action$='/publication'] input[name=reason]")
        .await;
    reason
        .send_keys("Founders' Day was declared late.")
        .await
        .unwrap();
    browser.screenshot("workshop-correction").await;
    browser.axe("the workshop with a correction").await;
    click(&browser, "form[action$='/publication'] button.go").await;
    browser
        .wait_until_at(&desk.page("/d/infocyte/agent/policy"))
        .await;
    browser.wait_for_text(".flash", "measured again").await;

    // The desk goes through its tickets by itself, and tells the customer.
    let letter = desk.letterbox.letter(RHYS, "Measured again:").await;
    assert!(
        letter
            .mail
            .text_full
            .contains("Founders' Day was declared late.")
    );
    let card = format!("/d/infocyte/agent/tickets/{number}");
    browser.open(&desk.page(&card)).await;
    browser.wait_for_text(".promises", "Restated: due ").await;
    let pages = [
        Shown::new("restated", card.clone()),
        Shown::new("restated-proof", format!("{card}/clocks/first-response.1")),
    ];
    let mut problems = look_at(&browser, &desk, &pages).await;

    browser.driver().delete_all_cookies().await.unwrap();
    sign_in(&browser, &desk, "infocyte", RHYS).await;
    browser.wait_until_at(&desk.page("/d/infocyte")).await;
    let own = format!("/d/infocyte/tickets/{number}");
    browser.open(&desk.page(&own)).await;
    browser.wait_for_text(".promises", "Restated: due ").await;
    let pages = [Shown::new("portal-restated", own)];
    problems.extend(look_at(&browser, &desk, &pages).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
