//! The backtest of the workshop, without script: started, left, looked at, explained,
//! cancelled, and lost with the program.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use domain::{Actor, AgentId, Channel, Command, MessageId, NewMessage, NewText, TextId};
use jiff::civil::Date;
use server::app::{
    KEPT_HOURS, KEPT_MAX, NotStarted, Order, RUNNING_MAX, RunOwner, RunState, Trial,
};
use sla::policy::{Act, Policy};

use crate::world::{Answer, World, desk};

const WORKSHOP: &str = "/d/infocyte/agent/policy/workshop";
const START: &str = "/d/infocyte/agent/policy/workshop/backtest";
const CANCEL: &str = "/d/infocyte/agent/policy/workshop/backtest/cancellation";
const FLIP: &str = "/d/infocyte/agent/policy/workshop/backtest/flips/1";
const POLICY: &str = include_str!("../../../../policies/infocyte.toml");
/// The day of the world's clock.
const TODAY: [(&str, &str); 2] = [("first", "2026-11-19"), ("last", "2026-11-19")];

/// The policy with first responses faster than they were.
fn hurried() -> String {
    let slow = "{ 1 = \"under 1h\", 2 = \"under 4h\"";
    assert!(POLICY.contains(slow), "the policy promises responses");
    let quick = POLICY.replacen(slow, "{ 1 = \"under 15m\", 2 = \"under 30m\"", 1);
    // Its golden cases are of the slower one.
    quick.split("\n[[case]]").next().unwrap().to_owned()
}

impl World {
    async fn shop(&self, cookie: &str) -> Answer {
        let page = self.get(cookie, WORKSHOP).await;
        assert_eq!(page.status, StatusCode::OK);
        page
    }

    async fn draft(&self, source: &str) {
        let cookie = &self.cookies.supervisor;
        let revision = self.shop(cookie).await.field("revision");
        let fields = [("source", source), ("revision", &revision)];
        let saved = self.post(cookie, WORKSHOP, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }

    /// The page once nothing runs any more.
    async fn finished(&self) -> Answer {
        for _ in 0..200 {
            let page = self.shop(&self.cookies.supervisor).await;
            if !page.body.contains("<progress") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the backtest never ends");
    }

    /// A ticket for which a plan was given after an hour.
    async fn answered_late(&self, subject: &str) -> String {
        let number = self.ticket(subject).await;
        let ticket = self.ticket_of(&number).await;
        let later = self.app.now() + Duration::from_secs(3_600);
        self.clock.advance_to(later);
        let reply = Command::AddMessage(NewMessage {
            message: MessageId(self.app.new_id()),
            text: NewText {
                id: TextId(self.app.new_id()),
                body: "A patch comes tomorrow.".to_owned(),
            },
            public: true,
            channel: Channel::Workspace,
            act: Some(Act::PlanGiven),
            happened_at: None,
            attachments: Vec::new(),
        });
        let agent = Actor::Agent(AgentId(self.app.new_id()));
        let name = desk();
        let order = Order::new(&name, ticket.id, agent, reply);
        self.app.execute(order).await.unwrap();
        number
    }
}

#[tokio::test]
async fn a_draft_is_tried_on_the_past_and_says_which_tickets_come_out_differently() {
    let world = World::new().await;
    let number = world.answered_late("Console <unreachable>").await;
    let supervisor = &world.cookies.supervisor;
    // The last three full months, in the zone of the policy.
    world
        .shop(supervisor)
        .await
        .has("name=\"first\" required value=\"2026-08-01\"")
        .has("name=\"last\" required value=\"2026-10-31\"");

    world.draft(&hurried()).await;
    let started = world.post(supervisor, START, &TODAY).await;
    assert_eq!(started.location(), format!("{WORKSHOP}#backtest-title"));
    let page = world.finished().await;
    page.has("Tickets received from 19 November 2026 until 19 November 2026.")
        .has("value=\"2026-11-19\"")
        .has("Calder Mills")
        .has("<code>first-response</code>")
        .has("0%")
        .has(">worse</span>")
        .has(&format!("href=\"/d/infocyte/agent/tickets/{number}\""))
        .has(&format!("href=\"{FLIP}\""))
        .has("Alerts that would have fired")
        .lacks("the draft has changed since");
    let draft = Policy::parse("p.toml", &hurried()).policy.unwrap();
    page.has(&format!("<code>{}</code>", &draft.version()[..12]));

    // Both sides of it, and the calculation of the draft's.
    let why = world.get(supervisor, FLIP).await;
    assert_eq!(why.status, StatusCode::OK);
    why.has(&number)
        .has(">missed</span>")
        .has(">met</span>")
        .has("class=\"strip\"")
        .has("data-span=\"counted\"");
    let none = world.get(supervisor, &FLIP.replace("/1", "/9")).await;
    assert_eq!(none.location(), format!("{WORKSHOP}#backtest-title"));
    // Another person has another run: none.
    let others = world.get(&world.cookies.administrator, FLIP).await;
    assert_eq!(others.status, StatusCode::SEE_OTHER);
    world
        .shop(&world.cookies.administrator)
        .await
        .lacks("Tickets received from");

    // It stays with the text it was of, also when that has errors meanwhile.
    world.draft("format = 1\n").await;
    world
        .shop(supervisor)
        .await
        .has("the draft has changed since")
        .has(&number)
        .lacks("Start the backtest");
    let french = format!("{supervisor}; mainstay-language=fr");
    world
        .shop(&french)
        .await
        .has("Essai sur le passé")
        .has("Tickets reçus du 19 novembre 2026 au 19 novembre 2026.")
        .has("0\u{a0}%");
}

#[tokio::test]
async fn what_cannot_be_tried_is_refused_in_words() {
    let world = World::new().await;
    let supervisor = &world.cookies.supervisor;
    for days in [
        ["2026-11-19", "2026-11-18"],
        ["", ""],
        ["soon", "2026-11-18"],
    ] {
        let fields = [("first", days[0]), ("last", days[1])];
        let refused = world.post(supervisor, START, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{days:?}");
        refused.has("Give a first and a last day");
    }
    world.draft("format = 1\n").await;
    let refused = world.post(supervisor, START, &TODAY).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("The text has errors. Mend them first.");
    assert!(!refused.body.contains("<progress"), "nothing runs");
}

#[tokio::test]
async fn what_a_restart_lost_is_offered_anew() {
    let world = World::new().await;
    world.ticket("Console unreachable").await;
    let days = [("first", "2026-11-02"), ("last", "2026-11-19")];
    let started = world.post(&world.cookies.supervisor, START, &days).await;
    let remembered = started.headers[SET_COOKIE].to_str().unwrap();
    let remembered = remembered.split(';').next().unwrap();
    world.finished().await;
    let browser = format!("{}; {remembered}", world.cookies.supervisor);
    let lost = "is no longer there";
    world
        .shop(&browser)
        .await
        .lacks(lost)
        .has("2 November 2026");

    // Another program, or the same after a day, knows nothing of it.
    let hours = u64::try_from(KEPT_HOURS).unwrap();
    let later = world.app.now() + Duration::from_secs(3_600 * hours + 1);
    world.clock.advance_to(later);
    world
        .shop(&browser)
        .await
        .has(lost)
        .has("name=\"first\" required value=\"2026-11-02\"")
        .has("name=\"last\" required value=\"2026-11-19\"");
    // Whoever signs in here next did not start it.
    let other = format!("{}; {remembered}", world.cookies.administrator);
    world.shop(&other).await.lacks(lost);
    let forgotten = world.post(&browser, CANCEL, &[]).await;
    assert_eq!(forgotten.location(), WORKSHOP);
    let removed = forgotten.headers[SET_COOKIE].to_str().unwrap();
    assert!(removed.contains("Max-Age=0"), "{removed}");
}

fn trial(world: &World) -> Trial {
    Trial {
        now: Arc::new(Policy::parse("p.toml", POLICY).policy.unwrap()),
        then: None,
        at: world.app.now(),
    }
}

fn november() -> (Date, Date) {
    ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap())
}

fn owner(number: usize) -> RunOwner {
    RunOwner {
        desk: desk(),
        agent: format!("agent {number}"),
    }
}

#[tokio::test]
async fn the_oldest_result_makes_room() {
    let world = World::new().await;
    let trial = trial(&world);
    let mut news = world.app.backtest_news();
    for number in 0..=KEPT_MAX {
        let trial = Trial {
            at: trial.at + Duration::from_secs(u64::try_from(number).unwrap()),
            ..trial.clone()
        };
        let started = world.app.start_backtest(&owner(number), &trial, november());
        assert_eq!(started, Ok(()));
        while !matches!(
            world.app.backtest_run(&owner(number)).unwrap().state,
            RunState::Done(_)
        ) {
            news.recv().await.unwrap();
        }
    }
    assert!(world.app.backtest_run(&owner(0)).is_none());
    assert!(world.app.backtest_run(&owner(1)).is_some());
}

#[tokio::test]
async fn one_runs_for_each_person_few_at_once_and_each_can_be_cancelled() {
    let world = World::new().await;
    world.ticket("Console unreachable").await;
    let trial = trial(&world);
    let days = november();
    let start = |number| world.app.start_backtest(&owner(number), &trial, days);
    let mut news = world.app.backtest_news();
    // Nothing runs on before this test waits for something.
    for number in 0..RUNNING_MAX {
        assert_eq!(start(number), Ok(()));
    }
    assert_eq!(start(0), Err(NotStarted::Running));
    assert_eq!(start(RUNNING_MAX), Err(NotStarted::Full));
    let state = |number| world.app.backtest_run(&owner(number)).map(|run| run.state);
    assert!(matches!(state(0), Some(RunState::Running { .. })));
    assert!(world.app.cancel_backtest(&owner(0)));
    assert!(!world.app.cancel_backtest(&owner(0)), "it runs no more");
    assert!(state(0).is_none());
    assert_eq!(start(RUNNING_MAX), Ok(()), "there is room again");

    let mut done = Vec::new();
    while done.len() < RUNNING_MAX {
        let owner = news.recv().await.unwrap();
        let run = world.app.backtest_run(&owner);
        if let Some(RunState::Done(report)) = run.map(|run| run.state) {
            assert_eq!(report.tickets, 1);
            if !done.contains(&owner.agent) {
                done.push(owner.agent);
            }
        }
    }
    assert!(!done.contains(&owner(0).agent), "what is cancelled ends");
    // A page that was being loaded meanwhile begins to listen only now.
    let mut late = world.app.backtest_news();
    let heard = tokio::time::timeout(Duration::from_secs(4), late.recv()).await;
    heard.expect("the end is told once more").unwrap();
}
