//! `POST .../acts`: something was done that needs no message.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use super::ticket::act_done;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn record(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let act = act_done(fields.text("act")).ok_or(PageError::BadForm("act"))?;
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "acts",
        fields,
    };
    let command = Command::RecordAct {
        act,
        happened_at: None,
    };
    form.obey(command, Vec::new(), "flash-recorded").await
}
