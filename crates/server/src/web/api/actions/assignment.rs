//! Who works on a ticket.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{beside, by_agent};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example, people};

/// Who shall work on it.
#[derive(Debug, Deserialize, ToSchema)]
struct Assignment {
    /// An agent's id or mail address, `me`, or null for nobody. It must be there,
    /// so that a slip of the pen takes a ticket from nobody.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    agent: Option<String>,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/assignment",
        Scope::TicketsWrite,
        example::TICKET,
        assign,
    )
    .named("assignTicket", "Give a ticket to an agent, or to nobody")
    .takes::<Assignment>(example::ASSIGNMENT)
    .tagged()
    .guarded()
}

async fn assign(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Assignment>,
) -> Result<Response, Problem> {
    let agent = match &given.body.agent {
        Some(agent) => Some(people::agent(&api, &caller, agent).await?),
        None => None,
    };
    let command = Command::AssignTicket {
        agent,
        seen: given.seen,
    };
    let asked = agent.map_or_else(|| "nobody".to_owned(), |agent| agent.to_string());
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(asked))
}
