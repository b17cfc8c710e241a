//! The policy workshop: from a text with faults to a version that customers see
//! coming.

use axum::http::StatusCode;
use server::app::SECOND_PERSON;
use server::store::{DeskSettingRow, Write};
use server::timers::take_over;

use crate::world::{Answer, World};

const WORKSHOP: &str = "/d/infocyte/agent/policy/workshop";
const PUBLICATION: &str = "/d/infocyte/agent/policy/publication";
const POLICY: &str = include_str!("../../../../policies/infocyte.toml");

fn replaced(from: &str, to: &str) -> String {
    assert!(POLICY.contains(from), "the policy has no {from}");
    POLICY.replacen(from, to, 1)
}

/// Another version of the policy: one promise is longer, and changes are announced.
fn another() -> String {
    replaced(
        "version   = \"1\"",
        "version   = \"2\"\nnotice    = \"3 months\"",
    )
    .replacen(
        "within       = \"2 working days\"",
        "within       = \"3 working days\"",
        1,
    )
    .split("\n[[case]]")
    .next()
    .unwrap()
    .to_owned()
}

impl World {
    async fn workshop(&self) -> Answer {
        let page = self.get(&self.cookies.supervisor, WORKSHOP).await;
        assert_eq!(page.status, StatusCode::OK);
        page
    }

    async fn save(&self, source: &str) -> Answer {
        let revision = self.workshop().await.field("revision");
        let fields = [("source", source), ("revision", &revision)];
        self.post(&self.cookies.supervisor, WORKSHOP, &fields).await
    }

    async fn publish(&self, effective: &str, reason: &str) -> Answer {
        let revision = self.workshop().await.field("revision");
        let fields = [
            ("revision", revision.as_str()),
            ("effective", effective),
            ("reason", reason),
        ];
        self.post(&self.cookies.supervisor, PUBLICATION, &fields)
            .await
    }
}

#[tokio::test]
async fn faults_are_mended_line_by_line_and_the_version_is_published() {
    let world = World::new().await;
    world
        .workshop()
        .await
        .has("Nothing changes for customers.")
        .has("name     = &#34;Enlist&#34;");

    let faulty = another()
        .replacen("Etc/GMT+5", "Etc/Mars", 1)
        .replacen("\"3 working days\"", "\"3 days\"", 1)
        .replacen("default    = 3", "default    = 9", 1);
    let line_of = |part: &str| {
        let before = faulty.split(part).next().unwrap();
        format!("line {}", before.lines().count())
    };
    assert_eq!(world.save(&faulty).await.status, StatusCode::SEE_OTHER);
    let page = world.workshop().await;
    for (code, part) in [
        ("unknown-zone", "\"Etc/Mars\""),
        ("ambiguous-day", "\"3 days\""),
        ("unknown-reference", "9\noperating"),
    ] {
        page.has(&format!(">{}</a> · <code>{code}</code>", line_of(part)));
    }
    page.has("It can be published once it has no errors");
    let refused = world.publish("2026-12-24T08:00", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("The text has errors. Mend them first.");

    assert_eq!(world.save(&another()).await.status, StatusCode::SEE_OTHER);
    let page = world.workshop().await;
    page.lacks("<strong>Error")
        .has("within 3 working days (before: within 2 working days)")
        .has("Etc/GMT+5")
        .has("class=\"strip\"");
    assert_eq!(
        world.publish("2026-12-24T08:00", "").await.location(),
        "/d/infocyte/agent/policy"
    );
    let portal = world.get("", "/d/infocyte/policy").await;
    portal
        .has("What changes on Thursday 24 December 2026")
        .has("within 3 working days (before: within 2 working days)")
        .has("In force since")
        .lacks("<code>steering");
    // In force at last, it asks for three months of notice itself.
    world
        .clock
        .advance_to("2026-12-25T12:00:00Z".parse().unwrap());
    world
        .get("", "/d/infocyte/policy")
        .await
        .lacks("What changes on");
    let third = another().replacen("version   = \"2\"", "version   = \"3\"", 1);
    world.save(&third).await;
    let refused = world.publish("2027-01-10T08:00", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .has("this comes too soon")
        .has("value=\"2027-01-10T08:00\"")
        .has("25 March 2027");
    let hurried = world
        .publish("2027-01-10T08:00", "the law asks for it")
        .await;
    assert_eq!(hurried.status, StatusCode::SEE_OTHER);
    world
        .get("", "/d/infocyte/policy")
        .await
        .has("less notice than promised: the law asks for it");
}

#[tokio::test]
async fn two_pages_of_one_draft_see_both_texts() {
    let world = World::new().await;
    world.save("# first\n").await;
    let seen = world.workshop().await.field("revision");
    let save = async |source: &str| {
        let fields = [("source", source), ("revision", seen.as_str())];
        world
            .post(&world.cookies.supervisor, WORKSHOP, &fields)
            .await
    };
    assert_eq!(save("# second\n").await.status, StatusCode::SEE_OTHER);
    // Sent twice is no conflict.
    assert_eq!(save("# second\n").await.status, StatusCode::SEE_OTHER);
    let conflict = save("# third\n").await;
    assert_eq!(conflict.status, StatusCode::UNPROCESSABLE_ENTITY);
    conflict.has("# second").has("# third");
    let fields = [
        ("source", "# third\n"),
        ("revision", &conflict.field("revision")),
    ];
    let kept = world
        .post(&world.cookies.supervisor, WORKSHOP, &fields)
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    world.workshop().await.has("# third").lacks("# second");
    // Somebody else's draft is another one.
    world
        .get(&world.cookies.administrator, WORKSHOP)
        .await
        .lacks("# third");
    // What was looked at is what is published.
    let fields = [
        ("revision", seen.as_str()),
        ("effective", "2027-01-10T08:00"),
    ];
    let stale = world
        .post(&world.cookies.supervisor, PUBLICATION, &fields)
        .await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.has("Somebody changed this meanwhile");
}

#[tokio::test]
async fn a_second_person_approves_and_anybody_may_withdraw() {
    let world = World::new().await;
    let setting = DeskSettingRow {
        desk: "infocyte".to_owned(),
        setting: SECOND_PERSON.to_owned(),
        value: "yes".to_owned(),
    };
    let write = Write::rows([setting.upsert()]);
    world.app.store().write(write).await.unwrap();
    world.save(&another()).await;
    world.workshop().await.has("somebody else approves");
    world.publish("2026-12-24T08:00", "").await;
    let page = "/d/infocyte/agent/policy";
    let own = world.get(&world.cookies.supervisor, page).await;
    own.has("Proposed for").lacks("/approval\"");
    world
        .get("", "/d/infocyte/policy")
        .await
        .lacks("24 December");
    let others = world.get(&world.cookies.administrator, page).await;
    others.has("Approve and announce");
    let version = others.body.split("/approval").next().unwrap();
    let version = version.rsplit('/').next().unwrap().to_owned();

    let approval = format!("{page}/{version}/approval");
    let same = world.post(&world.cookies.supervisor, &approval, &[]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    same.has("somebody else has to approve it");
    let approved = world
        .post(&world.cookies.administrator, &approval, &[])
        .await;
    assert_eq!(approved.location(), page);
    world.get("", "/d/infocyte/policy").await.has("24 December");

    let withdrawal = format!("{page}/{version}/withdrawal");
    let without = world
        .post(&world.cookies.supervisor, &withdrawal, &[])
        .await;
    without.has("Give a reason");
    let fields = [("why", "the hours were wrong")];
    let withdrawn = world
        .post(&world.cookies.supervisor, &withdrawal, &fields)
        .await;
    assert_eq!(withdrawn.location(), page);
    world
        .get("", "/d/infocyte/policy")
        .await
        .lacks("24 December");
}

#[tokio::test]
async fn a_wrong_calendar_is_corrected_and_both_results_stand_on_the_card() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let card = format!("/d/infocyte/agent/tickets/{number}");
    world
        .get(&world.cookies.agent, &card)
        .await
        .lacks("Restated");
    let closed = "[calendar.enlist]\nclosed    = { 2026-11-19 = \"Founders' Day\", \
                  2026-11-20 = \"Founders' Day\" }";
    let right = replaced("[calendar.enlist]", closed);
    let right = right.split("\n[[case]]").next().unwrap().to_owned();
    let correct = async |source: &str, reason: &str| {
        world.save(source).await;
        let revision = world.workshop().await.field("revision");
        let fields = [
            ("revision", revision.as_str()),
            ("effective", "2026-12-24T08:00"),
            ("correction", "yes"),
            ("reason", reason),
        ];
        world
            .post(&world.cookies.supervisor, PUBLICATION, &fields)
            .await
    };
    let silent = correct(&right, "").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent
        .has("Give a reason")
        .has("value=\"yes\" aria-describedby=\"correction-explained\" checked");
    let more = right.replacen("\"2 working days\"", "\"3 working days\"", 1);
    let more = correct(&more, "declared late").await;
    more.has("in nothing but calendars");
    let nothing = correct(POLICY, "declared late").await;
    nothing.has("there is nothing to correct");
    let reason = "Founders&#39; Day was declared late.";
    let done = correct(&right, "Founders' Day was declared late.").await;
    assert_eq!(done.location(), "/d/infocyte/agent/policy");
    take_over(&world.app).await.unwrap();
    for page in [card.clone(), format!("{card}/clocks/first-response.1")] {
        let page = world.get(&world.cookies.agent, &page).await;
        page.has("Restated: due ").has(reason).has("(Ada Osei, ");
    }
}

#[tokio::test]
async fn the_script_checks_without_saving_and_texts_are_escaped() {
    let world = World::new().await;
    let hostile = "format = 1\n# </textarea><script>alert(1)</script>\n";
    let check = format!("{WORKSHOP}/check");
    let found = world
        .post(&world.cookies.supervisor, &check, &[("source", hostile)])
        .await;
    let found: serde_json::Value = serde_json::from_str(&found.body).unwrap();
    assert_eq!(found[0]["code"], "missing-key");
    world.workshop().await.lacks("alert(1)");
    world.save(hostile).await;
    world
        .workshop()
        .await
        .lacks("<script>alert")
        .has("&#60;script&#62;alert(1)");
}

#[tokio::test]
async fn the_deadlines_of_one_request_are_those_of_the_draft() {
    let world = World::new().await;
    world.save(&another()).await;
    let asked = "severity=1&plan=enlist&kind=incident&channel=portal&received=2026-12-04T16:30";
    let page = world
        .get(&world.cookies.supervisor, &format!("{WORKSHOP}?{asked}"))
        .await;
    page.has("value=\"2026-12-04T16:30\"")
        .has("<option value=\"enlist\" selected>")
        .has("<code>first-response</code>");
    // Nonsense is answered like nothing.
    let odd = "severity=x&plan=%22&kind=&channel=pigeon&received=soon";
    let page = world
        .get(&world.cookies.supervisor, &format!("{WORKSHOP}?{odd}"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
}
