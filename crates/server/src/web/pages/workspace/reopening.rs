//! `POST .../reopening`: not done with after all, and why.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web, new_text};

pub(super) async fn reopen(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "reopening",
        fields,
    };
    let command = Command::ReopenTicket {
        reason: new_text(&web, form.fields.text("reason")),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-reopened").await
}
