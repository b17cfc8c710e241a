//! Opening a ticket.

use sla::policy::{Act, Anchor, Request};

use super::{Draft, coverage, message, priority};
use crate::{
    Actor, Channel, ClockCause, Context, Event, OpenTicket, Policies, Recorded, Refusal, Ticket,
    clocks,
};

pub(super) fn open(
    open: &OpenTicket,
    actor: Actor,
    context: &Context<'_>,
) -> Result<Vec<Recorded>, Refusal> {
    let policies = context.policies;
    if open.subject.body.trim().is_empty() {
        return Err(Refusal::EmptySubject);
    }
    if matches!(actor, Actor::Contact(_)) {
        channel_open(policies, open.channel)?;
    }
    let severity = severity(policies, open.severity)?;
    let priority = priority::first(policies, open.priority.as_deref())?;
    let received_at = match open.received_at {
        Some(at) if at > context.now => return Err(Refusal::InFuture),
        Some(at) => at,
        None => context.now,
    };
    let ruling = coverage::at_intake(open, actor, context)?;
    let level = ruling.as_ref().and_then(|ruling| ruling.level);
    let owed = context.requester.map(|requester| &requester.contract);
    let opened = Recorded {
        sequence: 1,
        at: context.now,
        actor,
        event: Event::TicketOpened {
            kind: open.kind,
            channel: open.channel,
            customer: open.customer,
            requester: open.requester,
            subject: (&open.subject).into(),
            severity_requested: open.severity,
            severity,
            priority_requested: open.priority.clone(),
            priority,
            plan: owed.and_then(|owed| owed.terms.plan.clone()),
            level: level.unwrap_or_else(|| level_first(policies)),
            policy_version: policies.version().to_owned(),
            received_at,
            contract: owed.and_then(|owed| owed.source),
        },
    };
    let ticket = Ticket::fold(open.ticket, std::slice::from_ref(&opened))
        .expect("a history that begins with an opening folds");
    let mut draft = Draft::new(ticket, actor, context.now);
    draft.recorded.push(opened);
    if let Some(ruling) = ruling {
        draft.record(Event::CoverageDecided(Box::new(ruling)));
    }
    // Whoever logs a call writes down what the customer said.
    let author = Actor::Contact(open.requester);
    message::record(&mut draft, &open.message, author, received_at);
    let promises = policies.promises(&request(&draft.ticket));
    clocks::start_all(&mut draft, policies, promises)?;
    if open.acknowledge {
        let act = Act::AcknowledgedAutomatically;
        draft.record(Event::ActRecorded {
            act,
            happened_at: context.now,
        });
    }
    clocks::observe(&mut draft, policies, ClockCause::Resumed)?;
    clocks::owe(&mut draft, policies)?;
    Ok(draft.recorded)
}

/// The facts of a ticket's own request, by which policies choose its promises.
pub(crate) fn request(ticket: &Ticket) -> Request {
    Request {
        anchor: Anchor::Receipt,
        priority: ticket.priority.clone(),
        severity: ticket.severity,
        kind: ticket.kind.as_str().to_owned(),
        plan: ticket.plan.clone(),
        channel: ticket.channel.as_str().to_owned(),
        received_at: ticket.own_received_at,
    }
}

fn level_first(policies: &Policies) -> u8 {
    policies.levels().first().map_or(1, |level| level.number)
}

fn channel_open(policies: &Policies, channel: Channel) -> Result<(), Refusal> {
    // The API is a way to write down what came by another; staff vouch for it.
    let vouched = matches!(channel, Channel::Api | Channel::Workspace);
    if vouched || policies.channel(channel.as_str()).accepted {
        Ok(())
    } else {
        Err(Refusal::ChannelClosed {
            channel: channel.as_str(),
        })
    }
}

fn severity(policies: &Policies, given: Option<u8>) -> Result<Option<u8>, Refusal> {
    match given {
        None => Ok(policies.severity_default()),
        Some(given) => known_severity(policies, given).map(Some),
    }
}

/// The severity, if the policies has it.
pub(super) fn known_severity(policies: &Policies, given: u8) -> Result<u8, Refusal> {
    let known: Vec<u8> = policies
        .severities()
        .iter()
        .map(|severity| severity.number)
        .collect();
    if known.contains(&given) {
        return Ok(given);
    }
    let known: Vec<String> = known.iter().map(u8::to_string).collect();
    let known = if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    };
    Err(Refusal::UnknownSeverity { given, known })
}
