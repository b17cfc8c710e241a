//! Who is told of what, and who is not.

use domain::{Actor, Command, ContactId, Event, NoticeKind, Recipient, Recorded, notices};
use sla::policy::Act;

use crate::story::{
    AGENT, CLIENT, COLLEAGUE, OTHER_AGENT, REQUESTER, STAFF, Story, accepts_workaround, answers,
    asks, closes, message, notes, opening, proposes, reopens, replies, resolves, says,
    sets_severity, text,
};

const LATER: &str = "2026-11-18 09:30";

fn story() -> Story {
    Story::under("appseconnect").open("2026-11-18 09:00", Some(3))
}

fn assigned() -> Story {
    let assign = Command::AssignTicket {
        agent: Some(AGENT),
        seen: None,
    };
    story().when("2026-11-18 09:05", Actor::Agent(OTHER_AGENT), assign)
}

/// `requester: Reply`, a line each.
fn told(story: &Story) -> Vec<String> {
    let to = |to: &Recipient| match to {
        Recipient::Contact(REQUESTER) => "requester".to_owned(),
        Recipient::Agent(AGENT) => "assignee".to_owned(),
        Recipient::Supervisors => "supervisors".to_owned(),
        other => format!("{other:?}"),
    };
    let kind = |kind: &NoticeKind| match kind {
        NoticeKind::ClockWarned { clock, .. } => format!("warned {clock}"),
        NoticeKind::ClockBreached { clock, .. } => format!("missed {clock}"),
        kind => {
            let words = format!("{kind:?}");
            words.split([' ', '{']).next().unwrap().to_owned()
        }
    };
    let told = story.notices();
    told.iter()
        .map(|notice| format!("{}: {}", to(&notice.to), kind(&notice.kind)))
        .collect()
}

#[test]
fn who_is_told_of_each_command() {
    let acknowledged = Command::OpenTicket(domain::OpenTicket {
        acknowledge: true,
        ..opening()
    });
    let colleague = Actor::Contact(COLLEAGUE);
    let give = |agent| Command::AssignTicket { agent, seen: None };
    let solved = Command::ResolveTicket {
        solution: Some(message("Restarted.")),
        found: Box::default(),
        seen: None,
    };
    let rate = Command::RateTicket {
        rating: domain::Rating::Bad,
        comment: None,
    };
    let level = Command::ChangeLevel {
        level: 2,
        reason: text("Deeper"),
        seen: None,
    };
    let worked_around = || {
        Story::under("appseconnect")
            .open("2026-11-18 09:00", Some(1))
            .when(LATER, STAFF, replies("Restart it.", Act::WorkaroundGiven))
    };
    let three = Story::under("three-levels").open("2026-11-18 09:00", None);
    let cases: Vec<(&str, Story, &[&str])> = vec![
        ("opened", story(), &[]),
        (
            "opened with acknowledgement",
            Story::under("appseconnect").when(LATER, CLIENT, acknowledged),
            &["requester: Acknowledgement"],
        ),
        (
            "reply",
            story().when(LATER, STAFF, says("Which version?")),
            &["requester: Reply"],
        ),
        ("note", story().when(LATER, STAFF, notes("Fishy.")), &[]),
        (
            "note on an assigned ticket",
            assigned().when(LATER, Actor::Agent(OTHER_AGENT), notes("Fishy.")),
            &[],
        ),
        (
            "answer nobody is assigned to",
            story().when(LATER, CLIENT, says("4.2")),
            &[],
        ),
        (
            "answer",
            assigned().when(LATER, CLIENT, says("4.2")),
            &["assignee: CustomerAnswered"],
        ),
        (
            "answer by a colleague",
            assigned().when(LATER, colleague, says("4.2")),
            &["assignee: CustomerAnswered"],
        ),
        ("assigned by another", assigned(), &["assignee: Assigned"]),
        ("taken", story().when(LATER, STAFF, give(Some(AGENT))), &[]),
        ("given back", assigned().when(LATER, STAFF, give(None)), &[]),
        (
            "severity",
            assigned().when(LATER, STAFF, sets_severity(2)),
            &[],
        ),
        (
            "severity proposed by staff",
            assigned().when(LATER, STAFF, proposes(2)),
            &["requester: SeverityProposed"],
        ),
        (
            "severity agreed by the customer",
            assigned()
                .when(LATER, STAFF, proposes(2))
                .when(LATER, CLIENT, answers(true)),
            &["assignee: SeverityAnswered"],
        ),
        (
            "severity declined where nobody is assigned",
            story()
                .when(LATER, STAFF, proposes(2))
                .when(LATER, colleague, answers(false)),
            &["supervisors: SeverityAnswered"],
        ),
        (
            "severity proposed by the customer",
            assigned().when(LATER, CLIENT, proposes(2)),
            &["assignee: SeverityProposed"],
        ),
        (
            "severity declined by staff",
            assigned()
                .when(LATER, CLIENT, proposes(2))
                .when(LATER, STAFF, answers(false)),
            &["requester: SeverityAnswered"],
        ),
        (
            "workaround accepted by the customer",
            worked_around().when(LATER, CLIENT, accepts_workaround(None)),
            &["supervisors: WorkaroundAccepted"],
        ),
        (
            "workaround accepted for the customer",
            worked_around().when(LATER, STAFF, accepts_workaround(Some(3))),
            &[],
        ),
        ("level", three.when(LATER, STAFF, level), &[]),
        (
            "paused",
            assigned().when(LATER, STAFF, asks("Which version?")),
            &["requester: Reply"],
        ),
        (
            "resolved in silence",
            story().when(LATER, STAFF, resolves()),
            &["requester: Resolved"],
        ),
        (
            "resolved with a message",
            story().when(LATER, STAFF, solved),
            &["requester: Resolved"],
        ),
        (
            "closed by staff",
            story().when(LATER, STAFF, closes()),
            &["requester: Closed"],
        ),
        (
            "closed by a colleague",
            story().when(LATER, colleague, closes()),
            &["requester: Closed"],
        ),
        (
            "closed by the requester",
            story().when(LATER, CLIENT, closes()),
            &["requester: Closed"],
        ),
        (
            "reopened",
            story()
                .when(LATER, STAFF, closes())
                .when(LATER, CLIENT, reopens()),
            &[],
        ),
        (
            "rated",
            assigned()
                .when(LATER, STAFF, closes())
                .when(LATER, CLIENT, rate),
            &[],
        ),
        (
            "late, assigned",
            assigned().when("2026-11-18 11:30", Actor::System, Command::ObserveClocks),
            &[
                "assignee: missed first-response.1",
                "supervisors: missed first-response.1",
            ],
        ),
        (
            "soon late, nobody assigned",
            story().when("2026-11-18 16:00", Actor::System, Command::ObserveClocks),
            &[
                "supervisors: missed first-response.1",
                "supervisors: warned indicator-first-response.1",
            ],
        ),
        (
            "soon late, assigned",
            assigned().when("2026-11-18 10:59", CLIENT, says("?")).when(
                "2026-11-18 16:00",
                Actor::System,
                Command::ObserveClocks,
            ),
            &[
                "assignee: missed first-response.1",
                "supervisors: missed first-response.1",
                "assignee: warned indicator-first-response.1",
            ],
        ),
    ];
    for (what, story, expected) in cases {
        assert_eq!(told(&story), expected, "{what}");
    }
}

/// Whatever happens, a customer is never told of a note, a warning, or who sits
/// on the ticket.
#[test]
fn customers_hear_nothing_internal() {
    let story = assigned().when(LATER, STAFF, notes("Fishy."));
    let ticket = story.ticket().unwrap();
    let note = ticket.messages.last().unwrap().id;
    for recorded in story.history() {
        for actor in [STAFF, CLIENT, Actor::System] {
            for notice in notices(&ticket, std::slice::from_ref(recorded), actor) {
                let to_customer = matches!(notice.to, Recipient::Contact(ContactId(_)));
                let internal = matches!(
                    notice.kind,
                    NoticeKind::ClockWarned { .. }
                        | NoticeKind::ClockBreached { .. }
                        | NoticeKind::Assigned
                ) || notice.kind == NoticeKind::Reply { message: note };
                assert!(!(to_customer && internal), "{notice:?}");
            }
        }
    }
}

#[test]
fn customers_may_read_what_is_theirs() {
    let story = assigned()
        .when(LATER, STAFF, notes("Fishy."))
        .when(LATER, STAFF, says("Which version?"))
        .when(LATER, STAFF, sets_severity(2))
        .when("2026-11-18 12:30", STAFF, Command::ObserveClocks);
    let ticket = story.ticket().unwrap();
    let public = |recorded: &&Recorded| recorded.event.is_public(&ticket);
    let names = |events: Vec<&Recorded>| -> Vec<String> {
        let name = |recorded: &&Recorded| match recorded.event.clock() {
            Some(clock) => format!("{} {clock}", recorded.event.name()),
            None => recorded.event.name().to_owned(),
        };
        events.iter().map(name).collect()
    };
    let seen = names(story.history().iter().filter(public).collect());
    assert_eq!(
        seen,
        [
            "ticket_opened",
            "coverage_decided",
            "message_added",
            "clock_started first-response.1",
            "clock_started work-begin.1",
            "clock_started resolution.1",
            "message_added",
            "severity_changed",
            "clock_moved first-response.1",
            "clock_moved resolution.1",
            "clock_moved work-begin.1",
            "clock_breached first-response.1",
        ]
    );
    let hidden = names(story.history().iter().filter(|e| !public(e)).collect());
    assert!(hidden.contains(&"ticket_assigned".to_owned()), "{hidden:?}");
    assert!(
        hidden.iter().any(|name| name == "message_added"),
        "the note"
    );
    let internal = story.history().iter().filter(|e| {
        matches!(&e.event, Event::ClockWarned { .. })
            || e.event.clock().is_some_and(|c| c.starts_with("indicator"))
    });
    assert!(internal.count() >= 3);
}

/// A customer is told once of all that was promised and comes out otherwise, and
/// never of what the vendor steers by.
#[test]
fn a_correction_tells_the_customer_what_was_promised() {
    let source = |closed: &str| {
        format!(
            r#"
format = 1
[policy]
name = "Nordwind"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "office"
[calendar.office]
zone = "Europe/Berlin"
weekly = {{ mon-fri = "09:00-17:00" }}
{closed}
[[target]]
id = "answer"
metric = "first response"
within = "1h"
clause = "1"
[[target]]
id = "resolution"
metric = "resolution"
within = "8h"
clause = "2"
[[target]]
id = "steering"
metric = "resolution"
audience = "internal"
within = "7h"
clause = "own"
"#
        )
    };
    let holiday = |date: &str| source(&format!("closed = {{ {date} = \"Founders' Day\" }}"));
    let opened = || Story::under_text("Europe/Berlin", &source("")).open("2026-03-02 15:00", None);
    let story = opened().corrected("2026-03-04 10:00", &holiday("2026-03-03"));
    let told: Vec<_> = story
        .notices()
        .into_iter()
        .filter(|notice| notice.to == Recipient::Contact(REQUESTER))
        .collect();
    let [notice] = &told[..] else {
        panic!("{told:?}");
    };
    let NoticeKind::ClocksRestated { clocks, reason } = &notice.kind else {
        panic!("{notice:?}");
    };
    assert_eq!(*reason, text("The holiday was declared late.").id);
    let [restated] = &clocks[..] else {
        panic!("{clocks:?}");
    };
    assert_eq!(restated.clock, "resolution.1");
    let missed = Some(story.instant("2026-03-03 15:00"));
    assert_eq!(restated.before.breached_at, missed);
    assert_eq!(restated.after.breached_at, None);

    // A holiday that lies ahead moves nothing that was told.
    let ahead = opened().corrected("2026-03-02 15:30", &holiday("2026-06-01"));
    assert_eq!(ahead.notices(), []);
    let clocks = ahead.ticket().unwrap().clocks;
    assert!(
        clocks
            .values()
            .all(|clock| clock.restatements().next().is_none())
    );
    assert!(clocks.values().all(|clock| clock.corrections.len() == 1));
}
