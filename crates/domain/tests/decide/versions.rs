//! Policy versions on one ticket: taken over in flight, and corrected afterwards.

use domain::{Command, Event};
use sla::policy::Act;

use crate::story::{CLIENT, STAFF, Story, asks, replies, resolves, says, text};

/// Eight hours in the office, Monday to Friday; `HOURS` and `CLOSED` vary.
fn office(hours: &str, closed: &str) -> String {
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
weekly = {{ mon-fri = "{hours}" }}
{closed}
[severity]
default = 1
[severity.1]
name = "Critical"
[[target]]
id = "resolution"
metric = "resolution"
within = "8h"
paused-by = ["customer"]
satisfied-by = ["resolved"]
clause = "1"
"#
    )
}

fn berlin(source: &str) -> Story {
    Story::under_text("Europe/Berlin", source)
}

/// 5: two hours on Monday, and from Tuesday on six in the new hours.
#[test]
fn a_version_that_takes_over_counts_piecewise() {
    berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .then_of(
            "resolution.1",
            &["clock_started resolution.1 due Tue 03 15:00"],
        )
        .taken_over(
            "2026-03-03 00:00",
            "2026-03-03 00:00",
            &office("10:00-16:00", ""),
        )
        .then(&[
            "policy_changed since Tue 03 00:00",
            "clock_moved resolution.1 policy under resolution due Tue 03 16:00",
        ])
        .when("2026-03-03 12:00", STAFF, asks("Which version is it?"))
        .when("2026-03-03 14:00", CLIENT, says("The newest."))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 resumed due Wed 04 12:00"],
        );
}

/// The server slept over the instant at which the version took effect.
#[test]
fn a_version_noticed_late_governs_from_its_own_instant() {
    berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .taken_over(
            "2026-03-05 09:00",
            "2026-03-03 00:00",
            &office("10:00-16:00", ""),
        )
        .then(&[
            "policy_changed since Tue 03 00:00",
            "clock_moved resolution.1 policy under resolution due Tue 03 16:00",
            "clock_breached resolution.1 at Tue 03 16:00",
        ]);
}

/// That a severity begins its time anew says nothing of a version.
#[test]
fn what_is_taken_over_keeps_the_time_it_used() {
    let anew = |hours| {
        let source = office(hours, "");
        source.replace("default = 1", "default = 1\ncounts-from = \"change\"")
    };
    berlin(&anew("09:00-17:00"))
        .open("2026-03-02 15:00", None)
        .taken_over("2026-03-03 00:00", "2026-03-03 00:00", &anew("10:00-16:00"))
        .then(&[
            "policy_changed since Tue 03 00:00",
            "clock_moved resolution.1 policy under resolution due Tue 03 16:00",
        ]);
}

#[test]
fn what_is_over_is_not_taken_over() {
    berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 09:00", None)
        .when("2026-03-02 10:00", STAFF, replies("Done.", Act::Resolved))
        .taken_over(
            "2026-03-03 00:00",
            "2026-03-03 00:00",
            &office("10:00-16:00", ""),
        )
        .then(&["policy_changed since Tue 03 00:00"]);
}

/// 15: a holiday declared late restates the deadline, and the breach stays on record.
#[test]
fn a_holiday_declared_late_restates_what_was_missed() {
    let holiday = office("09:00-17:00", "closed = { 2026-03-03 = \"Founders' Day\" }");
    let story = berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .when("2026-03-04 09:30", STAFF, resolves())
        .then_of(
            "resolution.1",
            &[
                "clock_breached resolution.1 at Tue 03 15:00",
                "clock_met resolution.1 at Wed 04 09:30",
            ],
        )
        .corrected("2026-03-06 10:00", &holiday)
        .then(&["clock_corrected resolution.1 due Wed 04 15:00"]);
    let ticket = story.ticket().unwrap();
    let clock = &ticket.clocks["resolution.1"];
    let original = &clock.corrections[0];
    assert_eq!(
        original.breached_at,
        Some(story.instant("2026-03-03 15:00"))
    );
    assert_eq!(original.due_at, Some(story.instant("2026-03-03 15:00")));
    assert_eq!(clock.breached_at, None);
    assert_eq!(clock.met_at, Some(story.instant("2026-03-04 09:30")));
}

#[test]
fn a_clock_that_runs_goes_on_in_the_corrected_calendar() {
    let holiday = office("09:00-17:00", "closed = { 2026-03-04 = \"Founders' Day\" }");
    berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-02 16:00", &holiday)
        .then(&["clock_corrected resolution.1 due Tue 03 15:00"])
        .when("2026-03-03 14:00", STAFF, asks("Which version is it?"))
        .when("2026-03-03 17:00", CLIENT, says("The newest."))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 resumed due Thu 05 10:00"],
        );
}

#[test]
fn only_the_desk_itself_brings_a_version() {
    for actor in [STAFF, CLIENT] {
        let story = berlin(&office("09:00-17:00", "")).open("2026-03-02 15:00", None);
        let to = story.policies().version().to_owned();
        let since = story.instant("2026-03-02 15:00");
        story
            .knows_its_own()
            .when(
                "2026-03-02 16:00",
                actor,
                Command::ChangePolicy { to, since },
            )
            .refused("desk-only");
    }
}

#[test]
fn a_correction_keeps_its_reason_and_is_told() {
    let holiday = office("09:00-17:00", "closed = { 2026-03-03 = \"Founders' Day\" }");
    let story = berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-02 16:00", &holiday);
    let told = story
        .history()
        .iter()
        .find_map(|recorded| match &recorded.event {
            Event::ClockCorrected { reason, .. } => Some(reason.id),
            _ => None,
        });
    assert_eq!(told, Some(text("The holiday was declared late.").id));
}
