//! `POST /d/{desk}/tickets`: a report becomes a ticket, once, however often the form
//! is sent: the form's id is the ticket's.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{Channel, Command, MessageId, NewMessage, OpenTicket, TicketId, TicketNumber};

use super::new_ticket::{Problems, SUBJECT_CHARS_MAX, Typed, page};
use super::{answer, own};
use crate::app::{Once, Order};
use crate::error::AppError;
use crate::store::Write;
use crate::web::{
    Customer, Fields, Flash, FormId, PageError, Web, Words, carry_out, files_of, new_text, render,
};

pub(super) async fn open(
    State(web): State<Web>,
    customer: Customer,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = FormId::of(&fields)?;
    let typed = Typed::of(&fields)?;
    // The button for those without script: show the promise, send nothing.
    if fields.given("show").is_some() {
        let shown = page(&web, &customer, form, typed, Problems::default()).await?;
        return Ok(render(&shown)?.into_response());
    }
    let problems = problems(&typed, customer.reader.words());
    if problems.is_some() {
        return refused(&web, &customer, form, typed, problems).await;
    }
    let ticket = TicketId(form.0);
    let (attachments, rows) = files_of(&customer.desk.desk, &fields.files);
    let command = Command::OpenTicket(OpenTicket {
        ticket,
        customer: customer.company_id,
        requester: customer.id,
        kind: typed.chosen.kind,
        about: typed.chosen.about(),
        channel: Channel::Portal,
        subject: new_text(&web, &typed.subject),
        severity: typed.chosen.severity,
        priority: typed.chosen.priority.clone(),
        received_at: None,
        message: NewMessage {
            message: MessageId(web.app().new_id()),
            text: new_text(&web, &typed.text),
            public: true,
            channel: Channel::Portal,
            act: None,
            happened_at: None,
            attachments,
        },
        acknowledge: true,
    });
    let order = Order {
        once: Some(once(form, &customer)),
        also: Write::rows(rows),
        ..Order::new(&customer.desk_name, ticket, customer.actor(), command)
    };
    let flash = match carry_out(&web, order).await {
        Ok(Some(_)) => "flash-portal-opened",
        Ok(None) => "flash-portal-opened-before",
        Err(AppError::Refused(refusal)) => {
            let said = customer.reader.words();
            let problems = Problems {
                refused: Some(said.refused(&refusal, &customer.desk.address)),
                ..Problems::default()
            };
            return refused(&web, &customer, form, typed, problems).await;
        }
        Err(error) => return Err(error.into()),
    };
    let number = web
        .app()
        .store()
        .ticket_number(&customer.desk.desk, &ticket.to_string())
        .await?;
    let number = TicketNumber {
        prefix: customer.desk.prefix.clone(),
        number: number.ok_or(PageError::NotFound)?,
    };
    Ok(answer::done(
        &own::href(&customer, &number),
        &Flash::new(flash).about(&number),
    ))
}

/// One form is one ticket, also when it was changed before it was sent once more: the
/// form's id is the ticket's, and there cannot be two.
fn once(form: FormId, customer: &Customer) -> Once {
    Once {
        scope: "report".to_owned(),
        key: form.0.to_string(),
        fingerprint: customer.id.to_string(),
    }
}

fn problems(typed: &Typed, t: Words) -> Problems {
    let subject = match typed.subject.chars().count() {
        0 => Some(t.say("refusal-empty-subject")),
        chars if chars > SUBJECT_CHARS_MAX => {
            Some(t.say_with("portal-new-subject-long", "max", SUBJECT_CHARS_MAX))
        }
        _ => None,
    };
    let is_empty = typed.text.trim().is_empty() && !typed.had_files;
    Problems {
        subject,
        text: is_empty.then(|| t.say("portal-new-text-missing")),
        refused: None,
    }
}

async fn refused(
    web: &Web,
    customer: &Customer,
    form: FormId,
    typed: Typed,
    problems: Problems,
) -> Result<Response, PageError> {
    let again = page(web, customer, form, typed, problems).await?;
    answer::again(&again)
}
