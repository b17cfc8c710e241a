//! What a version in effect does to the tickets that are there: it takes the running
//! ones over where it says so, and one that corrects calendars has everything that
//! lived under the wrong one measured again. A bounded batch at a time; how far it
//! came stands in the publication, so that it goes on after a crash.

use domain::{Actor, Command, DeskName, NewText, TextId, TicketId};
use sla::policy::Running;

use super::publishing::{instant, key};
use super::{App, Order};
use crate::error::{AppError, log};
use crate::store::{Gate, PublicationRow, Value, Write};

/// How many tickets are gone through between two looks at the clock.
pub(crate) const TAKEN_MAX: i64 = 100;

impl App {
    /// Lets a version in effect govern the next tickets: at most once each, because
    /// a ticket that it governs, or that was corrected, is left as it is.
    ///
    /// # Errors
    /// When the store fails; [`AppError::Busy`] when another node was quicker.
    pub async fn take_over(&self, publication: &PublicationRow) -> Result<(), AppError> {
        let desk = DeskName::new(&publication.desk).ok_or(AppError::NotFound("desk"))?;
        let after = publication.taken_after.as_deref().unwrap_or_default();
        let next = match &publication.corrects {
            None => {
                let before = publication.effective_at;
                let running = self.store();
                running
                    .tickets_running(desk.as_str(), before, after, TAKEN_MAX)
                    .await?
            }
            // What the wrong version has still to reach comes under it first.
            Some(wrong) if self.reaches_on(&desk, wrong).await? => return Ok(()),
            Some(wrong) => self.tickets_under(&desk, wrong, after, TAKEN_MAX).await?,
        };
        let is_last = i64::try_from(next.len()).unwrap_or(i64::MAX) < TAKEN_MAX;
        for ticket in &next {
            let ticket: TicketId = ticket.parse().map_err(|_| AppError::NotFound("ticket"))?;
            let (actor, command) = self.reach(publication);
            match self
                .execute(Order::new(&desk, ticket, actor, command))
                .await
            {
                Ok(_) => {}
                // What its calendars cannot measure stays under the version it has.
                Err(error @ AppError::Refused(_)) => {
                    log(&error, &format!("{ticket} keeps the policy version it has"));
                }
                Err(error) => return Err(error),
            }
        }
        let last = next.last().filter(|_| !is_last).cloned();
        let gate = Gate::Claim {
            table: PublicationRow::TABLE,
            key: key(publication),
            column: "taken_after",
            from: Value::from(publication.taken_after.clone()),
            set: vec![("taken_after", Value::from(last))],
        };
        self.store().write(Write::default().gate(gate)).await?;
        Ok(())
    }

    /// The tickets that may live under a version, by identity: those received since
    /// it took effect, and all of them where it took running ones over.
    pub(super) async fn tickets_under(
        &self,
        desk: &DeskName,
        version: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, AppError> {
        let stored = self.store().policy_by_version(desk.as_str(), version);
        let stored = stored.await?.ok_or(AppError::NotFound("policy version"))?;
        let policy = self.policy(desk, version).await?;
        let from = match policy.heading().running {
            Running::Stay => stored.effective_at,
            Running::Move => i64::MIN,
        };
        let tickets = self
            .store()
            .tickets_received_from(desk.as_str(), from, after, limit);
        Ok(tickets.await?)
    }

    /// Whether a version has tickets left to take over or to correct.
    async fn reaches_on(&self, desk: &DeskName, version: &str) -> Result<bool, AppError> {
        let publication = self.store().publication(desk.as_str(), version).await?;
        Ok(publication.is_some_and(|row| row.taken_after.is_some()))
    }

    /// What a publication asks of each ticket, and in whose name.
    fn reach(&self, publication: &PublicationRow) -> (Actor, Command) {
        let to = publication.version.clone();
        let Some(from) = publication.corrects.clone() else {
            let since = instant(publication.effective_at);
            return (Actor::System, Command::ChangePolicy { to, since });
        };
        let reason = NewText {
            id: TextId(self.new_id()),
            body: publication.reason.clone().unwrap_or_default(),
        };
        let by = publication.proposed_by.strip_prefix("agent:");
        let agent = by.and_then(|id| id.parse().ok());
        (
            agent.map_or(Actor::System, Actor::Agent),
            Command::CorrectClocks { from, to, reason },
        )
    }
}
