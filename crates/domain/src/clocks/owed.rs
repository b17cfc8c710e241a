//! Clocks that begin on the way: an answer that a customer waits for, the next word
//! on how things stand, and work that must not rest.

use jiff::Timestamp;
use sla::policy::{Metric, Promise};

use super::facts;
use super::observe::observe;
use super::promised::{promises_now, start};
use crate::decide::Draft;
use crate::{ClockCause, ClockRecord, Policies, Refusal, Ticket};

/// What is owed anew in the course of a ticket.
const ON_THE_WAY: [Metric; 4] = [
    Metric::NextResponse,
    Metric::Update,
    Metric::ContinuousWork,
    Metric::TakeOver,
];

/// Starts what has become owed by what was recorded, until nothing more is.
pub(crate) fn owe(draft: &mut Draft, policies: &Policies) -> Result<(), Refusal> {
    let is_owed = ON_THE_WAY.iter().any(|metric| policies.measures(metric));
    if !is_owed || !draft.ticket.is_open() {
        return Ok(());
    }
    let mut promises = promises_now(&draft.ticket, policies)?;
    promises.retain(|promise| ON_THE_WAY.contains(&promise.metric));
    for promise in promises {
        // Acts recorded late may have given several updates, or begun several gaps.
        while let Some(anchor_at) = owed_since(&draft.ticket, &promise) {
            start(draft, policies, anchor_at, promise.clone())?;
            observe(draft, policies, ClockCause::Resumed)?;
        }
    }
    Ok(())
}

/// Since when the promise is owed and no clock runs for it.
fn owed_since(ticket: &Ticket, promise: &Promise) -> Option<Timestamp> {
    let mut clocks: Vec<&ClockRecord> = ticket
        .clocks
        .values()
        .filter(|clock| promise.measures_as(clock.promise()) && clock.stands())
        .collect();
    clocks.sort_by_key(|clock| (clock.anchor_at, clock.cycle));
    if clocks.iter().any(|clock| !clock.is_final()) {
        return None;
    }
    match promise.metric {
        // What was asked in the report itself is the first response's to answer.
        Metric::NextResponse => ticket
            .asked_at()
            // Each question is owed one answer.
            .filter(|since| clocks.iter().all(|c| c.withdrawn || c.anchor_at != *since)),
        Metric::ContinuousWork => worked_at(ticket, promise, &clocks),
        Metric::TakeOver => handed_over_at(ticket, promise, &clocks),
        _ => clocks.last().and_then(|clock| clock.met_at),
    }
}

/// The act of work with which a duty began or went on last, unless it is over.
fn worked_at(ticket: &Ticket, promise: &Promise, clocks: &[&ClockRecord]) -> Option<Timestamp> {
    let Some(last) = clocks.iter().rev().find(|clock| !clock.withdrawn) else {
        return promise.begun_at(&ticket.acts);
    };
    let facts = facts(ticket, last, last.promises.clone());
    last.met_at.filter(|met_at| !facts.is_over(*met_at))
}

/// When somebody else took over while work had to go on, unless that was answered:
/// one take-over answers every hand-over before it.
fn handed_over_at(
    ticket: &Ticket,
    promise: &Promise,
    clocks: &[&ClockRecord],
) -> Option<Timestamp> {
    let since = ticket.handed_over_at?;
    let answered = clocks
        .iter()
        .any(|clock| clock.anchor_at == since || clock.met_at.is_some_and(|at| at >= since));
    let lasted = ticket.clocks.values().any(|duty| {
        promise.belongs_to(duty.promise())
            && duty.stands()
            && !duty.withdrawn
            && duty.anchor_at <= since
            && duty.met_at.is_none_or(|met_at| met_at >= since)
    });
    (lasted && !answered).then_some(since)
}
