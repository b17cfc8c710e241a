//! Waiting for somebody, and going on.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use sla::policy::PauseReason;
use utoipa::ToSchema;

use super::{beside, by_agent};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example, words};

/// What is waited for.
#[derive(Debug, Deserialize, ToSchema)]
struct Pause {
    #[schema(schema_with = words::pause)]
    reason: PauseReason,
    /// The public message that asks for it; needed when waiting for the customer.
    question: Option<String>,
}

/// Nothing more needs to be said.
#[derive(Debug, Deserialize, ToSchema)]
struct Resumption {}

pub(in crate::web::api) fn pause() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/pause",
        Scope::TicketsWrite,
        example::TICKET,
        begin,
    )
    .named(
        "pauseTicket",
        "Wait for somebody; the clocks that honour it rest",
    )
    .takes::<Pause>(example::PAUSE)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn resume() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/resumption",
        Scope::TicketsWrite,
        example::TICKET,
        end,
    )
    .named("resumeTicket", "Go on with a paused ticket")
    .takes::<Resumption>(example::NOTHING)
    .tagged()
    .guarded()
}

async fn begin(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Pause>,
) -> Result<Response, Problem> {
    let Pause { reason, question } = given.body;
    let command = Command::PauseTicket {
        reason,
        question: question.map(|question| messages::new(&api, question)),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("paused"))
}

async fn end(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Resumption>,
) -> Result<Response, Problem> {
    let command = Command::ResumeTicket { seen: given.seen };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside("open"))
}
