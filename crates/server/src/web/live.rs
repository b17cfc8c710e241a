//! `GET /d/{desk}/live`: news of changed tickets, as server-sent events, of what
//! the viewer may see, and of the viewer's own backtest. News carry names of topics only; whoever hears one fetches
//! the page again, through the same door as always.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use domain::TicketNumber;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use super::{Person, Web};
use crate::app::RunOwner;
use crate::error::AppError;
use crate::store::Change;

/// A line so often that no proxy thinks the connection dead.
const HEARTBEAT_SECONDS: u64 = 20;

/// Everything may have changed.
const EVERYTHING: &str = "*";

/// The viewer's backtest went on.
const BACKTEST: &str = "backtest";

struct Listener {
    web: Web,
    person: Person,
    changes: broadcast::Receiver<Change>,
    runs: broadcast::Receiver<RunOwner>,
    closing: watch::Receiver<bool>,
}

pub(super) async fn stream(
    State(web): State<Web>,
    person: Person,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listener = Listener {
        changes: web.app().store().changes(),
        runs: web.app().backtest_news(),
        closing: web.closing(),
        web,
        person,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let topics = listener.next().await?;
        let event = Event::default().event("changed").data(topics);
        Some((Ok(event), listener))
    });
    let beat = KeepAlive::new().interval(Duration::from_secs(HEARTBEAT_SECONDS));
    Sse::new(events).keep_alive(beat)
}

impl Listener {
    /// The topics of the next change this person may hear of; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            let change = tokio::select! {
                change = self.changes.recv() => change,
                run = self.runs.recv() => match run {
                    Ok(owner) if is_own(&self.person, &owner) => return Some(BACKTEST.to_owned()),
                    Ok(_) => continue,
                    Err(RecvError::Lagged(_)) => return Some(BACKTEST.to_owned()),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.closing.wait_for(|closing| *closing) => return None,
            };
            match change {
                Ok(Change::Ticket { desk, ticket, .. }) => {
                    match self.topics(&desk, &ticket).await {
                        Ok(Some(topics)) => return Some(topics),
                        Ok(None) => {}
                        Err(error) => {
                            tracing::warn!(%error, "a change could not be looked up");
                            return Some(EVERYTHING.to_owned());
                        }
                    }
                }
                Ok(Change::Unknown) | Err(RecvError::Lagged(_)) => {
                    return Some(EVERYTHING.to_owned());
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    async fn topics(&self, desk: &str, ticket: &str) -> Result<Option<String>, AppError> {
        let (row, list) = match &self.person {
            Person::Staff(staff) => (&staff.desk, "inbox"),
            Person::Customer(customer) => (&customer.desk, "tickets"),
        };
        if row.desk != desk {
            return Ok(None);
        }
        let Some(found) = self.web.app().store().ticket_by_id(desk, ticket).await? else {
            return Ok(None);
        };
        if let Person::Customer(customer) = &self.person {
            let is_own = found.ticket.requester == customer.contact.contact;
            let is_managed =
                customer.contact.manager && found.ticket.customer == customer.contact.customer;
            if !is_own && !is_managed {
                return Ok(None);
            }
        }
        let number = TicketNumber {
            prefix: row.prefix.clone(),
            number: found.ticket.number,
        };
        Ok(Some(format!("ticket/{number} {list}")))
    }
}

fn is_own(person: &Person, run: &RunOwner) -> bool {
    match person {
        Person::Staff(staff) => staff.desk_name == run.desk && staff.agent.agent == run.agent,
        Person::Customer(_) => false,
    }
}
