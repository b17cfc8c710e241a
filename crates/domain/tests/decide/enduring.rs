//! Work that must not rest: the gaps between acts of work, and what is handed over.

use domain::{AgentId, Command};
use sla::policy::{Act, Audience};

use crate::story::{
    AGENT, CLIENT, OTHER_AGENT, STAFF, Story, asks, does, reopens, replies, resolves, says,
    sets_severity, text,
};

fn assigned(agent: Option<AgentId>) -> Command {
    Command::AssignTicket { agent, seen: None }
}

fn level(level: u8) -> Command {
    Command::ChangeLevel {
        level,
        reason: text("It needs the engineers."),
        seen: None,
    }
}

/// Severity 1, and somebody works on it since ten on a Monday.
fn begun() -> Story {
    Story::under("endurance")
        .open("2026-03-02 09:00", Some(1))
        .then_of("endurance.1", &[])
        .when("2026-03-02 10:00", STAFF, does(Act::WorkBegun))
}

#[test]
fn each_act_of_work_begins_the_next_gap() {
    begun()
        .then_of(
            "endurance.1",
            &["clock_started endurance.1 warn Mon 02 11:30 due Mon 02 12:00"],
        )
        .when("2026-03-02 11:00", STAFF, says("We are at it."))
        .then_of("endurance.1", &["clock_met endurance.1 at Mon 02 11:00"])
        .then_of(
            "endurance.2",
            &["clock_started endurance.2 warn Mon 02 12:30 due Mon 02 13:00"],
        )
        // The customer's words are no work of ours.
        .when("2026-03-02 12:00", CLIENT, says("Well?"))
        .then_of("endurance.2", &[])
        .when("2026-03-02 12:45", STAFF, does(Act::Forwarded))
        .then_of("endurance.2", &["clock_warned endurance.2 at Mon 02 12:30"]);
}

#[test]
fn work_at_the_end_of_the_gap_is_in_time_and_a_second_later_is_not() {
    begun()
        .when("2026-03-02 12:00", STAFF, does(Act::WorkBegun))
        .then_of(
            "endurance.1",
            &[
                "clock_warned endurance.1 at Mon 02 11:30",
                "clock_met endurance.1 at Mon 02 12:00",
            ],
        );
    begun()
        .when("2026-03-02 12:00:01", STAFF, does(Act::WorkBegun))
        .then_of(
            "endurance.1",
            &[
                "clock_warned endurance.1 at Mon 02 11:30",
                "clock_breached endurance.1 at Mon 02 12:00",
                "clock_met endurance.1 at Mon 02 12:00",
            ],
        );
}

#[test]
fn the_duty_rests_with_its_own_calendar_and_while_the_customer_is_asked() {
    Story::under("endurance")
        .open("2026-03-07 20:00", Some(1))
        .when("2026-03-07 21:00", STAFF, does(Act::WorkBegun))
        .then_of(
            "endurance.1",
            &["clock_started endurance.1 warn Mon 09 06:30 due Mon 09 07:00"],
        );
    begun()
        .when("2026-03-02 10:30", STAFF, asks("Which version?"))
        .then_of("endurance.1", &["clock_met endurance.1 at Mon 02 10:30"])
        .when("2026-03-02 15:00", CLIENT, says("4.2"))
        .then_of(
            "endurance.2",
            &["clock_moved endurance.2 resumed warn Mon 02 16:30 due Mon 02 17:00"],
        );
}

#[test]
fn whoever_takes_over_says_that_work_has_begun() {
    let handed = begun()
        .when("2026-03-02 10:05", STAFF, assigned(Some(AGENT)))
        // Nobody had it before.
        .then_of("endurance-hand-over.1", &[])
        .when("2026-03-02 10:10", STAFF, assigned(Some(OTHER_AGENT)))
        .then_of(
            "endurance-hand-over.1",
            &["clock_started endurance-hand-over.1 due Mon 02 10:40"],
        )
        // A word of farewell is no beginning; and the oldest hand-over counts.
        .when("2026-03-02 10:15", STAFF, says("A colleague goes on."))
        .when("2026-03-02 10:20", STAFF, level(2))
        .then_of("endurance-hand-over.1", &[]);
    let begun = handed
        .when("2026-03-02 10:50", STAFF, does(Act::WorkBegun))
        .then_of(
            "endurance-hand-over.1",
            &[
                "clock_breached endurance-hand-over.1 at Mon 02 10:40",
                "clock_met endurance-hand-over.1 at Mon 02 10:50",
            ],
        )
        .then_of("endurance-hand-over.2", &[]);
    begun
        .when("2026-03-02 11:00", STAFF, level(3))
        .then_of(
            "endurance-hand-over.2",
            &["clock_started endurance-hand-over.2 due Mon 02 11:30"],
        )
        .when("2026-03-02 11:10", STAFF, resolves())
        .then_of(
            "endurance-hand-over.2",
            &["clock_met endurance-hand-over.2 at Mon 02 11:10"],
        );
}

#[test]
fn what_is_handed_over_before_work_began_owes_nothing() {
    Story::under("endurance")
        .open("2026-03-02 09:00", Some(1))
        .when("2026-03-02 09:10", STAFF, assigned(Some(AGENT)))
        .when("2026-03-02 09:20", STAFF, assigned(Some(OTHER_AGENT)))
        .then_of("endurance-hand-over.1", &[])
        .when("2026-03-02 10:00", STAFF, does(Act::WorkBegun))
        .then_of("endurance-hand-over.1", &[]);
}

#[test]
fn the_resolution_ends_the_duty_and_reopening_takes_it_up() {
    begun()
        .when("2026-03-02 11:00", STAFF, resolves())
        .then_of("endurance.1", &["clock_met endurance.1 at Mon 02 11:00"])
        .then_of("endurance.2", &[])
        .when("2026-03-02 15:00", CLIENT, reopens())
        .then_of(
            "endurance.2",
            &[
                "clock_started endurance.2",
                "clock_moved endurance.2 resumed warn Mon 02 16:30 due Mon 02 17:00",
            ],
        );
}

#[test]
fn a_workaround_ends_the_duty_that_says_so_and_no_other() {
    begun()
        .when(
            "2026-03-02 11:00",
            STAFF,
            replies("Go this way round.", Act::WorkaroundGiven),
        )
        .then_of("steady.2", &["clock_met steady.2 at Mon 02 11:00"])
        .then_of("steady.3", &[])
        .then_of(
            "endurance.2",
            &["clock_started endurance.2 warn Mon 02 12:30 due Mon 02 13:00"],
        )
        .when("2026-03-02 12:00", STAFF, sets_severity(3))
        .then_of("endurance.2", &["clock_cancelled endurance.2"]);
}

#[test]
fn under_a_graver_severity_the_duty_begins_with_the_change() {
    Story::under("endurance")
        .open("2026-03-02 06:00", None)
        .when("2026-03-02 07:00", STAFF, does(Act::WorkBegun))
        .when("2026-03-02 16:00", STAFF, sets_severity(1))
        .then_of(
            "endurance.1",
            &["clock_started endurance.1 warn Mon 02 17:30 due Mon 02 18:00"],
        )
        .then_of("steady.1", &["clock_started steady.1 due Mon 02 19:00"]);
}

#[test]
fn of_the_gaps_only_the_last_is_shown_and_those_that_were_too_long() {
    let story = begun()
        .when("2026-03-02 11:00", STAFF, does(Act::WorkBegun))
        .when("2026-03-02 14:00", STAFF, does(Act::WorkBegun))
        .when("2026-03-02 15:00", STAFF, does(Act::WorkBegun));
    let ticket = story.ticket().unwrap();
    let shown = ticket.clocks_shown_to(Audience::Customer);
    let gaps: Vec<&str> = shown
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| id.starts_with("endurance."))
        .collect();
    assert_eq!(gaps, ["endurance.2", "endurance.4"]);
}
