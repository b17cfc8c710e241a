//! One request from the first mail to the rating, on both databases.

use std::time::{Duration, Instant};

use domain::text::{Language, date_time};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::browser::Browser;
use super::desk::{Desk, Store, deadline, due};
use super::letterbox::Letter;
use super::people::{
    assert_never_reloaded, attribute, choose, click, fetched, mark, sign_in, unfold, write,
};

const SUPPORT: &str = "support@infocyte.example.com";
const RHYS: &str = "rhys.calder@calder-mills.example.com";
const MARTA: &str = "marta.ruiz@infocyte.example.com";
/// The plan that the company of Rhys has, and where it is.
const PLAN: &str = "enlist";
const ZONE: &str = "Europe/London";

const REPORT: &str = "From: Rhys Calder <rhys.calder@calder-mills.example.com>
To: support@infocyte.example.com
Subject: Sensors report nothing since the update
Date: Wed, 18 Nov 2026 15:00:00 +0000
Message-ID: <first@calder-mills.example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"between\"

--between
Content-Type: text/plain; charset=utf-8

Since this morning's update all forty sensors are silent. The log is attached.
--between
Content-Type: text/plain; name=\"agent-log.txt\"
Content-Disposition: attachment; filename=\"agent-log.txt\"

heartbeat lost after 4.2.1
--between--
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_lives_from_the_first_mail_to_the_rating_on_sqlite() {
    journey(Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_lives_from_the_first_mail_to_the_rating_on_postgresql() {
    journey(Store::Postgres).await;
}

async fn journey(store: Store) {
    let (desk, agent, customer) =
        tokio::join!(Desk::start(store), Browser::start(), Browser::start());
    sign_in(&agent, &desk, "infocyte", MARTA).await;
    agent.wait_until_at(&desk.page("/d/infocyte/agent")).await;

    let number = report(&desk, &agent).await;
    let ticket = desk.page(&format!("/d/infocyte/tickets/{number}"));
    open_and_take(&agent, &desk, &number).await;
    sign_in_by_mail(&customer, &desk).await;
    customer.open(&ticket).await;
    compare_explanations(&agent, &customer, &desk, &number).await;
    agent
        .open(&desk.page(&format!("/d/infocyte/agent/tickets/{number}")))
        .await;

    let diagnosis = diagnose(&agent, &desk).await;
    answer_by_mail(&agent, &desk, &diagnosis).await;
    ask_and_resume(&agent, &desk).await;
    resolve(&agent, &desk).await;

    customer.open(&ticket).await;
    click(&customer, "form[action$='/closure'] button").await;
    customer.wait_for_text("#head", "Closed").await;
    let closing = desk.letterbox.letter(RHYS, "Closed:").await;
    agent.wait_for_text("#state", "Closed").await;
    mark(&agent).await;
    customer
        .open(&closing.word(&desk.page("/d/infocyte/rate/")))
        .await;
    click(&customer, "button[name=rating][value=good]").await;
    customer.wait_for_text("main", "Good").await;
    agent.wait_for_text("#facts", "Good").await;
    assert_never_reloaded(&agent).await;

    for browser in [&agent, &customer] {
        let errors = browser.console_errors().await;
        assert!(errors.is_empty(), "{errors:?}");
    }
}

/// A mail with a file comes: the inbox shows it without being asked, and its sender
/// holds the number and the promises.
async fn report(desk: &Desk, agent: &Browser) -> String {
    mark(agent).await;
    desk.mail(RHYS, SUPPORT, REPORT).await;
    let kept_at = Instant::now();
    let acknowledgement = desk
        .letterbox
        .letter(RHYS, "Sensors report nothing since the update")
        .await;
    // No acknowledgement is written before its ticket is.
    let within = acknowledgement.came_at.saturating_duration_since(kept_at);
    assert!(within < Duration::from_secs(1), "a ticket after {within:?}");
    let number = acknowledgement.ticket_number();
    assert!(number.starts_with("INF-"), "{number}");
    let text = &acknowledgement.mail.text_full;
    assert!(text.contains(&number), "{text}");
    assert!(text.contains("First response: by "), "{text}");
    agent
        .wait_for_text("#tickets", "Sensors report nothing since the update")
        .await;
    assert_never_reloaded(agent).await;
    number
}

async fn open_and_take(agent: &Browser, desk: &Desk, number: &str) {
    click(agent, &format!("#row-{number} a.subject")).await;
    agent
        .wait_until_at(&desk.page(&format!("/d/infocyte/agent/tickets/{number}")))
        .await;
    agent
        .wait_for_text("#talk", "all forty sensors are silent")
        .await;
    agent.wait_for_text("#talk .files", "agent-log.txt").await;
    let file = attribute(agent, "#talk .files a", "href").await;
    let content = fetched(agent, &file).await;
    assert_eq!(content.trim_end(), "heartbeat lost after 4.2.1");
    click(agent, "form[action$='/assignment'] button[data-hotkey=m]").await;
    agent.wait_for_text("#state", "Marta Ruiz").await;
}

/// The customer asks for a link by mail and signs in with it.
async fn sign_in_by_mail(customer: &Browser, desk: &Desk) {
    customer.open(&desk.page("/d/infocyte/sign-in")).await;
    write(customer, "input[name=address]", RHYS).await;
    click(customer, "button[formaction$='/sign-in/link']").await;
    let link = desk.letterbox.letter(RHYS, "Sign in to").await;
    customer
        .open(&link.word(&desk.page("/d/infocyte/sign-in/")))
        .await;
    click(customer, "button.go").await;
    customer.wait_until_at(&desk.page("/d/infocyte")).await;
}

/// Staff, customer, mail and command line name the same deadline.
async fn compare_explanations(agent: &Browser, customer: &Browser, desk: &Desk, number: &str) {
    let received = attribute(agent, "#facts time", "datetime").await;
    let promised = deadline(&due("infocyte", Some(PLAN), &received), "first-response");
    let told = date_time(Language::En, promised, &TimeZone::get(ZONE).unwrap());
    let acknowledgement = desk.letterbox.letter(RHYS, "What we promise").await;
    let line = format!("First response: by {told}");
    assert!(
        acknowledgement.mail.text_full.contains(&line),
        "{line}\n{}",
        acknowledgement.mail.text_full
    );

    unfold(agent, "[id='why-first-response.1']").await;
    agent
        .wait_for_text("[id='why-first-response.1']", "Etc/GMT+5")
        .await;
    click(agent, "[id='why-first-response.1'] p > a").await;
    agent
        .wait_until_at(&desk.page(&format!(
            "/d/infocyte/agent/tickets/{number}/clocks/first-response.1"
        )))
        .await;
    let shown = attribute(agent, "#proof > p > time", "datetime").await;
    assert_eq!(shown.parse::<Timestamp>().unwrap(), promised);

    let shown = attribute(customer, "#promises [data-due]", "data-due").await;
    assert_eq!(shown.parse::<Timestamp>().unwrap(), promised);
    unfold(customer, "#promises > div:has([data-due]) details").await;
    let local = promised.to_zoned(TimeZone::get(ZONE).unwrap());
    customer
        .wait_for_text(
            "#promises details[open]",
            &local.strftime("%H:%M").to_string(),
        )
        .await;
}

/// A reply that is a diagnosis keeps the promise of a first response, and reaches the
/// customer as the words of a person.
async fn diagnose(agent: &Browser, desk: &Desk) -> Letter {
    write(
        agent,
        "#answer textarea",
        "Version 4.2.1 drops the heartbeat. Please send us sensor.conf.",
    )
    .await;
    choose(agent, "#answer select[name=act]", "diagnosed").await;
    click(agent, "#answer button.go").await;
    agent
        .wait_for_text("#talk", "Version 4.2.1 drops the heartbeat")
        .await;
    agent.wait_for_text("#talk", "a diagnosis").await;
    let letter = desk.letterbox.letter(RHYS, "drops the heartbeat").await;
    assert!(!letter.says_machine(), "a person wrote it");
    assert!(letter.mail.text_full.contains("Marta Ruiz"));
    letter
}

/// The customer answers from a mail program: the open page of the agent shows it.
async fn answer_by_mail(agent: &Browser, desk: &Desk, answered: &Letter) {
    mark(agent).await;
    reply(
        desk,
        answered,
        "The file is /etc/sensor.conf, as delivered.",
    )
    .await;
    agent
        .wait_for_text("#talk", "The file is /etc/sensor.conf")
        .await;
    let talk = agent.text("#talk").await;
    assert!(!talk.contains("wrote:"), "the quote is cut: {talk}");
    assert_never_reloaded(agent).await;
}

/// A question stops the clocks, its answer lets them go on.
async fn ask_and_resume(agent: &Browser, desk: &Desk) {
    unfold(agent, "details:has(form[action$='/pause'])").await;
    write(
        agent,
        "form[action$='/pause'] textarea",
        "Which proxy stands between?",
    )
    .await;
    click(agent, "form[action$='/pause'] button").await;
    agent.wait_for_text("#state", "aused").await;
    let question = desk
        .letterbox
        .letter(RHYS, "Which proxy stands between?")
        .await;
    mark(agent).await;
    reply(desk, &question, "None, they speak to you directly.").await;
    agent
        .wait_for_text("#talk", "None, they speak to you directly.")
        .await;
    agent.wait_for_text("#state > .bar", "Open").await;
    assert_never_reloaded(agent).await;
}

async fn resolve(agent: &Browser, desk: &Desk) {
    // The customer's answer changed the ticket, and the form must know of it.
    agent.driver().refresh().await.unwrap();
    unfold(agent, "details:has(form[action$='/resolution'])").await;
    write(
        agent,
        "form[action$='/resolution'] textarea",
        "Set heartbeat to 30 in sensor.conf and restart.",
    )
    .await;
    click(agent, "form[action$='/resolution'] button").await;
    agent.wait_for_text("#state > .bar", "Resolved").await;
    let letter = desk.letterbox.letter(RHYS, "Set heartbeat to 30").await;
    assert!(letter.mail.subject.starts_with("Resolved:"));
}

/// Answers as mail programs do: to the address for answers, with the quote below.
async fn reply(desk: &Desk, answered: &Letter, text: &str) {
    let to = &answered.mail.reply_to[0].address;
    let id = answered.mail.message_id.as_ref().unwrap();
    let subject = answered.mail.subject.trim_start_matches("Re: ");
    let mail = format!(
        "From: Rhys Calder <{RHYS}>\nTo: {to}\nSubject: Re: {subject}\n\
         Date: Wed, 18 Nov 2026 15:10:00 +0000\nMessage-ID: <answer-{id}>\n\
         In-Reply-To: <{id}>\nReferences: <{id}>\n\n\
         {text}\n\nOn Wed, 18 Nov 2026, Infocyte wrote:\n> {}\n",
        answered.mail.text.lines().collect::<Vec<_>>().join("\n> ")
    );
    desk.mail(RHYS, to, &mail).await;
}
