//! `GET /d/{desk}/contract`: what the customer's company bought, since when and until
//! when, what comes next, and what differs from the policy. Whatever the contract says
//! is here; who recorded it and why is the vendor's own and never loaded.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use domain::{ContractFacts, Kind, Says, Segment};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::policy::{ContractState, Policy};

use super::frame::{Frame, Place};
use crate::app::{Held, Owed, lapses_at, last_day};
use crate::web::pages::contract::{
    Difference, day_in_words, differences, first_day, plan_name, says,
};
use crate::web::pages::workspace::pill::Pill;
use crate::web::{Customer, Page, PageError, Web, Words, render};

#[derive(Template)]
#[template(path = "portal/contract.html")]
struct ContractPage {
    t: Words,
    page: Page,
    frame: Frame,
    state: Pill,
    /// What holds now, in sentences.
    standing: Vec<String>,
    /// Where nothing is in force, or will not be: what the customer can do.
    is_to_ask: bool,
    address: String,
    bought: Option<Bought>,
    contracts: Vec<ContractLines>,
    differences: Vec<Difference>,
}

/// What the plan gives, or having none.
struct Bought {
    name: Option<String>,
    means: Option<String>,
    hours: Option<String>,
    channels: Vec<String>,
    clause: Option<String>,
}

/// What a contract says from now on; the last thing it said where that is over.
struct ContractLines {
    id: String,
    name: String,
    lines: Vec<Line>,
}

struct Line {
    first: String,
    last: Option<String>,
    says: String,
    is_now: bool,
}

/// What is needed to say when something holds.
struct Days<'a> {
    zone: &'a TimeZone,
    now: Timestamp,
    t: Words,
}

impl Days<'_> {
    fn first(&self, from: Timestamp) -> String {
        day_in_words(first_day(from, self.zone), self.t)
    }

    fn last(&self, until: Timestamp) -> String {
        day_in_words(last_day(until, self.zone), self.t)
    }

    fn is_now(&self, segment: &Segment<'_>) -> bool {
        segment.from <= self.now && segment.until.is_none_or(|until| self.now < until)
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    customer: Customer,
) -> Result<Html<String>, PageError> {
    let (app, desk, reader) = (web.app(), &customer.desk_name, &customer.reader);
    let t = reader.words();
    let company = customer.company_id;
    let owed = app.owed(desk, company, reader.now).await?;
    let held = app.contracts(desk, &company.to_string()).await?;
    let zone = TimeZone::get(&customer.desk.zone).unwrap_or(TimeZone::UTC);
    let days = Days {
        zone: &zone,
        now: reader.now,
        t,
    };
    let plan = owed.facts.terms.plan.as_deref();
    let is_active = owed.facts.state == Some(ContractState::Active);
    // What is in force ends, and nothing was agreed of what comes then.
    let lapses = lapses_at(&held, reader.now)
        .map(|at| t.say_with("portal-contract-lapses", "day", days.last(at)));
    let mut standing = vec![standing(&owed.facts, &held, &days)];
    let is_to_ask = !is_active || lapses.is_some();
    standing.extend(lapses);
    render(&ContractPage {
        page: Page::new(&web, reader, t.say("portal-nav-contract")).of(&customer.desk),
        frame: Frame::of(&customer, Place::Contract),
        state: state(&owed.facts, &held, t),
        standing,
        is_to_ask,
        address: customer.desk.address.clone(),
        bought: is_active.then(|| bought(&owed, t)),
        contracts: held.iter().map(|one| lines(one, &owed, &days)).collect(),
        differences: differences(&owed.policies, plan, Kind::ALL, reader),
        t,
    })
}

/// The statement that governs now; `None` where no contract says anything of it.
fn governing<'a>(facts: &ContractFacts, held: &'a [Held], now: Timestamp) -> Option<Segment<'a>> {
    let source = facts.source?;
    let contract = held.iter().find(|one| one.contract.id == source.contract)?;
    let mut segments = contract.contract.segments(now).into_iter();
    segments.find(|one| one.from <= now && one.until.is_none_or(|until| now < until))
}

fn state(facts: &ContractFacts, held: &[Held], t: Words) -> Pill {
    let is_suspended = held.iter().any(|one| {
        let mut said = one.contract.statements.iter();
        let id = facts.source.map(|source| source.statement);
        said.any(|said| Some(said.id) == id && said.says == Says::Suspended)
    });
    let (state, word) = match facts.state {
        Some(ContractState::Active) => ("track", "contract-in-force"),
        Some(ContractState::Ended) if is_suspended => ("paused", "contract-suspended"),
        Some(ContractState::Ended) => ("missed", "contract-said-ended"),
        Some(ContractState::Absent) | None => ("none", "portal-contract-absent"),
    };
    Pill::word(state, t.say(word))
}

/// What holds now, and since when.
fn standing(facts: &ContractFacts, held: &[Held], days: &Days<'_>) -> String {
    let t = days.t;
    let Some(segment) = governing(facts, held, days.now) else {
        return over(held, days);
    };
    let since = days.first(segment.from);
    let until = segment.until.map(|until| days.last(until));
    let said = match segment.statement.says {
        Says::InForce(_) => "in-force",
        Says::Suspended => "suspended",
        Says::Ended => return t.say_with("portal-contract-ended", "day", days.last(segment.from)),
    };
    match until {
        Some(until) => t.say_all(
            &format!("portal-contract-{said}-until"),
            &[("since", since), ("until", until)],
        ),
        None => t.say_with(&format!("portal-contract-{said}"), "since", since),
    }
}

/// Where no contract says anything of today: when the last one ended.
fn over(held: &[Held], days: &Days<'_>) -> String {
    let segments = held.iter().flat_map(|one| one.contract.segments(days.now));
    let ended = segments.filter_map(|segment| segment.until);
    match ended.filter(|until| *until <= days.now).max() {
        Some(until) => {
            let last = days.last(until);
            days.t.say_with("portal-contract-ended", "day", last)
        }
        None => days.t.say("portal-contract-none"),
    }
}

fn bought(owed: &Owed, t: Words) -> Bought {
    let policy: &Policy = &owed.policies;
    let id = owed.facts.terms.plan.as_deref();
    let plan = policy
        .plans()
        .iter()
        .find(|plan| Some(plan.id.as_str()) == id);
    let channels = plan.map(|plan| plan.channels.clone()).unwrap_or_default();
    Bought {
        name: id.map(|id| plan_name(policy, id, t)),
        means: plan
            .and_then(|plan| plan.means.as_ref())
            .map(|means| means.in_language(t.code()).to_owned()),
        hours: policy.hours_in_words(id, t.code()),
        channels: channels
            .into_iter()
            .map(|channel| t.say(&format!("channel-{channel}")))
            .collect(),
        clause: plan.and_then(|plan| plan.clause.clone()),
    }
}

fn lines(held: &Held, owed: &Owed, days: &Days<'_>) -> ContractLines {
    let segments = held.contract.segments(days.now);
    let from_now = segments
        .iter()
        .filter(|one| one.until.is_none_or(|until| days.now < until));
    let mut shown: Vec<&Segment<'_>> = from_now.collect();
    if shown.is_empty() {
        shown.extend(segments.last());
    }
    let line = |one: &Segment<'_>| Line {
        first: days.first(one.from),
        last: one.until.map(|until| days.last(until)),
        says: says(&owed.policies, &one.statement.says, days.t),
        is_now: days.is_now(one),
    };
    ContractLines {
        id: held.row.contract.clone(),
        name: held.row.name.clone(),
        lines: shown.into_iter().map(line).collect(),
    }
}
