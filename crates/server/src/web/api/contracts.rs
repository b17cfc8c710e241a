//! Contracts: what a customer bought, since and until when, and when that became
//! known. Days are those of the desk's zone, and the last day of a period is part of it.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{StatementId, Terms};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Caller;
use super::customers::found;
use super::given::Given;
use super::once::{CarriedOut, done_before};
use super::tickets::PathParts;
use super::{Api, Operation, Problem, Scope, example, people};
use crate::app::contracts::held;
use crate::app::{
    Change, ContractChosen, Held, NewStatement, Once, Said, Touched, TouchedClock, beginning,
};
use crate::error::AppError;
use crate::store::StatementRow;

/// What a customer bought.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contract {
    #[schema(format = "uuid")]
    id: String,
    name: String,
    /// Everything that was recorded, one after the other; nothing is ever taken back.
    statements: Vec<Statement>,
    /// What holds when, by what is known now.
    segments: Vec<Segment>,
}

/// All contracts of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contracts {
    contracts: Vec<Contract>,
}

/// One thing a contract says for a period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContractStatement)]
struct Statement {
    #[schema(format = "uuid")]
    id: String,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// The first instant for which it no longer holds; null: without an end.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// `in_force`, `suspended` or `ended`.
    says: String,
    plan: Option<String>,
    /// What it promises otherwise than the policy, as TOML; empty: nothing.
    overrides: String,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    recorded_by: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_at: Option<Timestamp>,
    reason: Option<String>,
}

/// A stretch of time for which one statement governs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContractSegment)]
struct Segment {
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    #[schema(format = "uuid")]
    statement: String,
}

/// What was recorded, and the tickets it concerns.
#[derive(Debug, Serialize, ToSchema)]
struct Recorded {
    /// Null where it was only looked at.
    statement: Option<Statement>,
    /// The tickets that are restated, at most 200.
    tickets: Vec<Restated>,
}

/// A ticket whose promises are chosen again.
#[derive(Debug, Serialize, ToSchema)]
struct Restated {
    number: String,
    plan_before: Option<String>,
    plan_after: Option<String>,
    clocks: Vec<RestatedClock>,
}

/// A clock as it was recorded, and as it is restated.
#[derive(Debug, Serialize, ToSchema)]
struct RestatedClock {
    id: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    due_before: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    due_after: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    breached_before: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    breached_after: Option<Timestamp>,
}

/// A contract to be begun.
#[derive(Debug, Deserialize, ToSchema)]
struct NewContract {
    /// How people call it; left out: as the customer.
    name: Option<String>,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Its last day; left out: without an end.
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Date>,
    /// The id of a plan in the policy in force.
    plan: Option<String>,
    /// What it promises otherwise than the policy, as TOML.
    overrides: Option<String>,
    /// The day it was signed.
    #[schema(value_type = Option<String>, format = Date)]
    signed: Option<Date>,
    /// Needed where tickets are restated.
    reason: Option<String>,
    /// Only look at the tickets it would restate.
    #[serde(default)]
    dry_run: bool,
}

/// Something to be said of a contract.
#[derive(Debug, Deserialize, ToSchema)]
struct NewContractStatement {
    change: ContractChange,
    /// The first day it holds for; a renewal follows the end and takes none.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day; an amendment without one keeps the end, a suspension lasts until
    /// further notice.
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Date>,
    /// Of an amendment or renewal; left out: as it was.
    plan: Option<String>,
    /// Of an amendment or renewal; left out: as they were.
    overrides: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    signed: Option<Date>,
    /// Needed where tickets are restated.
    reason: Option<String>,
    /// Only look at the tickets it would restate.
    #[serde(default)]
    dry_run: bool,
}

/// What happens to a contract.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ContractChange {
    Amend,
    Renew,
    Suspend,
    End,
}

pub(super) fn list() -> Operation {
    Operation::get::<Contracts, _>(
        "/desks/{desk}/customers/{id}/contracts",
        Scope::CustomersRead,
        example::CONTRACTS,
        contracts,
    )
    .named(
        "listContracts",
        "What a company bought, and when that became known",
    )
}

pub(super) fn create() -> Operation {
    Operation::post::<Recorded, _>(
        "/desks/{desk}/customers/{id}/contracts",
        Scope::CustomersWrite,
        example::RECORDED,
        begin,
    )
    .named(
        "createContract",
        "Begin a contract, or look at what that would restate",
    )
    .takes::<NewContract>(example::NEW_CONTRACT)
}

pub(super) fn change() -> Operation {
    Operation::post::<Recorded, _>(
        "/desks/{desk}/contracts/{id}/statements",
        Scope::CustomersWrite,
        example::RECORDED,
        state,
    )
    .named(
        "changeContract",
        "Amend, renew, suspend or end a contract, or look at what that would restate",
    )
    .takes::<NewContractStatement>(example::NEW_STATEMENT)
}

async fn contracts(
    State(api): State<Api>,
    caller: Caller,
    path: PathParts,
) -> Result<Json<Contracts>, Problem> {
    let customer = found(&api, &caller, path.get("id")).await?;
    let held = api.app.contracts(&caller.desk, &customer.customer).await?;
    let now = api.app.now();
    let contracts = held.into_iter().map(|held| Contract::new(held, now));
    Ok(Json(Contracts {
        contracts: contracts.collect(),
    }))
}

async fn begin(
    State(api): State<Api>,
    caller: Caller,
    path: PathParts,
    given: Given<NewContract>,
) -> Result<Response, Problem> {
    let customer = found(&api, &caller, path.get("id")).await?;
    let zone = zone(&api, &caller).await?;
    let new = given.body;
    let name = people::name(new.name.as_deref().unwrap_or(&customer.name))?;
    let said = said(&caller, new.signed, new.reason);
    let terms = Terms {
        plan: new.plan,
        overrides: new.overrides.unwrap_or_default(),
    };
    let statement = beginning(new.from, new.last_day, terms, &said, &zone)?;
    let place = Place {
        customer: &customer.customer,
        contract: ContractChosen::New(&name),
        once: given.once,
        dry_run: new.dry_run,
    };
    record(&api, &caller, place, &statement).await
}

async fn state(
    State(api): State<Api>,
    caller: Caller,
    path: PathParts,
    given: Given<NewContractStatement>,
) -> Result<Response, Problem> {
    let store = api.app.store();
    let read = store.contract(caller.desk.as_str(), path.get("id")).await?;
    let held = held(read)?.into_iter().next();
    let held = held.ok_or(AppError::NotFound("contract"))?;
    let zone = zone(&api, &caller).await?;
    let new = given.body;
    let said = said(&caller, new.signed, new.reason);
    let from = || {
        new.from
            .ok_or(AppError::Refused(domain::Refusal::PeriodEmpty))
    };
    let change = match new.change {
        ContractChange::Amend => Change::Amend {
            from: from()?,
            last: new.last_day,
            plan: new.plan,
            overrides: new.overrides,
        },
        ContractChange::Renew => Change::Renew {
            last: new
                .last_day
                .ok_or(AppError::Refused(domain::Refusal::PeriodEmpty))?,
            plan: new.plan,
            overrides: new.overrides,
        },
        ContractChange::Suspend => Change::Suspend {
            from: from()?,
            last: new.last_day,
        },
        ContractChange::End => Change::End { from: from()? },
    };
    // A repeated renewal finds nothing to renew any more.
    if let Some(before) = before(&api, &caller, given.once.as_ref(), &held.row.customer).await? {
        return Ok(before);
    }
    let statement = change.statement(&held.contract, &said, &zone, api.app.now())?;
    let place = Place {
        customer: &held.row.customer,
        contract: ContractChosen::Known(&held.row.contract),
        once: given.once,
        dry_run: new.dry_run,
    };
    record(&api, &caller, place, &statement).await
}

/// Where something is to be recorded, and whether at all.
struct Place<'a> {
    customer: &'a str,
    contract: ContractChosen<'a>,
    once: Option<Once>,
    dry_run: bool,
}

async fn record(
    api: &Api,
    caller: &Caller,
    place: Place<'_>,
    new: &NewStatement,
) -> Result<Response, Problem> {
    let once = place.once.as_ref().filter(|_| !place.dry_run);
    if let Some(before) = before(api, caller, once, place.customer).await? {
        return Ok(before);
    }
    let (app, desk) = (&api.app, &caller.desk);
    let touched = app.touched(desk, place.customer, place.contract, new);
    let tickets = touched.await?.into_iter().map(Restated::from).collect();
    let statement = if place.dry_run {
        None
    } else {
        let recorded = app.record_statement(desk, place.customer, place.contract, new, once);
        Some(recorded.await?.into())
    };
    Ok(Json(Recorded { statement, tickets }).into_response())
}

/// What was recorded under the key before, if something was.
async fn before(
    api: &Api,
    caller: &Caller,
    once: Option<&Once>,
    customer: &str,
) -> Result<Option<Response>, Problem> {
    let done = done_before::<StatementId>(api, &caller.desk, once).await?;
    let Some(CarriedOut { id, .. }) = done else {
        return Ok(None);
    };
    let held = api.app.contracts(&caller.desk, customer).await?;
    let mut statements = held.into_iter().flat_map(|held| held.statements);
    let id = id.to_string();
    let statement = statements.find(|row| row.statement == id);
    let recorded = Recorded {
        statement: statement.map(Statement::from),
        tickets: Vec::new(),
    };
    let done = CarriedOut { id, repeated: true };
    Ok(Some(done.mark(Json(recorded).into_response())))
}

fn said(caller: &Caller, signed: Option<Date>, reason: Option<String>) -> Said {
    Said {
        by: format!("agent:{}", caller.agent),
        signed,
        reason,
    }
}

/// The zone in which the desk's days begin.
async fn zone(api: &Api, caller: &Caller) -> Result<TimeZone, Problem> {
    let desk = api.app.desk(&caller.desk).await?;
    Ok(TimeZone::get(&desk.zone).unwrap_or(TimeZone::UTC))
}

impl Contract {
    fn new(held: Held, now: Timestamp) -> Self {
        let segments = held.contract.segments(now);
        let segments = segments.into_iter().map(|segment| Segment {
            from: segment.from,
            until: segment.until,
            statement: segment.statement.id.to_string(),
        });
        Self {
            id: held.row.contract,
            name: held.row.name,
            segments: segments.collect(),
            statements: held.statements.into_iter().map(Statement::from).collect(),
        }
    }
}

impl From<StatementRow> for Statement {
    fn from(row: StatementRow) -> Self {
        let instant = |at| Timestamp::from_microsecond(at).unwrap_or_default();
        Self {
            id: row.statement,
            from: instant(row.from_at),
            until: row.until_at.map(instant),
            says: row.says,
            plan: row.plan,
            overrides: row.overrides,
            recorded_at: instant(row.recorded_at),
            recorded_by: row.recorded_by,
            signed_at: row.signed_at.map(instant),
            reason: row.reason,
        }
    }
}

impl From<Touched> for Restated {
    fn from(touched: Touched) -> Self {
        Self {
            number: touched.number.to_string(),
            plan_before: touched.plan_before,
            plan_after: touched.plan_after,
            clocks: touched
                .clocks
                .into_iter()
                .map(RestatedClock::from)
                .collect(),
        }
    }
}

impl From<TouchedClock> for RestatedClock {
    fn from(clock: TouchedClock) -> Self {
        Self {
            id: clock.clock,
            due_before: clock.due_before,
            due_after: clock.due_after,
            breached_before: clock.missed_before,
            breached_after: clock.missed_after,
        }
    }
}
