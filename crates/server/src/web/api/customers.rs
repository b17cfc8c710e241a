//! Customers: the companies that bought support.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::CustomerId;
use domain::text::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Caller;
use super::cursor::{CURSOR_PARAMETER, LIMIT_PARAMETER, Query, cut, linked};
use super::given::Given;
use super::once::write_rows;
use super::tickets::PathParts;
use super::{Api, BASE, Operation, Parameter, Problem, ProblemKind, Scope, example, people};
use crate::error::AppError;
use crate::store::CustomerRow;

const PARAMETERS: &[Parameter] = &[LIMIT_PARAMETER, CURSOR_PARAMETER];

/// A company that bought support.
#[derive(Debug, Serialize, ToSchema)]
struct Customer {
    #[schema(format = "uuid")]
    id: String,
    name: String,
    /// The id of the plan in the policy that a contract gives it now; null without one.
    plan: Option<String>,
    /// IANA name.
    zone: String,
    /// Two-letter code.
    language: String,
    active: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A page of customers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustomerPage)]
struct Page {
    customers: Vec<Customer>,
    /// Where the next page is, as in the `Link` header; null on the last.
    next: Option<String>,
}

/// A company to be entered.
#[derive(Debug, Deserialize, ToSchema)]
struct NewCustomer {
    name: String,
    /// The id of a plan in the policy in force: a contract without an end begins today.
    /// Left out: without a contract.
    plan: Option<String>,
    /// IANA name; the desk's own when left out.
    zone: Option<String>,
    /// Two-letter code; the desk's own when left out.
    language: Option<String>,
}

impl Customer {
    fn new(row: CustomerRow, plan: Option<String>) -> Self {
        Self {
            id: row.customer,
            name: row.name,
            plan,
            zone: row.zone,
            language: row.language,
            active: row.active,
            created_at: Timestamp::from_microsecond(row.created_at).unwrap_or_default(),
        }
    }
}

pub(super) fn list() -> Operation {
    Operation::get::<Page, _>(
        "/desks/{desk}/customers",
        Scope::CustomersRead,
        example::CUSTOMER_PAGE,
        customers,
    )
    .named("listCustomers", "Customers by name")
    .with(PARAMETERS)
}

pub(super) fn create() -> Operation {
    Operation::post::<Customer, _>(
        "/desks/{desk}/customers",
        Scope::CustomersWrite,
        example::CUSTOMER,
        enter,
    )
    .named("createCustomer", "Enter a company")
    .takes::<NewCustomer>(example::NEW_CUSTOMER)
    .creates()
}

pub(super) fn show() -> Operation {
    Operation::get::<Customer, _>(
        "/desks/{desk}/customers/{id}",
        Scope::CustomersRead,
        example::CUSTOMER,
        customer,
    )
    .named("getCustomer", "One company")
}

async fn customers(
    State(api): State<Api>,
    caller: Caller,
    query: Query,
) -> Result<Response, Problem> {
    let limit = query.limit()?;
    let cursor = query.cursor::<2>()?;
    let after = cursor
        .as_ref()
        .map(|[name, id]| (name.as_str(), id.as_str()));
    let store = api.app.store();
    let mut rows = store
        .customers(caller.desk.as_str(), after, limit + 1)
        .await?;
    let more = cut(&mut rows, limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| query.next(&[&last.name, &last.customer]));
    let mut plans = api.app.plans_in_force(&caller.desk, &rows).await?;
    let customers = rows.into_iter().map(|row| {
        let plan = plans.remove(&row.customer);
        Customer::new(row, plan)
    });
    let customers = customers.collect();
    let link = next.clone();
    Ok(linked(link.as_deref(), Json(Page { customers, next })))
}

async fn customer(
    State(api): State<Api>,
    caller: Caller,
    path: PathParts,
) -> Result<Json<Customer>, Problem> {
    let row = found(&api, &caller, path.get("id")).await?;
    Ok(Json(shown(&api, &caller, row).await?))
}

async fn enter(
    State(api): State<Api>,
    caller: Caller,
    given: Given<NewCustomer>,
) -> Result<Response, Problem> {
    let desk = api.app.desk(&caller.desk).await?;
    let new = given.body;
    if let Some(plan) = &new.plan {
        known_plan(&api, &caller, plan).await?;
    }
    let row = CustomerRow {
        desk: desk.desk,
        customer: api.app.new_id().to_string(),
        name: people::name(&new.name)?,
        zone: new.zone.map_or(Ok(desk.zone.clone()), known_zone)?,
        language: new.language.map_or(Ok(desk.language), known_language)?,
        active: true,
        created_at: api.app.now().as_microsecond(),
    };
    let about = format!("customer:{}", row.customer);
    let mut rows = vec![
        row.insert(),
        people::audit(&api, &caller, &about, "created"),
    ];
    if let Some(plan) = &new.plan {
        let by = format!("agent:{}", caller.agent);
        let contract = api.app.first_contract(&row, &desk.zone, Some(plan), &by);
        rows.extend(contract);
    }
    let once = given.once.as_ref();
    let done = write_rows(&api, &caller.desk, once, row.customer, rows).await?;
    let row = found(&api, &caller, &done.id).await?;
    let customer = shown(&api, &caller, row).await?;
    let location = format!("{BASE}/desks/{}/customers/{}", caller.desk, customer.id);
    let answer = (StatusCode::CREATED, [(LOCATION, location)], Json(customer));
    Ok(done.mark(answer.into_response()))
}

async fn shown(api: &Api, caller: &Caller, row: CustomerRow) -> Result<Customer, Problem> {
    let listed = std::slice::from_ref(&row);
    let mut plans = api.app.plans_in_force(&caller.desk, listed).await?;
    let plan = plans.remove(&row.customer);
    Ok(Customer::new(row, plan))
}

pub(super) async fn found(api: &Api, caller: &Caller, id: &str) -> Result<CustomerRow, Problem> {
    let missing = AppError::NotFound("customer");
    let Ok(id) = id.parse::<CustomerId>() else {
        return Err(missing.into());
    };
    let store = api.app.store();
    let row = store
        .customer_by_id(caller.desk.as_str(), &id.to_string())
        .await?;
    row.ok_or_else(|| missing.into())
}

async fn known_plan(api: &Api, caller: &Caller, plan: &str) -> Result<(), Problem> {
    let policy = api.app.policy_at(&caller.desk, api.app.now()).await?;
    if policy.plans().iter().any(|known| known.id == plan) {
        return Ok(());
    }
    let known: Vec<&str> = policy.plans().iter().map(|plan| plan.id.as_str()).collect();
    let detail = match known.as_slice() {
        [] => "leave out `plan`: the policy in force has no plans".to_owned(),
        known => format!("use one of {}", known.join(", ")),
    };
    Err(Problem::new(ProblemKind::UnknownPlan, detail))
}

fn known_zone(zone: String) -> Result<String, Problem> {
    match TimeZone::get(&zone) {
        Ok(_) => Ok(zone),
        Err(_) => {
            let detail = "give `zone` as an IANA name like `Europe/Berlin`";
            Err(Problem::new(ProblemKind::UnknownZone, detail))
        }
    }
}

/// A language people are written to in.
pub(super) fn known_language(language: String) -> Result<String, Problem> {
    if let Some(known) = Language::parse(&language) {
        return Ok(known.code().to_owned());
    }
    let known: Vec<&str> = Language::ALL.iter().map(|known| known.code()).collect();
    let detail = format!("use one of {}", known.join(", "));
    Err(Problem::new(ProblemKind::UnknownLanguage, detail))
}
