//! A ticket as the API shows it, with its clocks read at the instant of asking.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use domain::{DeskName, Graded, Ticket, TicketId, TicketNumber};
use jiff::Timestamp;
use serde::Serialize;
use sla::policy::PauseReason;
use utoipa::ToSchema;

use super::clocks::{ClockAnswer, clock_answers};
use super::coverage::CoverageAnswer;
use super::{Api, Problem, words};
use crate::app::Done;
use crate::error::AppError;
use crate::store::TicketListed;

/// One request of a customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(super) struct TicketAnswer {
    /// For ever; people use the number.
    #[schema(value_type = String, format = "uuid")]
    id: TicketId,
    /// The number people say: `INF-1042`.
    pub(super) number: String,
    #[schema(schema_with = words::status)]
    status: &'static str,
    /// Why it is paused, while it is.
    #[schema(schema_with = words::pause_or_null)]
    pause: Option<PauseReason>,
    #[schema(schema_with = words::kind)]
    kind: &'static str,
    /// The severity in force; null where the policy has none.
    severity: Option<u8>,
    /// What the reporter chose; null: nothing.
    severity_requested: Option<u8>,
    /// What the desk held to be right last, proposed or set.
    severity_assessed: Option<GradedAnswer>,
    /// The severity in force, where both sides agreed on it.
    severity_agreed: Option<GradedAnswer>,
    /// Waits for the answer of the other side.
    severity_proposal: Option<GradedAnswer>,
    /// The last proposal that was declined, and by whom.
    severity_declined: Option<GradedAnswer>,
    /// A workaround given at this severity; null where there is none.
    workaround: Option<WorkaroundAnswer>,
    /// The priority in force, by its id in the policy; null where it has none.
    priority: Option<String>,
    /// What the reporter chose; null: nothing.
    priority_requested: Option<String>,
    /// Who works on it: 1, 2, 3.
    level: u8,
    /// Null once it was erased.
    subject: Option<String>,
    #[schema(schema_with = words::channel)]
    channel: &'static str,
    customer: Named,
    requester: Requester,
    /// Null while nobody works on it.
    assignee: Option<Named>,
    /// The id of the plan in the policy; null without one.
    plan: Option<String>,
    /// Whether the contract covers it; null where the policy does not say.
    coverage: Option<CoverageAnswer>,
    /// The number of the ticket it goes on in; null unless it was merged.
    merged_into: Option<String>,
    /// The numbers of the tickets that go on in this one.
    absorbed: Vec<String>,
    /// When the vendor was told; of several merged, the first time.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    #[schema(schema_with = words::rating_or_null)]
    rating: Option<&'static str>,
    /// The content hash of the policy the ticket lives under.
    policy_version: String,
    clocks: Vec<ClockAnswer>,
    #[serde(skip)]
    sequence: u64,
}

/// A severity as one side sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GradedSeverity)]
pub(super) struct GradedAnswer {
    severity: u8,
    /// Or else the customer.
    by_staff: bool,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A workaround, and whether the customer can go on with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Workaround)]
pub(super) struct WorkaroundAnswer {
    #[schema(value_type = String, format = DateTime)]
    given_at: Timestamp,
    /// Null until it was accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
}

impl GradedAnswer {
    fn of(graded: Option<&Graded>) -> Option<Self> {
        graded.map(|graded| Self {
            severity: graded.severity,
            by_staff: graded.by.is_staff(),
            at: graded.at,
        })
    }
}

/// Something with a name for people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Named {
    #[schema(format = "uuid")]
    pub(super) id: String,
    /// Null when it is no longer known.
    pub(super) name: Option<String>,
}

/// Who asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Requester {
    #[schema(format = "uuid")]
    id: String,
    name: Option<String>,
    /// Null when the person is no longer known.
    email: Option<String>,
}

/// The ticket of a row of a list.
pub(super) async fn of_listed(
    api: &Api,
    listed: TicketListed,
    now: Timestamp,
) -> Result<TicketAnswer, Problem> {
    let not_found = AppError::NotFound("ticket");
    let Some(desk) = DeskName::new(&listed.ticket.desk) else {
        return Err(not_found.into());
    };
    let id: TicketId = listed.ticket.ticket.parse().map_err(|_| not_found)?;
    let (ticket, _) = api.app.ticket(&desk, id).await?;
    let number = TicketNumber {
        prefix: api.app.desk(&desk).await?.prefix,
        number: listed.ticket.number,
    };
    composed(api, &desk, listed, ticket, number, now).await
}

async fn composed(
    api: &Api,
    desk: &DeskName,
    listed: TicketListed,
    ticket: Ticket,
    number: TicketNumber,
    now: Timestamp,
) -> Result<TicketAnswer, Problem> {
    let row = listed.ticket;
    let store = api.app.store();
    let policies = api.app.policies_of(desk, &ticket).await?;
    let reasons = api.app.correction_reasons(desk, &ticket).await?;
    let contact = store.contact_by_id(desk.as_str(), &row.requester).await?;
    let subject = store.text(desk.as_str(), &row.subject).await?;
    let into = ticket.merged.iter().map(|merged| merged.into);
    let merged_into = numbers(api, desk, &number, into).await?.pop();
    let from = ticket.absorbed.iter().map(|taken| taken.from);
    let absorbed = numbers(api, desk, &number, from).await?;
    let language = contact.as_ref().map_or("", |contact| &contact.language);
    let coverage = CoverageAnswer::of(api, desk, &ticket, language).await?;
    Ok(TicketAnswer {
        merged_into,
        absorbed,
        id: ticket.id,
        number: number.to_string(),
        status: ticket.status.as_str(),
        pause: ticket.pause,
        kind: ticket.kind.as_str(),
        severity: ticket.severity,
        severity_requested: ticket.severity_requested,
        severity_assessed: GradedAnswer::of(ticket.grading.assessed.as_ref()),
        severity_agreed: GradedAnswer::of(ticket.grading.agreed.as_ref()),
        severity_proposal: GradedAnswer::of(ticket.grading.proposal.as_ref()),
        severity_declined: GradedAnswer::of(ticket.grading.declined.as_ref()),
        workaround: ticket.grading.workaround.map(|given| WorkaroundAnswer {
            given_at: given.given_at,
            accepted_at: given.accepted.map(|(_, at)| at),
        }),
        priority: ticket.priority.clone(),
        priority_requested: ticket.priority_requested.clone(),
        level: ticket.level,
        subject,
        channel: ticket.channel.as_str(),
        customer: Named {
            id: row.customer,
            name: listed.customer_name,
        },
        requester: Requester {
            id: row.requester,
            name: listed.requester_name,
            email: contact.map(|contact| contact.address),
        },
        assignee: row.assignee.map(|id| Named {
            id,
            name: listed.assignee_name,
        }),
        plan: ticket.plan.clone(),
        coverage,
        received_at: ticket.received_at,
        changed_at: ticket.changed_at,
        rating: ticket.rating.map(domain::Rating::as_str),
        policy_version: ticket.policy_version.clone(),
        clocks: clock_answers(&ticket, &policies, &reasons, now)?,
        sequence: ticket.sequence,
    })
}

/// The numbers of other tickets of the desk; `own` is one of them.
async fn numbers(
    api: &Api,
    desk: &DeskName,
    own: &TicketNumber,
    tickets: impl Iterator<Item = TicketId>,
) -> Result<Vec<String>, Problem> {
    let mut numbers = Vec::new();
    for id in tickets {
        let id = id.to_string();
        if let Some(number) = api.app.store().ticket_number(desk.as_str(), &id).await? {
            let prefix = own.prefix.clone();
            numbers.push(TicketNumber { prefix, number }.to_string());
        }
    }
    Ok(numbers)
}

/// The ticket as it now is.
pub(super) async fn of_ticket(
    api: &Api,
    desk: &DeskName,
    ticket: TicketId,
) -> Result<TicketAnswer, Problem> {
    let listed = listed(api, desk, ticket).await?;
    of_listed(api, listed, api.app.now()).await
}

/// The ticket as an order left it.
pub(super) async fn of_done(
    api: &Api,
    desk: &DeskName,
    done: Done,
) -> Result<TicketAnswer, Problem> {
    let listed = listed(api, desk, done.ticket.id).await?;
    composed(api, desk, listed, done.ticket, done.number, api.app.now()).await
}

async fn listed(api: &Api, desk: &DeskName, ticket: TicketId) -> Result<TicketListed, Problem> {
    let (store, id) = (api.app.store(), ticket.to_string());
    let found = store.ticket_by_id(desk.as_str(), &id).await?;
    Ok(found.ok_or(AppError::NotFound("ticket"))?)
}

impl TicketAnswer {
    /// The answer, with the ticket's sequence as its entity tag.
    pub(super) fn respond(self, status: StatusCode) -> Response {
        let tag = format!("\"{}\"", self.sequence);
        (status, [(ETAG, tag)], Json(self)).into_response()
    }
}
