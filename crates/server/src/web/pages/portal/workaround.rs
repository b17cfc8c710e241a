//! `POST /d/{desk}/tickets/{number}/workaround`: the customer can go on with it.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::own::own;
use super::ticket::{Typed, again, carried_out, said};
use crate::web::{Customer, Fields, FormId, PageError, Web, new_text};

pub(super) async fn accept(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::of(&fields)?;
    let command = Command::AcceptWorkaround {
        severity: None,
        comment: new_text(&web, fields.text("comment")),
        seen: fields.parsed("seen")?,
    };
    let flash = "flash-portal-workaround";
    match carried_out(&web, &customer, &own, form, command, Vec::new(), flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let typed = Typed {
                grading: fields.text("comment").to_owned(),
                problem: Some(said(&customer, &refusal)),
                ..Typed::default()
            };
            again(&web, &customer, &own, FormId::new(&web), typed).await
        }
    }
}
