//! Whether a report has all that is needed to work on it.

use axum::extract::State;
use axum::response::Response;
use domain::Command;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::by_agent;
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example};

/// What staff thinks of a report.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewReportJudgement)]
struct NewReportJudgement {
    /// True when it has all that is needed.
    complete: bool,
    /// Since when, if before now.
    #[schema(value_type = Option<String>, format = DateTime)]
    happened_at: Option<Timestamp>,
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/report",
        Scope::TicketsWrite,
        example::TICKET,
        judge,
    )
    .named(
        "judgeReport",
        "Say whether the report has all that is needed. Promises that start with a complete \
         report wait until it has",
    )
    .takes::<NewReportJudgement>(example::NEW_REPORT_JUDGEMENT)
    .tagged()
}

async fn judge(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewReportJudgement>,
) -> Result<Response, Problem> {
    let NewReportJudgement {
        complete,
        happened_at,
    } = given.body;
    let command = Command::JudgeReport {
        complete,
        happened_at,
    };
    by_agent(&api, &caller, id, command, given.once).await
}
