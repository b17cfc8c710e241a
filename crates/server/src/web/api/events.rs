//! What happened to a ticket, event by event, as it is stored.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::access::Caller;
use super::cursor::{CURSOR_PARAMETER, LIMIT_PARAMETER, Query, cut, linked, wrong_cursor};
use super::tickets::OneTicket;
use super::{Api, Operation, Parameter, Problem, ProblemKind, Scope, example};
use crate::store::StoredEvent;

const PARAMETERS: &[Parameter] = &[LIMIT_PARAMETER, CURSOR_PARAMETER];

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPage)]
struct Page {
    events: Vec<Event>,
    /// Where the next page is, as in the `Link` header; null on the last.
    next: Option<String>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
struct Event {
    /// 1 for the first event of a ticket, then without holes.
    sequence: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `ticket_opened`, `message_added`, ...
    kind: String,
    /// Of the data's form.
    version: i64,
    /// Who did it: an agent, a contact or the system.
    #[schema(value_type = Object)]
    actor: Value,
    /// What it brought; its form depends on the kind. Null where the kind says all.
    #[schema(value_type = Option<Object>)]
    data: Value,
}

pub(super) fn operation() -> Operation {
    Operation::get::<Page, _>(
        "/desks/{desk}/tickets/{number}/events",
        Scope::TicketsRead,
        example::EVENTS,
        events,
    )
    .named("listEvents", "The history of a ticket, oldest first")
    .with(PARAMETERS)
}

async fn events(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    query: Query,
) -> Result<Response, Problem> {
    let limit = query.limit()?;
    let from: i64 = match query.cursor::<1>()? {
        Some([from]) => from.parse().map_err(|_| wrong_cursor())?,
        None => 1,
    };
    let store = api.app.store();
    let mut stored = store
        .events_of_ticket(caller.desk.as_str(), &id.to_string(), from)
        .await?;
    let more = cut(&mut stored, limit);
    let last = stored.last().filter(|_| more);
    let next = last.map(|last| query.next(&[&(last.sequence + 1).to_string()]));
    let events = stored.iter().map(told).collect::<Result<_, _>>()?;
    let link = next.clone();
    Ok(linked(link.as_deref(), Json(Page { events, next })))
}

fn told(stored: &StoredEvent) -> Result<Event, Problem> {
    let unreadable = |reason: String| {
        tracing::error!(reason, "an event cannot be read");
        let detail = "whoever runs this desk finds the cause in its log";
        Problem::new(ProblemKind::Internal, detail)
    };
    let read =
        |text: &str| serde_json::from_str(text).map_err(|error| unreadable(error.to_string()));
    let at = Timestamp::from_microsecond(stored.at);
    Ok(Event {
        sequence: stored.sequence,
        at: at.map_err(|error| unreadable(error.to_string()))?,
        kind: stored.kind.clone(),
        version: stored.version,
        actor: read(&stored.actor)?,
        data: read(&stored.payload)?,
    })
}
