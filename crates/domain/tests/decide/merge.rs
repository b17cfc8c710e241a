//! Two tickets about one problem: the survivor takes the earliest receipt and the
//! strictest promise, and undoing restores both.

use domain::{
    Actor, Command, ContactId, Notice, NoticeKind, OpenTicket, Recipient, Status, TicketId,
};
use jiff::Timestamp;
use sla::clock::ClockState;
use sla::policy::Act;
use uuid::Uuid;

use crate::story::{
    CLIENT, COLLEAGUE, REQUESTER, STAFF, Story, TICKET, asks, message, opening, replies, says,
    sets_severity, text,
};

pub const DUPLICATE: TicketId = TicketId(Uuid::from_u128(20));
pub const THIRD: TicketId = TicketId(Uuid::from_u128(21));

pub fn survivor(at: &str, severity: u8) -> Story {
    Story::under("nordwind").open(at, Some(severity))
}

pub fn duplicate(at: &str, severity: u8) -> Story {
    Story::under("nordwind")
        .of(DUPLICATE)
        .open(at, Some(severity))
}

/// Both halves of a merge, each seeing the other as it stood before.
pub fn merged(at: &str, survivor: Story, duplicate: Story) -> (Story, Story) {
    merged_at(survivor.instant(at), survivor, duplicate)
}

pub fn merged_at(now: Timestamp, survivor: Story, duplicate: Story) -> (Story, Story) {
    let (into, from) = (survivor.id(), duplicate.id());
    let absorb = Command::AbsorbTicket { from };
    let merge = Command::MergeTicket { into, seen: None };
    both(now, (survivor, absorb), (duplicate, merge))
}

/// Both halves of undoing one.
pub fn separated(at: &str, survivor: Story, duplicate: Story) -> (Story, Story) {
    separated_at(survivor.instant(at), survivor, duplicate)
}

pub fn separated_at(now: Timestamp, survivor: Story, duplicate: Story) -> (Story, Story) {
    let from = duplicate.id();
    let separate = Command::SeparateTicket { from };
    both(
        now,
        (survivor, separate),
        (duplicate, Command::UnmergeTicket),
    )
}

fn both(now: Timestamp, one: (Story, Command), other: (Story, Command)) -> (Story, Story) {
    let tickets = (one.0.ticket(), other.0.ticket());
    let told = |(story, command): (Story, Command), beside| {
        story
            .beside(beside)
            .when_at(now, STAFF, command)
            .beside(None)
    };
    (told(one, tickets.1), told(other, tickets.0))
}

/// Both tickets of a merge that was undone, for whoever wants events of it.
pub fn merged_and_separated() -> (Story, Story) {
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 07:00", 2),
    );
    separated("2026-03-06 12:30", survivor, duplicate)
}

fn state(story: &Story, clock: &str) -> ClockState {
    story.ticket().unwrap().clocks[clock].state
}

#[test]
fn the_survivor_takes_the_earliest_receipt() {
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 10:00", 2),
    );
    let survivor = survivor.then(&[
        "ticket_absorbed received Fri 06 10:00",
        "clock_absorbed response.1",
        "clock_started response.2",
        "clock_moved response.2 merged under response due Fri 06 14:00",
        "clock_absorbed resolution.1",
        "clock_started resolution.2",
        "clock_moved resolution.2 merged under resolution due Fri 06 19:00",
    ]);
    duplicate.then(&[
        "ticket_merged",
        "clock_absorbed resolution.1",
        "clock_absorbed response.1",
    ]);
    let ticket = survivor.ticket().unwrap();
    assert_eq!(ticket.received_at, survivor.instant("2026-03-06 10:00"));
    assert_eq!(ticket.own_received_at, survivor.instant("2026-03-06 11:00"));
}

#[test]
fn the_strictest_promise_governs() {
    // Received first, and less grave: its own receipt, the other's hour.
    let (survivor, _) = merged(
        "2026-03-06 10:30",
        survivor("2026-03-06 10:00", 2),
        duplicate("2026-03-06 10:20", 1),
    );
    let survivor = survivor.then_of(
        "response.2",
        &[
            "clock_started response.2",
            "clock_moved response.2 merged under response due Fri 06 11:00",
        ],
    );
    // An update is promised to the grave one alone: its rhythm begins now.
    assert_eq!(
        survivor.ticket().unwrap().clocks["update.1"].due_at,
        Some(survivor.instant("2026-03-06 13:30"))
    );
    // A severity agreed afterwards is that of the whole problem.
    let survivor = survivor.when("2026-03-06 10:40", STAFF, sets_severity(2));
    survivor
        .when("2026-03-06 10:41", STAFF, sets_severity(1))
        .then_of(
            "response.2",
            &["clock_moved response.2 severity under response due Fri 06 11:00"],
        );
}

#[test]
fn a_laxer_duplicate_that_came_later_changes_nothing() {
    merged(
        "2026-03-06 10:30",
        survivor("2026-03-06 10:00", 1),
        duplicate("2026-03-06 10:20", 2),
    )
    .0
    .then(&["ticket_absorbed received Fri 06 10:20"]);
}

#[test]
fn what_was_met_stays_met() {
    let answered = survivor("2026-03-06 11:00", 2).when(
        "2026-03-06 11:30",
        STAFF,
        replies("We look.", Act::Responded),
    );
    let (survivor, _) = merged(
        "2026-03-06 12:00",
        answered,
        duplicate("2026-03-06 10:00", 1),
    );
    let survivor = survivor.then_of("response.1", &[]);
    assert_eq!(state(&survivor, "response.1"), ClockState::Met);
    assert!(!survivor.ticket().unwrap().clocks.contains_key("response.2"));
}

/// Who was answered there was answered: nothing is owed twice, or late.
#[test]
fn what_was_met_on_the_duplicate_is_owed_no_more() {
    let answered = duplicate("2026-03-06 07:00", 2).when(
        "2026-03-06 07:30",
        STAFF,
        replies("We look.", Act::Responded),
    );
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        answered,
    );
    let survivor = survivor.then_of("response.1", &["clock_absorbed response.1"]);
    assert_eq!(state(&duplicate, "response.1"), ClockState::Met);
    // What was written since is a question like any other.
    let ticket = survivor.ticket().unwrap();
    assert_eq!(
        ticket.clocks["next.1"].anchor_at,
        survivor.instant("2026-03-06 11:00")
    );
}

#[test]
fn late_on_arrival_is_told_once() {
    let (survivor, _) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 07:00", 2),
    );
    let survivor = survivor.then_of(
        "response.2",
        &[
            "clock_started response.2",
            "clock_moved response.2 merged under response due Fri 06 11:00",
            "clock_breached response.2 at Fri 06 12:00 on arrival",
        ],
    );
    let told = survivor.notices();
    let missed = |notice: &&Notice| matches!(notice.kind, NoticeKind::ClockBreached { .. });
    assert_eq!(told.iter().filter(missed).count(), 1);
    survivor
        .when("2026-03-06 12:30", Actor::System, Command::ObserveClocks)
        .then(&[]);
}

#[test]
fn a_miss_stays_a_miss_on_either() {
    let late = |story: Story| story.when("2026-03-06 12:30", Actor::System, Command::ObserveClocks);
    let (survivor, duplicate) = merged(
        "2026-03-06 13:00",
        late(survivor("2026-03-06 11:00", 1)),
        late(duplicate("2026-03-06 10:00", 1)),
    );
    for (story, missed_at) in [
        (&survivor, "2026-03-06 12:00"),
        (&duplicate, "2026-03-06 11:00"),
    ] {
        let ticket = story.ticket().unwrap();
        let clock = &ticket.clocks["response.1"];
        assert_eq!(clock.breached_at, Some(story.instant(missed_at)));
    }
    assert_eq!(state(&survivor, "response.1"), ClockState::MissedRunning);
    assert_eq!(state(&duplicate, "response.1"), ClockState::Absorbed);
    let still = duplicate.when("2026-03-06 20:00", Actor::System, Command::ObserveClocks);
    still.then(&[]);
}

#[test]
fn merging_what_waits_leaves_the_survivor_its_own_waits() {
    let waits = duplicate("2026-03-06 10:00", 2).when("2026-03-06 10:10", STAFF, asks("Which?"));
    let (survivor, duplicate) = merged("2026-03-06 11:00", survivor("2026-03-06 10:30", 2), waits);
    // It waited from 10:10 on, and the survivor did not.
    survivor.then_of(
        "resolution.2",
        &[
            "clock_started resolution.2",
            "clock_moved resolution.2 merged under resolution due Fri 06 19:00",
        ],
    );
    let ticket = duplicate.ticket().unwrap();
    assert_eq!(ticket.status, Status::Merged);
    assert_eq!(ticket.clocks["resolution.1"].state, ClockState::Absorbed);
}

#[test]
fn a_question_asked_on_the_duplicate_is_still_owed_its_answer() {
    let asked = duplicate("2026-03-06 09:00", 2)
        .when(
            "2026-03-06 09:10",
            STAFF,
            replies("We look.", Act::Responded),
        )
        .when("2026-03-06 10:00", CLIENT, says("And?"));
    let answered = survivor("2026-03-06 09:05", 2).when(
        "2026-03-06 09:20",
        STAFF,
        replies("We look here too.", Act::Responded),
    );
    let (survivor, _) = merged("2026-03-06 10:30", answered, asked);
    let survivor = survivor.then_of(
        "next.1",
        &[
            "clock_started next.1",
            "clock_moved next.1 merged under next due Fri 06 12:00",
        ],
    );
    survivor
        .when("2026-03-06 11:00", STAFF, replies("Soon.", Act::Responded))
        .then_of("next.1", &["clock_met next.1 at Fri 06 11:00"]);
}

#[test]
fn undoing_restores_both() {
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 10:00", 2),
    );
    let (survivor, duplicate) = separated("2026-03-06 12:30", survivor, duplicate);
    let survivor = survivor.then(&[
        "ticket_separated",
        "clock_separated resolution.2",
        "clock_separated response.2",
        "clock_moved resolution.1 separated due Fri 06 20:00",
        "clock_moved response.1 separated due Fri 06 15:00",
    ]);
    let duplicate = duplicate.then(&[
        "ticket_unmerged",
        "clock_moved resolution.1 separated due Fri 06 19:00",
        "clock_moved response.1 separated due Fri 06 14:00",
    ]);
    let ticket = survivor.ticket().unwrap();
    assert_eq!(ticket.received_at, survivor.instant("2026-03-06 11:00"));
    assert_eq!(ticket.absorbed, []);
    let ticket = duplicate.ticket().unwrap();
    assert_eq!((ticket.status, ticket.merged), (Status::Open, None));
}

/// The customer waited all the while.
#[test]
fn time_spent_merged_counts_for_the_duplicate() {
    let (survivor, duplicate) = merged(
        "2026-03-06 10:30",
        survivor("2026-03-06 10:00", 1),
        duplicate("2026-03-06 10:10", 1),
    );
    let (_, duplicate) = separated("2026-03-06 12:00", survivor, duplicate);
    duplicate.then_of(
        "response.1",
        &[
            "clock_moved response.1 separated due Fri 06 11:10",
            "clock_breached response.1 at Fri 06 11:10",
        ],
    );
}

#[test]
fn a_miss_that_came_with_the_merge_is_restated_when_it_is_undone() {
    let (survivor, _) = merged_and_separated();
    let survivor = survivor.then_of(
        "response.2",
        &["clock_separated response.2 not missed at Fri 06 12:00"],
    );
    let ticket = survivor.ticket().unwrap();
    let clock = &ticket.clocks["response.2"];
    assert_eq!(clock.breached_at, None);
    assert_eq!(
        clock.restated_breach_at,
        Some(survivor.instant("2026-03-06 12:00"))
    );
    assert_eq!(state(&survivor, "response.1"), ClockState::Running);
}

#[test]
fn what_was_done_meanwhile_counts_after_undoing() {
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 10:00", 2),
    );
    let survivor = survivor.when("2026-03-06 12:10", STAFF, replies("Yes.", Act::Responded));
    let (survivor, duplicate) = separated("2026-03-06 12:30", survivor, duplicate);
    survivor.then_of(
        "response.1",
        &[
            "clock_moved response.1 separated due Fri 06 15:00",
            "clock_met response.1 at Fri 06 12:10",
        ],
    );
    assert_eq!(state(&duplicate, "response.1"), ClockState::Running);
}

#[test]
fn a_duplicate_that_waited_waits_again() {
    let waits = duplicate("2026-03-06 10:00", 2).when("2026-03-06 10:10", STAFF, asks("Which?"));
    let (survivor, duplicate) = merged("2026-03-06 11:00", survivor("2026-03-06 10:30", 2), waits);
    let (_, duplicate) = separated("2026-03-06 12:00", survivor, duplicate);
    assert_eq!(state(&duplicate, "resolution.1"), ClockState::Paused);
    duplicate
        .when("2026-03-06 12:10", CLIENT, says("4.2"))
        .then_of(
            "resolution.1",
            &["clock_moved resolution.1 resumed due Fri 06 21:00"],
        );
}

#[test]
fn merges_are_undone_from_the_last_one_back() {
    let third = Story::under("nordwind")
        .of(THIRD)
        .open("2026-03-06 09:00", Some(1));
    let (survivor, first) = merged(
        "2026-03-06 10:40",
        survivor("2026-03-06 10:30", 2),
        duplicate("2026-03-06 10:00", 2),
    );
    let (survivor, third) = merged("2026-03-06 10:50", survivor, third);
    let (survivor, first) = separated("2026-03-06 10:55", survivor, first);
    let (survivor, first) = (
        survivor.refused("merged-later"),
        first.refused("merged-later"),
    );
    let (survivor, _) = separated("2026-03-06 11:00", survivor, third);
    assert_eq!(state(&survivor, "response.2"), ClockState::Running);
    assert_eq!(state(&survivor, "response.3"), ClockState::Cancelled);
    let (survivor, _) = separated("2026-03-06 11:10", survivor, first);
    assert_eq!(state(&survivor, "response.1"), ClockState::Running);
}

#[test]
fn the_same_merge_again_changes_nothing() {
    let (survivor, duplicate) = merged(
        "2026-03-06 12:00",
        survivor("2026-03-06 11:00", 2),
        duplicate("2026-03-06 10:00", 2),
    );
    let (survivor, duplicate) = merged("2026-03-06 12:01", survivor, duplicate);
    survivor.then(&[]);
    duplicate.then(&[]);
}

#[test]
fn everybody_who_asked_hears_of_answers() {
    let asked = OpenTicket {
        ticket: DUPLICATE,
        requester: COLLEAGUE,
        subject: text("It does not start"),
        ..opening()
    };
    let duplicate = Story::under("nordwind").of(DUPLICATE).when(
        "2026-03-06 10:10",
        Actor::Contact(COLLEAGUE),
        Command::OpenTicket(asked),
    );
    let (survivor, duplicate) = merged(
        "2026-03-06 10:20",
        survivor("2026-03-06 10:00", 2),
        duplicate,
    );
    let to = |contact: ContactId, kind| Notice {
        to: Recipient::Contact(contact),
        kind,
    };
    assert_eq!(
        duplicate.notices(),
        [to(COLLEAGUE, NoticeKind::Merged { into: TICKET })]
    );
    assert_eq!(survivor.notices(), []);
    let answer = replies("We look.", Act::Responded);
    let reply = NoticeKind::Reply {
        message: message("We look.").message,
    };
    let survivor = survivor.when("2026-03-06 10:30", STAFF, answer);
    assert_eq!(
        survivor.notices(),
        [to(REQUESTER, reply.clone()), to(COLLEAGUE, reply)]
    );
    let (survivor, duplicate) = separated("2026-03-06 10:40", survivor, duplicate);
    assert_eq!(duplicate.notices(), [to(COLLEAGUE, NoticeKind::Unmerged)]);
    let answer = replies("Alone again.", Act::Responded);
    let told = survivor.when("2026-03-06 10:50", STAFF, answer).notices();
    assert_eq!(told.len(), 1);
}
