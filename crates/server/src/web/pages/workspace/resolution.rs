//! `POST .../resolution`: solved, with or without a message that says how.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use super::coverage;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn resolve(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let found = coverage::found(&fields)?;
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "resolution",
        fields,
    };
    let seen = form.seen()?;
    let (solution, rows) = form.message_given();
    let command = Command::ResolveTicket {
        solution,
        found: Box::new(found),
        seen,
    };
    form.obey(command, rows, "flash-resolved").await
}
