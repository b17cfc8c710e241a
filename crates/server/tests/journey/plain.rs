//! Everything a form can do, in a browser that may run no script.

use jiff::Timestamp;

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::people::{attribute, choose, click, sign_in, unfold, write};

const RHYS: &str = "rhys.calder@calder-mills.example.com";
const MARTA: &str = "marta.ruiz@infocyte.example.com";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_sent_answered_and_rated_without_script() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::without_script());
    sign_in(&browser, &desk, "infocyte", RHYS).await;
    browser.wait_until_at(&desk.page("/d/infocyte")).await;
    let number = ask(&browser, &desk).await;
    let ticket = desk.page(&format!("/d/infocyte/tickets/{number}"));

    write(
        &browser,
        "form[action$='/messages'] textarea",
        "It began at noon.",
    )
    .await;
    click(&browser, "form[action$='/messages'] button.go").await;
    browser.wait_for_text("#talk", "It began at noon.").await;
    unfold(&browser, "details.menu").await;
    click(&browser, "form[action$='/sign-out'] button").await;

    sign_in(&browser, &desk, "infocyte", MARTA).await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;
    browser
        .open(&desk.page(&format!("/d/infocyte/agent/tickets/{number}")))
        .await;
    write(
        &browser,
        "#answer textarea",
        "The scanner waits for the proxy.",
    )
    .await;
    choose(&browser, "#answer select[name=act]", "plan-given").await;
    click(&browser, "#answer button.go").await;
    browser
        .wait_for_text("#talk", "The scanner waits for the proxy.")
        .await;
    unfold(&browser, "details:has(form[action$='/resolution'])").await;
    write(
        &browser,
        "form[action$='/resolution'] textarea",
        "Name the proxy in the settings.",
    )
    .await;
    click(&browser, "form[action$='/resolution'] button").await;
    browser.wait_for_text("#state > .bar", "Resolved").await;
    click(&browser, "form[action$='/sign-out'] button").await;

    sign_in(&browser, &desk, "infocyte", RHYS).await;
    browser.wait_until_at(&desk.page("/d/infocyte")).await;
    browser.open(&ticket).await;
    browser
        .wait_for_text("#talk", "Name the proxy in the settings.")
        .await;
    click(&browser, "form[action$='/closure'] button").await;
    browser.wait_for_text("#head", "Closed").await;
    click(&browser, "button[name=rating][value=good]").await;
    browser
        .wait_for_text("main", "You rated this ticket: Good")
        .await;
}

/// A new ticket, after a look at what is promised for two severities.
async fn ask(browser: &Browser, desk: &Desk) -> String {
    browser.open(&desk.page("/d/infocyte/tickets/new")).await;
    write(browser, "input[name=subject]", "Scans never end").await;
    write(browser, "textarea[name=text]", "They stop at 90 percent.").await;
    let mut promised = Vec::new();
    for severity in ["3", "1"] {
        click(
            browser,
            &format!("input[name=severity][value='{severity}']"),
        )
        .await;
        click(browser, "button[name=show]").await;
        browser.wait_for_text("#vows", "First response").await;
        let subject = attribute(browser, "input[name=subject]", "value").await;
        assert_eq!(subject, "Scans never end", "what was typed is kept");
        let chosen = format!("input[name=severity][value='{severity}']:checked");
        browser.find(&chosen).await;
        promised.push(first_response(browser).await);
    }
    assert!(promised[1] < promised[0], "{promised:?}");
    click(browser, "#report button.go").await;
    browser
        .wait_for_text("#talk", "They stop at 90 percent.")
        .await;
    let shown = attribute(browser, "#promises [data-due]", "data-due").await;
    let moved = promised[1].duration_until(shown.parse().unwrap());
    // The form and the ticket are some seconds apart, and so are the deadlines.
    assert!((0..120).contains(&moved.as_secs()), "{moved:?}");
    let address = browser.driver().current_url().await.unwrap();
    address
        .path_segments()
        .unwrap()
        .next_back()
        .unwrap()
        .to_owned()
}

/// The deadline beside the form.
async fn first_response(browser: &Browser) -> Timestamp {
    let lines = browser
        .driver()
        .find_all(thirtyfour::By::Css("#vows li"))
        .await
        .unwrap();
    for line in lines {
        if line.text().await.unwrap().contains("First response") {
            let time = line.find(thirtyfour::By::Css("time")).await.unwrap();
            let due = time.attr("datetime").await.unwrap().unwrap();
            return due.parse().unwrap();
        }
    }
    panic!("no first response is promised");
}
