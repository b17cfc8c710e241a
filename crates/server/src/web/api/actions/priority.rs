//! The priority in force.

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

/// How urgently it shall be handled.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewPriority)]
struct NewPriority {
    /// Its id in the policy.
    priority: String,
    /// Kept with the change, for whoever asks later.
    #[serde(default)]
    reason: String,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/priority",
        Scope::TicketsWrite,
        example::TICKET,
        change,
    )
    .named(
        "changePriority",
        "Change the priority; the promises that depend on it follow",
    )
    .takes::<NewPriority>(example::NEW_PRIORITY)
    .tagged()
    .guarded()
}

async fn change(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewPriority>,
) -> Result<Response, Problem> {
    let NewPriority { priority, reason } = given.body;
    let command = Command::ChangePriority {
        priority: priority.clone(),
        reason: text(&api, reason),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(priority))
}
