//! `GET /d/{desk}/tickets/{number}/attachments/{message}/{place}`: a file of a
//! public message. Files of internal notes do not exist here.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::MessageId;

use super::own::own;
use crate::web::{self, Customer, PageError, Web};

pub(super) async fn download(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number, message, place)): Path<(String, String, MessageId, i64)>,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let is_public = own
        .ticket
        .message(message)
        .is_some_and(|message| message.public);
    if !is_public {
        return Err(PageError::NotFound);
    }
    let (desk, ticket) = (&customer.desk.desk, own.ticket.id.to_string());
    web::download(&web, desk, &ticket, &message.to_string(), place).await
}
