//! `POST /d/{desk}/tickets/{number}/coverage/dispute`: the customer disagrees with
//! what was decided about coverage.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{Command, Refusal};

use super::own::own;
use super::ticket::{Typed, again, carried_out, said};
use crate::web::{Customer, Fields, FormId, PageError, Web, new_text};

pub(super) async fn dispute(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::of(&fields)?;
    let reason = fields.text("reason").to_owned();
    let command = Command::DisputeCoverage {
        reason: new_text(&web, &reason),
    };
    let flash = "flash-portal-disputed";
    match carried_out(&web, &customer, &own, form, command, Vec::new(), flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let problem = match refusal {
                Refusal::ReasonMissing => customer.reader.words().say("portal-dispute-missing"),
                other => said(&customer, &other),
            };
            let typed = Typed {
                dispute: reason,
                dispute_problem: Some(problem),
                ..Typed::default()
            };
            again(&web, &customer, &own, FormId::new(&web), typed).await
        }
    }
}
