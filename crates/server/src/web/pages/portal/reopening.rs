//! `POST /d/{desk}/tickets/{number}/reopening`: the customer says it is not solved.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Command;

use super::own::own;
use super::ticket::{Typed, again, carried_out, said};
use crate::web::{Customer, Fields, FormId, PageError, Web, new_text};

pub(super) async fn reopen(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::of(&fields)?;
    let Some(reason) = fields.given("reason") else {
        let missing = customer.reader.words().say("portal-reopen-missing");
        let typed = Typed {
            reopening_problem: Some(missing),
            ..Typed::default()
        };
        return again(&web, &customer, &own, form, typed).await;
    };
    let command = Command::ReopenTicket {
        reason: new_text(&web, reason),
        seen: fields.parsed("seen")?,
    };
    let flash = "flash-portal-reopened";
    match carried_out(&web, &customer, &own, form, command, Vec::new(), flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let typed = Typed {
                reopening: reason.to_owned(),
                problem: Some(said(&customer, &refusal)),
                ..Typed::default()
            };
            again(&web, &customer, &own, FormId::new(&web), typed).await
        }
    }
}
