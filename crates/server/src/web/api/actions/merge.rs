//! Two tickets about one problem: merging one into the other, and separating them.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{beside, by_agent};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::tickets::{OneTicket, ticket_named};
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// Where it goes on.
#[derive(Debug, Deserialize, ToSchema)]
struct Merge {
    /// The number of the ticket that goes on: `INF-1041` or `1041`.
    into: String,
}

/// The merge was a mistake.
#[derive(Debug, Deserialize, ToSchema)]
struct Separation {}

pub(in crate::web::api) fn merge() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/merge",
        Scope::TicketsWrite,
        example::TICKET,
        merged,
    )
    .named("mergeTicket", "Let a duplicate go on in another ticket")
    .takes::<Merge>(example::MERGE)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn separate() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/separation",
        Scope::TicketsWrite,
        example::TICKET,
        separated,
    )
    .named(
        "separateTicket",
        "Undo a merge: the ticket goes on by itself",
    )
    .takes::<Separation>(example::NOTHING)
    .tagged()
}

async fn merged(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Merge>,
) -> Result<Response, Problem> {
    let command = Command::MergeTicket {
        into: ticket_named(&api, &caller, &given.body.into).await?,
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("merged"))
}

async fn separated(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Separation>,
) -> Result<Response, Problem> {
    by_agent(&api, &caller, id, Command::UnmergeTicket, given.once).await
}
