//! Every main page in both languages, light and dark: for those who cannot see it,
//! on a narrow screen, and without a complaint in the console.

use std::time::Duration;

use serde_json::json;
use thirtyfour::Cookie;

use super::browser::Browser;
use super::desk::{Desk, Store};
use super::people::{click, sign_in};

const SUPPORT: &str = "support@infocyte.example.com";
pub(crate) const RHYS: &str = "rhys.calder@calder-mills.example.com";
pub(crate) const SUPERVISOR: &str = "ada.osei@infocyte.example.com";
/// Narrower than any telephone in use.
const NARROW: u32 = 320;

/// A page and the name of its pictures.
pub(crate) struct Shown {
    name: &'static str,
    path: String,
    /// The browser itself complains about a page that is an error.
    is_error: bool,
}

impl Shown {
    pub(crate) fn new(name: &'static str, path: impl Into<String>) -> Shown {
        Shown {
            name,
            path: path.into(),
            is_error: false,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_staff_are_good_to_everybody() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let number = report(&desk, "Alerts come twice").await;
    let outside = [Shown::new("sign-in", "/d/infocyte/sign-in")];
    let mut problems = look_at(&browser, &desk, &outside).await;
    sign_in(&browser, &desk, "infocyte", SUPERVISOR).await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;
    let ticket = format!("/d/infocyte/agent/tickets/{number}");
    let pages = [
        Shown::new("inbox", "/d/infocyte/agent"),
        Shown::new("explanation", format!("{ticket}/clocks/first-response.1")),
        Shown::new("ticket", ticket),
        Shown::new("ticket-new", "/d/infocyte/agent/tickets/new"),
        Shown::new("policy", "/d/infocyte/agent/policy"),
        Shown::new("workshop", "/d/infocyte/agent/policy/workshop"),
        Shown::new("outbox", "/admin/outbox"),
        Shown::new("mails", "/admin/mails"),
        Shown::new("styleguide", "/styleguide"),
        Shown {
            is_error: true,
            ..Shown::new("error", "/d/infocyte/agent/tickets/INF-999999")
        },
    ];
    problems.extend(look_at(&browser, &desk, &pages).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_a_merge_are_good_to_everybody() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let survivor = report(&desk, "Alerts come twice").await;
    let duplicate = report(&desk, "Two alerts each time").await;
    sign_in(&browser, &desk, "infocyte", SUPERVISOR).await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;
    let here = format!("/d/infocyte/agent/tickets/{duplicate}");
    let there = format!("/d/infocyte/agent/tickets/{survivor}");
    let foreseen = format!("{here}/merge?into={survivor}");
    let before = [
        Shown::new("merge", foreseen.clone()),
        Shown::new("merge-refused", format!("{here}/merge?into={duplicate}")),
    ];
    let mut problems = look_at(&browser, &desk, &before).await;
    browser.open(&desk.page(&foreseen)).await;
    click(&browser, "form[method='post'][action$='/merge'] button").await;
    browser.wait_until_at(&desk.page(&there)).await;
    let after = [
        Shown::new("ticket-merged", here),
        Shown::new("ticket-absorbed", there),
    ];
    problems.extend(look_at(&browser, &desk, &after).await);
    sign_in(&browser, &desk, "infocyte", RHYS).await;
    browser.wait_until_at(&desk.page("/d/infocyte")).await;
    let own = format!("/d/infocyte/tickets/{duplicate}");
    let theirs = [Shown::new("portal-merged", own)];
    problems.extend(look_at(&browser, &desk, &theirs).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_customers_are_good_to_everybody() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    let number = report(&desk, "Reports come late").await;
    sign_in(&browser, &desk, "infocyte", RHYS).await;
    browser.wait_until_at(&desk.page("/d/infocyte")).await;
    let ticket = format!("/d/infocyte/tickets/{number}");
    let pages = [
        Shown::new("portal", "/d/infocyte"),
        Shown::new("portal-new", "/d/infocyte/tickets/new"),
        Shown::new("portal-ticket", ticket.clone()),
        Shown::new("portal-policy", "/d/infocyte/policy"),
    ];
    let mut problems = look_at(&browser, &desk, &pages).await;
    browser.resize(1280, 900).await;
    browser.open(&desk.page(&ticket)).await;
    click(&browser, "form[action$='/closure'] button").await;
    browser.find("form[action$='/rating']").await;
    let closing = desk.letterbox.letter(RHYS, "Closed:").await;
    let rating = closing.word(&desk.page("/d/infocyte/rate/"));
    let path = rating.replacen(&desk.page(""), "", 1);
    let closed = [
        Shown::new("portal-closed", ticket),
        Shown::new("rating", path),
    ];
    problems.extend(look_at(&browser, &desk, &closed).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_contracts_are_good_to_everybody() {
    let (desk, browser) = tokio::join!(Desk::start(Store::Sqlite), Browser::start());
    sign_in(&browser, &desk, "infocyte", SUPERVISOR).await;
    browser.wait_until_at(&desk.page("/d/infocyte/agent")).await;
    let all = "/d/infocyte/agent/customers";
    browser.open(&desk.page(all)).await;
    browser.find("td a").await;
    let customer = browser.script(DIFFERING).await;
    let customer = customer.as_str().unwrap().to_owned();
    let pages = [
        Shown::new("customers", all),
        Shown::new("customers-ending", format!("{all}?view=ending")),
        Shown::new("customer", customer.clone()),
    ];
    let mut problems = look_at(&browser, &desk, &pages).await;
    // What a form would change stands in it, and it is open.
    browser.resize(1280, 900).await;
    browser.open(&desk.page(&customer)).await;
    click(
        &browser,
        "details:has(form[action$='/statements']) > summary",
    )
    .await;
    browser.script(AMENDED).await;
    click(
        &browser,
        "form[action$='/statements'] button[name='preview']",
    )
    .await;
    browser
        .find("form[action$='/statements'] [name='confirmed']")
        .await;
    problems.extend(browser.axe_problems().await);
    browser.screenshot("customer-preview").await;
    // A ticket it names tells which contract governs it.
    click(&browser, "form[action$='/statements'] [role='status'] a").await;
    browser.find("#contract dl").await;
    problems.extend(browser.axe_problems().await);
    let scroll = "document.querySelector('#contract').scrollIntoView();";
    browser.script(scroll).await;
    browser.screenshot("ticket-contract").await;
    for (person, name) in [
        ("elin.moe@halden-rail.example.com", "portal-contract"),
        (
            "sindre.lie@fjordkraft-nord.example.com",
            "portal-contract-differs",
        ),
    ] {
        sign_in(&browser, &desk, "infocyte", person).await;
        browser.wait_until_at(&desk.page("/d/infocyte")).await;
        let own = [Shown::new(name, "/d/infocyte/contract")];
        problems.extend(look_at(&browser, &desk, &own).await);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Goes through the pages in both languages and looks, and tells what is wrong.
pub(crate) async fn look_at(browser: &Browser, desk: &Desk, pages: &[Shown]) -> Vec<String> {
    let mut problems = Vec::new();
    browser.open(&desk.page("/healthz")).await;
    for language in ["en", "fr"] {
        let cookie = Cookie::new("mainstay-language", language);
        browser.driver().add_cookie(cookie).await.unwrap();
        for (look, dark) in [("light", false), ("dark", true)] {
            browser.dark(dark).await;
            for page in pages {
                let name = format!("{}-{language}-{look}", page.name);
                for problem in look_at_one(browser, desk, page, language, &name).await {
                    problems.push(format!("{name}: {problem}"));
                }
            }
        }
    }
    problems
}

async fn look_at_one(
    browser: &Browser,
    desk: &Desk,
    page: &Shown,
    language: &str,
    name: &str,
) -> Vec<String> {
    browser.resize(1280, 900).await;
    browser.open(&desk.page(&page.path)).await;
    browser.find("main").await;
    let mut problems = browser.axe_problems().await;
    browser.screenshot(name).await;
    if browser
        .script("return document.documentElement.lang;")
        .await
        != json!(language)
    {
        problems.push("it is in another language".to_owned());
    }
    browser.resize(NARROW, 800).await;
    // The style sheet answers to the new width with the next frame.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let wide = browser.script(WIDE).await;
    if wide != json!([]) {
        problems.push(format!("wider than {NARROW} pixels: {wide}"));
    }
    browser.screenshot(&format!("{name}-narrow")).await;
    let errors = browser.console_errors().await;
    if !page.is_error {
        problems.extend(errors);
    }
    problems
}

/// Fills in an amendment of times that were better already.
const AMENDED: &str = "
    const form = document.querySelector(`form[action$='/statements']`);
    form.elements.from.value = '2026-01-01';
    form.elements.overrides.value = `[[override]]
target = 'first-response'
within = 'under 10m'
clause = 'Amendment'`;
";

/// Where the page of the customer is whose contract promises better times.
const DIFFERING: &str = "return [...document.querySelectorAll('td a')]
    .find((link) => link.textContent === 'Fjordkraft Nord').getAttribute('href');";

/// What sticks out of the page, if the page can be moved sideways at all.
const WIDE: &str = "
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
        .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
        .slice(0, 8);
";

/// Somebody reports something by mail; the number of the ticket.
pub(crate) async fn report(desk: &Desk, subject: &str) -> String {
    let id = subject.to_lowercase().replace(' ', "-");
    let mail = format!(
        "From: {RHYS}\nSubject: {subject}\nMessage-ID: <{id}@calder-mills.example.com>\n\n\
         Since Monday every alert is there two times.\n"
    );
    desk.mail(RHYS, SUPPORT, &mail).await;
    desk.letterbox.letter(RHYS, subject).await.ticket_number()
}
