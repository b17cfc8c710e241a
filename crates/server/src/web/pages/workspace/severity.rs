//! `POST .../severity`: how grave it is, and why.

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
    let severity = fields.parsed("severity")?;
    let severity = severity.ok_or(PageError::BadForm("severity"))?;
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "severity",
        fields,
    };
    let command = Command::ChangeSeverity {
        severity,
        reason: new_text(&web, form.fields.text("reason")),
        agreed: form.fields.given("agreed").is_some(),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-severity").await
}
