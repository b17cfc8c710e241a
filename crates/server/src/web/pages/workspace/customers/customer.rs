//! `GET /d/{desk}/agent/customers/{customer}`: the people of a company, what its
//! contracts say when and since when that is known, where it differs from the policy,
//! and which tickets were restated.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::text::metric_name;
use domain::{CustomerId, Kind};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::side::{self, Side};
use crate::app::{Held, Owed, Touched, last_day};
use crate::error::AppError;
use crate::store::{ContactRow, CustomerRow};
use crate::web::pages::contract::{Difference, differences, first_day, says};
use crate::web::{Fields, FormId, Moment, Page, PageError, Reader, Staff, Web, Words, render};

#[derive(Template)]
#[template(path = "workspace/customer.html")]
struct CustomerPage {
    t: Words,
    page: Page,
    side: Side,
    form: String,
    customer: CustomerRow,
    contacts: Vec<ContactRow>,
    contracts: Vec<ContractView>,
    differences: Vec<Difference>,
    plans: Vec<(String, String)>,
    asked: Asked,
}

/// Stands for the id of the contract in the form that begins one.
pub(super) const BEGUN: &str = "new";
/// The longest name of a contract.
pub(super) const NAME_CHARS_MAX: usize = 200;

/// What was typed into the form of a contract, and what came of it.
#[derive(Default)]
pub(super) struct Asked {
    /// The contract whose form it was, or [`BEGUN`].
    pub(super) contract: String,
    pub(super) fields: Fields,
    pub(super) problem: Option<String>,
    /// What recording it would change, where that was looked at.
    pub(super) preview: Option<Preview>,
}

/// What recording a statement would change.
pub(super) struct Preview {
    pub(super) touched: Vec<TouchedLine>,
    /// Of what was typed and what is shown of it: sent back, it says what is confirmed.
    pub(super) digest: String,
    /// Something else was confirmed than what would be recorded now.
    pub(super) is_another: bool,
}

impl Preview {
    fn how_many(&self, t: &Words) -> String {
        let touched = i64::try_from(self.touched.len()).unwrap_or(i64::MAX);
        t.count("contract-touches", touched)
    }
}

/// A ticket that would be restated, and how.
pub(super) struct TouchedLine {
    pub(super) number: String,
    pub(super) changes: Vec<String>,
}

struct ContractView {
    id: String,
    name: String,
    segments: Vec<Stretch>,
    statements: Vec<Stretch>,
    /// The last day, where nothing was said of what comes then.
    lapses: Option<String>,
    restated: Vec<String>,
}

/// What holds for a period, and since when that is known.
struct Stretch {
    first: String,
    last: Option<String>,
    says: String,
    known: Moment,
    is_now: bool,
    reason: Option<String>,
}

impl CustomerPage {
    fn typed(&self, contract: &str, name: &str) -> &str {
        if self.asked.contract == contract {
            self.asked.fields.text(name)
        } else {
            ""
        }
    }
}

pub(in super::super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Path((_, customer)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    page(&web, &staff, &customer, Asked::default()).await
}

/// The page, with what was typed into one of its forms.
pub(super) async fn page(
    web: &Web,
    staff: &Staff,
    customer: &str,
    asked: Asked,
) -> Result<Html<String>, PageError> {
    let (app, desk, reader) = (web.app(), &staff.desk_name, &staff.reader);
    let t = reader.words();
    let id: CustomerId = customer.parse().map_err(|_| PageError::NotFound)?;
    let row = app.store().customer_by_id(desk.as_str(), customer).await?;
    let row = row.ok_or(PageError::NotFound)?;
    let owed = app.owed(desk, id, reader.now).await?;
    let zone = TimeZone::get(&staff.desk.zone).unwrap_or(TimeZone::UTC);
    let mut contracts = Vec::new();
    for held in app.contracts(desk, customer).await? {
        contracts.push(contract(web, staff, &owed, &zone, held).await?);
    }
    let store = app.store();
    let contacts = store.contacts_of_customer(desk.as_str(), customer).await?;
    let form = match FormId::of(&asked.fields) {
        Ok(form) => form,
        Err(_) => FormId::new(web),
    };
    let plan = owed.facts.terms.plan.as_deref();
    let plans = owed.policies.plans().iter().map(|plan| {
        let name = plan.name.in_language(t.code()).to_owned();
        (plan.id.clone(), name)
    });
    render(&CustomerPage {
        page: side::page(web, staff, row.name.clone()),
        side: Side::load(web, staff, None, "customers").await?,
        form: form.0.to_string(),
        plans: plans.collect(),
        differences: differences(&owed.policies, plan, Kind::ALL, reader),
        customer: row,
        contacts,
        contracts,
        asked,
        t,
    })
}

async fn contract(
    web: &Web,
    staff: &Staff,
    owed: &Owed,
    zone: &TimeZone,
    held: Held,
) -> Result<ContractView, AppError> {
    let reader = &staff.reader;
    let stretch = |from, until: Option<Timestamp>, statement: &domain::Statement, reason| {
        let day = |day: jiff::civil::Date| day.to_string();
        Stretch {
            first: day(first_day(from, zone)),
            last: until.map(|until| day(last_day(until, zone))),
            says: says(&owed.policies, &statement.says, reader.words()),
            known: Moment::new(reader, statement.recorded_at),
            is_now: from <= reader.now && until.is_none_or(|until| reader.now < until),
            reason,
        }
    };
    let segments = held.contract.segments(reader.now);
    let segments = segments
        .iter()
        .map(|one| stretch(one.from, one.until, one.statement, None))
        .collect();
    let statements = held.contract.statements.iter().zip(&held.statements);
    let statements = statements
        .map(|(said, row)| stretch(said.from, said.until, said, row.reason.clone()))
        .collect();
    let (store, desk) = (web.app().store(), staff.desk_name.as_str());
    let mut restated = Vec::new();
    for row in store
        .contract_restatements(desk, &held.row.contract)
        .await?
    {
        if let Some(number) = store.ticket_number(desk, &row.ticket).await? {
            restated.push(format!("{}-{number}", staff.desk.prefix));
        }
    }
    let lapses_at = held.contract.lapses_at(reader.now);
    let lapses_at = lapses_at.filter(|at| *at > reader.now);
    Ok(ContractView {
        lapses: lapses_at.map(|at| last_day(at, zone).to_string()),
        id: held.row.contract,
        name: held.row.name,
        segments,
        statements,
        restated,
    })
}

/// What would be restated, in words.
pub(super) fn lines(touched: &[Touched], reader: &Reader) -> Vec<TouchedLine> {
    let t = reader.words();
    let shown = |at: Option<Timestamp>| {
        at.map_or_else(
            || t.say("state-unpromised"),
            |at| Moment::new(reader, at).short,
        )
    };
    let line = |one: &Touched| {
        let plan = |plan: &Option<String>| plan.clone().unwrap_or_else(|| "–".to_owned());
        let plans = (one.plan_before != one.plan_after).then(|| {
            let values = [
                ("before", plan(&one.plan_before)),
                ("after", plan(&one.plan_after)),
            ];
            t.say_all("contract-touched-plan", &values)
        });
        let clocks = one.clocks.iter().map(|clock| {
            let missed = match (clock.missed_before, clock.missed_after) {
                (None, Some(_)) => "now",
                (Some(_), None) => "no-longer",
                _ => "same",
            };
            let values = [
                ("clock", metric_name(reader.language, &clock.metric)),
                ("before", shown(clock.due_before)),
                ("after", shown(clock.due_after)),
                ("missed", missed.to_owned()),
            ];
            t.say_all("contract-touched-clock", &values)
        });
        TouchedLine {
            number: one.number.to_string(),
            changes: plans.into_iter().chain(clocks).collect(),
        }
    };
    touched.iter().map(line).collect()
}
