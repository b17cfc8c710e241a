//! Waiting for the customer, and what it does to deadlines.

use domain::{Command, NewMessage, next_look_at};
use sla::policy::{Act, PauseReason};

use crate::story::{CLIENT, STAFF, Story, asks, does, message, says};

/// Eight open hours a day, and eight hours to resolve.
const OFFICE: &str = r#"
format = 1
[policy]
name = "Office"
version = "1"
languages = ["en"]
effective = 2026-01-01
calendar = "office"
[calendar.office]
zone = "Europe/Berlin"
weekly = { mon-fri = "09:00-17:00" }
[[target]]
id = "resolution"
metric = "resolution"
within = "8h"
warn = "6h"
paused-by = ["customer"]
satisfied-by = ["resolved"]
clause = "1"
[[target]]
id = "first-response"
metric = "first response"
within = "8h"
clause = "2"
[channel.portal]
"#;

fn office() -> Story {
    Story::under_text("Europe/Berlin", OFFICE).open("2026-03-02 16:00", None)
}

fn resumes() -> Command {
    Command::ResumeTicket { seen: None }
}

#[test]
fn the_deadline_moves_by_the_open_time_inside_the_pause() {
    let cases = [
        (
            "2026-03-02 20:00",
            "2026-03-03 07:00",
            "warn Tue 03 14:00 due Tue 03 16:00",
        ),
        (
            "2026-03-02 20:00",
            "2026-03-03 11:00",
            "warn Tue 03 16:00 due Wed 04 10:00",
        ),
        (
            "2026-03-02 16:30",
            "2026-03-02 20:00",
            "warn Tue 03 14:30 due Tue 03 16:30",
        ),
    ];
    for (from, until, moved) in cases {
        office()
            .when(from, STAFF, asks("Which version?"))
            .when(until, STAFF, resumes())
            .then(&[
                "ticket_resumed by staff",
                &format!("clock_moved resolution.1 resumed {moved}"),
            ]);
    }
}

#[test]
fn while_paused_only_what_honours_the_pause_rests() {
    let story = office()
        .when("2026-03-02 16:30", STAFF, asks("Which version?"))
        .then(&[
            "message_added public by staff",
            "ticket_paused customer, asked",
            "clock_met first-response.1 at Mon 02 16:30",
            "clock_moved resolution.1 held resting since Mon 02 16:30",
        ]);
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.next_due(), None);
    assert_eq!(next_look_at(&ticket), None);
    assert_eq!(ticket.pause, Some(PauseReason::Customer));
}

#[test]
fn the_customers_answer_ends_the_pause() {
    office()
        .when("2026-03-02 16:30", STAFF, asks("Which version?"))
        .when("2026-03-03 11:30", CLIENT, says("Version 4."))
        .then(&[
            "message_added public by customer",
            "ticket_resumed answered",
            "clock_moved resolution.1 resumed warn Tue 03 17:00 due Wed 04 11:00",
        ]);
}

#[test]
fn an_answer_that_lay_with_us_ends_the_pause_when_it_was_given() {
    let story = office().when("2026-03-02 16:30", STAFF, asks("Which version?"));
    let answer = NewMessage {
        happened_at: Some(story.instant("2026-03-03 11:30")),
        ..message("Version 4.")
    };
    story
        .when("2026-03-03 16:00", CLIENT, Command::AddMessage(answer))
        .then(&[
            "message_added public by customer",
            "ticket_resumed answered",
            "clock_moved resolution.1 resumed warn Tue 03 17:00 due Wed 04 11:00",
        ]);
}

#[test]
fn a_pause_that_no_promise_honours_moves_nothing() {
    let pause = |reason| Command::PauseTicket {
        reason,
        question: None,
        seen: None,
    };
    for reason in [
        PauseReason::Supplier,
        PauseReason::Release,
        PauseReason::ForceMajeure,
    ] {
        office()
            .when("2026-03-02 16:30", STAFF, pause(reason))
            .then(&[&format!(
                "ticket_paused {}",
                domain::text::pause_name(reason)
            )])
            .when("2026-03-03 16:30", STAFF, resumes())
            .then(&[
                "clock_breached first-response.1 at Tue 03 16:00",
                "clock_warned resolution.1 at Tue 03 14:00",
                "clock_breached resolution.1 at Tue 03 16:00",
                "ticket_resumed by staff",
            ]);
    }
}

#[test]
fn a_pause_after_the_miss_does_not_unmake_it() {
    office()
        .when("2026-03-03 16:30", STAFF, asks("Still there?"))
        .then_of(
            "resolution.1",
            &[
                "clock_warned resolution.1 at Tue 03 14:00",
                "clock_breached resolution.1 at Tue 03 16:00",
                "clock_moved resolution.1 held resting since Tue 03 16:30",
            ],
        )
        .when("2026-03-04 10:00", STAFF, resumes())
        .then(&[
            "ticket_resumed by staff",
            "clock_moved resolution.1 resumed warn Tue 03 14:00 due Tue 03 16:00",
        ]);
}

#[test]
fn what_is_done_while_paused_keeps_promises() {
    Story::under("appseconnect")
        .open("2026-11-18 09:00", Some(1))
        .when("2026-11-18 09:10", STAFF, asks("Which version?"))
        .when("2026-11-18 09:20", STAFF, does(Act::WorkBegun))
        .then(&[
            "act_recorded work-begun Wed 18 09:20",
            "clock_met work-begin.1 at Wed 18 09:20",
            "clock_started without-a-break.1",
            "clock_moved without-a-break.1 resumed resting since Wed 18 09:20",
        ]);
}

#[test]
fn warned_before_the_pause_is_not_warned_again_after_it() {
    office()
        .when("2026-03-03 14:30", STAFF, asks("Which version?"))
        .then_of(
            "resolution.1",
            &[
                "clock_warned resolution.1 at Tue 03 14:00",
                "clock_moved resolution.1 held resting since Tue 03 14:30",
            ],
        )
        .when("2026-03-03 15:30", CLIENT, says("Version 4."))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 resumed warn Tue 03 14:00 due Tue 03 17:00"],
        );
}
