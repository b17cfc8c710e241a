//! `POST .../closure`: done with.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::act_on::Form;
use crate::web::{Fields, PageError, Staff, Web};

pub(super) async fn close(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "closure",
        fields,
    };
    let seen = form.seen()?;
    let command = Command::CloseTicket { seen };
    form.obey(command, Vec::new(), "flash-closed").await
}
