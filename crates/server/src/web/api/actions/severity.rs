//! The severity in force.

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

/// What the severity shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSeverity)]
struct NewSeverity {
    severity: u8,
    /// Kept with the change, for whoever asks later.
    #[serde(default)]
    reason: String,
    /// That the customer agreed, by telephone for instance. Where the policy asks for
    /// agreement there is no change without it: propose one instead.
    #[serde(default)]
    agreed: bool,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/severity",
        Scope::TicketsWrite,
        example::TICKET,
        change,
    )
    .named(
        "changeSeverity",
        "Change the severity; the promises follow it",
    )
    .takes::<NewSeverity>(example::NEW_SEVERITY)
    .tagged()
    .guarded()
}

async fn change(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewSeverity>,
) -> Result<Response, Problem> {
    let NewSeverity {
        severity,
        reason,
        agreed,
    } = given.body;
    let command = Command::ChangeSeverity {
        severity,
        reason: text(&api, reason),
        agreed,
        seen: given.seen,
    };
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(severity.to_string()))
}
