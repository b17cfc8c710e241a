//! Resolving, closing, reopening, rating.

use domain::{Command, NewMessage, Rating, Status};
use sla::clock::ClockState;
use sla::policy::Act;

use crate::story::{CLIENT, STAFF, Story, closes, message, reopens, replies, resolves, says, text};

fn urgent() -> Story {
    Story::under("appseconnect").open("2026-11-18 09:00", Some(1))
}

fn answered() -> Story {
    urgent().when(
        "2026-11-18 09:10",
        STAFF,
        replies("It is the queue.", Act::Diagnosed),
    )
}

fn solved(body: &str) -> Command {
    Command::ResolveTicket {
        solution: Some(message(body)),
        found: Box::default(),
        seen: None,
    }
}

#[test]
fn resolving_meets_what_it_can_and_the_rest_rests() {
    answered()
        .when("2026-11-18 09:30", STAFF, solved("Restarted it."))
        .then(&[
            "message_added public by staff",
            "ticket_resolved with a message",
            "clock_met indicator-resolution.1 at Wed 18 09:30",
            "clock_met resolution.1 at Wed 18 09:30",
            "clock_moved work-begin.1 held resting since Wed 18 09:30",
        ])
        .when("2026-11-19 09:30", CLIENT, closes())
        .then(&[
            "ticket_closed",
            "coverage_decided covered by otherwise final untold",
            "clock_cancelled work-begin.1",
        ]);
}

#[test]
fn what_was_met_by_resolving_stays_met_when_closed() {
    let story = answered().when("2026-11-18 09:30", STAFF, resolves()).when(
        "2026-11-19 09:30",
        STAFF,
        closes(),
    );
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.status, Status::Closed);
    // The story compares records with readings; this is what both must say.
    assert_eq!(ticket.clocks["resolution.1"].state, ClockState::Met);
    assert_eq!(ticket.holds.len(), 1);
}

#[test]
fn closing_directly_cancels_what_runs() {
    urgent().when("2026-11-18 10:30", STAFF, closes()).then(&[
        "clock_breached first-response.1 at Wed 18 10:00",
        "clock_warned indicator-first-response.1 at Wed 18 10:00",
        "ticket_closed",
        "coverage_decided covered by otherwise final untold",
        "clock_cancelled first-response.1",
        "clock_cancelled indicator-first-response.1",
        "clock_cancelled indicator-resolution.1",
        "clock_cancelled resolution.1",
        "clock_cancelled work-begin.1",
    ]);
}

#[test]
fn reopened_a_clock_goes_on_from_its_used_time() {
    // Half an hour of four was used; closed from half past nine to noon the next day.
    answered()
        .when("2026-11-18 09:30", STAFF, resolves())
        .when("2026-11-19 12:00", CLIENT, reopens())
        .then(&[
            "ticket_reopened",
            "clock_moved indicator-resolution.1 reopened warn Thu 19 18:30 due Fri 20 11:30",
            "clock_moved resolution.1 reopened due Thu 19 15:30",
            "clock_moved work-begin.1 reopened due Thu 19 13:30",
        ]);
}

#[test]
fn reopened_after_a_direct_close_the_cancelled_clocks_go_on() {
    let story = answered()
        .when("2026-11-18 09:30", STAFF, closes())
        .when("2026-11-18 12:00", STAFF, reopens())
        .then(&[
            "ticket_reopened",
            "clock_moved indicator-resolution.1 reopened warn Wed 18 18:30 due Thu 19 11:30",
            "clock_moved resolution.1 reopened due Wed 18 15:30",
            "clock_moved work-begin.1 reopened due Wed 18 13:30",
        ])
        .when("2026-11-18 16:00", STAFF, resolves());
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.clocks["resolution.1"].state, ClockState::MissedMet);
    assert_eq!(ticket.clocks["first-response.1"].state, ClockState::Met);
}

#[test]
fn reopened_twice_it_still_counts_once() {
    answered()
        .when("2026-11-18 09:30", STAFF, resolves())
        .when("2026-11-18 10:00", STAFF, closes())
        .when("2026-11-18 12:00", CLIENT, says("It is back."))
        .when("2026-11-18 12:30", STAFF, resolves())
        .when("2026-11-18 13:00", CLIENT, says("And again."))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 reopened due Wed 18 16:00"],
        );
}

#[test]
fn a_customers_answer_reopens_inside_the_window() {
    answered()
        .when("2026-11-18 09:30", STAFF, resolves())
        .when("2026-12-02 09:30", CLIENT, says("It is back."))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 reopened due Wed 02 13:00"],
        )
        .when("2026-12-02 10:00", STAFF, resolves())
        .when("2026-12-16 10:01", CLIENT, says("Again."))
        .refused("reopening-window-over")
        .when("2026-12-16 10:01", STAFF, reopens())
        .refused("reopening-window-over");
}

#[test]
fn an_answer_that_came_in_time_reopens_however_late_it_is_read() {
    let story = answered().when("2026-11-18 09:30", STAFF, resolves());
    let came = NewMessage {
        happened_at: Some(story.instant("2026-12-02 09:00")),
        ..message("It is back.")
    };
    let story = story.when("2026-12-05 09:00", CLIENT, Command::AddMessage(came));
    assert_eq!(story.ticket().unwrap().status, Status::Open);
}

#[test]
fn a_miss_stays_a_miss_in_every_cycle() {
    let story = answered()
        .when("2026-11-18 14:00", STAFF, resolves())
        .then_of(
            "resolution.1",
            &[
                "clock_breached resolution.1 at Wed 18 13:00",
                "clock_met resolution.1 at Wed 18 14:00",
            ],
        )
        .when("2026-11-19 09:00", CLIENT, says("It is back."));
    let clock = &story.ticket().unwrap().clocks["resolution.1"];
    assert_eq!(clock.state, ClockState::MissedRunning);
    assert_eq!(clock.breached_at, Some(story.instant("2026-11-18 13:00")));
}

#[test]
fn the_customer_rates_what_has_ended() {
    let rate = |comment: &str| Command::RateTicket {
        rating: Rating::Good,
        comment: Some(text(comment)),
    };
    let story = urgent()
        .when("2026-11-18 09:10", CLIENT, rate("Fast"))
        .refused("not-yet-rateable")
        .when("2026-11-18 09:30", STAFF, resolves())
        .when("2026-11-18 09:40", STAFF, rate("We are good"))
        .refused("staff-only")
        .when("2026-11-18 09:40", CLIENT, rate(" "))
        .then(&["ticket_rated good"]);
    let ticket = story.ticket().unwrap();
    assert_eq!(
        (ticket.rating, ticket.rating_comment),
        (Some(Rating::Good), None)
    );
}
