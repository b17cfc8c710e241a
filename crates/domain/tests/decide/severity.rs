//! A change of severity: promises go on under new times, on the same clocks.

use domain::Command;
use sla::clock::ClockState;
use sla::policy::Act;

use crate::story::{STAFF, Story, replies, says, sets_severity};

const ROUND_THE_CLOCK: &str = r#"
format = 1
[policy]
name = "Round the clock"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "always"
[severity]
default = 2
[severity.1]
name = "High"
[severity.2]
name = "Low"
[severity.3]
name = "None"
[[target]]
id = "resolution"
metric = "resolution"
within = { 1 = "4h", 2 = "8h" }
warn = { 1 = "3h", 2 = "6h" }
satisfied-by = ["resolved", "workaround given"]
clause = "1"
[[target]]
id = "workaround"
metric = "workaround"
within = { 1 = "2h" }
clause = "2"
satisfied-by = ["workaround given"]
[channel.portal]
"#;

fn at_nine() -> Story {
    Story::under_text("Etc/UTC", ROUND_THE_CLOCK).open("2026-03-02 09:00", None)
}

#[test]
fn raised_in_time_the_new_promise_counts_from_the_start() {
    at_nine()
        .when("2026-03-02 11:00", STAFF, sets_severity(1))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 severity under resolution warn Mon 02 12:00 due Mon 02 13:00"],
        );
}

#[test]
fn raised_too_late_it_is_late_on_arrival_and_not_before() {
    let story = at_nine()
        .when("2026-03-02 14:00", STAFF, sets_severity(1))
        .then_of(
            "resolution.1",
            &[
                "clock_moved resolution.1 severity under resolution warn Mon 02 12:00 due Mon 02 13:00",
                "clock_breached resolution.1 at Mon 02 14:00 on arrival",
            ],
        );
    let clock = &story.ticket().unwrap().clocks["resolution.1"];
    assert!(clock.late_on_arrival);
    assert_eq!(clock.state, ClockState::MissedRunning);
    assert_eq!(clock.warned_at, None, "no back-dated warning");
}

#[test]
fn a_warning_that_was_skipped_hides_nothing_that_comes() {
    // 3 h to warn and 4 h to be late, raised to after the warning: it warns at once.
    let story = at_nine()
        .when("2026-03-02 12:30", STAFF, sets_severity(1))
        .then_of(
            "resolution.1",
            &[
                "clock_moved resolution.1 severity under resolution warn Mon 02 12:00 due Mon 02 13:00",
                "clock_warned resolution.1 at Mon 02 12:30",
            ],
        );
    let due = story.instant("2026-03-02 13:00");
    assert_eq!(domain::next_look_at(&story.ticket().unwrap()), Some(due));
    // Late on arrival there is no warning at all, and the timer knows.
    let story = at_nine().when("2026-03-02 14:00", STAFF, sets_severity(1));
    assert_eq!(domain::next_look_at(&story.ticket().unwrap()), None);
}

#[test]
fn lowered_it_warns_anew() {
    at_nine()
        .when("2026-03-02 09:30", STAFF, sets_severity(1))
        .when("2026-03-02 12:10", STAFF, sets_severity(2))
        .then_of(
            "resolution.1",
            &[
                "clock_warned resolution.1 at Mon 02 12:00",
                "clock_moved resolution.1 severity under resolution warn Mon 02 15:00 due Mon 02 17:00",
            ],
        )
        .when("2026-03-02 15:00", STAFF, Command::ObserveClocks)
        .then(&["clock_warned resolution.1 at Mon 02 15:00"]);
}

#[test]
fn lowering_does_not_unmake_a_miss() {
    at_nine()
        .when("2026-03-02 09:30", STAFF, sets_severity(1))
        .when("2026-03-02 13:30", STAFF, sets_severity(2))
        .then_of(
            "resolution.1",
            &[
                "clock_warned resolution.1 at Mon 02 12:00",
                "clock_breached resolution.1 at Mon 02 13:00",
                "clock_moved resolution.1 severity under resolution warn Mon 02 15:00 due Mon 02 17:00",
            ],
        );
}

#[test]
fn a_promise_that_comes_with_the_severity_binds_from_then_on() {
    at_nine()
        .when("2026-03-02 10:00", STAFF, sets_severity(1))
        .then_of(
            "workaround.1",
            &[
                "clock_started workaround.1",
                "clock_moved workaround.1 severity under workaround due Mon 02 11:00",
            ],
        )
        .when(
            "2026-03-02 10:30",
            STAFF,
            replies("Restart it.", Act::WorkaroundGiven),
        )
        .then_of("workaround.1", &["clock_met workaround.1 at Mon 02 10:30"]);
    at_nine()
        .when("2026-03-02 12:00", STAFF, sets_severity(1))
        .then_of(
            "workaround.1",
            &[
                "clock_started workaround.1",
                "clock_moved workaround.1 severity under workaround due Mon 02 11:00",
                "clock_breached workaround.1 at Mon 02 12:00 on arrival",
            ],
        );
}

#[test]
fn a_promise_taken_away_and_given_again_is_a_clock_of_its_own() {
    let story = at_nine()
        .when("2026-03-02 10:00", STAFF, sets_severity(3))
        .then_of("resolution.1", &["clock_cancelled resolution.1"])
        .when("2026-03-02 11:00", STAFF, sets_severity(2))
        .then_of(
            "resolution.2",
            &[
                "clock_started resolution.2",
                "clock_moved resolution.2 severity under resolution warn Mon 02 15:00 due Mon 02 17:00",
            ],
        );
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.clocks["resolution.1"].state, ClockState::Cancelled);
    assert_eq!(ticket.clocks["resolution.2"].cycle, 2);
}

#[test]
fn another_target_of_the_same_metric_takes_the_clock_over() {
    let story = Story::under("appseconnect")
        .open("2026-11-18 09:00", Some(5))
        .when("2026-11-19 09:00", STAFF, sets_severity(1))
        .then_of(
            "resolution-enquiry.1",
            &[
                "clock_moved resolution-enquiry.1 severity under resolution due Wed 18 13:00",
                "clock_breached resolution-enquiry.1 at Thu 19 09:00 on arrival",
            ],
        );
    let ticket = story.ticket().unwrap();
    assert_eq!(
        ticket.clocks["resolution-enquiry.1"].promise().target,
        "resolution"
    );
    assert!(!ticket.clocks.contains_key("resolution.1"));
}

#[test]
fn what_was_kept_stays_kept() {
    let story = Story::under("appseconnect")
        .open("2026-11-18 09:00", Some(3))
        .when(
            "2026-11-18 10:30",
            STAFF,
            replies("It is the queue.", Act::Diagnosed),
        )
        .when("2026-11-18 11:00", STAFF, sets_severity(1));
    assert_eq!(
        story.ticket().unwrap().clocks["first-response.1"].state,
        ClockState::Met
    );
    story.then_of("first-response.1", &[]);
}

#[test]
fn the_same_severity_again_changes_nothing() {
    at_nine()
        .when("2026-03-02 11:00", STAFF, sets_severity(2))
        .then(&[]);
}

#[test]
fn an_unanswered_question_after_a_change_still_warns_and_fails() {
    at_nine()
        .when("2026-03-02 10:00", STAFF, says("Which version?"))
        .when("2026-03-02 11:00", STAFF, sets_severity(1))
        .when("2026-03-02 14:00", STAFF, Command::ObserveClocks)
        .then_of(
            "resolution.1",
            &[
                "clock_warned resolution.1 at Mon 02 12:00",
                "clock_breached resolution.1 at Mon 02 13:00",
            ],
        );
}
