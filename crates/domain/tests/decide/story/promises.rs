//! What must hold of every ticket after every command.

use domain::text::{Language, Names, sentence};
use domain::{
    Actor, AgentId, ClockRecord, Event, Recorded, Ticket, TicketId, history, next_look_at, reading,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::clock::{Reading, glance};

use super::Story;

pub fn check(story: &Story, now: Timestamp) {
    let history = story.history();
    numbered_without_holes(history);
    let ticket = story.ticket().unwrap();
    folds_step_by_step(history, &ticket);
    let events = story.last.as_ref().unwrap();
    events.iter().for_each(reads_back);
    told_in_every_language(events, &ticket);
    for (id, record) in &ticket.clocks {
        let seen = reading(&ticket, id, story.policies(), now)
            .unwrap()
            .unwrap();
        agrees(id, record, &seen, now);
    }
    replays_alike(story, &ticket, now);
    if let Some(at) = next_look_at(&ticket) {
        assert!(at > now, "what was at {at} has been looked at by {now}");
    }
}

/// The facts alone, told to the policy, give the clocks that were recorded.
fn replays_alike(story: &Story, ticket: &Ticket, now: Timestamp) {
    // Facts know one policy and one contract.
    let contracted = |recorded: &Recorded| matches!(recorded.event, Event::ContractApplied { .. });
    let contracted = story.history().iter().any(contracted);
    if ticket.policy_version != ticket.opened_under || corrected(ticket) || contracted {
        return;
    }
    let told = history(story.id(), story.history()).unwrap();
    let clocks = story.policies().clocks(&told).unwrap();
    for (id, record) in ticket.clocks.iter().filter(|(_, record)| counts(record)) {
        let same = clocks.iter().find(|clock| {
            let last = clock.timeline.promises.last().unwrap();
            !(clock.withdrawn || clock.absorbed)
                && last.promise == *record.promise()
                && clock.timeline.anchor_at == record.anchor_at
        });
        let clock = same.unwrap_or_else(|| panic!("{id}: {clocks:#?}"));
        let seen = glance(&clock.timeline, story.policies(), now).unwrap();
        assert_eq!(record.state_at(now), seen.state, "{id} replayed");
        assert_eq!(record.met_at, seen.met_at, "{id} met, replayed");
        assert_eq!(
            record.breached_at, seen.breached_at,
            "{id} missed, replayed"
        );
        if !record.is_final() && seen.paused_at.is_none() {
            assert_eq!(record.due_at, seen.due_at, "{id} due, replayed");
        }
    }
    let kept = clocks
        .iter()
        .filter(|c| !(c.withdrawn || c.absorbed))
        .count();
    let recorded = ticket.clocks.values().filter(|record| counts(record));
    assert_eq!(kept, recorded.count(), "{clocks:#?}");
}

/// Not taken back, and not gone on in another clock.
fn counts(record: &ClockRecord) -> bool {
    !record.withdrawn && record.absorbed.is_none()
}

fn corrected(ticket: &Ticket) -> bool {
    let mut clocks = ticket.clocks.values();
    clocks.any(|clock| !clock.corrections.is_empty())
}

fn numbered_without_holes(history: &[Recorded]) {
    let numbers: Vec<u64> = history.iter().map(|event| event.sequence).collect();
    let expected: Vec<u64> = (1..).take(history.len()).collect();
    assert_eq!(numbers, expected);
}

fn folds_step_by_step(history: &[Recorded], ticket: &Ticket) {
    let mut stepped = Ticket::fold(ticket.id, &history[..1]).unwrap();
    history[1..].iter().for_each(|event| stepped.apply(event));
    assert_eq!(&stepped, ticket);
}

fn reads_back(recorded: &Recorded) {
    let (name, payload) = recorded.event.encode();
    let read = Event::decode(name, Event::VERSION, &payload);
    assert_eq!(read.as_ref(), Ok(&recorded.event), "{payload}");
}

struct Nobody;

impl Names for Nobody {
    fn actor(&self, _: Actor) -> String {
        "Ann".to_owned()
    }

    fn agent(&self, _: AgentId) -> String {
        "Bob".to_owned()
    }

    fn ticket(&self, _: TicketId) -> String {
        "NW-2".to_owned()
    }
}

fn told_in_every_language(events: &[Recorded], ticket: &Ticket) {
    for recorded in events {
        for language in Language::ALL {
            let told = sentence(recorded, ticket, &Nobody, *language, &TimeZone::UTC);
            let unfilled = told.contains('{') || told.starts_with("event-");
            assert!(!told.is_empty() && !unfilled, "{told}");
        }
    }
}

/// What is recorded is what anybody who asks the clock is told.
fn agrees(id: &str, record: &ClockRecord, seen: &Reading, now: Timestamp) {
    if record.withdrawn {
        return;
    }
    assert_eq!(record.state_at(now), seen.state, "{id}: {record:#?}");
    // What was learnt since is told of the other clock.
    if record.absorbed.is_none() {
        assert_eq!(record.met_at, seen.met_at, "{id} met");
    }
    assert_eq!(record.breached_at, seen.breached_at, "{id} missed");
    if record.is_final() {
        return;
    }
    assert_eq!(record.paused_at, seen.paused_at, "{id} paused");
    if seen.paused_at.is_none() {
        assert_eq!(record.due_at, seen.due_at, "{id} due");
        assert_eq!(record.warn_at, seen.warn_at, "{id} warns");
    }
    if seen.warned_at.is_some() {
        assert!(record.warned_at.is_some(), "{id} warned");
    }
}
