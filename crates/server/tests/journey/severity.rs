//! A severity is negotiated: the agent proposes, the customer reads the mail and agrees
//! behind its link, and both see the new deadline.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::browser::Browser;
use super::cast::APPSECONNECT;
use super::desk::{Desk, Store};
use super::people::{attribute, choose, click, sign_in, unfold, write};

const NARROW: u32 = 320;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_severity_is_proposed_and_agreed_by_the_link_in_the_mail() {
    let (desk, agent, customer) = tokio::join!(
        Desk::start(Store::Sqlite),
        Browser::start(),
        Browser::start()
    );
    let cast = &APPSECONNECT;
    let dana = cast.requester.address;
    let mail = format!(
        "From: {dana}\nSubject: Orders wait\nMessage-ID: <orders@sender.example.com>\n\n\
         Since this morning no order arrives.\n"
    );
    desk.mail(dana, cast.support, &mail).await;
    let opened = desk.letterbox.letter(dana, "Orders wait").await;
    let number = opened.ticket_number();

    sign_in(&agent, &desk, cast.desk, cast.agent.address).await;
    agent.wait_until_at(&cast.page(&desk, "/agent")).await;
    let ticket = cast.agents_ticket(&desk, &number);
    agent.open(&ticket).await;
    let received: Timestamp = attribute(&agent, "#facts time", "datetime")
        .await
        .parse()
        .unwrap();
    unfold(&agent, "#do-severity").await;
    choose(&agent, "#do-severity select", "2").await;
    write(&agent, "#do-severity textarea", "Every order waits.").await;
    agent.screenshot("severity-choice").await;
    click(&agent, "button[formaction$='/severity/proposal']").await;
    agent.wait_for_text("#grading-news", "was proposed").await;
    pictures(&agent, &ticket, "severity-proposed").await;

    let letter = desk.letterbox.letter(dana, "Severity 2").await;
    let text = &letter.mail.text_full;
    assert!(text.contains("Every order waits."), "{text}");
    assert!(text.contains(cast.agent.name), "{text}");
    let link = letter.word(&cast.page(&desk, "/severity/"));
    pictures(&customer, &link, "severity-asked").await;
    customer.open(&link).await;
    customer
        .wait_for_text("#asked", "proposes severity 2")
        .await;
    click(&customer, "#asked button[value=accept]").await;
    customer.wait_for_text("#in-force", "In force is 2").await;
    pictures(&customer, &link, "severity-agreed").await;

    // Severity 2 is resolved within eight hours of a window that is open all Wednesday.
    let due = received + SignedDuration::from_hours(8);
    agent.wait_for_text("#grading", "Agreed").await;
    agent.wait_for_text("#state", "Severity 2").await;
    let script =
        "return [...document.querySelectorAll('#state [data-due]')].map((one) => one.dataset.due);";
    let shown = agent.script(script).await;
    let shown: Vec<Timestamp> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|due| due.as_str().unwrap().parse().unwrap())
        .collect();
    assert!(shown.contains(&due), "{due} is not among {shown:?}");
    let told = agent.text("#grading-news").await;
    assert!(!told.contains("was proposed"), "{told}");
    agent.open(&ticket).await;
    pictures(&agent, &ticket, "severity-in-force").await;

    // The customer sees it otherwise after all: it comes back to the agent's page.
    customer.open(&cast.page(&desk, "/sign-in")).await;
    sign_in(&customer, &desk, cast.desk, dana).await;
    customer.wait_until_at(&cast.page(&desk, "")).await;
    let own = cast.ticket(&desk, &number);
    customer.open(&own).await;
    unfold(&customer, "#grading details").await;
    choose(&customer, "#grading select", "1").await;
    write(
        &customer,
        "#grading textarea",
        "The stock is wrong as well.",
    )
    .await;
    click(&customer, "#grading details button").await;
    customer
        .wait_for_text("#grading", "waits for our answer")
        .await;
    pictures(&customer, &own, "severity-portal").await;
    agent
        .wait_for_text("#grading-news", "The stock is wrong as well.")
        .await;
    pictures(&agent, &ticket, "severity-answer").await;

    for browser in [&agent, &customer] {
        let errors = browser.console_errors().await;
        assert!(errors.is_empty(), "{errors:?}");
    }
}

/// The page light and dark, wide and narrow, for those who cannot see it as well.
async fn pictures(browser: &Browser, address: &str, name: &str) {
    for (look, dark) in [("light", false), ("dark", true)] {
        browser.dark(dark).await;
        browser.resize(1280, 1100).await;
        browser.open(address).await;
        browser.find("main").await;
        let problems = browser.axe_problems().await;
        assert!(problems.is_empty(), "{name} {look}: {problems:?}");
        browser.screenshot(&format!("{name}-{look}")).await;
        browser.resize(NARROW, 900).await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let script =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
        assert_eq!(
            browser.script(script).await,
            json!(0),
            "{name} {look} is too wide"
        );
        browser.screenshot(&format!("{name}-{look}-narrow")).await;
    }
    browser.dark(false).await;
    browser.resize(1280, 1100).await;
}
