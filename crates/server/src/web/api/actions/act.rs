//! Acts without a message: work begun, forwarded.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use jiff::Timestamp;
use serde::Deserialize;
use sla::policy::Act;
use utoipa::ToSchema;

use super::by_agent;
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example, words};

/// Something staff did.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewAct)]
struct NewAct {
    #[schema(schema_with = words::act)]
    act: Act,
    /// When it was done, if before now.
    #[schema(value_type = Option<String>, format = DateTime)]
    happened_at: Option<Timestamp>,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/acts",
        Scope::TicketsWrite,
        example::TICKET,
        record,
    )
    .named(
        "recordAct",
        "Record what was done without a message. What consists in telling the customer \
         something is a message with an act",
    )
    .takes::<NewAct>(example::NEW_ACT)
    .tagged()
}

async fn record(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewAct>,
) -> Result<Response, Problem> {
    let NewAct { act, happened_at } = given.body;
    let command = Command::RecordAct { act, happened_at };
    by_agent(&api, &caller, id, command, given.once).await
}
