//! What all forms on a ticket have in common: the command is carried out at most
//! once, and then the ticket is shown again; refused, with everything typed kept.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::{Channel, Command, MessageId, NewMessage};
use sla::policy::Act;

use super::ticket::{self, Sent};
use crate::app::Order;
use crate::error::AppError;
use crate::store::RowOp;
use crate::web::{
    Fields, Flash, FormId, PageError, Staff, Web, carry_out, files_of, new_text, shown_again,
};

/// A form on a ticket, as it was sent.
pub(super) struct Form<'a> {
    pub(super) web: &'a Web,
    pub(super) staff: &'a Staff,
    /// As it stands in the address.
    pub(super) number: &'a str,
    /// The noun of the form, which is the last part of its address.
    pub(super) noun: &'static str,
    pub(super) fields: Fields,
}

impl Form<'_> {
    /// The sequence of the ticket that the person saw.
    pub(super) fn seen(&self) -> Result<Option<u64>, PageError> {
        self.fields.parsed("seen")
    }

    /// The message in the form's `body`, and the rows of its files.
    pub(super) fn message(&self, public: bool, act: Option<Act>) -> (NewMessage, Vec<RowOp>) {
        let (attachments, rows) = files_of(&self.staff.desk.desk, &self.fields.files);
        let message = NewMessage {
            message: MessageId(self.web.app().new_id()),
            text: new_text(self.web, self.fields.text("body")),
            public,
            channel: Channel::Workspace,
            act,
            happened_at: None,
            attachments,
        };
        (message, rows)
    }

    /// As [`Self::message`], where one need not be written.
    pub(super) fn message_given(&self) -> (Option<NewMessage>, Vec<RowOp>) {
        if self.fields.given("body").is_none() && self.fields.files.is_empty() {
            return (None, Vec::new());
        }
        let (message, rows) = self.message(true, None);
        (Some(message), rows)
    }

    /// Carries the command out and leads back to the ticket; `said` is what the
    /// page says then.
    pub(super) async fn obey(
        self,
        command: Command,
        rows: Vec<RowOp>,
        said: &str,
    ) -> Result<Response, PageError> {
        let Self {
            web,
            staff,
            number,
            noun,
            fields,
        } = self;
        let (id, number_known) = ticket::ticket_id(web, staff, number).await?;
        let mut order = Order::new(&staff.desk_name, id, staff.actor(), command);
        order.once = Some(FormId::of(&fields)?.once(noun));
        order.also.rows = rows;
        match carry_out(web, order).await {
            Ok(_) => {
                let jar = CookieJar::new().add(Flash::new(said).cookie());
                let to = format!("/d/{}/agent/tickets/{number_known}", staff.desk_name);
                Ok((jar, Redirect::to(&to)).into_response())
            }
            Err(AppError::Refused(refusal)) => {
                let sent = Sent {
                    form: noun,
                    fields,
                    refusal,
                };
                let page = ticket::page(web, staff, number, Some(sent)).await?;
                Ok(shown_again(page))
            }
            Err(error) => Err(error.into()),
        }
    }
}
