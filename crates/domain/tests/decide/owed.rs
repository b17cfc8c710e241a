//! Clocks that begin on the way: next responses, updates, and reports that wait
//! for what they lack.

use domain::Command;
use sla::policy::Act;

use crate::story::{CLIENT, STAFF, Story, replies, resolves, says, sets_severity};

const POLICY: &str = include_str!("nordwind.toml");

fn nordwind(rule: &str) -> Story {
    let source = POLICY.replace("default = 2", &format!("default = 2\n{rule}"));
    Story::under_text("Etc/UTC", &source)
}

fn judges(complete: bool) -> Command {
    Command::JudgeReport {
        complete,
        happened_at: None,
    }
}

#[test]
fn a_next_response_is_owed_to_the_oldest_unanswered_message() {
    nordwind("")
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 09:05", CLIENT, says("Are you there?"))
        .then_of("next.1", &[])
        .when("2026-03-02 09:10", STAFF, says("Yes."))
        .when("2026-03-02 09:20", CLIENT, says("And now?"))
        .then_of("next.1", &["clock_started next.1 due Mon 02 11:20"])
        .when("2026-03-02 09:40", CLIENT, says("Hello?"))
        .then_of("next.1", &[])
        .when("2026-03-02 11:30", STAFF, says("Here it is."))
        .then_of(
            "next.1",
            &[
                "clock_breached next.1 at Mon 02 11:20",
                "clock_met next.1 at Mon 02 11:30",
            ],
        )
        .when("2026-03-02 12:00", CLIENT, says("Thank you, and this?"))
        .then_of("next.2", &["clock_started next.2 due Mon 02 14:00"]);
}

#[test]
fn an_update_given_makes_the_next_one_owed_until_it_is_resolved() {
    nordwind("")
        .open("2026-03-02 09:00", Some(1))
        .when("2026-03-02 10:00", STAFF, says("We look into it."))
        .then_of("update.1", &["clock_met update.1 at Mon 02 10:00"])
        .when(
            "2026-03-02 12:00",
            STAFF,
            replies("Found it.", Act::Diagnosed),
        )
        .then_of("update.3", &["clock_started update.3 due Mon 02 15:00"])
        .when("2026-03-02 13:00", STAFF, resolves())
        .then_of("update.3", &["clock_met update.3 at Mon 02 13:00"])
        .then_of("update.4", &[]);
}

#[test]
fn a_report_that_lacks_something_waits_for_it() {
    nordwind("")
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 09:10", CLIENT, judges(true))
        .refused("staff-only")
        .when("2026-03-02 09:30", STAFF, judges(false))
        .then(&[
            "report_judged incomplete Mon 02 09:30",
            "clock_moved response.1 report completed",
        ])
        .when("2026-03-02 11:00", STAFF, judges(true))
        .then(&[
            "report_judged complete Mon 02 11:00",
            "clock_moved response.1 report completed due Mon 02 15:00",
        ])
        .when("2026-03-02 11:10", STAFF, judges(true))
        .then(&[]);
}

#[test]
fn a_miss_is_not_unmade_by_calling_the_report_incomplete() {
    nordwind("")
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 13:30", STAFF, judges(false))
        .refused("report-taken");
}

#[test]
fn what_a_workaround_leaves_over_has_a_promise_of_its_own() {
    nordwind("")
        .open("2026-03-02 09:00", Some(1))
        .when(
            "2026-03-02 11:00",
            STAFF,
            replies("Restart it for now.", Act::WorkaroundGiven),
        )
        .then_of("resolution.1", &["clock_met resolution.1 at Mon 02 11:00"])
        .when("2026-03-02 12:00", STAFF, sets_severity(2))
        .then_of(
            "resolution.2",
            &["clock_started resolution.2 due Mon 02 21:00"],
        )
        .when("2026-03-02 13:00", STAFF, resolves())
        .then_of("resolution.2", &["clock_met resolution.2 at Mon 02 13:00"]);
}

#[test]
fn a_severity_may_begin_its_time_anew() {
    nordwind("counts-from = \"change\"")
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 11:00", STAFF, sets_severity(1))
        .then_of("response.1", &["clock_cancelled response.1"])
        .then_of("response.2", &["clock_started response.2 due Mon 02 12:00"]);
}
