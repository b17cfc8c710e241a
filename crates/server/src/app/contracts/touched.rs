//! What a statement that reaches into the past changes: the customer's tickets received
//! since are shown before it is recorded, and restated after, a bounded batch at a time.

use domain::{
    Actor, Command, Context, ContractFacts, CustomerId, DeskFacts, DeskName, Event, NewText,
    TextId, Ticket, TicketId, TicketNumber, decide,
};
use jiff::Timestamp;

use super::super::governing::TAKEN_MAX;
use super::super::{App, Order};
use super::record::{ContractChosen, NewStatement, Recordable};
use super::{Held, facts, overrides_for};
use crate::error::{AppError, log};
use crate::store::{Gate, RestatementRow, StatementRow, Value, Write};

/// More tickets than this are not shown one by one before a statement is recorded.
pub const TOUCHED_MAX: usize = 200;

/// A ticket that a statement changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub ticket: TicketId,
    pub number: TicketNumber,
    pub received_at: Timestamp,
    pub plan_before: Option<String>,
    pub plan_after: Option<String>,
    /// The clocks that would show something else.
    pub clocks: Vec<TouchedClock>,
}

/// A clock as it was recorded, and as it would be restated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedClock {
    /// Target and cycle.
    pub clock: String,
    pub metric: sla::policy::Metric,
    pub due_before: Option<Timestamp>,
    pub due_after: Option<Timestamp>,
    pub missed_before: Option<Timestamp>,
    pub missed_after: Option<Timestamp>,
}

impl App {
    /// The tickets that recording a statement would change, at most [`TOUCHED_MAX`].
    /// Nothing is written.
    ///
    /// # Errors
    /// As [`domain::may_record`] and [`domain::may_begin`];
    /// [`NoSuchPlan`](domain::Refusal::NoSuchPlan) and
    /// [`OverridesUnread`](domain::Refusal::OverridesUnread); when the store fails.
    pub async fn touched(
        &self,
        desk: &DeskName,
        customer: &str,
        contract: ContractChosen<'_>,
        new: &NewStatement,
    ) -> Result<Vec<Touched>, AppError> {
        let recordable = self.recordable(desk, customer, contract, new).await?;
        self.touches(desk, &recordable, new).await
    }

    pub(super) async fn touches(
        &self,
        desk: &DeskName,
        recordable: &Recordable,
        new: &NewStatement,
    ) -> Result<Vec<Touched>, AppError> {
        let now = self.now();
        let prefix = self.desk(desk).await?.prefix;
        let (customer, mut after) = (&recordable.row.customer, String::new());
        let period = period(&recordable.statement);
        let mut touched = Vec::new();
        loop {
            let store = self.store();
            let page = store.tickets_received(desk.as_str(), customer, period, &after, TAKEN_MAX);
            let page = page.await?;
            for named in &page {
                let id: TicketId = named.parse().map_err(|_| AppError::NotFound("ticket"))?;
                let (ticket, _) = self.ticket(desk, id).await?;
                let owed = facts(&recordable.after, ticket.received_at, now);
                if !differs(&ticket, &owed, &recordable.before, now) {
                    continue;
                }
                let reason = new.reason.as_deref().unwrap_or_default();
                let number = self.store().ticket_number(desk.as_str(), named);
                let number = TicketNumber {
                    prefix: prefix.clone(),
                    number: number.await?.unwrap_or_default(),
                };
                touched.push(self.tried(desk, &ticket, number, &owed, reason).await?);
                if touched.len() == TOUCHED_MAX {
                    return Ok(touched);
                }
            }
            match page.last() {
                Some(last) => after.clone_from(last),
                None => return Ok(touched),
            }
        }
    }

    /// Decides, and writes nothing.
    async fn tried(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
        number: TicketNumber,
        owed: &ContractFacts,
        reason: &str,
    ) -> Result<Touched, AppError> {
        let policies = self.policies_of(desk, ticket).await?;
        let command = self.applying(desk, ticket, owed, reason).await?;
        let context = Context {
            now: self.now(),
            desk: &DeskFacts::default(),
            policies: &policies,
            named: None,
            requester: None,
            other: None,
        };
        let events = decide(Some(ticket), Actor::System, &command, &context)?;
        let mut after = ticket.clone();
        events.iter().for_each(|event| after.apply(event));
        let clocks = events.iter().filter_map(|recorded| match &recorded.event {
            Event::ClockRepromised { clock, .. } | Event::ClockStarted { clock, .. } => Some(clock),
            _ => None,
        });
        let clocks = clocks.filter_map(|clock| {
            let (known, seen) = (ticket.clocks.get(clock), after.clocks.get(clock)?);
            Some(TouchedClock {
                clock: clock.clone(),
                metric: seen.promise().metric.clone(),
                due_before: known.and_then(|known| known.due_at),
                due_after: seen.due_at,
                missed_before: known.and_then(|known| known.breached_at),
                missed_after: seen.breached_at,
            })
        });
        Ok(Touched {
            ticket: ticket.id,
            number,
            received_at: ticket.received_at,
            plan_before: ticket.plan.clone(),
            plan_after: owed.terms.plan.clone(),
            clocks: clocks.collect(),
        })
    }

    async fn applying(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
        owed: &ContractFacts,
        reason: &str,
    ) -> Result<Command, AppError> {
        let policy = self.policy(desk, &ticket.policy_version).await?;
        Ok(Command::ApplyContract {
            contract: owed.source.ok_or(AppError::NotFound("contract"))?,
            plan: owed.terms.plan.clone(),
            overrides: overrides_for(&policy, &owed.terms.overrides),
            reason: NewText {
                id: TextId(self.new_id()),
                body: reason.to_owned(),
            },
        })
    }

    /// Applies a statement to the next tickets received in its period: at most once
    /// each, because a ticket that it governs already is left as it is.
    ///
    /// # Errors
    /// When the store fails; [`AppError::Busy`] when another node was quicker.
    pub async fn apply_statement(&self, row: &StatementRow) -> Result<(), AppError> {
        let desk = DeskName::new(&row.desk).ok_or(AppError::NotFound("desk"))?;
        let contract = self.store().contract(&row.desk, &row.contract).await?;
        let (contract, _) = contract.first().ok_or(AppError::NotFound("contract"))?;
        let customer: CustomerId = contract
            .customer
            .parse()
            .map_err(|_| AppError::NotFound("customer"))?;
        let after = row.applied_after.as_deref().unwrap_or_default();
        let store = self.store();
        let page =
            store.tickets_received(&row.desk, &contract.customer, period(row), after, TAKEN_MAX);
        let page = page.await?;
        let is_last = i64::try_from(page.len()).unwrap_or(i64::MAX) < TAKEN_MAX;
        let held = self.contracts(&desk, &customer.to_string()).await?;
        // As it stood before this was recorded.
        let known_before = super::instant(row.recorded_at - 1);
        for id in &page {
            let id: TicketId = id.parse().map_err(|_| AppError::NotFound("ticket"))?;
            let (ticket, _) = self.ticket(&desk, id).await?;
            let owed = facts(&held, ticket.received_at, self.now());
            if !differs(&ticket, &owed, &held, known_before) {
                continue;
            }
            let reason = row.reason.as_deref().unwrap_or_default();
            let command = self.applying(&desk, &ticket, &owed, reason).await?;
            let mut order = Order::new(&desk, id, author(row), command);
            order.also = Write::rows([RestatementRow {
                desk: row.desk.clone(),
                contract: row.contract.clone(),
                statement: row.statement.clone(),
                ticket: id.to_string(),
                restated_at: self.now().as_microsecond(),
            }
            .ensure()]);
            match self.execute(order).await {
                Ok(_) => {}
                // What its calendars cannot measure stays as it was recorded.
                Err(error @ AppError::Refused(_)) => {
                    log(&error, &format!("{id} keeps what its contract said before"));
                }
                Err(error) => return Err(error),
            }
        }
        let next = page.last().filter(|_| !is_last).cloned();
        let gate = Gate::Claim {
            table: StatementRow::TABLE,
            key: vec![
                Value::from(row.desk.as_str()),
                Value::from(row.contract.as_str()),
                Value::from(row.statement.as_str()),
            ],
            column: "applied_after",
            from: Value::from(row.applied_after.clone()),
            set: vec![("applied_after", Value::from(next))],
        };
        self.store().write(Write::default().gate(gate)).await?;
        Ok(())
    }
}

/// Whether a ticket is owed something else than it was opened under: another plan,
/// other promises, or a contract that is in force where it was not. `held` as known at
/// `known_at` is what it was opened under.
fn differs(ticket: &Ticket, owed: &ContractFacts, held: &[Held], known_at: Timestamp) -> bool {
    if owed.source.is_none() || owed.source == ticket.contract {
        return false;
    }
    let before = facts(held, ticket.received_at, known_at);
    let overrides = ticket.contract.map_or("", |source| {
        let statements = held.iter().flat_map(|held| &held.contract.statements);
        let mut governing = statements.filter(|known| known.id == source.statement);
        match governing.next().map(|known| &known.says) {
            Some(domain::Says::InForce(terms)) => terms.overrides.as_str(),
            _ => "",
        }
    });
    ticket.plan != owed.terms.plan
        || overrides != owed.terms.overrides
        || before.state != owed.state
}

/// The period a statement holds for, as far as tickets were received before it was
/// recorded.
fn period(row: &StatementRow) -> (i64, i64) {
    let until = row.until_at.unwrap_or(i64::MAX);
    (row.from_at, until.min(row.recorded_at.saturating_add(1)))
}

/// Who restates: whoever recorded it.
fn author(row: &StatementRow) -> Actor {
    let agent = row.recorded_by.strip_prefix("agent:");
    let agent = agent.and_then(|id| id.parse().ok());
    agent.map_or(Actor::System, Actor::Agent)
}
