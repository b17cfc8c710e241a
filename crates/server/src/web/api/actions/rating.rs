//! The customer's verdict, passed on by a program.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::by_requester;
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages::text;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example, words};

/// What the requester thinks of it.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRating)]
struct NewRating {
    #[schema(schema_with = words::rating)]
    rating: domain::Rating,
    comment: Option<String>,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/rating",
        Scope::TicketsWrite,
        example::TICKET,
        rate,
    )
    .named(
        "rateTicket",
        "Pass on how the requester rates a resolved ticket",
    )
    .takes::<NewRating>(example::NEW_RATING)
    .tagged()
}

async fn rate(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewRating>,
) -> Result<Response, Problem> {
    let NewRating { rating, comment } = given.body;
    let command = Command::RateTicket {
        rating,
        comment: comment.map(|comment| text(&api, comment)),
    };
    by_requester(&api, &caller, id, command, given.once).await
}
