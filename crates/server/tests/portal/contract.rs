//! What a customer reads of its contract: what was bought and until when, and nothing
//! that staff wrote for themselves.

use domain::{Says, Terms};
use server::app::{ContractChosen, NewStatement};
use uuid::Uuid;

use crate::on_both;
use crate::world::{Person, World};

on_both!(
    everybody_of_the_company_reads_what_was_bought,
    what_comes_next_is_said,
    a_contract_that_rests_or_is_over_says_so,
);

const PAGE: &str = "/d/infocyte/contract";
const SOONER: &str = "[[override]]\ntarget = \"first-response\"\nwithin = \"under 30m\"\n\
    clause = \"Framework agreement, 4.2\"\n";

impl World {
    /// Says something more of the company's contract, or begins one of that name.
    async fn said(
        &self,
        company: Uuid,
        begins: Option<&str>,
        (from, until): (&str, Option<&str>),
        says: Says,
    ) {
        let desk = domain::DeskName::new("infocyte").unwrap();
        let new = NewStatement {
            from: from.parse().unwrap(),
            until: until.map(|until| until.parse().unwrap()),
            says,
            signed_at: None,
            reason: Some("PLANTED reason".to_owned()),
            by: "PLANTED author".to_owned(),
        };
        let company = company.to_string();
        let held = self.app.contracts(&desk, &company).await.unwrap();
        let chosen = match begins {
            Some(name) => ContractChosen::New(name),
            None => ContractChosen::Known(&held[0].row.contract),
        };
        let recorded = self
            .app
            .record_statement(&desk, &company, chosen, &new, None);
        recorded.await.unwrap();
    }

    async fn pages(&self, people: &[&Person]) -> Vec<crate::page::Page> {
        let mut pages = Vec::new();
        for who in people {
            let page = self.get(Some(who), PAGE).await;
            assert_eq!(page.status, 200, "{}", page.body);
            assert!(!page.body.contains("PLANTED"), "{}", page.body);
            pages.push(page);
        }
        pages
    }
}

fn in_force(plan: &str, overrides: &str) -> Says {
    Says::InForce(Terms {
        plan: Some(plan.to_owned()),
        overrides: overrides.to_owned(),
    })
}

async fn everybody_of_the_company_reads_what_was_bought(world: &World) {
    let company = world.company_unknown("infocyte", "Calder Mills").await;
    let manager = world.person("infocyte", company, "Rhys Calder", true).await;
    let requester = world
        .person("infocyte", company, "Ines Calder", false)
        .await;
    let rivals = world.company_unknown("infocyte", "Rival Mills").await;
    let rival = world.person("infocyte", rivals, "Ada Rival", true).await;
    let year = ("2026-01-01T12:00:00Z", Some("2027-01-01T12:00:00Z"));
    let terms = in_force("enlist", SOONER);
    world.said(company, Some("Support 2026"), year, terms).await;
    for page in world.pages(&[&manager, &requester]).await {
        page.has("Plan Enlist");
        page.has("Support 2026");
        page.has("In force from 1 January 2026 until 1 January 2027");
        // What the plan gives: its hours, its channels, and the clause.
        page.has("Mon-Fri");
        page.has("portal, mail, chat");
        page.has("Hours of operation");
        // What is promised otherwise, beside the usual.
        page.has("Framework agreement, 4.2");
        page.has("under 30 minutes");
        page.has("ends on 1 January 2027, and no renewal is recorded");
    }
    let home = world.get(Some(&requester), "/d/infocyte").await;
    assert!(home.body.contains(&format!("href=\"{PAGE}\"")));
    for page in world.pages(&[&rival]).await {
        page.has("No contract of your company is recorded");
        for secret in ["Enlist", "Support 2026", "Framework agreement", "Calder"] {
            assert!(!page.body.contains(secret), "{secret}: {}", page.body);
        }
    }
    let stranger = world.get(None, PAGE).await;
    assert_eq!(stranger.status, 303);
}

async fn what_comes_next_is_said(world: &World) {
    let company = world.company_unknown("infocyte", "Calder Mills").await;
    let who = world
        .person("infocyte", company, "Rhys Calder", false)
        .await;
    let year = ("2026-01-01T12:00:00Z", Some("2027-01-01T12:00:00Z"));
    let terms = in_force("enlist", "");
    world.said(company, Some("Support"), year, terms).await;
    world.pages(&[&who]).await[0].has("no renewal is recorded");
    let next = ("2027-01-01T12:00:00Z", None);
    world
        .said(company, None, next, in_force("command", ""))
        .await;
    let page = &world.pages(&[&who]).await[0];
    page.has("Plan Enlist");
    page.has("Plan Command");
    page.has("without an end");
    page.lacks("no renewal is recorded");
}

async fn a_contract_that_rests_or_is_over_says_so(world: &World) {
    let company = world.company_unknown("infocyte", "Calder Mills").await;
    let who = world
        .person("infocyte", company, "Rhys Calder", false)
        .await;
    let always = ("2026-01-01T12:00:00Z", None);
    let terms = in_force("enlist", SOONER);
    world.said(company, Some("Support"), always, terms).await;
    let rests = ("2026-11-01T12:00:00Z", Some("2026-12-01T12:00:00Z"));
    world.said(company, None, rests, Says::Suspended).await;
    let page = &world.pages(&[&who]).await[0];
    page.has("Suspended from 1 November 2026 until 1 December 2026");
    page.has("write to support@infocyte.example.com");
    page.has("See what is promised for a request now");
    // What was bought does not hold meanwhile, and will again.
    page.lacks("Framework agreement");
    page.has("Plan Enlist");
    let over = ("2026-11-10T12:00:00Z", None);
    world.said(company, None, over, Says::Ended).await;
    let page = &world.pages(&[&who]).await[0];
    page.has("It ended on 10 November 2026.");
    page.has("write to support@infocyte.example.com");
    page.lacks("Framework agreement");
}
