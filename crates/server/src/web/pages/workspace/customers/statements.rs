//! `POST .../customers/{customer}/contracts` begins a contract, and
//! `POST .../contracts/{contract}/statements` amends, renews, suspends or ends one. What
//! restates tickets is shown first, and recorded when exactly that is confirmed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::{Refusal, Terms};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::customer::{self, Asked, BEGUN, NAME_CHARS_MAX, Preview, TouchedLine};
use crate::app::{Change, ContractChosen, NewStatement, Said, beginning};
use crate::web::{Fields, Flash, FormId, PageError, Staff, Web, digest, shown_again};

/// The fields that say what is recorded.
const TYPED: [&str; 8] = [
    "name",
    "change",
    "from",
    "last",
    "signed",
    "plan",
    "overrides",
    "reason",
];

pub(in super::super) async fn begin(
    State(web): State<Web>,
    staff: Staff,
    Path((_, customer)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let store = web.app().store();
    let row = store.customer_by_id(staff.desk_name.as_str(), &customer);
    row.await?.ok_or(PageError::NotFound)?;
    let name = fields.given("name").ok_or(PageError::BadForm("name"))?;
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    let terms = Terms {
        plan: fields.given("plan").map(str::to_owned),
        overrides: fields.text("overrides").to_owned(),
    };
    let (said, last) = (said(&staff, &fields)?, fields.parsed::<Date>("last")?);
    let new =
        first(&fields).and_then(|first| Ok(beginning(first, last, terms, &said, &zone(&staff))?));
    say(
        &web,
        &staff,
        &customer,
        (BEGUN, ContractChosen::New(&name)),
        new,
        &fields,
    )
    .await
}

pub(in super::super) async fn add(
    State(web): State<Web>,
    staff: Staff,
    Path((_, customer, contract)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let held = web.app().contracts(&staff.desk_name, &customer).await?;
    let held = held.into_iter().find(|held| held.row.contract == contract);
    let held = held.ok_or(PageError::NotFound)?;
    let said = said(&staff, &fields)?;
    let new = change(&fields).and_then(|change| {
        let now = staff.reader.now;
        Ok(change.statement(&held.contract, &said, &zone(&staff), now)?)
    });
    let chosen = (contract.as_str(), ContractChosen::Known(&contract));
    say(&web, &staff, &customer, chosen, new, &fields).await
}

/// Shows what a statement would change, or records it.
async fn say(
    web: &Web,
    staff: &Staff,
    customer: &str,
    (form, chosen): (&str, ContractChosen<'_>),
    new: Result<NewStatement, PageError>,
    fields: &Fields,
) -> Result<Response, PageError> {
    let to = format!("/d/{}/agent/customers/{customer}", staff.desk_name);
    let once = FormId::of(fields)?.once("contract");
    let (app, desk) = (web.app(), &staff.desk_name);
    // Sent twice, it was recorded the first time.
    let before = app.store().once(desk.as_str(), &once.scope, &once.key);
    if before.await?.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let done = async {
        let new = new?;
        let touched = app.touched(desk, customer, chosen, &new).await?;
        let preview = preview(customer::lines(&touched, &staff.reader), fields)?;
        let is_confirmed = fields.text("confirmed") == preview.digest;
        if fields.given("preview").is_some() || !(preview.touched.is_empty() || is_confirmed) {
            return Ok::<_, PageError>(Some(preview));
        }
        app.record_statement(desk, customer, chosen, &new, Some(&once))
            .await?;
        Ok(None)
    };
    let mut asked = Asked {
        contract: form.to_owned(),
        fields: fields.clone(),
        ..Asked::default()
    };
    match done.await {
        Ok(None) => {
            let jar = CookieJar::new().add(Flash::new("flash-contract").cookie());
            return Ok((jar, Redirect::to(&to)).into_response());
        }
        Ok(preview) => asked.preview = preview,
        Err(PageError::Refused(refusal)) => {
            let words = staff.reader.words();
            asked.problem = Some(words.say(&format!("refusal-{}", refusal.code())));
        }
        Err(error) => return Err(error),
    }
    let refused = asked.problem.is_some();
    let page = customer::page(web, staff, customer, asked).await?;
    Ok(if refused {
        shown_again(page)
    } else {
        page.into_response()
    })
}

/// What is shown before it is recorded. The digest is of what was typed and of what is
/// shown: without it, what is recorded could be something else than what was confirmed.
fn preview(touched: Vec<TouchedLine>, fields: &Fields) -> Result<Preview, PageError> {
    let typed = TYPED.map(|name| fields.text(name));
    let shown: Vec<_> = touched
        .iter()
        .map(|one| (&one.number, &one.changes))
        .collect();
    let content = serde_json::to_string(&(typed, shown));
    let digest = digest(&content.map_err(|_| PageError::BadForm("its texts"))?);
    let confirmed = fields.given("confirmed");
    Ok(Preview {
        is_another: confirmed.is_some_and(|confirmed| confirmed != digest),
        touched,
        digest,
    })
}

fn zone(staff: &Staff) -> TimeZone {
    TimeZone::get(&staff.desk.zone).unwrap_or(TimeZone::UTC)
}

fn said(staff: &Staff, fields: &Fields) -> Result<Said, PageError> {
    Ok(Said {
        by: format!("agent:{}", staff.agent.agent),
        signed: fields.parsed::<Date>("signed")?,
        reason: fields.given("reason").map(str::to_owned),
    })
}

fn first(fields: &Fields) -> Result<Date, PageError> {
    let first = fields.parsed::<Date>("from")?;
    first.ok_or(PageError::Refused(Refusal::PeriodEmpty))
}

fn change(fields: &Fields) -> Result<Change, PageError> {
    let last = fields.parsed::<Date>("last")?;
    let plan = fields.given("plan").map(str::to_owned);
    let overrides = fields.given("overrides").map(str::to_owned);
    Ok(match fields.text("change") {
        "amend" => Change::Amend {
            from: first(fields)?,
            last,
            plan,
            overrides,
        },
        "renew" => Change::Renew {
            last: last.ok_or(PageError::Refused(Refusal::PeriodEmpty))?,
            plan,
            overrides,
        },
        "suspend" => Change::Suspend {
            from: first(fields)?,
            last,
        },
        "end" => Change::End {
            from: first(fields)?,
        },
        _ => return Err(PageError::BadForm("change")),
    })
}
