//! Another severity, proposed to the customer, and the answer of the side that is
//! asked.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Actor, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{beside, by_agent, changed};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages::text;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// What the severity should be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSeverityProposal)]
struct NewProposal {
    severity: u8,
    /// The customer reads it.
    reason: String,
}

/// Yes or no.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSeverityAnswer)]
struct NewAnswer {
    accept: bool,
    /// Needed where it is declined.
    reason: Option<String>,
}

pub(in crate::web::api) fn propose() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/severity/proposal",
        Scope::TicketsWrite,
        example::TICKET,
        proposed,
    )
    .named(
        "proposeSeverity",
        "Propose another severity; what is in force stays so until the customer agrees",
    )
    .takes::<NewProposal>(example::NEW_SEVERITY_PROPOSAL)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn answer() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/severity/answer",
        Scope::TicketsWrite,
        example::TICKET,
        answered,
    )
    .named(
        "answerSeverity",
        "Answer the proposal that stands: the customer's for the desk, the desk's by passing \
         on what the requester says",
    )
    .takes::<NewAnswer>(example::NEW_SEVERITY_ANSWER)
    .tagged()
    .guarded()
}

async fn proposed(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewProposal>,
) -> Result<Response, Problem> {
    let NewProposal { severity, reason } = given.body;
    let command = Command::ProposeSeverity {
        severity,
        reason: text(&api, reason),
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(severity.to_string()))
}

async fn answered(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewAnswer>,
) -> Result<Response, Problem> {
    let NewAnswer { accept, reason } = given.body;
    let command = Command::AnswerSeverity {
        accept,
        reason: reason.map(|reason| text(&api, reason)),
        seen: given.seen,
    };
    let (ticket, _) = api.app.ticket(&caller.desk, id).await?;
    // Nobody answers themselves: what the desk proposed is the requester's to answer.
    let requester = Actor::Contact(ticket.requester);
    let actor = if ticket.grading.is_asked_of(requester) {
        requester
    } else {
        caller.actor()
    };
    changed(
        &api,
        &caller,
        actor,
        id,
        command,
        given.once,
        StatusCode::OK,
    )
    .await
}
