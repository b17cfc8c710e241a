//! The decision on coverage as the API shows it.

use domain::{DeskName, TextRef, Ticket};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Api, Problem, words};

/// Whether the contract covers a ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub(super) struct CoverageAnswer {
    #[schema(schema_with = words::coverage)]
    decision: &'static str,
    /// What it is about, by the policy's coverage table; null: not said.
    about: Option<String>,
    /// The row that decided; null: none fits, and what the table says otherwise holds.
    row: Option<String>,
    /// The level that takes it, where the row says so.
    level: Option<u8>,
    /// The policy's reason, in the requester's language where the policy has it; null
    /// where it states none, and where staff decided otherwise than the table.
    reason: Option<String>,
    /// What staff wrote for the customer.
    reason_by_hand: Option<String>,
    clause: Option<String>,
    /// True where nothing that is missing could change it, or the ticket is closed.
    #[serde(rename = "final")]
    is_final: bool,
    /// What is not known and could change it.
    #[schema(schema_with = words::coverage_facts)]
    depends_on: Vec<&'static str>,
    /// What the table says, where staff decided otherwise.
    #[schema(schema_with = words::coverage_or_null)]
    deviates_from: Option<&'static str>,
    /// Why the customer disagrees, until it is answered.
    disputed: Option<String>,
}

impl CoverageAnswer {
    /// The ticket's, in the language of whoever asked for it.
    pub(super) async fn of(
        api: &Api,
        desk: &DeskName,
        ticket: &Ticket,
        language: &str,
    ) -> Result<Option<Self>, Problem> {
        let Some(record) = &ticket.coverage else {
            return Ok(None);
        };
        let ruling = &record.ruling;
        let dispute = record.dispute.as_ref();
        let by_hand = ruling.reason_by_hand.as_ref();
        let reason_by_hand = written(api, desk, by_hand).await?;
        let disputed = written(api, desk, dispute.map(|dispute| &dispute.reason)).await?;
        let reason = ruling.reason.as_ref();
        let facts = ruling.depends_on.iter();
        Ok(Some(Self {
            decision: ruling.decision.as_str(),
            about: ruling.facts.about.clone(),
            row: ruling.row.clone(),
            level: ruling.level,
            reason: reason
                .and_then(|reason| reason.in_language(language))
                .map(str::to_owned),
            reason_by_hand,
            clause: ruling.clause.clone(),
            is_final: ruling.is_final,
            depends_on: facts.map(|fact| fact.as_str()).collect(),
            deviates_from: ruling.deviates_from.map(sla::policy::Coverage::as_str),
            disputed,
        }))
    }
}

/// What was written there; `None` when it was erased.
async fn written(
    api: &Api,
    desk: &DeskName,
    text: Option<&TextRef>,
) -> Result<Option<String>, Problem> {
    let Some(text) = text else {
        return Ok(None);
    };
    let store = api.app.store();
    Ok(store.text(desk.as_str(), &text.id.to_string()).await?)
}
