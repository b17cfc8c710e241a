//! A desk's own tickets of the past, page by page, and a backtest over them.

pub(super) mod runs;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{DeskName, TicketId, TicketNumber, past_ticket};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, tz::TimeZone};
use sla::backtest::{Backtest, PastTicket, Report, Tally, Then};
use sla::policy::Policy;
use tokio::task::spawn_blocking;

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

/// A policy to be tried, and what it is compared with.
#[derive(Clone, Debug)]
pub struct Trial {
    pub now: Arc<Policy>,
    /// `None`: what was recorded of the tickets' clocks when they ran.
    pub then: Option<Arc<Policy>>,
    /// What is open at this instant is running.
    pub at: Timestamp,
}

impl Trial {
    /// The same, ready to count.
    #[must_use]
    pub fn backtest(&self) -> Backtest<'_> {
        let then = self.then.as_deref().map_or(Then::Recorded, Then::Policy);
        Backtest::new(&self.now, then, self.at)
    }

    /// The zone in which its days begin: that of the tried policy's own calendar.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        zone_of(&self.now)
    }

    /// From the beginning of one day until the end of another; without a day, from
    /// ever or for ever.
    #[must_use]
    pub fn received(&self, first: Option<Date>, last: Option<Date>) -> (Timestamp, Timestamp) {
        let zone = self.zone();
        let midnight = |day: Date| {
            zone.to_zoned(day.to_datetime(Time::midnight()))
                .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
        };
        let day_after = last.map(|day| day.tomorrow().unwrap_or(Date::MAX));
        (
            first.map_or(Timestamp::MIN, midnight),
            day_after.map_or(Timestamp::MAX, midnight),
        )
    }
}

/// The zone in which a policy's days begin.
pub(crate) fn zone_of(policy: &Policy) -> TimeZone {
    policy.zone_of(policy.calendar_of_plan(None))
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
    /// before `until`. `progress` hears how many were looked at, page by page. Pages
    /// are counted off the threads that answer, while the next one is read.
    ///
    /// # Errors
    /// When the store fails, or a history cannot be read.
    pub async fn backtest(
        &self,
        desk: &DeskName,
        trial: &Trial,
        from: Timestamp,
        until: Timestamp,
        mut progress: impl FnMut(u64),
    ) -> Result<Report, AppError> {
        let mut tally = trial.backtest().tally();
        let mut looked_at = 0;
        let mut next = self.past_tickets(desk, "", from, until).await?;
        while let Some(page) = next {
            let trial = trial.clone();
            let counting = spawn_blocking(move || counted(&trial, tally, &page.tickets));
            next = self.past_tickets(desk, &page.last, from, until).await?;
            tally = counting
                .await
                .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            looked_at += page.looked_at;
            progress(looked_at);
        }
        Ok(trial.backtest().report(&tally))
    }
}

fn counted(trial: &Trial, mut tally: Tally, tickets: &[PastTicket]) -> Tally {
    let backtest = trial.backtest();
    for ticket in tickets {
        let number = tally.tickets() + 1;
        backtest.count(&mut tally, number, ticket);
    }
    tally
}
