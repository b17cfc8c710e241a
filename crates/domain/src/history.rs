//! A ticket's events as the facts of which promises are made: what a replay under
//! another policy, a backtest or an export asks for.

use std::collections::BTreeSet;

use sla::history::{Fact, History, What};
use sla::policy::Act;

use crate::decide::request;
use crate::{Actor, Event, MessageId, Recorded, Ticket, TicketId};

/// What happened to the ticket, without what was decided about its clocks; `None`
/// when the events do not begin with an opening.
///
/// Facts stand in the order in which they were recorded, each at the instant at
/// which it happened.
#[must_use]
pub fn history(id: TicketId, events: &[Recorded]) -> Option<History> {
    let first = events.get(..1)?;
    let mut ticket = Ticket::fold(id, first)?;
    let mut request = request(&ticket);
    let mut facts = Vec::new();
    let solutions: BTreeSet<MessageId> = events.iter().filter_map(solution).collect();
    let report = events.iter().find_map(message);
    for recorded in events.get(1..).unwrap_or_default() {
        let had = ticket.assignee;
        ticket.apply(recorded);
        let told = match &recorded.event {
            Event::TicketAssigned { .. } if had.is_none() => continue,
            // Told with the resolution: alone it would ask for the next update.
            Event::MessageAdded { message, .. } if solutions.contains(message) => continue,
            // The report itself is what the history begins with.
            Event::MessageAdded { message, .. } if report == Some(*message) => continue,
            _ => told_by(recorded, &ticket),
        };
        facts.extend(told);
    }
    // By what is known of the contract now.
    request.plan.clone_from(&ticket.plan);
    Some(History {
        request,
        facts,
        release_at: None,
    })
}

fn message(recorded: &Recorded) -> Option<MessageId> {
    match &recorded.event {
        Event::MessageAdded { message, .. } => Some(*message),
        _ => None,
    }
}

/// The message with which a ticket was resolved.
fn solution(recorded: &Recorded) -> Option<MessageId> {
    match &recorded.event {
        Event::TicketResolved { message } => *message,
        _ => None,
    }
}

/// The facts of one event; `ticket` is what it left behind.
fn told_by(recorded: &Recorded, ticket: &Ticket) -> Vec<Fact> {
    let at = recorded.at;
    let fact = |at, what| Fact { at, what };
    match &recorded.event {
        Event::MessageAdded {
            author: Actor::Agent(_),
            public,
            act,
            happened_at,
            ..
        } => {
            // Whatever else it is, a public message is a response.
            let said = act.filter(|act| act.is_public() || !public);
            let responded = (*public && said.is_none()).then_some(Act::Responded);
            let beside = act.filter(|_| said.is_none());
            let acts = said.into_iter().chain(responded).chain(beside);
            acts.map(|act| fact(*happened_at, What::Act(act))).collect()
        }
        Event::MessageAdded {
            author: Actor::Contact(_),
            happened_at,
            ..
        } => vec![fact(*happened_at, What::CustomerWrote)],
        Event::ActRecorded { act, happened_at } => vec![fact(*happened_at, What::Act(*act))],
        Event::ReportJudged {
            complete,
            judged_at,
        } => {
            let what = if *complete {
                What::ReportComplete
            } else {
                What::ReportIncomplete
            };
            vec![fact(*judged_at, what)]
        }
        // Another level, or another agent than the one who had it.
        Event::LevelChanged { .. } | Event::TicketAssigned { .. } => {
            vec![fact(at, What::HandedOver)]
        }
        Event::SeverityChanged { to, .. } | Event::SeverityAgreed { to, .. } => {
            vec![fact(at, What::Severity(*to))]
        }
        Event::PriorityChanged { to, .. } => vec![fact(at, What::Priority(to.clone()))],
        Event::TicketPaused { reason, .. } => vec![fact(at, What::Paused(*reason))],
        Event::TicketResumed { answered: false } => vec![fact(at, What::Resumed)],
        Event::TicketResolved { message } => {
            let solution = message.and_then(|id| ticket.message(id));
            let told_at = solution.map(|solution| solution.happened_at);
            let beside = solution.and_then(|solution| solution.act);
            let beside = beside.filter(|act| *act != Act::Resolved);
            let beside = beside.map(|act| fact(told_at.unwrap_or(at), What::Act(act)));
            let resolved = fact(at, What::Resolved { told_at });
            [resolved].into_iter().chain(beside).collect()
        }
        Event::TicketReopened { .. } => vec![fact(at, What::Reopened)],
        Event::TicketClosed => vec![fact(at, What::Closed)],
        Event::TicketMerged { .. } => vec![fact(at, What::Merged)],
        Event::TicketUnmerged { .. } => vec![fact(at, What::Unmerged)],
        Event::TicketAbsorbed { absorbed, .. } => {
            vec![fact(at, What::Absorbed(absorbed.clone()))]
        }
        Event::TicketSeparated { .. } => vec![fact(at, What::Separated)],
        _ => Vec::new(),
    }
}
