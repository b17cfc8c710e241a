//! Histories under a policy: what happens after the report, told as golden cases.
//!
//! Each case stands in a policy file, as an author would write it. Every one must
//! hold, and must fail once its expectation is moved by a second.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use support::{nordwind, parsed};

const PROMISES: &str = r#"[calendar.nights]
zone   = "Europe/Berlin"
weekly = { mon-fri = "09:00-23:00" }

[priority]
default = "normal"

[priority.urgent]
name = "Urgent"

[priority.normal]
name = "Normal"

[[target]]
id     = "response"
metric = "first response"
within = { 1 = "1h", 2 = "4h" }
satisfied-by = ["diagnosed and plan given", "resolved"]
clause = "1"

[[target]]
id       = "response-urgent"
metric   = "first response"
priority = "urgent"
severity = 2
within   = "30m"
clause   = "1, urgent"

[[target]]
id     = "next-response"
metric = "next response"
within = "2h"
clause = "2"

[[target]]
id     = "update"
metric = "update"
severity = 1
within = "3h"
clause = "3"

[[target]]
id        = "resolution"
metric    = "resolution"
within    = { 1 = "8h", 2 = "3 working days" }
paused-by = ["customer"]
after-pause = "AFTER"
satisfied-by = ["resolved"]
clause    = "4"

[[target]]
id     = "root-cause"
metric = "root cause"
severity = 1
within = "5 working days"
satisfied-by = ["feedback given"]
firmness = "aims"
clause = "5"

[[duty]]
id          = "endurance"
severity    = 1
longest-gap = "2h"
warn        = "90m"
hand-over   = "30m"
calendar    = "nights"
begins-with = "work begun"
until       = "workaround given"
paused-by   = ["customer"]
clause      = "7"

[[target]]
id     = "hypercare-visit"
metric = "update"
anchor = "go-live"
within = "3 months"
clause = "6"
"#;

/// Monday to Friday of the week of 2 March 2026: `Mon 09:10` in Berlin.
fn instants(case: &str) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    days.iter()
        .zip(2..)
        .fold(case.to_owned(), |text, (day, date)| {
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some(place) = rest.find(&format!("\"{day} ")) {
                let (before, found) = rest.split_at(place);
                let time = &found[5..10];
                out.push_str(before);
                out.push_str(&format!("\"2026-03-{date:02}T{time}:00[Europe/Berlin]"));
                rest = &found[10..];
            }
            out.push_str(rest);
            out
        })
}

/// Whether the case holds; the first word of it is what a pause does to days.
fn failures(after_pause: &str, case: &str) -> Vec<String> {
    let case = instants(case);
    let promises = PROMISES.replace("AFTER", after_pause);
    let file = nordwind("Europe/Berlin", "metrics = [\"root cause\"]", &promises);
    let policy = parsed(&format!("{file}\n[[case]]\nname = \"case\"\n{case}\n"));
    let results = policy.run_cases();
    assert_eq!(results.len(), 1);
    let found = results.into_iter().flat_map(|case| case.failures);
    found.map(|failure| failure.to_string()).collect()
}

#[track_caller]
fn holds(case: &str) {
    holds_with("moved", case);
}

#[track_caller]
fn holds_with(after_pause: &str, case: &str) {
    let found = failures(after_pause, case);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // What the case expects can be told from what it does not.
    let (facts, expected) = case.split_once("expect").unwrap();
    if let Some(place) = expected.rfind(":00\"").or(expected.rfind(":30\"")) {
        let (before, rest) = expected.split_at(place);
        let moved = format!("{facts}expect{before}:01{}", &rest[3..]);
        assert!(!failures(after_pause, &moved).is_empty(), "{moved}");
    }
}

#[test]
fn acts_that_satisfy_together_do_so_with_the_last_of_them() {
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [{ at = "Mon 10:00", act = "diagnosed" }, { at = "Mon 12:00", act = "plan given" }]
        expect = { response = { state = "met", met = "Mon 12:00" } }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [{ at = "Mon 10:00", act = "diagnosed" }]
        look = "Mon 13:01"
        expect = { response = { state = "missed and running", breached = "Mon 13:00" } }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [{ at = "Mon 10:00", fact = "resolved" }]
        expect = { response = { state = "met", met = "Mon 10:00" } }"#,
    );
}

#[test]
fn next_responses_run_from_the_oldest_unanswered_message() {
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [
            { at = "Mon 09:05", fact = "customer wrote" },
        ]
        expect = { next-response = "no promise" }"#,
    );
    let talk = r#"report = { at = "Mon 09:00" }
        then = [
            { at = "Mon 09:05", act = "responded" },
            { at = "Mon 09:10", fact = "customer wrote" },
            { at = "Mon 09:40", fact = "customer wrote" },
            { at = "Mon 11:00", fact = "customer wrote" },
            { at = "Mon 11:30", act = "responded" },
            { at = "Tue 09:00", fact = "customer wrote" },
        ]"#;
    holds(&format!(
        r#"{talk}
        expect = {{ "next-response.1" = {{ due = "Mon 11:10", breached = "Mon 11:10", met = "Mon 11:30", state = "missed and met" }} }}"#
    ));
    holds(&format!(
        r#"{talk}
        expect = {{ next-response = {{ state = "running", due = "Tue 11:00" }} }}"#
    ));
}

#[test]
fn what_stood_there_before_the_question_does_not_answer_it() {
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [
            { at = "Mon 10:00", act = "responded" },
            { at = "Mon 10:00", fact = "customer wrote" },
        ]
        look = "Mon 11:00"
        expect = { next-response = { state = "running", due = "Mon 12:00" } }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [
            { at = "Mon 09:30", act = "responded" },
            { at = "Mon 10:00", fact = "customer wrote" },
            { at = "Mon 10:00", act = "responded" },
        ]
        look = "Mon 11:00"
        expect = { next-response = { state = "met", met = "Mon 10:00" } }"#,
    );
}

#[test]
fn each_update_makes_the_next_one_owed_until_somebody_resolves() {
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [
            { at = "Mon 10:00", act = "responded" },
            { at = "Mon 14:00", act = "responded" },
        ]
        look = "Mon 15:00"
        expect = {
            "update.1" = { state = "met", due = "Mon 12:00" },
            "update.2" = { state = "missed and met", breached = "Mon 13:00", met = "Mon 14:00" },
            "update.3" = { state = "running", due = "Mon 17:00" },
        }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [{ at = "Mon 10:00", fact = "resolved" }]
        look = "Tue 15:00"
        expect = { "update.1" = { state = "met", met = "Mon 10:00" }, update = { met = "Mon 10:00" } }"#,
    );
}

#[test]
fn a_severity_changed_on_the_way_counts_from_the_start() {
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [{ at = "Mon 11:00", severity = 1 }]
        look = "Mon 12:00"
        expect = {
            response = { state = "missed and running", due = "Mon 10:00", breached = "Mon 11:00" },
            resolution = { due = "Mon 17:00" },
            update = { due = "Mon 12:00" },
        }"#,
    );
}

#[test]
fn a_promise_that_is_taken_away_ends() {
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [{ at = "Mon 10:00", severity = 2 }]
        expect = { update = { state = "cancelled" }, root-cause = { state = "cancelled" }, response = { due = "Mon 13:00" } }"#,
    );
}

#[test]
fn a_priority_chooses_its_own_target() {
    holds(
        r#"report = { at = "Mon 09:00", priority = "urgent" }
        expect = { response-urgent = "Mon 09:30", response = "no promise" }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00" }
        then = [{ at = "Mon 09:10", priority = "urgent" }]
        expect = { response-urgent = { due = "Mon 09:30" } }"#,
    );
}

#[test]
fn a_day_moves_stands_or_is_counted_anew_after_a_pause() {
    let paused = r#"report = { at = "Mon 10:00" }
        then = [{ at = "Mon 12:00", pause = "customer" }, { at = "Tue 15:00", fact = "customer wrote" }]
        "#;
    for (after_pause, due) in [
        // Five open hours on Monday and six on Tuesday later.
        ("moved", "Fri 13:00"),
        ("fixed", "Thu 10:00"),
        ("anew", "Fri 15:00"),
    ] {
        let case = format!("{paused}\n        expect = {{ resolution = {{ due = \"{due}\" }} }}");
        holds_with(after_pause, &case);
    }
}

#[test]
fn only_what_it_waits_for_ends_a_pause() {
    holds(
        r#"report = { at = "Mon 10:00", severity = 1 }
        then = [{ at = "Mon 12:00", pause = "customer" }, { at = "Mon 14:00", fact = "customer wrote" }]
        expect = { resolution = { state = "running", due = "Tue 12:00" } }"#,
    );
    holds(
        r#"report = { at = "Mon 10:00", severity = 1 }
        then = [{ at = "Mon 12:00", pause = "supplier" }, { at = "Mon 14:00", fact = "customer wrote" }]
        expect = { resolution = { state = "running", due = "Tue 10:00" } }"#,
    );
}

#[test]
fn what_counts_from_another_event_belongs_to_no_ticket() {
    holds(
        r#"report = { at = "Mon 10:00", severity = 1 }
        expect = { hypercare-visit = "no promise" }"#,
    );
    holds(
        r#"report = { at = "2026-03-02T10:00:00[Europe/Berlin]", anchor = "go-live" }
        expect = { hypercare-visit = "2026-06-02T10:00:00[Europe/Berlin]", response = "no promise" }"#,
    );
}

#[test]
fn reopening_goes_on_from_the_time_used() {
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [
            { at = "Mon 15:00", fact = "resolved" },
            { at = "Wed 15:00", fact = "reopened" },
        ]
        expect = { resolution = { state = "running", due = "Wed 17:00" } }"#,
    );
}

#[test]
fn what_is_told_of_a_solved_request_takes_nothing_back() {
    for more in [
        r#"{ at = "Tue 10:00", fact = "resumed" }"#,
        r#"{ at = "Tue 10:00", pause = "supplier" }"#,
        r#"{ at = "Tue 10:00", fact = "resolved" }"#,
        r#"{ at = "Tue 10:00", fact = "closed" }"#,
        r#"{ at = "Tue 10:00", fact = "closed" }, { at = "Tue 11:00", fact = "closed" }"#,
    ] {
        holds(&format!(
            r#"report = {{ at = "Mon 09:00", severity = 1 }}
            then = [{{ at = "Mon 15:00", fact = "resolved" }}, {more}]
            look = "Fri 12:00"
            expect = {{ resolution = {{ state = "met", met = "Mon 15:00" }} }}"#
        ));
    }
}

#[test]
fn a_request_that_was_closed_unsolved_still_goes_on_where_it_is_reopened() {
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [
            { at = "Mon 15:00", fact = "closed" },
            { at = "Tue 10:00", fact = "resumed" },
            { at = "Wed 15:00", fact = "reopened" },
        ]
        expect = { resolution = { state = "running", due = "Wed 17:00" } }"#,
    );
}

/// Severity 1 at nine on a Monday, and somebody begins at ten.
fn worked(then: &str, expect: &str) {
    holds(&format!(
        r#"report = {{ at = "Mon 09:00", severity = 1 }}
        then = [{{ at = "Mon 10:00", act = "work begun" }}, {then}]
        expect = {{ {expect} }}"#
    ));
}

#[test]
fn each_act_of_work_begins_the_next_gap_in_the_calendar_of_the_duty() {
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [{ at = "Mon 09:30", act = "diagnosed" }]
        expect = { endurance = "no promise" }"#,
    );
    worked(
        r#"{ at = "Mon 12:00", act = "responded" }, { at = "Mon 13:00", fact = "customer wrote" }"#,
        r#""endurance.1" = { warn = "Mon 11:30", due = "Mon 12:00", met = "Mon 12:00", state = "met" },
        endurance = { due = "Mon 14:00", state = "running" }"#,
    );
    worked(
        r#"{ at = "Mon 22:00", act = "work begun" }"#,
        r#""endurance.1" = { breached = "Mon 12:00", met = "Mon 22:00", state = "missed and met" },
        endurance = { start = "Mon 22:00", due = "Tue 10:00" }"#,
    );
}

#[test]
fn an_act_that_ends_the_duty_begins_no_gap_and_reopening_takes_it_up() {
    worked(
        r#"{ at = "Mon 11:00", act = "workaround given" }, { at = "Mon 12:00", act = "work begun" }"#,
        r#"endurance = { start = "Mon 10:00", met = "Mon 11:00", state = "met" }"#,
    );
    worked(
        r#"{ at = "Mon 11:00", fact = "resolved" }, { at = "Mon 15:00", fact = "reopened" }"#,
        r#"endurance = { due = "Mon 17:00", state = "running" }"#,
    );
    worked(
        r#"{ at = "Mon 11:00", severity = 2 }, { at = "Mon 15:00", severity = 1 }"#,
        r#""endurance.1" = { due = "Mon 12:00", state = "cancelled" }, endurance = { start = "Mon 15:00", due = "Mon 17:00" }"#,
    );
    worked(
        r#"{ at = "Mon 11:00", pause = "customer" }, { at = "Mon 15:00", fact = "customer wrote" }"#,
        r#"endurance = { due = "Mon 16:00", state = "running" }"#,
    );
}

#[test]
fn a_hand_over_is_answered_by_work_that_begins_after_it() {
    worked(
        r#"{ at = "Mon 11:00", fact = "handed over" }, { at = "Mon 11:10", act = "responded" },
        { at = "Mon 11:20", fact = "handed over" }, { at = "Mon 11:30", act = "work begun" }"#,
        r#"endurance-hand-over = { start = "Mon 11:00", due = "Mon 11:30", met = "Mon 11:30", state = "met" },
        endurance = { due = "Mon 13:30" }"#,
    );
    holds(
        r#"report = { at = "Mon 09:00", severity = 1 }
        then = [{ at = "Mon 09:30", fact = "handed over" }, { at = "Mon 10:00", act = "work begun" }]
        expect = { endurance-hand-over = "no promise" }"#,
    );
    worked(
        r#"{ at = "Mon 10:30", act = "workaround given" }, { at = "Mon 11:00", fact = "handed over" }"#,
        r#"endurance-hand-over = "no promise""#,
    );
}
