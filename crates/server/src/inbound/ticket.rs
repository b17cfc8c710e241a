//! A person's mail becomes a ticket, or a message on one.

use std::collections::HashSet;

use domain::text::{Language, say};
use domain::{
    Actor, Channel, Command, Kind, MessageId, NewAttachment, NewMessage, NewText, OpenTicket,
    Refusal, TextId, Ticket, TicketId,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::people::Person;
use super::refuse;
use super::work::{Arrived, sender, settle};
use crate::app::{App, Once, Order};
use crate::error::AppError;
use crate::store::{BlobRow, MailThreadRow, Write};

/// How often it is looked where a ticket goes on that is merged meanwhile.
const FOLLOWED_MAX: u32 = 3;

/// A message on the ticket it answers, or on the one that goes on in, if that is the writer's company's; else a
/// new ticket.
pub(super) async fn from_person(
    app: &App,
    arrived: &Arrived<'_>,
    person: &Person,
    hint: Option<TicketId>,
) -> Result<(), AppError> {
    for _ in 0..FOLLOWED_MAX {
        let Some(ticket) = answered(app, arrived, person, hint).await? else {
            return open(app, arrived, person).await;
        };
        let command = Command::AddMessage(NewMessage {
            happened_at: Some(came_at(app, arrived).max(ticket.received_at)),
            ..message(app, arrived, true)
        });
        let (ticket, actor) = (ticket.id, person.actor());
        let outcome = "a message on the ticket";
        match carry_out(app, arrived, ticket, actor, command, outcome).await {
            // Merged in this very moment: look again where it goes on.
            Err(AppError::Refused(Refusal::AlreadyMerged)) => {}
            // Too late for that ticket, not for the person.
            Err(AppError::Refused(Refusal::ReopeningWindowOver)) => {
                return open(app, arrived, person).await;
            }
            Err(AppError::Refused(refusal)) => {
                return settle(app, arrived, &format!("kept: {refusal}"), Some(ticket)).await;
            }
            other => return other,
        }
    }
    Err(AppError::Busy)
}

/// An internal note by staff.
pub(super) async fn note(
    app: &App,
    arrived: &Arrived<'_>,
    actor: Actor,
    ticket: TicketId,
) -> Result<(), AppError> {
    let command = Command::AddMessage(message(app, arrived, false));
    let ticket = match app.ticket_followed(&arrived.desk, ticket).await {
        Ok(followed) => followed.id,
        // Said below, with the fate of the mail.
        Err(AppError::NotFound(_)) => ticket,
        Err(error) => return Err(error),
    };
    match carry_out(app, arrived, ticket, actor, command, "a note by staff").await {
        Err(AppError::Refused(refusal)) => {
            settle(app, arrived, &format!("kept: {refusal}"), Some(ticket)).await
        }
        Err(AppError::NotFound(_)) => {
            settle(app, arrived, "kept: the ticket it answers is gone", None).await
        }
        other => other,
    }
}

/// A new ticket.
pub(super) async fn open(
    app: &App,
    arrived: &Arrived<'_>,
    person: &Person,
) -> Result<(), AppError> {
    let ticket = TicketId(app.new_id());
    let command = Command::OpenTicket(OpenTicket {
        ticket,
        customer: person.customer,
        requester: person.contact,
        kind: Kind::Incident,
        about: None,
        channel: Channel::Mail,
        subject: NewText {
            id: TextId(app.new_id()),
            body: subject(arrived),
        },
        severity: None,
        priority: None,
        received_at: Some(came_at(app, arrived)),
        message: message(app, arrived, true),
        acknowledge: arrived.mail.automatic.is_none() && !arrived.row.sender.is_empty(),
    });
    match carry_out(
        app,
        arrived,
        ticket,
        person.actor(),
        command,
        "a new ticket",
    )
    .await
    {
        Err(AppError::Refused(refusal @ Refusal::CoverageRefused { .. })) => {
            match sender(arrived) {
                Some(sender) => refuse::by_coverage(app, arrived, &sender, &refusal).await,
                None => settle(app, arrived, &format!("kept: {refusal}"), None).await,
            }
        }
        Err(AppError::Refused(refusal)) => {
            settle(app, arrived, &format!("kept: {refusal}"), None).await
        }
        other => other,
    }
}

/// The ticket, if there is one and the writer belongs to its customer: an answer
/// never lands on a stranger's ticket.
async fn answered(
    app: &App,
    arrived: &Arrived<'_>,
    person: &Person,
    hint: Option<TicketId>,
) -> Result<Option<Ticket>, AppError> {
    let Some(id) = hint else { return Ok(None) };
    match app.ticket_followed(&arrived.desk, id).await {
        Ok(ticket) => Ok(Some(ticket).filter(|it| it.customer == person.customer)),
        Err(AppError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives the order once for this mail's content, whoever offers it again, and
/// settles the mail in the same transaction.
async fn carry_out(
    app: &App,
    arrived: &Arrived<'_>,
    ticket: TicketId,
    actor: Actor,
    command: Command,
    outcome: &str,
) -> Result<(), AppError> {
    let desk = arrived.desk.as_str();
    let id = ticket.to_string();
    let mut also = Write::default().gate(arrived.row.done(outcome, Some(&id)));
    let mut stored = HashSet::new();
    for attachment in &arrived.mail.attachments {
        let digest = hex(&Sha256::digest(&attachment.bytes));
        if stored.insert(digest.clone()) {
            let bytes = attachment.bytes.clone();
            also = also.row(
                BlobRow {
                    desk: desk.to_owned(),
                    digest,
                    bytes,
                }
                .ensure(),
            );
        }
    }
    if let Some(message_id) = arrived.mail.message_id.clone() {
        let row = MailThreadRow {
            desk: desk.to_owned(),
            message_id,
            ticket: id,
        };
        also = also.row(row.ensure());
    }
    let once = Once {
        scope: "mail".to_owned(),
        key: content_key(arrived),
        fingerprint: String::new(),
    };
    let order = Order {
        desk: &arrived.desk,
        ticket,
        actor,
        command,
        once: Some(once),
        also,
    };
    let done = app.execute(order).await?;
    if done.repeated {
        let outcome = "the same mail came before";
        return settle(app, arrived, outcome, Some(done.ticket.id)).await;
    }
    Ok(())
}

/// What makes two mails the same, whatever way they came: what the author's side
/// wrote, without the traces of transport.
fn content_key(arrived: &Arrived<'_>) -> String {
    let mail = &arrived.mail;
    let mut hasher = Sha256::new();
    let from = mail.from.as_ref().map(|from| from.address.to_lowercase());
    let date = mail.date.map(|date| date.to_string());
    let parts = [mail.message_id.as_deref(), from.as_deref(), date.as_deref()];
    for part in parts
        .into_iter()
        .chain([Some(&*mail.subject), Some(&*mail.text_full)])
    {
        hasher.update(part.unwrap_or_default());
        hasher.update([0]);
    }
    for attachment in &mail.attachments {
        hasher.update(Sha256::digest(&attachment.bytes));
    }
    if mail.message_id.is_none() && mail.date.is_none() {
        // Nothing tells two such mails apart but their transport.
        hasher.update(&arrived.row.raw);
    }
    hex(&hasher.finalize())
}

fn message(app: &App, arrived: &Arrived<'_>, public: bool) -> NewMessage {
    let attachments = arrived.mail.attachments.iter();
    NewMessage {
        message: MessageId(app.new_id()),
        text: NewText {
            id: TextId(app.new_id()),
            body: body(arrived),
        },
        public,
        channel: Channel::Mail,
        act: None,
        happened_at: None,
        attachments: attachments
            .map(|attachment| NewAttachment {
                name: attachment.name.clone(),
                media: attachment.media_type.clone(),
                bytes: i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX),
                digest: hex(&Sha256::digest(&attachment.bytes)),
            })
            .collect(),
    }
}

/// When the mail reached us, which may be a while before it is worked on. Never
/// in the future, though another node's clock kept it.
fn came_at(app: &App, arrived: &Arrived<'_>) -> Timestamp {
    let now = app.now();
    Timestamp::from_microsecond(arrived.row.received_at).map_or(now, |at| at.min(now))
}

/// What the mail says; where cutting quotes left nothing, all of it.
fn body(arrived: &Arrived<'_>) -> String {
    let mail = &arrived.mail;
    let new = &mail.text;
    if new.trim().is_empty() {
        &mail.text_full
    } else {
        new
    }
    .clone()
}

fn subject(arrived: &Arrived<'_>) -> String {
    let subject = arrived.mail.subject.trim();
    if !subject.is_empty() {
        return subject.to_owned();
    }
    let language = Language::parse(&arrived.desk_row.language).unwrap_or(Language::En);
    say(language, "mail-no-subject", &[])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
