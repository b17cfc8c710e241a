//! `POST .../report`: whether the report has all that is needed.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn judge(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let complete = match fields.text("complete") {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::BadForm("complete")),
    };
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "report",
        fields,
    };
    let command = Command::JudgeReport {
        complete,
        happened_at: None,
    };
    form.obey(command, Vec::new(), "flash-recorded").await
}
