//! `POST .../messages`: a reply or a note; and, if so wished, the reply is at once
//! the question that is waited for, or the solution.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;
use sla::policy::PauseReason;

use super::act_on::Form;
use super::ticket::act_told;
use crate::web::{Fields, PageError, Staff, Web, download};

pub(super) async fn add(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let is_note = fields.text("kind") == "note";
    let act = act_told(fields.text("act"));
    let then = fields.text("then").to_owned();
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "messages",
        fields,
    };
    let seen = form.seen()?;
    let (message, rows) = form.message(!is_note, act);
    let (command, said) = match then.as_str() {
        "wait" => (
            Command::PauseTicket {
                reason: PauseReason::Customer,
                question: Some(message),
                seen,
            },
            "flash-asked",
        ),
        "resolve" if !is_note => (
            Command::ResolveTicket {
                solution: Some(message),
                found: Box::default(),
                seen,
            },
            "flash-resolved",
        ),
        _ if is_note => (Command::AddMessage(message), "flash-noted"),
        _ => (Command::AddMessage(message), "flash-replied"),
    };
    form.obey(command, rows, said).await
}

/// `GET .../messages/{message}/files/{place}`: a file that came with a message.
pub(super) async fn file(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number, message, place)): Path<(String, String, String, i64)>,
) -> Result<Response, PageError> {
    let (ticket, _) = super::ticket::ticket_id(&web, &staff, &number).await?;
    download(&web, &staff.desk.desk, &ticket.to_string(), &message, place).await
}
