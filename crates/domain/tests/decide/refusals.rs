//! Every refusal, and what brings it about.

use domain::{Command, NewMessage, OpenTicket, Refusal};
use sla::policy::{Act, ContractState, Coverage, PauseReason};

use crate::story::{
    AGENT, CLIENT, OTHER_AGENT, STAFF, Story, about, accepts_workaround, answers, asks, closes,
    decides, disputes, does, message, notes, opening, prioritises, proposes, reopens, replies,
    resolves, says, sets_severity, text,
};

const OPENED: &str = "2026-11-18 09:00";
const LATER: &str = "2026-11-18 09:30";

/// Promises and decides nothing.
const UNCOVERED: &str = r#"
format = 1
[policy]
name = "Bare"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "always"
[channel.portal]
"#;

fn story() -> Story {
    Story::under("appseconnect").open(OPENED, Some(3))
}

fn opens(change: impl FnOnce(&mut OpenTicket)) -> Command {
    let mut open = opening();
    change(&mut open);
    Command::OpenTicket(open)
}

fn level(level: u8) -> Command {
    Command::ChangeLevel {
        level,
        reason: text("Deeper"),
        seen: None,
    }
}

#[test]
fn every_code_is_reached() {
    let new = || Story::under("appseconnect");
    let resolved = || story().when(LATER, STAFF, resolves());
    let closed = || story().when(LATER, STAFF, closes());
    let paused = || story().when(LATER, STAFF, asks("Which version?"));
    let unasked = Command::PauseTicket {
        reason: PauseReason::Customer,
        question: None,
        seen: None,
    };
    let later = story().instant("2026-11-18 11:00");
    let before = story().instant("2026-11-18 08:00");
    let at = |happened_at| Command::RecordAct {
        act: Act::WorkBegun,
        happened_at: Some(happened_at),
    };
    let resume = Command::ResumeTicket { seen: None };
    let rate = Command::RateTicket {
        rating: domain::Rating::Bad,
        comment: None,
    };
    let stale = Command::ChangeSeverity {
        severity: 1,
        reason: text("Now"),
        agreed: true,
        seen: Some(1),
    };
    let internal = NewMessage {
        public: false,
        act: Some(Act::Diagnosed),
        ..message("Found.")
    };
    let own = Story::under("three-levels");
    let takes_over = Command::ChangePolicy {
        to: own.policies().version().to_owned(),
        since: own.instant(LATER),
    };
    let incomplete = Command::JudgeReport {
        complete: false,
        happened_at: None,
    };
    let corrects = Command::ChangeSeverity {
        severity: 1,
        reason: text("Now"),
        agreed: false,
        seen: None,
    };
    let proposed = || story().when(LATER, STAFF, proposes(2));
    let unreasoned = Command::AnswerSeverity {
        accept: false,
        reason: Some(text(" ")),
        seen: None,
    };
    let worked_around = || {
        Story::under("appseconnect").open(OPENED, Some(1)).when(
            LATER,
            STAFF,
            replies("Restart it.", Act::WorkaroundGiven),
        )
    };
    let cases = [
        ("no-such-ticket", new().when(OPENED, STAFF, says("Hello"))),
        (
            "empty-subject",
            new().when(OPENED, CLIENT, opens(|open| open.subject = text("  "))),
        ),
        ("empty-message", story().when(LATER, CLIENT, says(" \n "))),
        (
            "unknown-severity",
            story().when(LATER, STAFF, sets_severity(9)),
        ),
        ("unknown-severity", story().when(LATER, STAFF, proposes(9))),
        (
            "unknown-priority",
            story().when(LATER, STAFF, prioritises("urgent")),
        ),
        (
            "unknown-priority",
            Story::under("infocyte").when(
                OPENED,
                CLIENT,
                opens(|open| open.priority = Some("sometime".to_owned())),
            ),
        ),
        ("agreement-needed", story().when(LATER, STAFF, corrects)),
        ("same-severity", story().when(LATER, CLIENT, proposes(3))),
        (
            "already-proposed",
            proposed().when(LATER, STAFF, proposes(2)),
        ),
        (
            "already-proposed",
            proposed().when(LATER, CLIENT, proposes(2)),
        ),
        (
            "nothing-proposed",
            story().when(LATER, CLIENT, answers(true)),
        ),
        ("own-proposal", proposed().when(LATER, STAFF, answers(true))),
        ("reason-missing", proposed().when(LATER, CLIENT, unreasoned)),
        (
            "already-resolved",
            resolved().when(LATER, STAFF, proposes(1)),
        ),
        (
            "already-closed",
            closed().when(LATER, CLIENT, answers(true)),
        ),
        (
            "staff-only",
            story().when(LATER, CLIENT, prioritises("urgent")),
        ),
        (
            "staff-only",
            worked_around().when(LATER, CLIENT, accepts_workaround(Some(3))),
        ),
        (
            "no-workaround",
            story().when(LATER, CLIENT, accepts_workaround(None)),
        ),
        (
            "not-lower",
            worked_around().when(LATER, STAFF, accepts_workaround(Some(1))),
        ),
        ("unknown-level", story().when(LATER, STAFF, level(4))),
        (
            "channel-closed",
            Story::under("in8sync").when(
                OPENED,
                CLIENT,
                opens(|open| open.channel = domain::Channel::Mail),
            ),
        ),
        ("already-closed", closed().when(LATER, STAFF, closes())),
        ("already-closed", closed().when(LATER, STAFF, resolves())),
        (
            "already-closed",
            closed().when(LATER, STAFF, sets_severity(1)),
        ),
        (
            "already-closed",
            closed().when(LATER, STAFF, asks("Really?")),
        ),
        (
            "already-resolved",
            resolved().when(LATER, STAFF, resolves()),
        ),
        (
            "already-resolved",
            resolved().when(LATER, STAFF, sets_severity(1)),
        ),
        (
            "already-resolved",
            resolved().when(LATER, STAFF, asks("Really?")),
        ),
        (
            "already-paused",
            paused().when(LATER, STAFF, asks("And the build?")),
        ),
        ("not-paused", story().when(LATER, STAFF, resume.clone())),
        ("not-ended", story().when(LATER, CLIENT, reopens())),
        ("not-yet-rateable", story().when(LATER, CLIENT, rate)),
        (
            "reopening-window-over",
            closed().when("2026-12-03 09:00", CLIENT, reopens()),
        ),
        (
            "changed-meanwhile",
            story()
                .when(LATER, STAFF, sets_severity(2))
                .when(LATER, STAFF, stale),
        ),
        (
            "act-must-be-public",
            story().when(LATER, STAFF, does(Act::Diagnosed)),
        ),
        (
            "act-must-be-public",
            story().when(LATER, STAFF, Command::AddMessage(internal)),
        ),
        ("staff-only", story().when(LATER, CLIENT, notes("Secret"))),
        (
            "staff-only",
            story().when(LATER, CLIENT, replies("Solved", Act::Resolved)),
        ),
        (
            "staff-only",
            story().when(LATER, CLIENT, replies("Found", Act::Diagnosed)),
        ),
        (
            "staff-only",
            story().when(LATER, CLIENT, does(Act::WorkBegun)),
        ),
        ("staff-only", story().when(LATER, CLIENT, sets_severity(1))),
        ("staff-only", story().when(LATER, CLIENT, level(2))),
        ("staff-only", story().when(LATER, CLIENT, resolves())),
        ("staff-only", story().when(LATER, CLIENT, asks("You?"))),
        ("staff-only", paused().when(LATER, CLIENT, resume)),
        ("question-missing", story().when(LATER, STAFF, unasked)),
        (
            "report-taken",
            Story::under("infocyte").open(OPENED, Some(1)).when(
                "2026-12-03 09:00",
                STAFF,
                incomplete,
            ),
        ),
        (
            "desk-only",
            Story::under("three-levels")
                .open(OPENED, None)
                .knows_its_own()
                .when(LATER, STAFF, takes_over),
        ),
        ("in-future", story().when(LATER, STAFF, at(later))),
        (
            "in-future",
            new().when(OPENED, STAFF, opens(|open| open.received_at = Some(later))),
        ),
        ("before-receipt", story().when(LATER, STAFF, at(before))),
        (
            "no-coverage-table",
            Story::under_text("Etc/UTC", UNCOVERED)
                .open(OPENED, None)
                .when(LATER, STAFF, decides(None, None)),
        ),
        (
            "no-coverage-table",
            Story::under_text("Etc/UTC", UNCOVERED)
                .open(OPENED, None)
                .when(LATER, CLIENT, disputes("Unfair.")),
        ),
        (
            "unknown-coverage-fact",
            new().when(OPENED, CLIENT, about("catering")),
        ),
        (
            "coverage-refused",
            new()
                .contract(ContractState::Ended)
                .when(OPENED, CLIENT, about("retraining")),
        ),
        (
            "reason-unstated",
            Story::under("proconcept")
                .when(OPENED, CLIENT, about("fonctionnalite"))
                .when(LATER, STAFF, decides(None, None)),
        ),
        (
            "reason-missing",
            story().when(LATER, STAFF, decides(Some(Coverage::Billable), Some(" "))),
        ),
        (
            "reason-missing",
            story().when(LATER, CLIENT, disputes("  ")),
        ),
        (
            "already-disputed",
            story()
                .when(LATER, CLIENT, disputes("Unfair."))
                .when(LATER, CLIENT, disputes("Very.")),
        ),
        (
            "staff-only",
            story().when(
                LATER,
                CLIENT,
                decides(Some(Coverage::Covered), Some("Mine.")),
            ),
        ),
    ];
    let cases: Vec<(&str, Story)> = cases
        .into_iter()
        .chain(crate::merge_refused::refused())
        .collect();
    for (place, (code, story)) in cases.iter().enumerate() {
        let given = story.refusal().map(Refusal::code);
        assert_eq!(given, Some(*code), "case {place}");
    }
    let reached = |code: &&&str| cases.iter().any(|(reached, _)| reached == *code);
    let unreached: Vec<_> = Refusal::CODES
        .iter()
        .filter(|code| !reached(code))
        .collect();
    // A policy that was accepted has all its calendars, so no clock of it fails; and
    // no ticket is refused what publishing a policy or recording a contract is.
    let publishing = [
        "cases-do-not-hold",
        "effective-in-past",
        "notice-too-short",
        "published-before",
        "not-proposed",
        "second-person-needed",
        "already-in-force",
        "not-only-calendars",
        "nothing-to-correct",
        "corrects-the-past",
    ];
    let contracts = [
        "period-empty",
        "contract-overlaps",
        "nothing-to-renew",
        "no-such-plan",
        "overrides-unread",
    ];
    let elsewhere = publishing.into_iter().chain(contracts);
    let expected: Vec<&str> = elsewhere.chain(["clock"]).collect();
    assert_eq!(unreached, expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_refusal_says_what_is_possible() {
    let refused = story().when(LATER, STAFF, sets_severity(9));
    let words = refused.refusal().unwrap().to_string();
    assert_eq!(
        words,
        "severity 9 does not exist here: use one of 1, 2, 3, 4, 5, 6"
    );
    let refused = Story::under("three-levels").open(OPENED, Some(1));
    let words = refused.refusal().unwrap().to_string();
    assert_eq!(words, "severity 1 does not exist here: use one of none");
}

/// Each thing a form overwrites is guarded by the version the form showed, and
/// by nothing else.
#[test]
fn a_form_is_refused_only_when_its_own_thing_changed() {
    let story = || Story::under("three-levels").open(OPENED, None);
    let shown = Some(story().ticket().unwrap().sequence);
    let assign = |agent, seen| Command::AssignTicket {
        agent: Some(agent),
        seen,
    };
    let hand_over = |to, seen| Command::ChangeLevel {
        level: to,
        reason: text("Deeper"),
        seen,
    };
    let resolve = |seen| Command::ResolveTicket {
        solution: None,
        found: Box::default(),
        seen,
    };
    let close = |seen| Command::CloseTicket { seen };
    let changes = [
        ("assignment", assign(OTHER_AGENT, None)),
        ("level", hand_over(2, None)),
        ("status", asks("Which version?")),
    ];
    let forms = [
        ("assignment", assign(AGENT, shown)),
        ("level", hand_over(3, shown)),
        ("status", resolve(shown)),
        ("status", close(shown)),
    ];
    for (changed, change) in &changes {
        for (form, command) in &forms {
            let story =
                story()
                    .when(LATER, STAFF, change.clone())
                    .when(LATER, STAFF, command.clone());
            let refused = story.refusal().map(Refusal::code);
            let expected = (changed == form).then_some("changed-meanwhile");
            assert_eq!(refused, expected, "{changed} changed, {form} sent");
        }
    }
}

#[test]
fn messages_and_acts_never_conflict() {
    story()
        .when(LATER, STAFF, sets_severity(2))
        .when(LATER, CLIENT, says("One more thing."))
        .then(&["message_added public by customer"])
        .when(LATER, STAFF, notes("Call them."))
        .then(&["message_added internal by staff"]);
}

#[test]
fn a_conflict_names_what_is_there_now() {
    let form = Command::ChangeSeverity {
        severity: 1,
        reason: text("Now"),
        agreed: true,
        seen: Some(1),
    };
    let story = story()
        .when(LATER, STAFF, sets_severity(2))
        .when(LATER, STAFF, form);
    assert!(story.refusal().unwrap().to_string().contains("it is now 2"));
}
