//! Three faults in a policy are mended in the editor by following the findings, the
//! draft is tried on thousands of past tickets, the version is published with notice,
//! and the portal shows what is coming.

use std::time::Duration;

use serde_json::json;
use thirtyfour::Key;

use super::browser::Browser;
use super::desk::Desk;
use super::people::{assert_never_reloaded, attribute, click, mark, sign_in, unfold};

const SUPERVISOR: &str = "arjun.bose@appseconnect.example.com";
const POLICY: &str = include_str!("../../../../policies/appseconnect.toml");
const WORKSHOP: &str = "/d/appseconnect/agent/policy/workshop";
/// So many that trying a draft on them takes longer than a page.
const TICKETS: u64 = 4_000;
const RESULTS_SECONDS_MAX: u64 = 90;
const ERROR: &str = ".diagnostic[data-tone=late] a[data-line]";
const START: &str = "form[action$='/workshop/backtest'] button";
const FAULTS: [(&str, &str); 3] = [
    ("purpose   =", "purposes  ="),
    ("zone      = \"", "zone      = \"Mars/"),
    ("notice    = \"4 months\"", "notice    = \"4 days\""),
];

/// What is to be published: the policy with a longer notice, and with enhancements
/// within a day.
fn another() -> String {
    let changes = [
        ("notice    = \"3 months\"", "notice    = \"4 months\""),
        ("{ 6 = \"15 working days\" }", "{ 6 = \"1 working day\" }"),
        (
            "{ state = \"met\", due = \"2026-12-09T09:00:00+05:30\" }",
            "{ state = \"missed and met\", due = \"2026-11-19T09:00:00+05:30\" }",
        ),
    ];
    changes
        .iter()
        .fold(POLICY.to_owned(), |source, (old, new)| {
            assert!(source.contains(old), "{old} is missing");
            source.replacen(old, new, 1)
        })
}

fn faulty() -> String {
    FAULTS.iter().fold(another(), |source, (right, wrong)| {
        assert!(source.contains(right), "{right} is missing");
        source.replacen(right, wrong, 1)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_faults_are_mended_and_the_portal_shows_what_comes() {
    let (desk, browser) = tokio::join!(Desk::with_tickets(TICKETS), Browser::start());
    sign_in(&browser, &desk, "appseconnect", SUPERVISOR).await;
    let home = desk.page("/d/appseconnect/agent");
    browser.wait_until_at(&home).await;
    browser.open(&desk.page(WORKSHOP)).await;
    browser.find("form[data-workshop] .editor").await;

    // Pasted as a whole, it is saved with its faults.
    let pasted = json!(faulty());
    let paste = format!(
        "const form = document.querySelector('form[data-workshop]');\
         form.elements.source.value = {pasted}; form.requestSubmit();"
    );
    browser.script(&paste).await;
    browser
        .wait_for_text("#publish-title + p", "no errors")
        .await;
    let found = "return document.querySelectorAll('.diagnostic[data-tone=late]').length";
    assert!(browser.script(found).await.as_u64().unwrap() >= 3);
    browser.axe("the workshop with findings").await;

    // Each finding leads to its line, where the right one is typed. One fault can have
    // several findings, and hide others until it is mended.
    let right = another();
    let lines = format!(
        "return [...new Set([...document.querySelectorAll('{ERROR}')].map((a) => a.dataset.line))]"
    );
    for round in 0.. {
        let found = browser.script(&lines).await;
        let found = found.as_array().unwrap();
        if found.is_empty() {
            break;
        }
        assert!(round < 4, "the findings do not end: {found:?}");
        for number in found {
            let line: usize = number.as_str().unwrap().parse().unwrap();
            mend(&browser, line, right.lines().nth(line - 1).unwrap()).await;
        }
        let before = attribute(&browser, "input[name=revision]", "value").await;
        click(&browser, "form[data-workshop] button.go").await;
        let saved = format!("input[name=revision]:not([value='{before}'])");
        browser.find(&saved).await;
    }
    browser
        .wait_for_text(
            "#changes-title ~ *",
            "within 4 months (before: within 3 months)",
        )
        .await;

    try_on_the_past(&browser, &desk).await;

    let address = desk.page("/d/appseconnect/agent/policy");
    click(&browser, "form[action$='/publication'] button.go").await;
    browser.wait_until_at(&address).await;
    browser.wait_for_text("main", "What changes on").await;
    browser.axe("the policy with a coming version").await;
    browser.open(&desk.page("/d/appseconnect/policy")).await;
    browser
        .wait_for_text("main section h2", "What changes on")
        .await;
    browser
        .wait_for_text("main section", "within 4 months (before: within 3 months)")
        .await;
    browser.axe("the policy as customers see it coming").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
}

/// Starts a backtest, leaves it, comes back to it, and sees what came of it without
/// loading the page again.
async fn try_on_the_past(browser: &Browser, desk: &Desk) {
    click(browser, START).await;
    browser
        .wait_for_text("#backtest", "You may leave this page")
        .await;
    browser.find("#backtest progress").await;
    browser.axe("the workshop while a backtest runs").await;
    browser.screenshot("workshop-backtest-running").await;
    browser.open(&desk.page("/d/appseconnect/agent")).await;
    browser.open(&desk.page(WORKSHOP)).await;
    // Started twice, the first goes on.
    click(browser, START).await;
    browser.wait_for_text(".flash", "still runs").await;
    mark(browser).await;
    browser.find("#backtest progress[value]").await;
    wait_for_results(browser).await;
    assert_never_reloaded(browser).await;
    browser
        .wait_for_text("#backtest", "Tickets received from 1 August 2026")
        .await;
    unfold(browser, "#backtest details").await;
    browser.axe("the workshop with a backtest").await;
    pictures(browser, "#backtest", "workshop-backtest").await;
    let flips = "#backtest .frame:has(a[href*='/flips/'])";
    pictures(browser, flips, "workshop-flips").await;

    // A ticket that comes out differently, and the calculation behind it.
    click(browser, "#backtest a[href*='/flips/']").await;
    browser.find("tr[data-span=counted]").await;
    browser.axe("why a ticket comes out differently").await;
    pictures(browser, "main", "workshop-flip").await;
    browser.open(&desk.page(WORKSHOP)).await;
    browser.find("#backtest table").await;
}

/// On a machine with other work a backtest takes longer than anything else in a page.
async fn wait_for_results(browser: &Browser) {
    let there = "return document.querySelector('#backtest table') !== null";
    for _ in 0..RESULTS_SECONDS_MAX * 10 {
        if browser.script(there).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let shown = browser.text("#backtest").await;
    panic!("the backtest never came to an end: {shown}");
}

/// The page from there on, light and dark, wide and narrow.
async fn pictures(browser: &Browser, from: &str, name: &str) {
    let scroll = format!("document.querySelector(`{from}`).scrollIntoView()");
    for (look, dark) in [("light", false), ("dark", true)] {
        browser.dark(dark).await;
        for (size, width, height) in [("wide", 1280, 1800), ("narrow", 320, 1800)] {
            browser.resize(width, height).await;
            browser.script(&scroll).await;
            browser.screenshot(&format!("{name}-{look}-{size}")).await;
            browser.assert_no_sideways_scroll(name).await;
        }
    }
    browser.dark(false).await;
    browser.resize(1280, 900).await;
}

/// Types the right line in the place of the one a finding leads to.
async fn mend(browser: &Browser, line: usize, right: &str) {
    click(browser, &format!("{ERROR}[data-line='{line}']")).await;
    let keys = browser.driver().action_chain();
    let keys = keys.key_down(Key::Shift).send_keys(Key::End + "");
    keys.key_up(Key::Shift).perform().await.unwrap();
    browser.press(right).await;
    // What the editor holds is what the form sends.
    let value = "return document.querySelector('form[data-workshop]').elements.source.value";
    let value = browser.script(value).await;
    assert_eq!(value.as_str().unwrap().lines().nth(line - 1), Some(right));
}
