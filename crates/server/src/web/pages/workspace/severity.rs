//! `POST .../severity`, `.../severity/proposal`, `.../severity/answer` and
//! `.../workaround`: how grave it is, and why.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web, new_text};

/// The vendor sets it: where the policy lets it, or the customer agreed already.
pub(super) async fn change(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = form(&web, &staff, &number, "severity", fields);
    let command = Command::ChangeSeverity {
        severity: severity(&form)?,
        reason: new_text(&web, form.fields.text("reason")),
        agreed: form.fields.given("agreed").is_some(),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-severity").await
}

/// The customer is asked.
pub(super) async fn propose(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = form(&web, &staff, &number, "severity", fields);
    let command = Command::ProposeSeverity {
        severity: severity(&form)?,
        reason: new_text(&web, form.fields.text("reason")),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-severity-proposed")
        .await
}

/// The customer asked, and is answered.
pub(super) async fn answer(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let accept = match fields.text("answer") {
        "accept" => true,
        "decline" => false,
        _ => return Err(PageError::BadForm("answer")),
    };
    let form = form(&web, &staff, &number, "answer", fields);
    let command = Command::AnswerSeverity {
        accept,
        reason: form
            .fields
            .given("reason")
            .map(|reason| new_text(&web, reason)),
        seen: form.seen()?,
    };
    let said = if accept {
        "flash-severity"
    } else {
        "flash-severity-declined"
    };
    form.obey(command, Vec::new(), said).await
}

/// The customer can go on, and the rest gets what fits it.
pub(super) async fn accept_workaround(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = form(&web, &staff, &number, "workaround", fields);
    let command = Command::AcceptWorkaround {
        severity: Some(severity(&form)?),
        comment: new_text(&web, form.fields.text("comment")),
        seen: form.seen()?,
    };
    form.obey(command, Vec::new(), "flash-workaround").await
}

fn form<'a>(
    web: &'a Web,
    staff: &'a Staff,
    number: &'a str,
    noun: &'static str,
    fields: Fields,
) -> Form<'a> {
    Form {
        web,
        staff,
        number,
        noun,
        fields,
    }
}

fn severity(form: &Form<'_>) -> Result<u8, PageError> {
    let severity = form.fields.parsed("severity")?;
    severity.ok_or(PageError::BadForm("severity"))
}
