//! `POST .../pause`: waiting for somebody; for the customer only with a question.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use super::ticket::pause_reason;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn begin(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let reason = pause_reason(fields.text("reason")).ok_or(PageError::BadForm("reason"))?;
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "pause",
        fields,
    };
    let seen = form.seen()?;
    let (question, rows) = form.message_given();
    let command = Command::PauseTicket {
        reason,
        question,
        seen,
    };
    form.obey(command, rows, "flash-paused").await
}
