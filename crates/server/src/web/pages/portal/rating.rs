//! `POST /d/{desk}/tickets/{number}/rating`: the customer's verdict, given on the
//! ticket's own page. By the link in a mail it comes through [`super::rate`].

use axum::extract::{Path, State};
use axum::response::Response;

use super::own::own;
use super::ticket::{Typed, again, carried_out, said};
use super::verdict;
use crate::web::{Customer, Fields, FormId, PageError, Web};

pub(super) async fn rate(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::of(&fields)?;
    let command = verdict::command(&web, &fields)?;
    let flash = verdict::flash(&own.ticket);
    match carried_out(&web, &customer, &own, form, command, Vec::new(), flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let typed = Typed {
                comment: fields.text("comment").to_owned(),
                problem: Some(said(&customer, &refusal)),
                ..Typed::default()
            };
            again(&web, &customer, &own, FormId::new(&web), typed).await
        }
    }
}
