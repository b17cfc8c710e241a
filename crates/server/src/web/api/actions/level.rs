//! The level that works on a ticket.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{beside, by_agent};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages::text;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// Which level shall work on it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewLevel)]
struct NewLevel {
    level: u8,
    /// Kept with the change, for whoever asks later.
    #[serde(default)]
    reason: String,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/level",
        Scope::TicketsWrite,
        example::TICKET,
        change,
    )
    .named("changeLevel", "Pass a ticket to another level")
    .takes::<NewLevel>(example::NEW_LEVEL)
    .tagged()
    .guarded()
}

async fn change(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewLevel>,
) -> Result<Response, Problem> {
    let NewLevel { level, reason } = given.body;
    let command = Command::ChangeLevel {
        level,
        reason: text(&api, reason),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(level.to_string()))
}
