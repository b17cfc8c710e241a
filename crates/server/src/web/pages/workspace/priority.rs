//! `POST .../priority`: how urgent it is, and why.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web, new_text};

pub(super) async fn change(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let priority = fields
        .given("priority")
        .ok_or(PageError::BadForm("priority"))?
        .to_owned();
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "priority",
        fields,
    };
    let command = Command::ChangePriority {
        priority,
        reason: new_text(&web, form.fields.text("reason")),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-priority").await
}
