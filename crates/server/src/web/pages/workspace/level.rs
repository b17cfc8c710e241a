//! `POST .../level`: handed over to another level, and why.

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
    let level = fields.parsed("level")?.ok_or(PageError::BadForm("level"))?;
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "level",
        fields,
    };
    let command = Command::ChangeLevel {
        level,
        reason: new_text(&web, form.fields.text("reason")),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-level").await
}
