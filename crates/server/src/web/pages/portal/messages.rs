//! `POST /d/{desk}/tickets/{number}/messages`: the customer answers.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::{Channel, Command, MessageId, NewMessage};

use super::own::own;
use super::ticket::{Typed, again, carried_out, said};
use crate::web::{Customer, Fields, FormId, PageError, Web, files_of, new_text};

pub(super) async fn add(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::of(&fields)?;
    let (attachments, rows) = files_of(&customer.desk.desk, &fields.files);
    let had_files = !attachments.is_empty();
    let command = Command::AddMessage(NewMessage {
        // The form's id, so that the same form never makes two messages.
        message: MessageId(web.app().new_id()),
        text: new_text(&web, fields.text("text")),
        public: true,
        channel: Channel::Portal,
        act: None,
        happened_at: None,
        attachments,
    });
    let flash = "flash-portal-replied";
    match carried_out(&web, &customer, &own, form, command, rows, flash).await? {
        Ok(done) => Ok(done),
        Err(refusal) => {
            let typed = Typed {
                reply: fields.text("text").to_owned(),
                reply_problem: Some(said(&customer, &refusal)),
                had_files,
                ..Typed::default()
            };
            again(&web, &customer, &own, form, typed).await
        }
    }
}
