//! Every sentence in every language, as people read it.

use domain::text::{Language, Names, act_name, has, pause_name, restatement, say, sentence};
use domain::{
    Actor, AgentId, Channel, ClockResult, Command, Correction, Kind, NewMessage, Rating, Refusal,
    Status, TicketId,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::policy::{Act, Coverage, CoverageFact, PauseReason};

use crate::story::{
    AGENT, CLIENT, STAFF, Story, asks, closes, message, replies, says, sets_severity, text,
};

struct People;

impl Names for People {
    fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::Agent(_) => "Ann",
            Actor::Contact(_) => "Carl",
            Actor::System => "Mainstay",
        }
        .to_owned()
    }

    fn agent(&self, _: AgentId) -> String {
        "Ann".to_owned()
    }

    fn ticket(&self, _: TicketId) -> String {
        "NW-2".to_owned()
    }
}

/// What each event of the last step of a story says, in both languages.
fn told(story: &Story, name: &str) -> [String; 2] {
    let ticket = story.ticket().unwrap();
    let recorded = story
        .history()
        .iter()
        .rfind(|event| event.event.name() == name);
    let recorded = recorded.unwrap_or_else(|| panic!("no {name}"));
    let zone = TimeZone::get("Asia/Kolkata").unwrap();
    let in_language = |language| sentence(recorded, &ticket, &People, language, &zone);
    [in_language(Language::En), in_language(Language::Fr)]
}

#[test]
fn events_read_well() {
    let story = Story::under("appseconnect")
        .open("2026-11-18 09:00", Some(3))
        .when(
            "2026-11-18 09:10",
            STAFF,
            Command::AssignTicket {
                agent: Some(AGENT),
                seen: None,
            },
        )
        .when("2026-11-18 09:20", STAFF, sets_severity(2))
        .when("2026-11-18 10:30", STAFF, asks("Which version?"))
        .when("2026-11-18 10:50", CLIENT, says("4.2"));
    let cases = [
        (
            "ticket_opened",
            "Carl opened the ticket by portal",
            "Carl a ouvert le ticket par portail",
        ),
        ("ticket_assigned", "Ann took it", ""),
        (
            "severity_changed",
            "Ann changed the severity from 3 to 2, as agreed",
            "",
        ),
        (
            "ticket_paused",
            "Ann paused it: waiting for the customer",
            "",
        ),
        ("ticket_resumed", "The answer by Carl ended the pause", ""),
        (
            "clock_breached",
            "First response was missed at Wednesday 18 November 2026, 10:00 (Asia/Kolkata)",
            "",
        ),
        (
            "clock_moved",
            "Work begins: the promise is now Wednesday 18 November 2026, 13:20 (Asia/Kolkata)",
            "",
        ),
    ];
    for (name, english, french) in cases {
        let [en, fr] = told(&story, name);
        assert_eq!(en, english);
        assert!(french.is_empty() || fr == french, "{fr}");
        assert_ne!(en, fr);
        assert!(!fr.contains('$') && !fr.starts_with("event-"), "{fr}");
    }
}

#[test]
fn a_restatement_tells_both_results() {
    let story = Story::under("appseconnect")
        .open("2026-11-18 09:00", Some(1))
        .when("2026-11-18 10:30", STAFF, replies("Found.", Act::Diagnosed));
    let called = NewMessage {
        act: Some(Act::Diagnosed),
        happened_at: Some(story.instant("2026-11-18 09:50")),
        ..message("As said on the telephone.")
    };
    let story = story
        .when("2026-11-18 11:00", STAFF, Command::AddMessage(called))
        .when("2026-11-18 12:00", STAFF, closes());
    let [en, fr] = told(&story, "clock_restated");
    for both in [&en, &fr] {
        assert!(both.contains("09:50") && both.contains("10:00"), "{both}");
    }
}

/// What was told before stands beside what is true now, with who says so and why.
#[test]
fn a_correction_is_told_with_its_reason() {
    let at = |hour: i64| Timestamp::from_second(hour * 3600).ok();
    let correction = Correction {
        at: Timestamp::from_second(90 * 3600).unwrap(),
        author: STAFF,
        reason: (&text("The holiday was declared late.")).into(),
        before: ClockResult {
            due_at: at(10),
            breached_at: at(10),
            met_at: at(12),
        },
        after: ClockResult {
            due_at: at(34),
            breached_at: None,
            met_at: at(12),
        },
    };
    let hour = |at: Timestamp| format!("{} h", at.as_second() / 3600);
    let told = |reason, language| restatement(&correction, reason, "Ann", language, &hour);
    let reason = Some("The holiday was declared late.");
    assert_eq!(
        told(reason, Language::En),
        "Restated: kept at 12 h, due 34 h; before: missed at 10 h. \
         “The holiday was declared late.” (Ann, 90 h)"
    );
    assert_eq!(
        told(reason, Language::Fr),
        "Rectifié : promesse tenue le 12 h, échéance le 34 h ; auparavant : délai dépassé le 10 h. \
         «\u{a0}The holiday was declared late.\u{a0}» (Ann, 90 h)"
    );
    assert!(told(None, Language::En).contains("(erased)"));
}

/// Words that are looked up by a name made at run time.
#[test]
fn every_stored_name_has_its_word() {
    let acts = [
        Act::AcknowledgedAutomatically,
        Act::Responded,
        Act::Acknowledged,
        Act::Diagnosed,
        Act::PlanGiven,
        Act::WorkBegun,
        Act::WorkaroundGiven,
        Act::ConveyedToPrincipals,
        Act::Forwarded,
        Act::FeedbackGiven,
        Act::TrainingSuggested,
        Act::QuoteGiven,
        Act::FixReleased,
        Act::Resolved,
    ];
    let pauses = [
        PauseReason::Customer,
        PauseReason::Supplier,
        PauseReason::Release,
        PauseReason::ForceMajeure,
    ];
    let mut ids: Vec<String> = Vec::new();
    ids.extend(acts.map(|act| format!("act-{}", act_name(act))));
    ids.extend(pauses.map(|pause| format!("pause-{}", pause_name(pause))));
    ids.extend(
        Kind::ALL
            .iter()
            .map(|kind| format!("kind-{}", kind.as_str())),
    );
    ids.extend(
        Channel::ALL
            .iter()
            .map(|channel| format!("channel-{}", channel.as_str())),
    );
    ids.extend(
        Rating::ALL
            .iter()
            .map(|rating| format!("rating-{}", rating.as_str())),
    );
    ids.extend(
        Status::ALL
            .iter()
            .map(|status| format!("status-{}", status.as_str())),
    );
    ids.extend(Refusal::CODES.iter().map(|code| format!("refusal-{code}")));
    ids.extend(
        Coverage::ALL
            .iter()
            .map(|decision| format!("coverage-{}", decision.as_str())),
    );
    ids.extend(
        CoverageFact::ALL
            .iter()
            .map(|fact| format!("coverage-fact-{}", fact.as_str())),
    );
    for id in &ids {
        for language in Language::ALL {
            assert!(has(*language, id), "{} {id}", language.code());
            assert_ne!(&say(*language, id, &[]), id);
        }
    }
    let known = 14 + 4 + 6 + 6 + 2 + 5 + 4 + 6 + Refusal::CODES.len();
    assert_eq!(ids.len(), known);
}
