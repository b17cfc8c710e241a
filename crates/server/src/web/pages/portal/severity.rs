//! `POST .../severity/answer` and `POST .../severity/proposal`: the customer agrees or
//! not, or sees it differently. Without signing in it comes through
//! [`super::severity_link`].

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::own::{Own, own};
use super::ticket::{Typed, again, carried_out, said};
use crate::web::{Customer, Fields, FormId, PageError, Web, new_text};

/// The command of a sent answer.
///
/// # Errors
/// When it holds neither yes nor no.
pub(super) fn command(web: &Web, fields: &Fields) -> Result<Command, PageError> {
    let accept = match fields.text("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(PageError::BadForm("answer")),
    };
    Ok(Command::AnswerSeverity {
        accept,
        reason: fields.given("reason").map(|text| new_text(web, text)),
        seen: fields.parsed("seen")?,
    })
}

/// What the next page says of it.
pub(super) fn flash(fields: &Fields) -> &'static str {
    match fields.text("answer") {
        "accept" => "flash-portal-severity-agreed",
        _ => "flash-portal-severity-declined",
    }
}

pub(super) async fn answer(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let command = command(&web, &fields)?;
    let flash = flash(&fields);
    sent(&web, &customer, &own, fields, command, flash).await
}

pub(super) async fn propose(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let severity = fields.parsed("severity")?;
    let command = Command::ProposeSeverity {
        severity: severity.ok_or(PageError::BadForm("severity"))?,
        reason: new_text(&web, fields.text("reason")),
        seen: fields.parsed("seen")?,
    };
    let flash = "flash-portal-severity-proposed";
    sent(&web, &customer, &own, fields, command, flash).await
}

async fn sent(
    web: &Web,
    customer: &Customer,
    own: &Own,
    fields: Fields,
    command: Command,
    flash: &str,
) -> Result<Response, PageError> {
    let form = FormId::of(&fields)?;
    match carried_out(web, customer, own, form, command, Vec::new(), flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let typed = Typed {
                grading: fields.text("reason").to_owned(),
                problem: Some(said(customer, &refusal)),
                ..Typed::default()
            };
            again(web, customer, own, FormId::new(web), typed).await
        }
    }
}
