//! Making the projections anew from the events.

use domain::DeskName;

use super::{App, project};
use crate::error::AppError;
use crate::store::{ClockRow, MessageRow, RowOp, TicketRow, TimerRow, Write};

/// How many tickets are listed at once.
const PAGE: i64 = 500;

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

    async fn rebuild_ticket(&self, desk: &DeskName, id: &str) -> Result<(), AppError> {
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
        let mut write = Write::rows(tables.map(|table| RowOp::Delete(table, key())));
        write
            .rows
            .extend(project::rows(desk, None, &ticket, Some(number)));
        self.store().write(write).await?;
        Ok(())
    }
}
