//! Policy versions on one ticket: taken over in flight, and corrected afterwards.

use domain::{Actor, ClockResult, Command, Event, Recipient};
use sla::policy::Act;

use crate::story::{
    CLIENT, REQUESTER, STAFF, Story, asks, reopens, replies, resolves, says, sets_severity, text,
};

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
        .then(&[
            "policy_changed since Fri 06 10:00",
            "clock_corrected resolution.1 due Wed 04 15:00",
        ]);
    let ticket = story.ticket().unwrap();
    let clock = &ticket.clocks["resolution.1"];
    let [correction] = &clock.corrections[..] else {
        panic!("{:?}", clock.corrections);
    };
    let at = |local| Some(story.instant(local));
    let original = ClockResult {
        due_at: at("2026-03-03 15:00"),
        breached_at: at("2026-03-03 15:00"),
        met_at: at("2026-03-04 09:30"),
    };
    let restated = ClockResult {
        due_at: at("2026-03-04 15:00"),
        breached_at: None,
        met_at: at("2026-03-04 09:30"),
    };
    assert_eq!((correction.before, correction.after), (original, restated));
    assert_eq!(correction.author, STAFF);
    assert_eq!(clock.result(), restated);
}

fn holiday(date: &str) -> String {
    office(
        "09:00-17:00",
        &format!("closed = {{ {date} = \"Founders' Day\" }}"),
    )
}

/// What is promised after the correction is measured in the right calendar too.
#[test]
fn a_corrected_ticket_never_goes_back_to_the_wrong_calendar() {
    let graver = |source: String| {
        let two = "[severity.2]\nname = \"Minor\"\n[[target]]";
        let within = "within = { 1 = \"8h\", 2 = \"4h\" }";
        source
            .replace("[[target]]", two)
            .replace("within = \"8h\"", within)
    };
    berlin(&graver(office("09:00-17:00", "")))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-02 16:00", &graver(holiday("2026-03-03")))
        .then(&[
            "policy_changed since Mon 02 16:00",
            "clock_corrected resolution.1 due Wed 04 15:00",
        ])
        .when("2026-03-02 16:30", STAFF, sets_severity(2))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 severity under resolution due Wed 04 11:00"],
        );
}

#[test]
fn a_second_correction_of_the_same_finds_nothing_left_to_do() {
    let story = berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-02 16:00", &holiday("2026-03-03"));
    let wrong = story.history()[0].clone();
    let Event::TicketOpened { policy_version, .. } = wrong.event else {
        panic!("{wrong:?}");
    };
    let again = Command::CorrectClocks {
        from: policy_version,
        to: story.policies().version().to_owned(),
        reason: text("The holiday was declared late."),
    };
    story.when("2026-03-02 16:01", STAFF, again).then(&[]);
}

/// A ticket that ended goes on in the right calendar when it is reopened, though
/// nothing of it looked different before.
#[test]
fn what_is_reopened_goes_on_in_the_corrected_calendar() {
    let resolved = || {
        berlin(&office("09:00-17:00", ""))
            .open("2026-03-02 15:00", None)
            .when("2026-03-02 16:00", STAFF, resolves())
    };
    resolved()
        .corrected("2026-03-02 16:30", &holiday("2026-03-03"))
        .when("2026-03-02 17:00", CLIENT, reopens())
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 reopened due Wed 04 16:00"],
        );
    // Its window is over: nothing changes, and nothing is written.
    resolved()
        .corrected("2026-04-02 16:30", &holiday("2026-03-04"))
        .then(&[]);
}

/// Hours that were forgotten make a promise late that nobody knew to be.
#[test]
fn a_correction_can_show_a_miss() {
    let late = berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-03 14:00", &office("08:00-19:00", ""))
        .then(&[
            "policy_changed since Tue 03 14:00",
            "clock_corrected resolution.1 due Tue 03 12:00 missed Tue 03 12:00",
        ]);
    let told: Vec<_> = late.notices().into_iter().map(|one| one.to).collect();
    assert_eq!(
        told,
        [Recipient::Contact(REQUESTER), Recipient::Supervisors]
    );
}

/// What had warned in the wrong calendar warns again in the right one.
#[test]
fn a_warning_that_came_too_early_comes_again() {
    let warns = |source: String| source.replace("within = ", "warn = \"6h\"\nwithin = ");
    berlin(&warns(office("09:00-17:00", "")))
        .open("2026-03-02 15:00", None)
        .when("2026-03-03 13:30", Actor::System, Command::ObserveClocks)
        .then(&["clock_warned resolution.1 at Tue 03 13:00"])
        .corrected("2026-03-03 14:00", &warns(holiday("2026-03-03")))
        .then(&[
            "policy_changed since Tue 03 14:00",
            "clock_corrected resolution.1 due Wed 04 15:00",
        ])
        .when("2026-03-04 13:30", Actor::System, Command::ObserveClocks)
        .then(&["clock_warned resolution.1 at Wed 04 13:00"]);
}

#[test]
fn a_clock_that_runs_goes_on_in_the_corrected_calendar() {
    let holiday = office("09:00-17:00", "closed = { 2026-03-04 = \"Founders' Day\" }");
    berlin(&office("09:00-17:00", ""))
        .open("2026-03-02 15:00", None)
        .corrected("2026-03-02 16:00", &holiday)
        .then(&[
            "policy_changed since Mon 02 16:00",
            "clock_corrected resolution.1 due Tue 03 15:00",
        ])
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
    let story = berlin(&office("09:00-17:00", "")).open("2026-03-02 15:00", None);
    let version = story.policies().version().to_owned();
    let command = Command::CorrectClocks {
        from: version.clone(),
        to: version,
        reason: text("I was on holiday."),
    };
    story
        .knows_its_own()
        .when("2026-03-02 16:00", CLIENT, command)
        .refused("desk-only");
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
