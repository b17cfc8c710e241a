//! `GET /d/{desk}/tickets/{number}/attachments/{message}/{place}`: a file of a
//! public message. Files of internal notes do not exist here.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::MessageId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::own::own;
use crate::web::{Customer, PageError, Web};

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
    let (store, desk) = (web.app().store(), &customer.desk.desk);
    let (ticket, message) = (own.ticket.id.to_string(), message.to_string());
    let row = store.attachment(desk, &ticket, &message, place).await?;
    let row = row.ok_or(PageError::NotFound)?;
    let bytes = store.blob(desk, &row.digest).await?;
    let bytes = bytes.ok_or(PageError::NotFound)?;
    // Always kept, never shown: a page sent in as a file must not run as ours.
    let name = utf8_percent_encode(&row.name, NON_ALPHANUMERIC);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}
