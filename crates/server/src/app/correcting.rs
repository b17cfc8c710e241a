//! Correcting a wrong calendar: which version may stand in the place of the one in
//! force, and what it would change. Nothing is measured again here; the publication
//! that comes of it is carried out like any other ([`App::take_over`]).

use std::collections::HashMap;
use std::sync::Arc;

use domain::{
    Actor, Command, Context, Correction, DeskFacts, DeskName, Event, NewText, TextId, Ticket,
    TicketId, TicketNumber, decide,
};
use sla::policy::{Audience, Policy};

use super::publishing::PROPOSED;
use super::{App, policies};
use crate::error::AppError;
use crate::store::PublicationRow;

/// How many tickets are read at once.
const PAGE: i64 = 500;

/// A policy text that corrects the calendars of the version in force.
#[derive(Clone, Debug)]
pub struct CorrectionProposal {
    pub source: String,
    /// `agent:ID` or `command line`.
    pub by: String,
    /// Why; told to every customer whose results change.
    pub reason: String,
}

/// A version in force and the one that corrects its calendars.
#[derive(Clone, Debug)]
pub struct CorrectedPolicy {
    pub wrong: Arc<Policy>,
    pub right: Arc<Policy>,
    /// From when on both count.
    pub effective_at: i64,
}

/// A clock that would show another result, or does.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectedClock {
    pub number: TicketNumber,
    pub clock: String,
    pub audience: Audience,
    pub correction: Correction,
}

/// Why calendars were corrected, by the text's id; what was erased is missing.
pub type Reasons = HashMap<TextId, String>;

/// What a correction would change on some of a desk's tickets.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionPage {
    pub clocks: Vec<CorrectedClock>,
    pub looked_at: u64,
    /// Where the next page begins.
    pub last: String,
}

impl App {
    /// The version in force and what would correct it.
    ///
    /// # Errors
    /// As [`domain::may_correct`]; [`domain::Refusal::PublishedBefore`]; when the text has
    /// errors, or the store fails.
    pub async fn correction(
        &self,
        desk: &DeskName,
        proposal: &CorrectionProposal,
    ) -> Result<CorrectedPolicy, AppError> {
        let wrong = self.policy_at(desk, self.now()).await?;
        let right = Arc::new(policies::read(desk, "to be corrected", &proposal.source)?);
        domain::may_correct(&right, &wrong, &proposal.reason)?;
        self.not_published(desk, right.version()).await?;
        let stored = self
            .store()
            .policy_by_version(desk.as_str(), wrong.version());
        let stored = stored.await?.ok_or(AppError::NotFound("policy version"))?;
        Ok(CorrectedPolicy {
            wrong,
            right,
            effective_at: stored.effective_at,
        })
    }

    /// Proposes a version that corrects the calendars of the one in force, and
    /// publishes it at once where the desk asks for no second person. It counts from
    /// the same instant as the one it corrects.
    ///
    /// # Errors
    /// As [`App::correction`].
    pub async fn propose_correction(
        &self,
        desk: &DeskName,
        proposal: &CorrectionProposal,
    ) -> Result<PublicationRow, AppError> {
        let CorrectedPolicy {
            wrong,
            right,
            effective_at,
        } = self.correction(desk, proposal).await?;
        let known = self.not_published(desk, right.version()).await?;
        let row = PublicationRow {
            desk: desk.as_str().to_owned(),
            version: right.version().to_owned(),
            state: PROPOSED.to_owned(),
            replaces: Some(wrong.version().to_owned()),
            effective_at,
            proposed_by: proposal.by.clone(),
            proposed_at: self.now().as_microsecond(),
            reason: Some(proposal.reason.clone()),
            approved_by: None,
            published_at: None,
            withdrawn_by: None,
            withdrawn_at: None,
            withdrawn_why: None,
            announced_after: None,
            announced_at: None,
            taken_after: None,
            corrects: Some(wrong.version().to_owned()),
        };
        self.put_forward(desk, row, &right, known).await
    }

    /// What a correction would change now, ticket by ticket after the given one
    /// (empty: from the first); `None` when there are no more. Nothing is written.
    ///
    /// # Errors
    /// When the store fails, or a clock cannot be measured in the corrected calendar.
    pub async fn corrected_clocks(
        &self,
        desk: &DeskName,
        policy: &CorrectedPolicy,
        after: &str,
    ) -> Result<Option<CorrectionPage>, AppError> {
        let wrong = policy.wrong.version();
        let ids = self.tickets_under(desk, wrong, after, PAGE).await?;
        let Some(last) = ids.last().cloned() else {
            return Ok(None);
        };
        let prefix = self.desk(desk).await?.prefix;
        let mut clocks = Vec::new();
        for id in &ids {
            let ticket: TicketId = id.parse().map_err(|_| AppError::NotFound("ticket"))?;
            let corrected = self.corrected(desk, policy, ticket).await?;
            if corrected.is_empty() {
                continue;
            }
            let number = self.store().ticket_number(desk.as_str(), id).await?;
            let number = TicketNumber {
                prefix: prefix.clone(),
                number: number.ok_or(AppError::NotFound("ticket"))?,
            };
            clocks.extend(corrected.into_iter().map(|(clock, audience, correction)| {
                CorrectedClock {
                    number: number.clone(),
                    clock,
                    audience,
                    correction,
                }
            }));
        }
        Ok(Some(CorrectionPage {
            clocks,
            looked_at: u64::try_from(ids.len()).unwrap_or(u64::MAX),
            last,
        }))
    }

    /// The reasons that the corrections of a ticket's clocks give.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn correction_reasons(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
    ) -> Result<Reasons, AppError> {
        let corrections = ticket.clocks.values().flat_map(|clock| &clock.corrections);
        let ids: Vec<String> = corrections.map(|one| one.reason.id.to_string()).collect();
        if ids.is_empty() {
            return Ok(Reasons::new());
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let texts = self.store().texts(desk.as_str(), &ids).await?;
        let texts = texts.into_iter();
        Ok(texts
            .filter_map(|text| Some((text.text.parse().ok()?, text.body)))
            .collect())
    }

    /// The clocks of a ticket whose result a correction changes, as deciding it shows.
    async fn corrected(
        &self,
        desk: &DeskName,
        policy: &CorrectedPolicy,
        id: TicketId,
    ) -> Result<Vec<(String, Audience, Correction)>, AppError> {
        let (ticket, _) = self.ticket(desk, id).await?;
        let policies = self.policies_of(desk, &ticket).await?;
        let command = Command::CorrectClocks {
            from: policy.wrong.version().to_owned(),
            to: policy.right.version().to_owned(),
            reason: NewText {
                id: TextId(self.new_id()),
                body: String::new(),
            },
        };
        let context = Context {
            now: self.now(),
            desk: &DeskFacts::default(),
            policies: &policies,
            named: Some(&policy.right),
            requester: None,
            other: None,
        };
        let events = decide(Some(&ticket), Actor::System, &command, &context)?;
        let mut after = ticket;
        events.iter().for_each(|event| after.apply(event));
        let clocks = events.iter().filter_map(|recorded| match &recorded.event {
            Event::ClockCorrected { clock, .. } => Some(clock),
            _ => None,
        });
        Ok(clocks.filter_map(|id| changed(&after, id)).collect())
    }
}

/// A clock whose last correction changed its result.
fn changed(ticket: &Ticket, id: &str) -> Option<(String, Audience, Correction)> {
    let record = ticket.clocks.get(id)?;
    let last = record.corrections.last()?;
    let changes = last.changes_the_result();
    changes.then(|| (id.to_owned(), record.promise().audience, last.clone()))
}
