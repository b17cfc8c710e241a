//! Severities proposed and answered: what is in force stays so until both agree.

use domain::{Actor, Command, Graded, if_agreed};
use sla::clock::ClockState;
use sla::policy::Act;

use crate::story::{
    CLIENT, COLLEAGUE, STAFF, Story, accepts_workaround, answers, closes, prioritises, proposes,
    reopens, replies, resolves, sets_severity, text,
};

const LATER: &str = "2026-11-18 09:30";
const THEN: &str = "2026-11-18 09:50";

/// A policy that asks for agreement, and lowers after a workaround.
fn story() -> Story {
    Story::under("appseconnect").open("2026-11-18 09:00", Some(1))
}

fn corrects(severity: u8) -> Command {
    Command::ChangeSeverity {
        severity,
        reason: text("It is a question."),
        agreed: false,
        seen: None,
    }
}

fn severities(story: &Story) -> (Option<u8>, Option<u8>, Option<u8>) {
    let ticket = story.ticket().unwrap();
    let number = |graded: &Option<Graded>| graded.as_ref().map(|graded| graded.severity);
    let grading = &ticket.grading;
    (
        ticket.severity,
        number(&grading.assessed),
        number(&grading.agreed),
    )
}

#[test]
fn a_proposal_moves_nothing_until_it_is_answered() {
    let story = story()
        .when(LATER, STAFF, proposes(2))
        .then(&["severity_proposed 2"]);
    assert_eq!(severities(&story), (Some(1), Some(2), None));
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.severity_requested, Some(1));
    let proposal = ticket.grading.proposal.unwrap();
    assert_eq!((proposal.by, proposal.severity), (STAFF, 2));
    story
        .when("2026-11-18 09:40", CLIENT, answers(true))
        .then(&[
            "severity_agreed severity 1 to 2",
            "clock_moved resolution.1 severity under resolution due Wed 18 17:00",
            "clock_moved work-begin.1 severity under work-begin due Wed 18 13:00",
        ]);
}

#[test]
fn what_was_agreed_governs_like_any_change() {
    let agreed = story()
        .when(LATER, STAFF, proposes(2))
        .when(THEN, CLIENT, answers(true));
    let told = story().when(THEN, STAFF, sets_severity(2));
    let due = |story: &Story| -> Vec<_> {
        let clocks = story.ticket().unwrap().clocks;
        clocks
            .into_iter()
            .map(|(id, clock)| (id, clock.due_at, clock.breached_at))
            .collect()
    };
    assert_eq!(due(&agreed), due(&told));
    assert_eq!(severities(&agreed), (Some(2), Some(2), Some(2)));
    assert_eq!(severities(&told), (Some(2), Some(2), Some(2)));
    assert_eq!(agreed.ticket().unwrap().grading.proposal, None);
}

#[test]
fn whoever_is_asked_sees_what_would_be_promised() {
    let story = story().when(LATER, STAFF, proposes(2));
    let ticket = story.ticket().unwrap();
    let now = story.instant(THEN);
    let seen = if_agreed(&ticket, story.policies(), CLIENT, now).unwrap();
    assert_eq!(if_agreed(&ticket, story.policies(), STAFF, now), None);
    let agreed = story.when(THEN, CLIENT, answers(true)).ticket().unwrap();
    assert_eq!(seen.clocks, agreed.clocks);
    assert_ne!(seen.clocks, ticket.clocks);
}

#[test]
fn declined_it_stays_as_it_is_and_the_answer_is_kept() {
    let story = story()
        .when(LATER, STAFF, proposes(2))
        .when(THEN, CLIENT, answers(false))
        .then_of("resolution.1", &[]);
    assert_eq!(severities(&story), (Some(1), Some(2), None));
    let grading = story.ticket().unwrap().grading;
    assert_eq!(grading.proposal, None);
    let declined = grading.declined.unwrap();
    assert_eq!((declined.severity, declined.by), (2, CLIENT));
    // Another proposal takes the answer's place.
    let story = story.when(THEN, STAFF, proposes(3));
    assert_eq!(story.ticket().unwrap().grading.declined, None);
}

#[test]
fn the_other_side_may_propose_something_else_and_is_answered() {
    let story = story()
        .when(LATER, STAFF, proposes(3))
        .when(THEN, Actor::Contact(COLLEAGUE), proposes(2))
        .then(&["severity_proposed 2"]);
    let ticket = story.ticket().unwrap();
    assert!(ticket.grading.is_asked_of(STAFF) && !ticket.grading.is_asked_of(CLIENT));
    let story = story.when(THEN, STAFF, answers(true));
    assert_eq!(severities(&story), (Some(2), Some(2), Some(2)));
}

#[test]
fn a_vendor_that_may_correct_does_and_the_customer_may_disagree() {
    let story = Story::under("in8sync")
        .open("2026-11-18 09:00", Some(1))
        .when(LATER, STAFF, corrects(3))
        .then(&[
            "severity_changed severity 1 to 3",
            "clock_moved first-response-in-hours.1 severity under first-response-in-hours due Thu 19 09:00",
        ]);
    assert_eq!(severities(&story), (Some(3), Some(3), None));
    let story = story
        .when(THEN, CLIENT, proposes(1))
        .then(&["severity_proposed 1"]);
    assert_eq!(severities(&story).0, Some(3));
    let story = story.when(THEN, STAFF, answers(false));
    assert_eq!(severities(&story), (Some(3), Some(3), None));
    assert_eq!(story.ticket().unwrap().grading.declined.unwrap().by, STAFF);
}

#[test]
fn nobody_answers_what_is_over() {
    for over in [resolves(), closes()] {
        let story = story()
            .when(LATER, STAFF, proposes(2))
            .when(THEN, STAFF, over)
            .when(THEN, CLIENT, reopens());
        assert_eq!(story.ticket().unwrap().grading.proposal, None);
        story
            .when(THEN, CLIENT, answers(true))
            .refused("nothing-proposed");
    }
}

#[test]
fn an_answer_is_to_the_proposal_that_was_seen() {
    let story = story().when(LATER, STAFF, proposes(2));
    let seen = Some(story.ticket().unwrap().sequence);
    let accepts = Command::AnswerSeverity {
        accept: true,
        reason: None,
        seen,
    };
    story
        .when(LATER, STAFF, proposes(3))
        .when(THEN, CLIENT, accepts)
        .refused("changed-meanwhile");
}

#[test]
fn an_accepted_workaround_leaves_a_rest_that_staff_grade() {
    let story = story()
        .when(LATER, STAFF, replies("Restart it.", Act::WorkaroundGiven))
        .when(THEN, CLIENT, accepts_workaround(None))
        .then(&["workaround_accepted Severity levels, critical failures and critical"])
        .when(THEN, CLIENT, accepts_workaround(None))
        .then(&[])
        // The policy gives the rest the severity that fits it: nobody is asked again.
        .when("2026-11-18 10:10", STAFF, corrects(3));
    assert_eq!(severities(&story).0, Some(3));
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.clocks["resolution.1"].state, ClockState::Met);
    let rest = &ticket.clocks["resolution.2"];
    assert_eq!(rest.anchor_at, story.instant("2026-11-18 10:10"));
    assert_eq!(ticket.grading.workaround, None);
    // Raising it again is no lowering.
    story
        .when("2026-11-18 10:20", STAFF, corrects(1))
        .refused("agreement-needed");
}

#[test]
fn staff_record_the_acceptance_and_the_rest_in_one() {
    let story = story()
        .when(LATER, STAFF, replies("Restart it.", Act::WorkaroundGiven))
        .when(THEN, STAFF, accepts_workaround(Some(2)));
    assert_eq!(severities(&story), (Some(2), Some(2), Some(2)));
    assert!(story.ticket().unwrap().clocks.contains_key("resolution.2"));
    // A new workaround at the lower severity may be accepted in its turn.
    story
        .when(THEN, CLIENT, accepts_workaround(None))
        .refused("no-workaround")
        .when(
            "2026-11-18 10:10",
            STAFF,
            replies("Or this.", Act::WorkaroundGiven),
        )
        .then_of("resolution.2", &["clock_met resolution.2 at Wed 18 10:10"])
        .when("2026-11-18 10:20", STAFF, accepts_workaround(Some(3)))
        .then_of(
            "resolution.3",
            &["clock_started resolution.3 due Wed 25 10:20"],
        );
}

/// A policy whose lowering and whose priorities say where to.
const LOWERS: &str = r#"
format = 1
[policy]
name = "Lowers"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "always"
[severity]
default = 1
counts-from = "start"
[severity.1]
name = "High"
[severity.2]
name = "Low"
[lowering]
severity = 1
after = "workaround given"
to = 2
[priority]
default = "normal"
[priority.urgent]
name = "Urgent"
[priority.normal]
name = "Normal"
[[target]]
id = "soon"
metric = "first response"
priority = "urgent"
within = "1h"
clause = "1"
[[target]]
id = "later"
metric = "first response"
priority = "normal"
within = "4h"
clause = "1"
[[target]]
id = "resolution"
metric = "resolution"
within = { 1 = "4h", 2 = "8h" }
satisfied-by = ["resolved", "workaround given"]
clause = "2"
[channel.portal]
"#;

#[test]
fn where_the_policy_says_to_what_the_customer_lowers_it_by_accepting() {
    Story::under_text("Etc/UTC", LOWERS)
        .open("2026-03-02 09:00", None)
        .when(
            "2026-03-02 10:00",
            STAFF,
            replies("Restart it.", Act::WorkaroundGiven),
        )
        .when("2026-03-02 10:30", CLIENT, accepts_workaround(None))
        .then(&[
            "workaround_accepted",
            "severity_changed severity 1 to 2",
            "clock_started resolution.2 due Mon 02 18:30",
        ]);
}

#[test]
fn a_priority_brings_its_own_promise_as_a_severity_does() {
    let story = Story::under_text("Etc/UTC", LOWERS).open("2026-03-02 09:00", None);
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.priority.as_deref(), Some("normal"));
    assert_eq!(ticket.priority_requested, None);
    story
        .when("2026-03-02 09:30", STAFF, prioritises("urgent"))
        .then(&[
            "priority_changed normal to urgent",
            "clock_moved later.1 priority under soon due Mon 02 10:00",
        ])
        .when("2026-03-02 09:30", STAFF, prioritises("urgent"))
        .then(&[]);
    // Counting from the change, the old clock ends and a new one begins.
    let anew = LOWERS.replace("\"start\"", "\"change\"");
    Story::under_text("Etc/UTC", &anew)
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 09:30", STAFF, prioritises("urgent"))
        .then(&[
            "priority_changed normal to urgent",
            "clock_cancelled later.1",
            "clock_started soon.1 due Mon 02 10:30",
        ]);
}

#[test]
fn the_reporter_chooses_a_priority_first() {
    let open = Command::OpenTicket(domain::OpenTicket {
        priority: Some("urgent".to_owned()),
        ..crate::story::opening()
    });
    let story = Story::under("infocyte").when("2026-11-18 09:00", CLIENT, open);
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.priority.as_deref(), Some("urgent"));
    assert_eq!(ticket.priority_requested.as_deref(), Some("urgent"));
    story
        .when("2026-11-18 09:10", STAFF, prioritises("low"))
        .then(&["priority_changed urgent to low"]);
}
