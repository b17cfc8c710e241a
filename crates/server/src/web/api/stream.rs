//! News of a desk as server-sent events: which ticket changed, not what. News may
//! be lost on a broken line; `refresh` says that the reader must look at
//! everything it shows.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt};
use serde::Serialize;
use tokio_stream::wrappers::BroadcastStream;
use utoipa::ToSchema;

use super::access::Caller;
use super::{Api, Operation, Problem, ProblemKind, Scope, example};
use crate::store::Change;

/// How many streams this node holds open at once.
pub const STREAMS_MAX: usize = 1_000;
/// How often something is sent when there is no news, so that nobody on the way
/// takes the line for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The data of an event `ticket`.
#[derive(Debug, Serialize, ToSchema)]
struct TicketChanged {
    #[schema(format = "uuid")]
    ticket: String,
    /// `INF-1042`
    number: String,
    /// Of its last event: what its `ETag` is now.
    sequence: i64,
}

pub(super) fn operation() -> Operation {
    Operation::get::<TicketChanged, _>(
        "/desks/{desk}/stream",
        Scope::TicketsRead,
        example::STREAM,
        stream,
    )
    .named(
        "streamChanges",
        "News of changed tickets as server-sent events: `ticket` with data, or `refresh` when \
         news was missed",
    )
    .in_media("text/event-stream")
}

async fn stream(
    State(api): State<Api>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let changes = BroadcastStream::new(api.app.store().changes());
    let permit = Arc::clone(&api.streams).try_acquire_owned().map_err(|_| {
        let detail = "share one stream among what you run, or try again later";
        Problem::new(ProblemKind::TooManyStreams, detail)
    })?;
    let prefix: Arc<str> = api.app.desk(&caller.desk).await?.prefix.into();
    let mut closing = api.closing.clone();
    let closed = async move {
        // An error means that the server is gone already.
        drop(closing.wait_for(|closing| *closing).await);
    };
    let news = changes.take_until(closed).filter_map(move |change| {
        // Held as long as the stream is.
        let _ = &permit;
        let (api, caller, prefix) = (api.clone(), caller.clone(), Arc::clone(&prefix));
        async move { told(&api, &caller, &prefix, change.ok()).await.map(Ok) }
    });
    Ok(Sse::new(news).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// What a caller hears of a change; `None` for `change`: some were missed.
async fn told(api: &Api, caller: &Caller, prefix: &str, change: Option<Change>) -> Option<Event> {
    let refresh = || Some(Event::default().event("refresh").data("{}"));
    let (ticket, sequence) = match change {
        Some(Change::Ticket {
            desk,
            ticket,
            sequence,
        }) if desk == caller.desk.as_str() => (ticket, sequence),
        Some(Change::Ticket { .. }) => return None,
        Some(Change::Unknown) | None => return refresh(),
    };
    let store = api.app.store();
    match store.ticket_number(caller.desk.as_str(), &ticket).await {
        Ok(Some(number)) => {
            let number = format!("{prefix}-{number}");
            let changed = TicketChanged {
                ticket,
                number,
                sequence,
            };
            let event = Event::default().event("ticket").json_data(changed);
            Some(event.expect("text and numbers are always JSON"))
        }
        // Whoever hears of a ticket that cannot be read has to look again.
        Ok(None) | Err(_) => refresh(),
    }
}
