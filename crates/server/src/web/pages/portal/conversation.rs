//! What was said and what happened, as the customer reads it: public messages, and
//! the sentences of public events between them.

use std::collections::HashMap;

use domain::text::{Names, sentence};
use domain::{Actor, Event, Recorded, TextId};

use super::frame::initials;
use super::own::Own;
use super::people::People;
use crate::store::AttachmentRow;
use crate::web::{Customer, Moment, PageError, Prose, Reader, Web};

/// One entry of the conversation.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Message(Said),
    Fact(Happened),
}

/// A message.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) author: String,
    pub(super) initials: String,
    pub(super) by_staff: bool,
    pub(super) at: Moment,
    /// `None` when it was erased.
    pub(super) body: Option<Prose>,
    pub(super) files: Vec<File>,
}

/// A file that came with a message.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) size: String,
}

/// Something that happened besides.
#[derive(Clone, Debug)]
pub(super) struct Happened {
    pub(super) icon: &'static str,
    pub(super) sentence: String,
    pub(super) at: Moment,
    /// What was written with it: why it was reopened, what the rating means, why it
    /// is not covered.
    pub(super) quote: Option<String>,
}

/// The conversation in the order in which it came.
///
/// # Errors
/// When the store fails.
pub(super) async fn entries(
    web: &Web,
    customer: &Customer,
    own: &Own,
) -> Result<Vec<Entry>, PageError> {
    let people = People::of(web, &customer.desk, own).await?;
    let texts = texts(web, customer, own).await?;
    let files = files(web, customer, own).await?;
    let reader = &customer.reader;
    let public = own
        .history
        .iter()
        .filter(|recorded| recorded.event.is_public(&own.ticket) && !is_shown_above(recorded));
    Ok(public
        .map(|recorded| match &recorded.event {
            Event::MessageAdded {
                message,
                text,
                author,
                happened_at,
                ..
            } => {
                let author_name = people.actor(*author);
                Entry::Message(Said {
                    initials: initials(&author_name),
                    author: author_name,
                    by_staff: author.is_staff(),
                    at: Moment::new(reader, *happened_at),
                    body: texts
                        .get(&text.id)
                        .map(|body| Prose::of(body.clone(), author.is_staff())),
                    files: files.get(&message.to_string()).cloned().unwrap_or_default(),
                })
            }
            event => Entry::Fact(Happened {
                icon: icon(event),
                sentence: sentence(
                    recorded,
                    &own.ticket,
                    &people,
                    reader.language,
                    &reader.zone,
                ),
                at: Moment::new(reader, recorded.at),
                quote: quoted(recorded).and_then(|id| texts.get(&id).cloned()),
            }),
        })
        .collect())
}

/// Promises made and kept at once, clocks at rest, and what was measured again stand
/// above the conversation: told here as well they would only push apart what people said.
fn is_shown_above(recorded: &Recorded) -> bool {
    matches!(
        recorded.event,
        Event::ClockStarted { .. }
            | Event::ActRecorded { .. }
            | Event::ClockMoved {
                paused_at: Some(_),
                ..
            }
            | Event::ClockCancelled { .. }
            | Event::ClockCorrected { .. }
            | Event::ClockRepromised { .. }
            | Event::ClockAbsorbed { .. }
    )
}

/// The text that goes with an event, where the customer's side wrote it, was asked by it,
/// or is to read it.
fn quoted(recorded: &Recorded) -> Option<TextId> {
    // Staff write these for the customer.
    match &recorded.event {
        Event::CoverageDecided(ruling) => {
            return ruling.reason_by_hand.as_ref().map(|text| text.id);
        }
        Event::CoverageDisputed { reason } => return Some(reason.id),
        Event::SeverityProposed { reason, .. }
        | Event::SeverityDeclined { reason, .. }
        | Event::SeverityChanged { reason, .. }
        | Event::PriorityChanged { reason, .. }
        | Event::LevelChanged { reason, .. } => return Some(reason.id),
        _ => {}
    }
    if !matches!(recorded.actor, Actor::Contact(_)) {
        return None;
    }
    match &recorded.event {
        Event::TicketReopened { reason } => reason.as_ref().map(|text| text.id),
        Event::TicketRated { comment, .. } | Event::WorkaroundAccepted { comment, .. } => {
            comment.as_ref().map(|text| text.id)
        }
        Event::SeverityAgreed { reason, .. } => reason.as_ref().map(|text| text.id),
        _ => None,
    }
}

async fn texts(
    web: &Web,
    customer: &Customer,
    own: &Own,
) -> Result<HashMap<TextId, String>, PageError> {
    let said = own.ticket.messages.iter().filter(|message| message.public);
    let ids: Vec<String> = said
        .map(|message| message.text.id)
        .chain(own.history.iter().filter_map(quoted))
        .map(|id| id.to_string())
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rows = web.app().store().texts(&customer.desk.desk, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.text.parse().ok()?, row.body)))
        .collect())
}

/// The files of public messages, by message.
async fn files(
    web: &Web,
    customer: &Customer,
    own: &Own,
) -> Result<HashMap<String, Vec<File>>, PageError> {
    let ticket = own.ticket.id.to_string();
    let store = web.app().store();
    let rows = store
        .attachments_of_ticket(&customer.desk.desk, &ticket)
        .await?;
    let mut files: HashMap<String, Vec<File>> = HashMap::new();
    for row in rows {
        let href = format!(
            "{}/attachments/{}/{}",
            own.href(customer),
            row.message,
            row.place
        );
        files.entry(row.message.clone()).or_default().push(File {
            href,
            size: size(&row, &customer.reader),
            name: row.name,
        });
    }
    Ok(files)
}

fn size(row: &AttachmentRow, reader: &Reader) -> String {
    let words = reader.words();
    match row.bytes {
        bytes if bytes < 1_000 => words.say_with("portal-size-bytes", "size", bytes),
        bytes if bytes < 1_000_000 => {
            words.say_with("portal-size-kilobytes", "size", bytes / 1_000)
        }
        bytes => words.say_with("portal-size-megabytes", "size", bytes / 1_000_000),
    }
}

fn icon(event: &Event) -> &'static str {
    match event {
        Event::ClockMet { .. } | Event::ClockRestated { .. } | Event::TicketResolved { .. } => "✓",
        Event::ClockBreached { .. } => "✕",
        Event::TicketPaused { .. } => "❚❚",
        Event::TicketMerged { .. } | Event::TicketAbsorbed { .. } => "⇉",
        Event::TicketUnmerged { .. } | Event::TicketSeparated { .. } => "⇇",
        Event::CoverageDecided(_) => "§",
        Event::CoverageDisputed { .. } => "≠",
        Event::TicketResumed { .. } | Event::TicketReopened { .. } => "▶",
        _ => "○",
    }
}
