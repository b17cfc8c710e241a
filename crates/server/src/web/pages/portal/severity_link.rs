//! `/d/{desk}/severity/{token}`: the page behind the link in the mail that proposes a
//! severity. Whoever holds the link may answer, without signing in, and sees the
//! ticket's number and its promises alone. Opening the page changes nothing, because
//! scanners follow links.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::{Actor, Ticket};
use jiff::tz::TimeZone;

use super::answer;
use super::day::zone_name;
use super::frame::{Frame, Place};
use super::grading::{Asked, Deadline, asked, deadlines, in_force};
use super::own::{Own, of_token};
use super::people::People;
use super::rate::unknown;
use super::severity::{command, flash};
use crate::app::Order;
use crate::error::AppError;
use crate::outbox::severity_token_key;
use crate::web::{
    Fields, Flash, FormId, Page, PageError, Reader, Visitor, Web, Words, carry_out, render,
};

#[derive(Template)]
#[template(path = "portal/severity.html")]
struct SeverityPage {
    t: Words,
    page: Page,
    frame: Frame,
    action: String,
    form: String,
    seen: u64,
    number: String,
    /// `None` once it was answered, or the ticket is resolved.
    asked: Option<Asked>,
    in_force: String,
    now: Vec<Deadline>,
    zone: String,
    problem: Option<String>,
    reason: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, PageError> {
    match found(&web, &visitor, &token).await? {
        Some(found) => {
            let page = page(&web, &visitor, &token, &found).await?;
            Ok(render(&page)?.into_response())
        }
        None => unknown(&web, &visitor),
    }
}

pub(super) async fn answer(
    State(web): State<Web>,
    visitor: Visitor,
    Path((_, token)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let Some(found) = found(&web, &visitor, &token).await? else {
        return unknown(&web, &visitor);
    };
    let form = FormId::of(&fields)?;
    let requester = Actor::Contact(found.ticket.requester);
    let command = command(&web, &fields)?;
    let order = Order {
        once: Some(form.once(&format!("severity {}", found.ticket.id))),
        ..Order::new(&visitor.desk_name, found.ticket.id, requester, command)
    };
    match carry_out(&web, order).await {
        Ok(_) => {
            let here = format!("/d/{}/severity/{token}", visitor.desk_name);
            Ok(answer::done(&here, &Flash::new(flash(&fields))))
        }
        Err(AppError::Refused(refusal)) => {
            let t = visitor.reader.words();
            let mut page = page(&web, &visitor, &token, &found).await?;
            page.problem = Some(t.say(&format!("refusal-{}", refusal.code())));
            fields.text("reason").clone_into(&mut page.reason);
            answer::again(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(web: &Web, visitor: &Visitor, token: &str) -> Result<Option<Own>, PageError> {
    of_token(web, visitor, &severity_token_key(&visitor.desk), token).await
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    token: &str,
    found: &Own,
) -> Result<SeverityPage, PageError> {
    let t = visitor.reader.words();
    let Own { ticket, number, .. } = found;
    let number = number.to_string();
    let reader = reader(web, visitor, ticket).await?;
    let policies = web.app().policies_of(&visitor.desk_name, ticket).await?;
    let people = People::of(web, &visitor.desk, found).await?;
    let reason = proposed_because(web, &visitor.desk.desk, ticket).await?;
    let title = t.say_with("portal-severity-page-title", "number", &number);
    Ok(SeverityPage {
        t,
        page: Page::new(web, &visitor.reader, title).of(&visitor.desk),
        frame: Frame::of_visitor(visitor, Place::Elsewhere),
        action: format!("/d/{}/severity/{token}", visitor.desk_name),
        form: FormId::new(web).0.to_string(),
        seen: ticket.sequence,
        number,
        zone: zone_name(&reader.zone, reader.now),
        asked: asked(ticket, &policies, reason, &people, &reader),
        in_force: in_force(ticket, &policies, t),
        now: deadlines(ticket, &reader),
        problem: None,
        reason: String::new(),
    })
}

/// Nobody is signed in, so that times are those of the company the mail went to.
async fn reader(web: &Web, visitor: &Visitor, ticket: &Ticket) -> Result<Reader, PageError> {
    let (store, customer) = (web.app().store(), ticket.customer.to_string());
    let company = store.customer_by_id(&visitor.desk.desk, &customer).await?;
    let zone = company.and_then(|company| TimeZone::get(&company.zone).ok());
    let mut reader = visitor.reader.clone();
    reader.zone = zone.unwrap_or(reader.zone);
    Ok(reader)
}

/// The reason of the proposal that stands; `None` where there is none, or it was
/// erased.
///
/// # Errors
/// When the store fails.
pub(super) async fn proposed_because(
    web: &Web,
    desk: &str,
    ticket: &Ticket,
) -> Result<Option<String>, PageError> {
    let proposal = ticket.grading.proposal.as_ref();
    match proposal.and_then(|proposal| proposal.reason.as_ref()) {
        Some(reason) => Ok(web.app().store().text(desk, &reason.id.to_string()).await?),
        None => Ok(None),
    }
}
