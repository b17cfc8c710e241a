//! Making the projections anew from the events.

use domain::DeskName;

use super::history::sequence;
use super::{App, project};
use crate::error::AppError;
use crate::store::{ClockRow, Gate, MessageRow, RowOp, TicketRow, TimerRow, Write};

/// How many tickets are listed at once.
const PAGE: i64 = 500;
/// How many are counted at once.
const PAGE_COUNTED: i64 = 10_000;
/// How often a ticket is made anew because others wrote to it meanwhile.
const CONFLICTS_MAX: u32 = 20;

impl App {
    /// Drops and remakes every projection row of a desk; answers how many tickets
    /// it went through. `progress` hears of each page.
    ///
    /// # Errors
    /// When a history cannot be read or the store fails; what was remade stays.
    pub async fn rebuild(
        &self,
        desk: &DeskName,
        mut progress: impl FnMut(u64),
    ) -> Result<u64, AppError> {
        let mut done = 0;
        let mut after = String::new();
        loop {
            let page = self.store().ticket_ids(desk.as_str(), &after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(done);
            };
            after.clone_from(last);
            for id in &page {
                self.rebuild_ticket(desk, id).await?;
                done += 1;
            }
            progress(done);
        }
    }

    /// How many tickets a desk has, for whoever shows progress.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ticket_count(&self, desk: &DeskName) -> Result<u64, AppError> {
        let mut count = 0;
        let mut after = String::new();
        loop {
            let page = self
                .store()
                .ticket_ids(desk.as_str(), &after, PAGE_COUNTED)
                .await?;
            count += u64::try_from(page.len()).unwrap_or(u64::MAX);
            match page.into_iter().last() {
                Some(last) => after = last,
                None => return Ok(count),
            }
        }
    }

    async fn rebuild_ticket(&self, desk: &DeskName, id: &str) -> Result<(), AppError> {
        for _ in 0..CONFLICTS_MAX {
            match self.rebuild_once(desk, id).await {
                // A server works beside us: read again what it wrote.
                Err(AppError::Busy) => {}
                done => return done,
            }
        }
        Err(AppError::Busy)
    }

    async fn rebuild_once(&self, desk: &DeskName, id: &str) -> Result<(), AppError> {
        let id = id.parse().map_err(|_| AppError::NotFound("ticket"))?;
        let (ticket, _) = self.ticket(desk, id).await?;
        let number = self
            .store()
            .ticket_number(desk.as_str(), &id.to_string())
            .await?;
        let number = number.ok_or(AppError::NotFound("ticket"))?;
        let key = || vec![desk.as_str().into(), id.to_string().into()];
        let tables = [
            TicketRow::TABLE,
            ClockRow::TABLE,
            MessageRow::TABLE,
            TimerRow::TABLE,
        ];
        let head = sequence(ticket.sequence);
        let mut write = Write::rows(tables.map(|table| RowOp::Delete(table, key())));
        write
            .rows
            .extend(project::rows(desk, None, &ticket, Some(number)));
        // Without this, what is written between our reading and writing would be
        // missing from the rows.
        let gate = Gate::TicketHead {
            desk: desk.as_str().to_owned(),
            ticket: id.to_string(),
            expected: head,
            next: head,
        };
        self.store().write(write.gate(gate)).await?;
        Ok(())
    }
}
