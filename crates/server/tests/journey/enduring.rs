//! Work without a break: what the agent sees while somebody must go on with it.

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::people::{choose, click, sign_in, unfold, write};

const SUPERVISOR: &str = "arjun.bose@appseconnect.example.com";
const DANA: &str = "dana.whitfield@bluewater-outfitters.example.com";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_takes_over_severity_1_sees_how_soon_work_goes_on() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    sign_in(&browser, &desk, "appseconnect", SUPERVISOR).await;
    let home = desk.page("/d/appseconnect/agent");
    browser.wait_until_at(&home).await;
    browser
        .open(&desk.page("/d/appseconnect/agent/tickets/new"))
        .await;
    write(&browser, "input[name=address]", DANA).await;
    choose(&browser, "select[name=severity]", "1").await;
    write(&browser, "input[name=subject]", "Nobody can sign in").await;
    write(&browser, "textarea[name=body]", "Since nine o'clock.").await;
    click(&browser, "form[action$='/agent/tickets'] button.go").await;
    browser.wait_for_text("#talk", "Since nine o'clock.").await;
    let clocks = browser.text("#state").await;
    assert!(!clocks.contains("Work without a break"), "{clocks}");

    click(&browser, "form[action$='/acts'] button[value=work-begun]").await;
    browser
        .wait_for_text("#state", "Work without a break")
        .await;
    write(&browser, "#answer textarea", "We look at it.").await;
    click(&browser, "#answer button.go").await;
    browser.wait_for_text("#talk", "We look at it.").await;
    let shown = browser.text("#state").await;
    let gaps = shown.matches("Work without a break").count();
    assert_eq!(gaps, 1, "the gap that runs: {shown}");

    click(
        &browser,
        "form[action$='/assignment'] button[data-hotkey=m]",
    )
    .await;
    browser.wait_for_text("#state", "Arjun Bose").await;
    unfold(&browser, "details:has(form[action$='/level'])").await;
    choose(&browser, "form[action$='/level'] select", "2").await;
    write(&browser, "form[action$='/level'] [name=reason]", "Deeper.").await;
    click(&browser, "form[action$='/level'] button").await;
    browser.wait_for_text("#state", "Take-over").await;
    look(&browser, "enduring").await;

    browser.resize(1280, 900).await;
    browser
        .open(&desk.page("/d/appseconnect/agent/policy"))
        .await;
    browser
        .wait_for_text("main", "Worked on without a break.")
        .await;
    look(&browser, "enduring-policy").await;
}

async fn look(browser: &Browser, name: &str) {
    browser.axe(name).await;
    for (dark, width) in [(false, 1280), (true, 1280), (false, 320)] {
        browser.dark(dark).await;
        browser.resize(width, 900).await;
        let shade = if dark { "dark" } else { "light" };
        browser.screenshot(&format!("{name}-{shade}-{width}")).await;
        browser.assert_no_sideways_scroll(name).await;
    }
}
