//! The tickets of a desk, newest first.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::{CustomerId, Status};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::store::{TicketFilter, Whose};
use crate::web::api::access::Caller;
use crate::web::api::answer::{self, TicketAnswer};
use crate::web::api::cursor::{
    CURSOR_PARAMETER, LIMIT_PARAMETER, Query, cut, linked, wrong_cursor,
};
use crate::web::api::{Api, Operation, Parameter, Problem, Scope, example, people};

/// How many tickets of a page are read at the same time.
const READS_AT_ONCE: usize = 8;

const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "status",
        about: "`open`, `paused`, `resolved` or `closed`",
        example: "open",
    },
    Parameter {
        name: "severity",
        about: "The severity in force",
        example: "1",
    },
    Parameter {
        name: "assignee",
        about: "An agent: id, mail address, `me`, or `none` for tickets nobody works on",
        example: "me",
    },
    Parameter {
        name: "customer",
        about: "The id of a customer",
        example: "019a0000-0000-7000-8000-000000000002",
    },
    Parameter {
        name: "due_before",
        about: "Something must fall due before that instant (RFC 3339)",
        example: "2026-11-18T17:00:00Z",
    },
    LIMIT_PARAMETER,
    CURSOR_PARAMETER,
];

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketPage)]
struct Page {
    tickets: Vec<TicketAnswer>,
    /// Where the next page is, as in the `Link` header; null on the last.
    next: Option<String>,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::get::<Page, _>(
        "/desks/{desk}/tickets",
        Scope::TicketsRead,
        example::TICKET_PAGE,
        list,
    )
    .named("listTickets", "Tickets, newest first")
    .with(PARAMETERS)
}

async fn list(State(api): State<Api>, caller: Caller, asked: Query) -> Result<Response, Problem> {
    let filter = filter(&api, &caller, &asked).await?;
    let limit = asked.limit()?;
    let cursor = match asked.cursor::<2>()? {
        Some([at, id]) => Some((at.parse().map_err(|_| wrong_cursor())?, id)),
        None => None,
    };
    let before = cursor.as_ref().map(|(at, id)| (*at, id.as_str()));
    let store = api.app.store();
    let mut listed = store
        .tickets_newest(caller.desk.as_str(), &filter, before, limit + 1)
        .await?;
    let more = cut(&mut listed, limit);
    let last = listed.last().filter(|_| more);
    let next = last.map(|last| {
        let at = last.ticket.received_at.to_string();
        asked.next(&[&at, &last.ticket.ticket])
    });
    let now = api.app.now();
    let tickets = stream::iter(listed)
        .map(|one| answer::of_listed(&api, one, now))
        .buffered(READS_AT_ONCE)
        .try_collect()
        .await?;
    let link = next.clone();
    Ok(linked(link.as_deref(), Json(Page { tickets, next })))
}

async fn filter(api: &Api, caller: &Caller, asked: &Query) -> Result<TicketFilter, Problem> {
    let status = asked.read(
        "status",
        "open, paused, resolved, closed or merged",
        Status::parse,
    )?;
    let severity = asked.read("severity", "a number", |text| text.parse::<u8>().ok())?;
    let customer = asked.read("customer", "the id of a customer", |text| {
        text.parse::<CustomerId>().ok()
    })?;
    let due_before = asked.read(
        "due_before",
        "an instant like 2026-11-18T17:00:00Z",
        |text| text.parse::<Timestamp>().ok(),
    )?;
    let whose = match asked.get("assignee") {
        None => Whose::Anybodys,
        Some("none") => Whose::Unassigned,
        Some(agent) => Whose::Assignee(people::agent(api, caller, agent).await?.to_string()),
    };
    Ok(TicketFilter {
        whose,
        status: status.map(|status| status.as_str().to_owned()),
        severity: severity.map(i64::from),
        customer: customer.map(|customer| customer.to_string()),
        due_before: due_before.map(Timestamp::as_microsecond),
        ..TicketFilter::default()
    })
}
