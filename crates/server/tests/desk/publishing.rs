//! A policy version on its way into force: notice, second person, announcement,
//! withdrawal.

use domain::{Event, Refusal};
use server::announcements::announce_waiting;
use server::app::{Proposal, SECOND_PERSON};
use server::error::AppError;
use server::outbox::send_due;
use server::store::{ContactRow, CustomerRow, DeskSettingRow, PublicationRow, Write};
use server::timers::take_over;

use crate::bed::{Bed, SAM, SUE, at, desk};
use crate::on_both;
use crate::support::letterbox::Letterbox;

on_both!(
    the_notice_period_of_the_version_in_force_is_kept,
    customers_are_told_once_what_changes,
    thousands_are_told_in_batches_and_once,
    a_second_person_has_to_approve,
    a_withdrawn_version_never_comes,
    what_fails_its_cases_is_not_published,
    a_version_that_says_so_takes_running_tickets_over,
);

const DESK: &str = "appseconnect";

/// The policy of the desk, with another answer to severity 1.
fn other(version: &str) -> String {
    let source = include_str!("../../../../policies/appseconnect.toml");
    let cases = source.find("\n[[case]]").unwrap();
    let other = source[..cases].replacen("version   = \"", &format!("version   = \"{version} "), 1);
    assert_ne!(other, source[..cases]);
    other.replacen("notice    = \"3 months\"", "notice    = \"2 months\"", 1)
}

fn proposal(version: &str, effective_at: &str) -> Proposal {
    Proposal {
        source: other(version),
        effective_at: Some(at(effective_at)),
        by: format!("agent:{SAM}"),
        reason: None,
    }
}

async fn propose(bed: &Bed, proposal: &Proposal) -> Result<PublicationRow, Refusal> {
    match bed.app.propose_policy(&desk(DESK), proposal).await {
        Ok(publication) => Ok(publication),
        Err(AppError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn in_force(bed: &Bed, instant: &str) -> String {
    let policy = bed.app.policy_at(&desk(DESK), at(instant)).await.unwrap();
    policy.version().to_owned()
}

async fn ask_for_second_person(bed: &Bed) {
    let setting = DeskSettingRow {
        desk: DESK.to_owned(),
        setting: SECOND_PERSON.to_owned(),
        value: "yes".to_owned(),
    };
    let write = Write::rows([setting.upsert()]);
    bed.app.store().write(write).await.unwrap();
}

async fn a_version_that_says_so_takes_running_tickets_over(bed: &Bed) {
    bed.advance("2026-11-25T12:00:00Z");
    let running = bed.open(DESK, Some(3)).await;
    let before = in_force(bed, "2026-11-25T12:00:00Z").await;
    let moving = Proposal {
        source: other("2").replacen("languages = [", "running   = \"move\"\nlanguages = [", 1),
        reason: Some("a shorter answer for everybody".to_owned()),
        ..proposal("2", "2026-11-25T13:00:00Z")
    };
    let published = propose(bed, &moving).await.unwrap();
    assert_eq!(take_over(&bed.app).await.unwrap(), 0, "not in effect yet");
    let version_of = async |ticket| {
        let (ticket, history) = bed.app.ticket(&desk(DESK), ticket).await.unwrap();
        (ticket.policy_version, history)
    };
    assert_eq!(version_of(running).await.0, before);

    // The server slept over the instant.
    bed.advance("2026-11-25T15:00:00Z");
    let new = bed.open(DESK, Some(3)).await;
    assert_eq!(take_over(&bed.app).await.unwrap(), 1);
    assert_eq!(take_over(&bed.app).await.unwrap(), 0, "nobody is left");
    let (version, history) = version_of(running).await;
    assert_eq!(version, published.version);
    let changed = history.iter().find_map(|recorded| match &recorded.event {
        Event::PolicyChanged { from, since, .. } => Some((from.clone(), *since)),
        _ => None,
    });
    assert_eq!(changed, Some((before, at("2026-11-25T13:00:00Z"))));
    let (version, history) = version_of(new).await;
    assert_eq!(version, published.version);
    let touched = history
        .iter()
        .any(|r| matches!(r.event, Event::PolicyChanged { .. }));
    assert!(!touched, "it was opened under it");
    let verified = bed.app.verify(&desk(DESK), |_| {}).await.unwrap();
    assert_eq!(verified.differences, [], "recorded as the calendars say");
}

async fn the_notice_period_of_the_version_in_force_is_kept(bed: &Bed) {
    bed.advance("2026-11-25T12:00:00Z");
    let too_soon = proposal("2", "2026-12-25T12:00:00Z");
    let earliest = at("2027-02-25T12:00:00Z");
    assert_eq!(
        propose(bed, &too_soon).await,
        Err(Refusal::NoticeTooShort { earliest })
    );
    let past = proposal("2", "2026-11-25T11:59:59Z");
    assert_eq!(propose(bed, &past).await, Err(Refusal::EffectiveInPast));

    let first = in_force(bed, "2027-03-01T00:00:00Z").await;
    let on_time = proposal("2", "2027-02-25T12:00:00Z");
    let published = propose(bed, &on_time).await.unwrap();
    assert_eq!(published.state, "published");
    assert_eq!(published.replaces.as_ref(), Some(&first));
    assert_eq!(in_force(bed, "2027-02-25T11:59:59Z").await, first);
    assert_eq!(
        in_force(bed, "2027-02-25T12:00:00Z").await,
        published.version
    );
    assert_eq!(propose(bed, &on_time).await, Err(Refusal::PublishedBefore));

    let with_reason = Proposal {
        reason: Some("the law asks for it".to_owned()),
        ..proposal("3", "2026-12-01T00:00:00Z")
    };
    let published = propose(bed, &with_reason).await.unwrap();
    let entries = bed.app.store().audit(DESK, None, 9).await.unwrap();
    let entry = entries.first().unwrap();
    assert_eq!(entry.subject, format!("policy:{}", published.version));
    assert_eq!(entry.actor, format!("agent:{SAM}"));
    assert!(
        entry.change.ends_with("the law asks for it"),
        "{}",
        entry.change
    );
}

async fn customers_are_told_once_what_changes(bed: &Bed) {
    let published = propose(bed, &proposal("2", "2027-06-01T00:00:00Z"))
        .await
        .unwrap();
    assert_eq!(published.announced_after.as_deref(), Some(""));
    assert_eq!(announce_waiting(&bed.app).await.unwrap(), 1);
    assert_eq!(announce_waiting(&bed.app).await.unwrap(), 0);
    // A node that had read the publication before tells nobody twice.
    assert!(matches!(
        bed.app.announce(&published).await,
        Err(AppError::Busy)
    ));
    assert_eq!(bed.outbox(DESK).await.len(), 2, "Rita and Gus");
    let told = bed.app.store().publication(DESK, &published.version);
    let told = told.await.unwrap().unwrap();
    assert!(told.announced_at.is_some() && told.announced_after.is_none());

    let letterbox = Letterbox::open().await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let letters = letterbox.letters();
    let letter = letters
        .iter()
        .find(|letter| letter.recipients == ["rita@acme.example.com"])
        .unwrap();
    assert_eq!(
        letter.mail.subject,
        "Our support policy changes on Tuesday 1 June 2027, 05:30 (Asia/Kolkata)"
    );
    for words in [
        "Hello Rita",
        "- Notice of changes: within 2 months (before: within 3 months)",
        "https://desk.example.com/d/appseconnect/policy",
    ] {
        let text = &letter.mail.text_full;
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        letter.mail.headers.get("auto-submitted").is_some(),
        "nobody's absence is answered"
    );
}

async fn thousands_are_told_in_batches_and_once(bed: &Bed) {
    let rows = (0..450).flat_map(|n| {
        let id = |kind: u64| uuid::Uuid::from_u64_pair(kind, n).to_string();
        let customer = CustomerRow {
            desk: DESK.to_owned(),
            customer: id(1),
            name: format!("Customer {n}"),
            zone: "UTC".to_owned(),
            language: "en".to_owned(),
            active: true,
            created_at: 0,
        };
        let contact = ContactRow {
            desk: DESK.to_owned(),
            contact: id(2),
            customer: id(1),
            name: format!("Contact {n}"),
            address: format!("c{n}@many.example.com"),
            language: "en".to_owned(),
            manager: n % 2 == 0,
            password_hash: None,
            active: true,
            created_at: 0,
        };
        [customer.insert(), contact.insert()]
    });
    bed.app.store().write(Write::rows(rows)).await.unwrap();
    propose(bed, &proposal("2", "2027-06-01T00:00:00Z"))
        .await
        .unwrap();
    let mut rounds = 0;
    while announce_waiting(&bed.app).await.unwrap() > 0 {
        rounds += 1;
    }
    assert_eq!(rounds, 3, "200, 200 and the rest");
    let rows = bed.app.store().outbox(DESK, None, 1_000).await.unwrap();
    assert_eq!(rows.len(), 452);
}

async fn a_second_person_has_to_approve(bed: &Bed) {
    ask_for_second_person(bed).await;
    let proposed = propose(bed, &proposal("2", "2027-06-01T00:00:00Z"))
        .await
        .unwrap();
    assert_eq!(proposed.state, "proposed");
    assert_eq!(announce_waiting(&bed.app).await.unwrap(), 0);
    let first = in_force(bed, "2027-07-01T00:00:00Z").await;
    assert_ne!(first, proposed.version);

    let approve = async |by: uuid::Uuid| {
        let (name, by) = (desk(DESK), format!("agent:{by}"));
        bed.app.approve_policy(&name, &proposed.version, &by).await
    };
    let same = approve(SAM).await;
    assert!(matches!(
        same,
        Err(AppError::Refused(Refusal::SecondPersonNeeded))
    ));
    let approved = approve(SUE).await.unwrap();
    assert_eq!(approved.approved_by, Some(format!("agent:{SUE}")));
    assert_eq!(
        in_force(bed, "2027-07-01T00:00:00Z").await,
        proposed.version
    );
    assert_eq!(announce_waiting(&bed.app).await.unwrap(), 1);
    let again = approve(SUE).await;
    assert!(matches!(
        again,
        Err(AppError::Refused(Refusal::NotProposed))
    ));

    // Approved too late, the notice would be too short.
    let late = propose(bed, &proposal("3", "2027-06-01T00:00:00Z"))
        .await
        .unwrap();
    bed.advance("2027-05-01T00:00:00Z");
    let by = format!("agent:{SUE}");
    let late = bed
        .app
        .approve_policy(&desk(DESK), &late.version, &by)
        .await;
    assert!(matches!(
        late,
        Err(AppError::Refused(Refusal::NoticeTooShort { .. }))
    ));
}

async fn a_withdrawn_version_never_comes(bed: &Bed) {
    let published = propose(bed, &proposal("2", "2027-06-01T00:00:00Z"))
        .await
        .unwrap();
    announce_waiting(&bed.app).await.unwrap();
    let first = in_force(bed, "2027-05-01T00:00:00Z").await;
    let withdraw = async |why: &str| {
        let name = desk(DESK);
        let withdrawn = bed
            .app
            .withdraw_policy(&name, &published.version, "command line", why);
        withdrawn.await
    };
    assert!(matches!(
        withdraw(" ").await,
        Err(AppError::Refused(Refusal::ReasonMissing))
    ));
    withdraw("the hours were wrong").await.unwrap();
    assert_eq!(in_force(bed, "2027-07-01T00:00:00Z").await, first);
    announce_waiting(&bed.app).await.unwrap();
    let rows = bed.outbox(DESK).await;
    assert_eq!(rows.len(), 4, "each was told of both");
    let taken_back = rows
        .iter()
        .filter(|row| row.notice.contains("policy_withdrawn"));
    assert_eq!(taken_back.count(), 2);

    // The same text may be proposed anew; in force, it cannot be withdrawn.
    let again = propose(bed, &proposal("2", "2027-06-01T00:00:00Z")).await;
    assert_eq!(again.unwrap().state, "published");
    bed.advance("2027-06-01T00:00:00Z");
    assert!(matches!(
        withdraw("too late").await,
        Err(AppError::Refused(Refusal::AlreadyInForce))
    ));
}

async fn what_fails_its_cases_is_not_published(bed: &Bed) {
    let mut wrong = proposal("2", "2027-06-01T00:00:00Z");
    wrong.source += "\n[[case]]\nname = \"wrong\"\n\
        report = { severity = 1, at = \"2026-03-06T09:00:00Z\" }\npromises = []\n";
    assert_eq!(propose(bed, &wrong).await, Err(Refusal::CasesDoNotHold));
    wrong.source = "format = 1".to_owned();
    let broken = bed.app.propose_policy(&desk(DESK), &wrong).await;
    assert!(matches!(broken, Err(AppError::UnreadablePolicy { .. })));
}
