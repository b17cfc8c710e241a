//! Whether the contract covers a ticket, and the customer's disagreement with that.

use axum::extract::State;
use axum::response::Response;
use domain::{Command, CoverageFacts};
use serde::Deserialize;
use sla::policy::{Cause, Coverage, ModifiedBy};
use utoipa::ToSchema;

use super::{beside, by_agent, by_requester};
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::messages::text;
use crate::web::api::tickets::OneTicket;
use crate::web::api::{Api, Operation, Problem, Scope, example, words};

/// What is known by now; what is left out stays as it was known before.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct CoverageFindings {
    /// A subject of the policy's coverage table, or `other`.
    about: Option<String>,
    #[schema(schema_with = words::cause_or_null)]
    cause: Option<Cause>,
    /// Who changed the software it is about.
    #[schema(schema_with = words::modified_by_or_null)]
    modified_by: Option<ModifiedBy>,
    /// Whether that had the vendor's written permission.
    permission: Option<bool>,
    /// The periods of the policy that run for it.
    during: Option<Vec<String>>,
}

impl From<CoverageFindings> for CoverageFacts {
    fn from(found: CoverageFindings) -> Self {
        Self {
            about: found.about,
            cause: found.cause,
            modified_by: found.modified_by,
            permission: found.permission,
            contract: None,
            during: found.during,
        }
    }
}

/// What is known, and what shall be decided otherwise than the table says.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCoverage)]
struct NewCoverage {
    #[serde(default)]
    found: CoverageFindings,
    /// Left out: what the policy's table says.
    #[schema(schema_with = words::coverage_or_null)]
    decision: Option<Coverage>,
    /// The customer reads it. Needed for another decision than the table's, where the
    /// policy leaves the reason open, and to answer a disagreement.
    reason: Option<String>,
}

/// Why the requester does not agree.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewDispute)]
struct NewDispute {
    #[serde(default)]
    reason: String,
}

pub(in crate::web::api) fn decide() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/coverage",
        Scope::TicketsWrite,
        example::TICKET,
        decided,
    )
    .named("decideCoverage", "Decide whether the contract covers it")
    .takes::<NewCoverage>(example::NEW_COVERAGE)
    .tagged()
    .guarded()
}

pub(in crate::web::api) fn dispute() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/coverage/dispute",
        Scope::TicketsWrite,
        example::TICKET,
        disputed,
    )
    .named(
        "disputeCoverage",
        "Pass on that the requester disagrees with the decision on coverage",
    )
    .takes::<NewDispute>(example::NEW_DISPUTE)
    .tagged()
}

async fn decided(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewCoverage>,
) -> Result<Response, Problem> {
    let NewCoverage {
        found,
        decision,
        reason,
    } = given.body;
    let command = Command::DecideCoverage {
        found: Box::new(found.into()),
        decision,
        reason: reason.map(|reason| text(&api, reason)),
        seen: given.seen,
    };
    let asked = decision.map_or("by the table", Coverage::as_str);
    let done = by_agent(&api, &caller, id, command, given.once).await;
    done.map_err(beside(asked))
}

async fn disputed(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<NewDispute>,
) -> Result<Response, Problem> {
    let command = Command::DisputeCoverage {
        reason: text(&api, given.body.reason),
    };
    by_requester(&api, &caller, id, command, given.once).await
}
