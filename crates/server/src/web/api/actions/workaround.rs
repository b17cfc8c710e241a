//! That the customer can go on with a workaround.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::by_agent;
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages::text;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// What fits the rest of the problem.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewWorkaroundAcceptance)]
struct NewAcceptance {
    /// Less grave than the one in force; left out: what the policy says, or it is
    /// chosen afterwards.
    severity: Option<u8>,
    #[serde(default)]
    comment: String,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/workaround",
        Scope::TicketsWrite,
        example::TICKET,
        accept,
    )
    .named(
        "acceptWorkaround",
        "Record that the customer accepted the workaround: the rest gets a lower severity, \
         and its promises begin",
    )
    .takes::<NewAcceptance>(example::NEW_WORKAROUND_ACCEPTANCE)
    .tagged()
    .guarded()
}

async fn accept(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewAcceptance>,
) -> Result<Response, Problem> {
    let NewAcceptance { severity, comment } = given.body;
    let command = Command::AcceptWorkaround {
        severity,
        comment: text(&api, comment),
        seen: given.seen,
    };
    by_agent(&api, &caller, id, command, given.once).await
}
