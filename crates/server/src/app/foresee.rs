//! What a merge would do, for whoever is about to ask for it. Nothing is written.

use domain::{Actor, Command, DeskName, Ticket, TicketId};

use super::App;
use super::execute::Order;
use crate::error::AppError;

/// The ticket that would go on, before and after.
#[derive(Clone, Debug)]
pub struct Foreseen {
    pub before: Ticket,
    pub after: Ticket,
}

impl App {
    /// What merging a ticket into another would do to that one.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the two cannot be merged; otherwise see [`AppError`].
    pub async fn foresee_merge(
        &self,
        desk: &DeskName,
        duplicate: TicketId,
        into: TicketId,
        actor: Actor,
    ) -> Result<Foreseen, AppError> {
        let command = Command::MergeTicket { into, seen: None };
        let order = Order::new(desk, duplicate, actor, command);
        let (_, beside) = self.decided(&order, self.now()).await?;
        let survivor = beside.ok_or(AppError::NotFound("ticket"))?;
        Ok(Foreseen {
            before: survivor.before.ok_or(AppError::NotFound("ticket"))?,
            after: survivor.ticket,
        })
    }
}
