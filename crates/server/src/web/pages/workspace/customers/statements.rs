//! `POST .../customers/{customer}/contracts/{contract}/statements`: a contract is
//! amended, renewed, suspended or ended. What restates tickets is shown first, and
//! recorded when it is sent again.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::customer::{self, Asked};
use crate::app::{Change, ContractChosen, Said};
use crate::web::{Fields, Flash, FormId, PageError, Staff, Web, shown_again};

pub(in super::super) async fn add(
    State(web): State<Web>,
    staff: Staff,
    Path((_, customer, contract)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let to = format!("/d/{}/agent/customers/{customer}", staff.desk_name);
    let once = FormId::of(&fields)?.once("contract");
    let (app, desk) = (web.app(), &staff.desk_name);
    let store = app.store();
    // Sent twice, it was recorded the first time.
    let before = store.once(desk.as_str(), &once.scope, &once.key).await?;
    if before.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let held = app.contracts(desk, &customer).await?;
    let held = held.into_iter().find(|held| held.row.contract == contract);
    let held = held.ok_or(PageError::NotFound)?;
    let said = Said {
        by: format!("agent:{}", staff.agent.agent),
        signed: fields.parsed::<Date>("signed")?,
        reason: fields.given("reason").map(str::to_owned),
    };
    let zone = TimeZone::get(&staff.desk.zone).unwrap_or(TimeZone::UTC);
    let chosen = ContractChosen::Known(&contract);
    let mut asked = Asked {
        contract: contract.clone(),
        ..Asked::default()
    };
    let done = async {
        let new = change(&fields)?.statement(&held.contract, &said, &zone, staff.reader.now)?;
        let touched = app.touched(desk, &customer, chosen, &new).await?;
        let only_look = fields.given("preview").is_some();
        if only_look || (!touched.is_empty() && fields.given("confirmed").is_none()) {
            return Ok::<_, PageError>(Some(customer::lines(&touched, &staff.reader)));
        }
        app.record_statement(desk, &customer, chosen, &new, Some(&once))
            .await?;
        Ok(None)
    };
    match done.await {
        Ok(None) => {
            let jar = CookieJar::new().add(Flash::new("flash-contract").cookie());
            return Ok((jar, Redirect::to(&to)).into_response());
        }
        Ok(touched) => asked.touched = touched,
        Err(PageError::Refused(refusal)) => {
            let words = staff.reader.words();
            asked.problem = Some(words.say(&format!("refusal-{}", refusal.code())));
        }
        Err(error) => return Err(error),
    }
    let refused = asked.problem.is_some();
    asked.fields = fields;
    let page = customer::page(&web, &staff, &customer, asked).await?;
    Ok(if refused {
        shown_again(page)
    } else {
        page.into_response()
    })
}

fn change(fields: &Fields) -> Result<Change, PageError> {
    let from = || {
        let from = fields.parsed::<Date>("from")?;
        from.ok_or(PageError::Refused(domain::Refusal::PeriodEmpty))
    };
    let last = fields.parsed::<Date>("last")?;
    let plan = fields.given("plan").map(str::to_owned);
    let overrides = fields.given("overrides").map(str::to_owned);
    Ok(match fields.text("change") {
        "amend" => Change::Amend {
            from: from()?,
            last,
            plan,
            overrides,
        },
        "renew" => Change::Renew {
            last: last.ok_or(PageError::Refused(domain::Refusal::PeriodEmpty))?,
            plan,
            overrides,
        },
        "suspend" => Change::Suspend {
            from: from()?,
            last,
        },
        "end" => Change::End { from: from()? },
        _ => return Err(PageError::BadForm("change")),
    })
}
