//! Folding a ticket of about thirty events with five clocks, and deciding on it,
//! beside one `add` of working time in the same run.
//!
//! `cargo bench -p domain --bench fold`

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a measurement may stop at the first surprise"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{
    Actor, AgentId, Channel, Command, ContactId, Context, CustomerId, DeskFacts, Kind, MessageId,
    NewMessage, NewText, OpenTicket, Policies, Recorded, TextId, Ticket, TicketId, decide, history,
};
use jiff::{SignedDuration, Timestamp};
use sla::policy::{Act, PauseReason, Policy};
use uuid::Uuid;

const TICKET: TicketId = TicketId(Uuid::from_u128(1));
const STAFF: Actor = Actor::Agent(AgentId(Uuid::from_u128(5)));
const CLIENT: Actor = Actor::Contact(ContactId(Uuid::from_u128(3)));

/// A policy with two audiences, so that a ticket has five clocks.
const POLICY: &str = include_str!("../../../policies/appseconnect.toml");

fn text(id: u128) -> NewText {
    NewText {
        id: TextId(Uuid::from_u128(id)),
        body: "Since this morning no order arrives.".to_owned(),
    }
}

fn message(id: u128, act: Option<Act>) -> NewMessage {
    NewMessage {
        message: MessageId(Uuid::from_u128(id)),
        text: text(id),
        public: true,
        channel: Channel::Portal,
        act,
        happened_at: None,
        attachments: Vec::new(),
    }
}

/// A ticket that is asked about, held, raised and answered over two weeks.
fn commands() -> Vec<(Actor, Command)> {
    let severity = |severity, id| Command::ChangeSeverity {
        severity,
        reason: text(id),
        agreed: true,
        seen: None,
    };
    let ask = |id| Command::PauseTicket {
        reason: PauseReason::Customer,
        question: Some(message(id, None)),
        seen: None,
    };
    let open = Command::OpenTicket(OpenTicket {
        ticket: TICKET,
        customer: CustomerId(Uuid::from_u128(2)),
        requester: ContactId(Uuid::from_u128(3)),
        kind: Kind::Incident,
        about: None,
        channel: Channel::Portal,
        subject: text(10),
        severity: Some(3),
        priority: None,
        received_at: None,
        message: message(11, None),
        acknowledge: true,
    });
    vec![
        (CLIENT, open),
        (
            STAFF,
            Command::AddMessage(message(12, Some(Act::Diagnosed))),
        ),
        (CLIENT, Command::AddMessage(message(13, None))),
        (STAFF, ask(14)),
        (CLIENT, Command::AddMessage(message(15, None))),
        (STAFF, severity(2, 16)),
        (STAFF, ask(17)),
        (CLIENT, Command::AddMessage(message(18, None))),
    ]
}

fn decided(policies: &Policies) -> Vec<Recorded> {
    let desk = DeskFacts::default();
    let mut now: Timestamp = "2026-11-19T05:00:00Z".parse().unwrap();
    let mut told: Vec<Recorded> = Vec::new();
    for (actor, command) in commands() {
        let ticket = Ticket::fold(TICKET, &told);
        let context = Context {
            now,
            desk: &desk,
            policies,
            named: None,
            requester: None,
            other: None,
        };
        told.extend(decide(ticket.as_ref(), actor, &command, &context).unwrap());
        now += SignedDuration::from_hours(7);
    }
    told
}

fn measure(criterion: &mut Criterion) {
    let policy = Policy::parse("policy.toml", POLICY).policy.unwrap();
    let policies = Policies::only(Arc::new(policy));
    let told = decided(&policies);
    let ticket = Ticket::fold(TICKET, &told).unwrap();
    let title = format!("{} events, {} clocks", told.len(), ticket.clocks.len());
    let mut group = criterion.benchmark_group(title);

    let calendar = policies.calendar("weekdays").unwrap();
    group.bench_function("baseline: one add of working time", |bencher| {
        bencher.iter(|| calendar.add(black_box(ticket.received_at), black_box(100_000)));
    });
    group.bench_function("fold from events", |bencher| {
        bencher.iter(|| Ticket::fold(TICKET, black_box(&told)));
    });
    group.bench_function("clocks from bare facts", |bencher| {
        bencher.iter(|| {
            let facts = history(TICKET, black_box(&told)).unwrap();
            policies.clocks(&facts).unwrap()
        });
    });
    let desk = DeskFacts::default();
    group.bench_function("decide: look at the clocks", |bencher| {
        let context = Context {
            now: ticket.changed_at + SignedDuration::from_hours(1),
            desk: &desk,
            policies: &policies,
            named: None,
            requester: None,
            other: None,
        };
        bencher.iter(|| {
            let command = Command::ObserveClocks;
            decide(Some(black_box(&ticket)), Actor::System, &command, &context)
        });
    });
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
