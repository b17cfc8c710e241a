//! Resolving, closing and reopening.

use axum::extract::State;
use axum::response::Response;
use domain::{Command, NewMessage};
use serde::Deserialize;
use utoipa::ToSchema;

use super::coverage::CoverageFindings;
use super::{beside, by_agent};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// How it was resolved.
#[derive(Debug, Deserialize, ToSchema)]
struct Resolution {
    /// The solution, as a message; left out: none.
    body: Option<String>,
    /// Whether the customer is told the solution; true when left out.
    #[serde(default = "yes")]
    public: bool,
    /// What came to light on which coverage depends.
    #[serde(default)]
    found: CoverageFindings,
}

fn yes() -> bool {
    true
}

/// Nothing more needs to be said.
#[derive(Debug, Deserialize, ToSchema)]
struct Closure {}

/// Why it goes on.
#[derive(Debug, Deserialize, ToSchema)]
struct Reopening {
    #[serde(default)]
    reason: String,
}

pub(in crate::web::api) fn resolve() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/resolution",
        Scope::TicketsWrite,
        example::TICKET,
        resolution,
    )
    .named("resolveTicket", "Say that the problem is solved")
    .takes::<Resolution>(example::RESOLUTION)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn close() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/closure",
        Scope::TicketsWrite,
        example::TICKET,
        closure,
    )
    .named("closeTicket", "End a ticket")
    .takes::<Closure>(example::NOTHING)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn reopen() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/reopening",
        Scope::TicketsWrite,
        example::TICKET,
        reopening,
    )
    .named("reopenTicket", "Go on with a ticket that was thought done")
    .takes::<Reopening>(example::REOPENING)
    .tagged()
    .guarded()
}

async fn resolution(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Resolution>,
) -> Result<Response, Problem> {
    let Resolution {
        body,
        public,
        found,
    } = given.body;
    let found = found.into();
    let command = Command::ResolveTicket {
        solution: body.map(|body| NewMessage {
            public,
            ..messages::new(&api, body)
        }),
        found: Box::new(found),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("resolved"))
}

async fn closure(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Closure>,
) -> Result<Response, Problem> {
    let command = Command::CloseTicket { seen: given.seen };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("closed"))
}

async fn reopening(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Reopening>,
) -> Result<Response, Problem> {
    let command = Command::ReopenTicket {
        reason: messages::text(&api, given.body.reason),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("open"))
}
