//! `GET /d/{desk}/agent/policy`: the policy in force, as customers read it, what is
//! coming and what was before; and what supervisors decide of what is coming.

pub(super) mod backtest;
mod checked;
mod draft;
mod preview;
mod publication;
mod workshop;

pub(super) use publication::publish;
pub(super) use workshop::{check, save, show as show_workshop};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::super::coming::{self, Coming, Past};
use super::side::{self, Side};
use crate::error::AppError;
use crate::web::{Fields, Flash, Page, PageError, Staff, Web, Words, render, shown_again};

#[derive(Template)]
#[template(path = "workspace/policy.html")]
struct PolicyPage {
    t: Words,
    page: Page,
    side: Side,
    /// As whom this reader proposes.
    me: String,
    problem: Option<String>,
    html: String,
    comings: Vec<Coming>,
    past: Vec<Past>,
}

pub(super) async fn show(State(web): State<Web>, staff: Staff) -> Result<Html<String>, PageError> {
    page(&web, &staff, None).await
}

async fn page(
    web: &Web,
    staff: &Staff,
    problem: Option<String>,
) -> Result<Html<String>, PageError> {
    let (desk, reader) = (&staff.desk_name, &staff.reader);
    let t = reader.words();
    let policy = web.app().policy_at(desk, reader.now).await?;
    render(&PolicyPage {
        t,
        page: side::page(web, staff, t.say("side-policy")),
        side: Side::load(web, staff, None, "policy").await?,
        me: proposer(staff),
        problem,
        html: policy.page_html(t.code()),
        comings: coming::coming(web, desk, reader, true).await?,
        past: coming::past(web, desk, reader, policy.version()).await?,
    })
}

/// Staff as they stand in the records of publishing.
fn proposer(staff: &Staff) -> String {
    format!("agent:{}", staff.agent.agent)
}

/// `POST .../policy/{version}/approval`.
pub(super) async fn approve(
    State(web): State<Web>,
    staff: Staff,
    Path((_, version)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let by = proposer(&staff);
    let approved = web.app().approve_policy(&staff.desk_name, &version, &by);
    let approved = approved.await;
    let said = match &approved {
        Ok(publication) if publication.corrects.is_some() => "flash-policy-corrected",
        _ => "flash-policy-published",
    };
    decided_on(&web, &staff, approved.map(|_| ()), said).await
}

/// `POST .../policy/{version}/withdrawal`.
pub(super) async fn withdraw(
    State(web): State<Web>,
    staff: Staff,
    Path((_, version)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (by, why) = (proposer(&staff), fields.text("why").trim());
    let withdrawn = web
        .app()
        .withdraw_policy(&staff.desk_name, &version, &by, why);
    decided_on(&web, &staff, withdrawn.await, "flash-policy-withdrawn").await
}

/// Leads back to the page, or shows it with what stands in the way.
async fn decided_on(
    web: &Web,
    staff: &Staff,
    decided: Result<(), AppError>,
    said: &str,
) -> Result<Response, PageError> {
    match decided {
        Ok(()) => {
            let jar = CookieJar::new().add(Flash::new(said).cookie());
            let to = format!("/d/{}/agent/policy", staff.desk_name);
            Ok((jar, Redirect::to(&to)).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            let words = staff.reader.words();
            let problem = words.say(&format!("refusal-{}", refusal.code()));
            let page = page(web, staff, Some(problem)).await?;
            Ok(shown_again(page))
        }
        Err(error) => Err(error.into()),
    }
}
