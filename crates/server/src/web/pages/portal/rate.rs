//! `/d/{desk}/rate/{token}`: the page behind the link in the closing mail. Whoever
//! holds the link may rate, without signing in, and sees the ticket's number alone.
//! Opening the page changes nothing, because scanners follow links.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Actor;

use super::answer;
use super::frame::{Frame, Place};
use super::own::{Own, of_token};
use super::verdict::{self, Verdict};
use crate::app::Order;
use crate::error::AppError;
use crate::outbox::rating_token_key;
use crate::web::{Fields, Flash, FormId, Page, PageError, Visitor, Web, Words, carry_out, render};

#[derive(Template)]
#[template(path = "portal/rate.html")]
struct RatePage {
    t: Words,
    page: Page,
    frame: Frame,
    action: String,
    form: String,
    number: String,
    intro: String,
    /// `None` while the ticket is not resolved.
    verdict: Option<Verdict>,
    problem: Option<String>,
    comment: String,
}

#[derive(Template)]
#[template(path = "portal/rate_unknown.html")]
struct UnknownPage {
    t: Words,
    page: Page,
    frame: Frame,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response, PageError> {
    match found(&web, &visitor, &token).await? {
        Some(found) => {
            let form = FormId::new(&web);
            let page = page(&web, &visitor, &token, &found, form).await?;
            Ok(render(&page)?.into_response())
        }
        None => unknown(&web, &visitor),
    }
}

pub(super) async fn rate(
    State(web): State<Web>,
    visitor: Visitor,
    Path((_, token)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let Some(found) = found(&web, &visitor, &token).await? else {
        return unknown(&web, &visitor);
    };
    let form = FormId::of(&fields)?;
    let command = verdict::command(&web, &fields)?;
    let requester = Actor::Contact(found.ticket.requester);
    let order = Order {
        once: Some(form.once(&format!("rating {}", found.ticket.id))),
        ..Order::new(&visitor.desk_name, found.ticket.id, requester, command)
    };
    match carry_out(&web, order).await {
        Ok(_) => {
            let here = format!("/d/{}/rate/{token}", visitor.desk_name);
            Ok(answer::done(
                &here,
                &Flash::new(verdict::flash(&found.ticket)),
            ))
        }
        Err(AppError::Refused(refusal)) => {
            let t = visitor.reader.words();
            let mut page = page(&web, &visitor, &token, &found, form).await?;
            page.problem = Some(t.say(&format!("refusal-{}", refusal.code())));
            fields.text("comment").clone_into(&mut page.comment);
            answer::again(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(web: &Web, visitor: &Visitor, token: &str) -> Result<Option<Own>, PageError> {
    of_token(web, visitor, &rating_token_key(&visitor.desk), token).await
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    token: &str,
    found: &Own,
    form: FormId,
) -> Result<RatePage, PageError> {
    let t = visitor.reader.words();
    let number = found.number.to_string();
    let title = t.say_with("portal-rate-page-title", "number", &number);
    let version = &found.ticket.policy_version;
    let policy = web.app().policy(&visitor.desk_name, version).await?;
    let is_due = verdict::is_due(&found.ticket);
    Ok(RatePage {
        t,
        page: Page::new(web, &visitor.reader, title).of(&visitor.desk),
        frame: Frame::of_visitor(visitor, Place::Elsewhere),
        action: format!("/d/{}/rate/{token}", visitor.desk_name),
        form: form.0.to_string(),
        intro: t.say_all(
            "portal-rate-page-intro",
            &[
                ("desk", visitor.desk.name.clone()),
                ("number", number.clone()),
            ],
        ),
        number,
        verdict: is_due.then(|| Verdict::of(&found.ticket, &policy, t)),
        problem: None,
        comment: String::new(),
    })
}

/// The page for links that lead nowhere.
///
/// # Errors
/// When the template cannot be filled in.
pub(super) fn unknown(web: &Web, visitor: &Visitor) -> Result<Response, PageError> {
    let t = visitor.reader.words();
    let title = t.say("portal-rate-page-unknown-title");
    let page = UnknownPage {
        t,
        page: Page::new(web, &visitor.reader, title).of(&visitor.desk),
        frame: Frame::of_visitor(visitor, Place::Elsewhere),
    };
    let mut response = answer::again(&page)?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}
