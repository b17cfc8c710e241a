//! A desk's own tickets of the past, page by page, and a backtest over them.

use std::collections::BTreeMap;

use domain::{DeskName, TicketId, TicketNumber, past_ticket};
use jiff::Timestamp;
use sla::backtest::{Backtest, PastTicket, Report};

use super::App;
use crate::error::AppError;

/// How many tickets are read at once.
const PAGE: i64 = 500;

/// Some of a desk's tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPage {
    /// Those received in the time asked for.
    pub tickets: Vec<PastTicket>,
    /// How many were looked at.
    pub looked_at: u64,
    /// Where the next page begins.
    pub last: String,
}

impl App {
    /// The desk's tickets after a ticket's id (empty: from the first), of those
    /// received from `from` on and before `until`; `None` when there are no more.
    ///
    /// # Errors
    /// When the store fails, or a history cannot be read.
    pub async fn past_tickets(
        &self,
        desk: &DeskName,
        after: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Option<PastPage>, AppError> {
        let store = self.store();
        let ids = store.ticket_ids(desk.as_str(), after, PAGE).await?;
        let Some(last) = ids.last().cloned() else {
            return Ok(None);
        };
        let prefix = self.desk(desk).await?.prefix;
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut tickets = Vec::new();
        for id in &ids {
            let Ok(ticket_id) = id.parse::<TicketId>() else {
                continue;
            };
            let (ticket, events) = self.ticket(desk, ticket_id).await?;
            if ticket.received_at < from || ticket.received_at >= until {
                continue;
            }
            let customer = ticket.customer.to_string();
            if !names.contains_key(&customer) {
                let row = store.customer_by_id(desk.as_str(), &customer).await?;
                names.insert(customer.clone(), row.map(|row| row.name));
            }
            let name = names.get(&customer).cloned().flatten();
            let number = store.ticket_number(desk.as_str(), id).await?;
            let number = number.map(|number| TicketNumber {
                prefix: prefix.clone(),
                number,
            });
            let number = number.map_or_else(|| id.clone(), |number| number.to_string());
            let past = past_ticket(ticket_id, &events, number, name.or(Some(customer)));
            tickets.extend(past);
        }
        Ok(Some(PastPage {
            tickets,
            looked_at: u64::try_from(ids.len()).unwrap_or(u64::MAX),
            last,
        }))
    }

    /// Tries a policy on the desk's tickets that were received from `from` on and
    /// before `until`. `progress` hears how many were looked at, page by page.
    ///
    /// # Errors
    /// When the store fails, or a history cannot be read.
    pub async fn backtest(
        &self,
        desk: &DeskName,
        backtest: &Backtest<'_>,
        from: Timestamp,
        until: Timestamp,
        mut progress: impl FnMut(u64),
    ) -> Result<Report, AppError> {
        let mut tally = backtest.tally();
        let mut looked_at = 0;
        let mut after = String::new();
        while let Some(page) = self.past_tickets(desk, &after, from, until).await? {
            for ticket in &page.tickets {
                let number = tally.tickets() + 1;
                backtest.count(&mut tally, number, ticket);
            }
            looked_at += page.looked_at;
            after = page.last;
            progress(looked_at);
        }
        Ok(backtest.report(&tally))
    }
}
