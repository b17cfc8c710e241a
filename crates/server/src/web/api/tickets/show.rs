//! One ticket.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::OneTicket;
use crate::web::api::access::Caller;
use crate::web::api::answer::{self, TicketAnswer};
use crate::web::api::{Api, Operation, Problem, Scope, example};

pub(in crate::web::api) fn operation() -> Operation {
    Operation::get::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}",
        Scope::TicketsRead,
        example::TICKET,
        show,
    )
    .named("getTicket", "A ticket with its clocks, as they stand now")
    .tagged()
}

async fn show(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
) -> Result<Response, Problem> {
    let ticket = answer::of_ticket(&api, &caller.desk, id).await?;
    Ok(ticket.respond(StatusCode::OK))
}
