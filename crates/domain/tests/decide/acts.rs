//! What satisfies clocks, and what does not.

use domain::{Command, NewMessage};
use sla::clock::ClockState;
use sla::policy::Act;

use crate::story::{CLIENT, STAFF, Story, does, message, notes, replies, resolves, says};

fn urgent() -> Story {
    Story::under("appseconnect").open("2026-11-18 09:00", Some(1))
}

#[test]
fn only_the_acts_a_promise_names_keep_it() {
    urgent()
        .when("2026-11-18 09:10", STAFF, notes("Looks like the queue."))
        .then(&["message_added internal by staff"])
        .when("2026-11-18 09:20", STAFF, says("We are looking."))
        .then(&[
            "message_added public by staff",
            "clock_met indicator-first-response.1 at Wed 18 09:20",
        ])
        .when("2026-11-18 09:30", STAFF, does(Act::WorkBegun))
        .then(&[
            "act_recorded work-begun Wed 18 09:30",
            "clock_met work-begin.1 at Wed 18 09:30",
            "clock_started without-a-break.1 warn Wed 18 11:00 due Wed 18 11:30",
        ])
        .when(
            "2026-11-18 09:40",
            STAFF,
            replies("It is the queue.", Act::Diagnosed),
        )
        .then(&[
            "message_added public by staff diagnosed",
            "clock_met first-response.1 at Wed 18 09:40",
            "clock_met without-a-break.1 at Wed 18 09:40",
            "clock_started without-a-break.2 warn Wed 18 11:10 due Wed 18 11:40",
        ])
        .when(
            "2026-11-18 10:00",
            STAFF,
            replies("Restart it.", Act::WorkaroundGiven),
        )
        .then(&[
            "message_added public by staff workaround-given",
            "clock_met indicator-resolution.1 at Wed 18 10:00",
            "clock_met resolution.1 at Wed 18 10:00",
            "clock_met without-a-break.2 at Wed 18 10:00",
            "clock_started without-a-break.3 warn Wed 18 11:30 due Wed 18 12:00",
        ]);
}

#[test]
fn done_at_the_due_instant_is_kept_unless_the_promise_says_under() {
    urgent()
        .when(
            "2026-11-18 10:00",
            STAFF,
            replies("It is the queue.", Act::Diagnosed),
        )
        .then_of(
            "first-response.1",
            &["clock_met first-response.1 at Wed 18 10:00"],
        );
    Story::under("infocyte")
        .plan("patrol")
        .open("2026-11-18 09:00", Some(1))
        .when(
            "2026-11-18 10:00",
            STAFF,
            replies("It is the agent; this is how we go on.", Act::PlanGiven),
        )
        .then_of(
            "first-response.1",
            &[
                "clock_breached first-response.1 at Wed 18 10:00",
                "clock_met first-response.1 at Wed 18 10:00",
            ],
        );
}

#[test]
fn what_fell_due_before_a_command_is_written_first() {
    urgent()
        .when("2026-11-18 10:30", STAFF, says("Sorry for the wait."))
        .then(&[
            "clock_breached first-response.1 at Wed 18 10:00",
            "clock_warned indicator-first-response.1 at Wed 18 10:00",
            "message_added public by staff",
            "clock_met indicator-first-response.1 at Wed 18 10:30",
        ]);
}

#[test]
fn a_response_is_one_act_however_it_is_called() {
    let story = urgent().when("2026-11-18 09:20", STAFF, replies("Yes.", Act::Responded));
    let acts = story.ticket().unwrap().acts;
    assert_eq!(
        acts.iter()
            .filter(|done| done.act == Act::Responded)
            .count(),
        1
    );
}

#[test]
fn an_act_recorded_late_restates_a_miss_and_keeps_both() {
    let call = |story: &Story| {
        Command::AddMessage(NewMessage {
            act: Some(Act::Diagnosed),
            happened_at: Some(story.instant("2026-11-18 09:50")),
            ..message("As said on the telephone.")
        })
    };
    let story = urgent().when("2026-11-18 10:30", STAFF, Command::ObserveClocks);
    let called = call(&story);
    let story = story.when("2026-11-18 11:00", STAFF, called).then_of(
        "first-response.1",
        &["clock_restated first-response.1 met at Wed 18 09:50, not missed at Wed 18 10:00"],
    );
    let ticket = story.ticket().unwrap();
    let clock = &ticket.clocks["first-response.1"];
    assert_eq!(
        clock.restated_breach_at,
        Some(story.instant("2026-11-18 10:00"))
    );
    assert_eq!(clock.state, ClockState::Met);
    let told = &ticket.messages[1];
    assert_eq!(told.recorded_at, story.instant("2026-11-18 11:00"));

    // Also where an answer had come meanwhile, too late.
    let story = urgent().when("2026-11-18 10:30", STAFF, replies("Found.", Act::Diagnosed));
    let called = call(&story);
    let story = story.when("2026-11-18 11:00", STAFF, called).then_of(
        "first-response.1",
        &["clock_restated first-response.1 met at Wed 18 09:50, not missed at Wed 18 10:00"],
    );
    assert_eq!(
        story.ticket().unwrap().clocks["first-response.1"].state,
        ClockState::Met
    );
}

#[test]
fn a_solution_told_by_telephone_counts_from_the_call() {
    let story = urgent();
    let solution = NewMessage {
        happened_at: Some(story.instant("2026-11-18 12:00")),
        ..message("Solved together.")
    };
    let resolve = Command::ResolveTicket {
        solution: Some(solution),
        found: Box::default(),
        seen: None,
    };
    let story = story.when("2026-11-18 14:00", STAFF, resolve);
    assert_eq!(
        story.ticket().unwrap().resolved_at,
        Some(story.instant("2026-11-18 14:00"))
    );
    story.then_of(
        "resolution.1",
        &[
            "clock_breached resolution.1 at Wed 18 13:00",
            "clock_restated resolution.1 met at Wed 18 12:00, not missed at Wed 18 13:00",
        ],
    );
}

#[test]
fn an_early_act_meets_a_clock_before_it_starts() {
    let story = Story::under("appseconnect").open("2026-11-21 18:00", Some(2));
    story
        .when("2026-11-21 19:00", STAFF, says("We have seen it."))
        .then_of(
            "indicator-first-response.1",
            &["clock_met indicator-first-response.1 at Sat 21 19:00"],
        );
}

#[test]
fn whoever_says_it_is_resolved_resolves_it() {
    let story = urgent()
        .when("2026-11-18 09:30", STAFF, replies("Solved.", Act::Resolved))
        .then(&[
            "message_added public by staff resolved",
            "ticket_resolved with a message",
            "clock_moved first-response.1 held resting since Wed 18 09:30",
            "clock_met indicator-first-response.1 at Wed 18 09:30",
            "clock_met indicator-resolution.1 at Wed 18 09:30",
            "clock_met resolution.1 at Wed 18 09:30",
            "clock_moved work-begin.1 held resting since Wed 18 09:30",
        ]);
    assert_eq!(
        story
            .when("2026-11-18 09:40", STAFF, resolves())
            .refusal()
            .map(|r| r.code()),
        Some("already-resolved")
    );
}

#[test]
fn a_message_said_twice_is_said_once() {
    urgent()
        .when("2026-11-18 09:20", CLIENT, says("Hello?"))
        .then(&["message_added public by customer"])
        .when("2026-11-18 09:21", CLIENT, says("Hello?"))
        .then(&[]);
}

#[test]
fn a_firm_aim_counts_as_next_due_and_a_best_effort_does_not() {
    let aim = Story::under("in8sync").open("2026-03-06 17:00", Some(1));
    assert_eq!(aim.ticket().unwrap().next_due(), None);
    let aim = aim
        .when("2026-03-09 09:00", STAFF, Command::ObserveClocks)
        .then(&[]);
    let clock = &aim.ticket().unwrap().clocks["first-response-out-of-hours.1"];
    assert_eq!(clock.state, ClockState::Running);

    let ticket = urgent().ticket().unwrap();
    let due = ticket.clocks["first-response.1"].due_at.unwrap();
    assert_eq!(ticket.next_due(), Some(("first-response.1", due)));
}
