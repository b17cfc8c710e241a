//! Which contract governs the ticket: what it says for the instant of receipt, what of
//! it differs from the policy, and what it says now where that is something else.

use domain::{Event, Says};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::policy::ContractState;

use super::load::Loaded;
use crate::app::contracts::facts;
use crate::app::{Held, last_day};
use crate::web::pages::contract::{Difference, differences, first_day, plan_name, says};
use crate::web::{Moment, Staff};

/// The contract of a ticket.
pub(super) struct ContractCard {
    /// `None`: the ticket names none.
    pub(super) governing: Option<Governing>,
    pub(super) plan: Option<String>,
    pub(super) differences: Vec<Difference>,
    /// What is said of today, where that is not what was said of the receipt.
    pub(super) now: Option<String>,
    /// When another statement was applied after the ticket was opened.
    pub(super) restated: Option<Moment>,
}

/// The statement that the ticket lives under.
pub(super) struct Governing {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) first: String,
    pub(super) last: Option<String>,
    pub(super) known: Moment,
}

pub(super) fn card(loaded: &Loaded, staff: &Staff) -> ContractCard {
    let (ticket, reader) = (&loaded.ticket, &staff.reader);
    let held = &loaded.contracts;
    let zone = TimeZone::get(&staff.desk.zone).unwrap_or(TimeZone::UTC);
    let applied = loaded.history.iter().rev();
    let mut applied = applied.filter(|one| matches!(one.event, Event::ContractApplied { .. }));
    let plan = ticket.plan.as_deref();
    let kinds = [ticket.kind];
    let mut differences = differences(&loaded.policy, plan, &kinds, reader);
    differences.retain(|one| one.severity.is_none() || one.severity == ticket.severity);
    ContractCard {
        governing: governing(loaded, &zone, staff),
        plan: plan.map(|id| plan_name(&loaded.policy, id, reader.words())),
        differences,
        now: now(loaded, held, staff),
        restated: applied.next().map(|one| Moment::new(reader, one.at)),
    }
}

fn governing(loaded: &Loaded, zone: &TimeZone, staff: &Staff) -> Option<Governing> {
    let source = loaded.ticket.contract?;
    let mut held = loaded.contracts.iter();
    let held = held.find(|one| one.contract.id == source.contract)?;
    let mut statements = held.contract.statements.iter();
    let statement = statements.find(|one| one.id == source.statement)?;
    let received = loaded.ticket.received_at;
    let holds = |from: Timestamp, until: Option<Timestamp>| {
        from <= received && until.is_none_or(|until| received < until)
    };
    // A later statement may have cut short what this one said at first.
    let segments = held.contract.segments(staff.reader.now);
    let mut own = segments
        .iter()
        .filter(|one| one.statement.id == statement.id);
    let own = own.find(|one| holds(one.from, one.until));
    let (from, until) = own.map_or((statement.from, statement.until), |one| {
        (one.from, one.until)
    });
    Some(Governing {
        name: held.row.name.clone(),
        says: says(&loaded.policy, &statement.says, staff.reader.words()),
        first: first_day(from, zone).to_string(),
        last: until.map(|until| last_day(until, zone).to_string()),
        known: Moment::new(&staff.reader, statement.recorded_at),
    })
}

fn now(loaded: &Loaded, held: &[Held], staff: &Staff) -> Option<String> {
    let (ticket, t) = (&loaded.ticket, staff.reader.words());
    let said = |statement| {
        let mut all = held.iter().flat_map(|one| &one.contract.statements);
        all.find(|one| one.id == statement).map(|one| &one.says)
    };
    let then = ticket.contract.and_then(|source| said(source.statement));
    let (was, plan) = match then {
        Some(Says::InForce(terms)) => (Some(ContractState::Active), terms.plan.clone()),
        Some(Says::Suspended | Says::Ended) => (Some(ContractState::Ended), None),
        None => {
            let then = facts(held, ticket.received_at, ticket.received_at);
            (then.state, then.terms.plan)
        }
    };
    let owed = facts(held, staff.reader.now, staff.reader.now);
    if (owed.state, &owed.terms.plan) == (was, &plan) {
        return None;
    }
    let now = owed.source.and_then(|source| said(source.statement));
    Some(match (now, owed.state) {
        (Some(now), _) => says(&loaded.policy, now, t),
        (None, Some(ContractState::Absent) | None) => t.say("contract-none"),
        (None, Some(ContractState::Active | ContractState::Ended)) => t.say("contract-said-ended"),
    })
}
