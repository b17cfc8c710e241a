//! Opening a ticket under each of the ready-made policies.

use domain::{Actor, Channel, Command, Kind, OpenTicket};

use crate::story::{CLIENT, STAFF, Story, opening};

fn opened(story: Story, at: &str, actor: Actor, change: impl FnOnce(&mut OpenTicket)) -> Story {
    let mut open = opening();
    change(&mut open);
    story.when(at, actor, Command::OpenTicket(open))
}

#[test]
fn six_severities_and_indicators_beside_the_promises() {
    Story::under("appseconnect")
        .open("2026-11-20 22:10", Some(2))
        .then(&[
            "ticket_opened severity 2 level 1",
            "coverage_decided covered by otherwise provisional",
            "message_added public by customer",
            "clock_started first-response.1 due Fri 20 23:10",
            "clock_started work-begin.1 due Mon 23 02:10",
            "clock_started resolution.1 due Mon 23 06:10",
            "clock_started indicator-first-response.1 warn Fri 20 23:10 due Mon 23 00:10",
            "clock_started indicator-resolution.1 warn Mon 23 05:10 due Mon 23 22:10",
        ]);
}

#[test]
fn without_a_chosen_severity_the_default_is_in_force() {
    let story = Story::under("appseconnect").open("2026-11-19 15:30", None);
    let ticket = story.ticket().unwrap();
    assert_eq!(
        (ticket.severity_requested, ticket.severity),
        (None, Some(3))
    );
    story.then(&[
        "ticket_opened severity 3 level 1",
        "coverage_decided covered by otherwise provisional",
        "message_added public by customer",
        "clock_started first-response.1 due Thu 19 17:30",
        "clock_started work-begin.1 due Sat 21 00:00",
        "clock_started resolution.1 due Thu 26 15:30",
        "clock_started indicator-first-response.1 warn Thu 19 22:30 due Thu 19 23:30",
        "clock_started indicator-resolution.1 warn Thu 19 23:30 due Tue 24 15:30",
    ]);
}

#[test]
fn what_comes_on_a_saturday_starts_on_monday() {
    Story::under("appseconnect")
        .open("2026-11-21 18:00", Some(2))
        .then_of(
            "indicator-resolution.1",
            &["clock_started indicator-resolution.1 starts Mon 23 00:00 warn Mon 23 07:00 due Tue 24 00:00"],
        );
}

#[test]
fn tiers_have_hours_of_their_own() {
    let enlist = Story::under("infocyte").plan("enlist");
    enlist.open("2026-03-06 18:30", Some(2)).then_of(
        "first-response.1",
        &["clock_started first-response.1 starts Mon 09 09:00 due Mon 09 13:00"],
    );
    let patrol = Story::under("infocyte").plan("patrol");
    patrol.open("2026-03-07 18:30", Some(1)).then_of(
        "first-response.1",
        &["clock_started first-response.1 due Sat 07 19:30"],
    );
}

#[test]
fn the_kind_chooses_among_promises() {
    let story = Story::under("infocyte").plan("enlist");
    let story = opened(story, "2026-03-06 11:00", CLIENT, |open| {
        open.kind = Kind::Complaint;
        open.severity = Some(4);
    });
    story.then(&[
        "ticket_opened severity 4 level 1",
        "coverage_decided covered by otherwise final",
        "message_added public by customer",
        "clock_started feedback-acknowledgement.1 due Tue 10 11:00",
        "clock_started first-response.1",
        "clock_started resolution.1",
    ]);
}

#[test]
fn the_hour_of_receipt_chooses_among_promises() {
    Story::under("in8sync")
        .open("2026-03-06 17:00", Some(1))
        .then(&[
            "ticket_opened severity 1 level 1",
            "coverage_decided covered by otherwise final",
            "message_added public by customer",
            "clock_started first-response-out-of-hours.1 due Sat 07 17:00",
        ]);
    Story::under("in8sync")
        .open("2026-03-06 16:00", Some(2))
        .then(&[
            "ticket_opened severity 2 level 1",
            "coverage_decided covered by otherwise final",
            "message_added public by customer",
            "clock_started first-response-in-hours.1 due Mon 09 11:00",
        ]);
}

#[test]
fn policies_without_severities_open_without_one() {
    Story::under("three-levels")
        .open("2026-11-20 16:00", None)
        .then(&[
            "ticket_opened no severity level 1",
            "coverage_decided covered by otherwise final",
            "message_added public by customer",
            "clock_started first-response.1 due Mon 23 16:00",
        ]);
    Story::under("proconcept")
        .open("2026-11-20 16:30", None)
        .then(&[
            "ticket_opened no severity level 1",
            "coverage_decided covered by otherwise provisional",
            "message_added public by customer",
            "clock_started premiere-reponse.1 due Mon 23 16:30",
            "clock_started resolution.1",
        ]);
}

#[test]
fn a_severity_the_policy_does_not_have_is_refused() {
    for (policy, severity) in [("appseconnect", 7), ("in8sync", 0), ("three-levels", 1)] {
        Story::under(policy)
            .open("2026-11-20 16:00", Some(severity))
            .refused("unknown-severity");
    }
}

#[test]
fn customers_come_by_the_ways_the_policy_opens() {
    let by = |policy, actor, channel| {
        opened(Story::under(policy), "2026-11-20 16:00", actor, |open| {
            open.channel = channel;
        })
    };
    for policy in ["in8sync", "proconcept"] {
        by(policy, CLIENT, Channel::Mail).refused("channel-closed");
    }
    by("in8sync", CLIENT, Channel::Phone).refused("channel-closed");
    by("three-levels", CLIENT, Channel::Chat).refused("channel-closed");
    let accepted = [
        by("three-levels", CLIENT, Channel::Mail),
        by("appseconnect", CLIENT, Channel::Chat),
        // Staff vouch for what they write down themselves.
        by("in8sync", STAFF, Channel::Phone),
        by("in8sync", CLIENT, Channel::Api),
    ];
    for story in accepted {
        assert_eq!(story.refusal(), None);
    }
}

#[test]
fn a_call_logged_later_counts_from_the_call() {
    let story = Story::under("appseconnect");
    let called_at = story.instant("2026-11-20 10:00");
    let story = opened(story, "2026-11-20 12:30", STAFF, |open| {
        open.channel = Channel::Phone;
        open.severity = Some(1);
        open.received_at = Some(called_at);
    });
    let ticket = story.ticket().unwrap();
    assert_eq!(ticket.received_at, called_at);
    assert_eq!(ticket.messages[0].happened_at, called_at);
    assert_eq!(
        ticket.messages[0].recorded_at,
        story.instant("2026-11-20 12:30")
    );
    // Whoever logs it writes what the customer said.
    assert_eq!(ticket.messages[0].author, CLIENT);
    story.then(&[
        "ticket_opened severity 1 level 1",
        "coverage_decided covered by otherwise provisional",
        "message_added public by customer",
        "clock_started first-response.1 due Fri 20 11:00",
        "clock_started work-begin.1 due Fri 20 12:00",
        "clock_started resolution.1 due Fri 20 14:00",
        "clock_started indicator-first-response.1 warn Fri 20 11:00 due Fri 20 12:00",
        "clock_started indicator-resolution.1 warn Fri 20 17:00 due Mon 23 10:00",
        "clock_breached first-response.1 at Fri 20 11:00",
        "clock_warned indicator-first-response.1 at Fri 20 11:00",
        "clock_breached indicator-first-response.1 at Fri 20 12:00",
        "clock_breached work-begin.1 at Fri 20 12:00",
    ]);
}

#[test]
fn the_automatic_acknowledgement_satisfies_only_what_names_it() {
    let story = Story::under("infocyte").plan("patrol");
    opened(story, "2026-11-20 12:30", CLIENT, |open| {
        open.acknowledge = true
    })
    .then(&[
        "ticket_opened severity 3 level 1",
        "coverage_decided covered by otherwise final",
        "message_added public by customer",
        "clock_started acknowledgement.1 due Fri 20 12:45",
        "clock_started first-response.1 due Fri 20 20:30",
        "clock_started resolution.1",
        "act_recorded acknowledged-automatically Fri 20 12:30",
        "clock_met acknowledgement.1 at Fri 20 12:30",
    ]);
}
