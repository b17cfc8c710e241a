//! What customers bought: contracts are read here and handed to the decisions, which
//! know their rules. Recording what a contract says is [`record`]; what reaches into
//! the past is shown and carried out by [`touched`].

mod change;
mod lapsing;
mod record;
mod touched;

use std::collections::HashMap;

use domain::{
    Contract, ContractFacts, ContractId, CustomerId, DeskName, Policies, Says, Statement,
    StatementId, Terms, Ticket, contract_facts,
};
use jiff::Timestamp;
use sla::policy::{ContractState, Diagnostic, Overrides, Policy};

pub use change::{Change, Said, beginning, last_day};
pub use record::{ContractChosen, NewStatement};
pub use touched::{TOUCHED_MAX, Touched, TouchedClock};

use super::App;
use crate::error::AppError;
use crate::store::{ContractRead, ContractRow, CustomerRow, StatementRow};

/// How a contract's overrides are called in findings.
const OVERRIDES_FILE: &str = "contract.toml";

/// A contract as it is stored, and as it is reckoned with.
#[derive(Clone, Debug)]
pub struct Held {
    pub row: ContractRow,
    pub contract: Contract,
    /// In the order in which they were recorded.
    pub statements: Vec<StatementRow>,
}

/// What a customer is owed at an instant, and what is promised under it.
#[derive(Clone, Debug)]
pub struct Owed {
    pub policies: Policies,
    pub facts: ContractFacts,
}

/// What a customer has now.
#[derive(Clone, Debug, Default)]
pub struct Bought {
    pub plan: Option<String>,
    /// When nothing is in force any more; see [`lapses_at`].
    pub lapses_at: Option<Timestamp>,
}

impl App {
    /// A customer's contracts; none where it has none.
    ///
    /// # Errors
    /// When the store fails, or holds what this version cannot read.
    pub async fn contracts(&self, desk: &DeskName, customer: &str) -> Result<Vec<Held>, AppError> {
        let store = self.store();
        held(store.contracts_of_customer(desk.as_str(), customer).await?)
    }

    /// What a customer is owed for `at`, by what is known now.
    ///
    /// # Errors
    /// As [`App::contracts`].
    pub async fn contract_facts(
        &self,
        desk: &DeskName,
        customer: CustomerId,
        at: Timestamp,
    ) -> Result<ContractFacts, AppError> {
        let held = self.contracts(desk, &customer.to_string()).await?;
        Ok(facts(&held, at, self.now()))
    }

    /// What a customer is owed for `at`, and the policy in force then under it.
    ///
    /// # Errors
    /// As [`App::contracts`]; [`AppError::NoPolicy`].
    pub async fn owed(
        &self,
        desk: &DeskName,
        customer: CustomerId,
        at: Timestamp,
    ) -> Result<Owed, AppError> {
        let policy = self.policy_at(desk, at).await?;
        let facts = self.contract_facts(desk, customer, at).await?;
        let policies = under(Policies::only(policy), &facts.terms.overrides);
        Ok(Owed { policies, facts })
    }

    /// The plans that these customers have now, by customer; they stand in the order
    /// of [`Store::customers`](crate::store::Store::customers).
    ///
    /// # Errors
    /// As [`App::contracts`].
    pub async fn plans_in_force(
        &self,
        desk: &DeskName,
        customers: &[CustomerRow],
    ) -> Result<HashMap<String, String>, AppError> {
        let bought = self.bought(desk, customers).await?;
        let plans = bought.into_iter();
        let plans = plans.filter_map(|(customer, bought)| Some((customer, bought.plan?)));
        Ok(plans.collect())
    }

    /// What these customers have now and when it ends, by customer; they stand in the
    /// order of [`Store::customers`](crate::store::Store::customers).
    ///
    /// # Errors
    /// As [`App::contracts`].
    pub async fn bought(
        &self,
        desk: &DeskName,
        customers: &[CustomerRow],
    ) -> Result<HashMap<String, Bought>, AppError> {
        let [first, ..] = customers else {
            return Ok(HashMap::new());
        };
        let last = customers.last().unwrap_or(first);
        let named = |row: &'_ CustomerRow| (row.name.clone(), row.customer.clone());
        let (first, last) = (named(first), named(last));
        let rows = self.store().contracts_of_customers(
            desk.as_str(),
            (&first.0, &first.1),
            (&last.0, &last.1),
        );
        let mut by_customer: HashMap<String, Vec<Held>> = HashMap::new();
        for held in held(rows.await?)? {
            let of = by_customer.entry(held.row.customer.clone()).or_default();
            of.push(held);
        }
        let now = self.now();
        let bought = by_customer.into_iter().map(|(customer, held)| {
            let bought = Bought {
                plan: facts(&held, now, now).terms.plan,
                lapses_at: lapses_at(&held, now),
            };
            (customer, bought)
        });
        Ok(bought.collect())
    }

    /// A ticket's policies under the contract that governs it.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn under_contract_of(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
        policies: Policies,
    ) -> Result<Policies, AppError> {
        let Some(source) = ticket.contract else {
            return Ok(policies);
        };
        let (contract, statement) = (source.contract.to_string(), source.statement.to_string());
        let store = self.store();
        let row = store.contract_statement(desk.as_str(), &contract, &statement);
        let row = row.await?.ok_or(AppError::NotFound("contract"))?;
        Ok(under(policies, &row.overrides))
    }
}

/// What is owed by these contracts for `at`, by what was known at `known_at`.
pub(crate) fn facts(held: &[Held], at: Timestamp, known_at: Timestamp) -> ContractFacts {
    let contracts: Vec<Contract> = held.iter().map(|held| held.contract.clone()).collect();
    contract_facts(&contracts, at, known_at)
}

/// From when on nothing is in force any more, by all these contracts and what is known
/// now, and nothing was said of what comes then. `None` where that is not ahead.
#[must_use]
pub fn lapses_at(held: &[Held], now: Timestamp) -> Option<Timestamp> {
    let ends = held.iter().filter_map(|one| one.contract.lapses_at(now));
    let last = ends.max().filter(|at| now < *at)?;
    (facts(held, last, now).state != Some(ContractState::Active)).then_some(last)
}

/// The same versions with what the contract promises otherwise.
pub(crate) fn under(policies: Policies, overrides: &str) -> Policies {
    if overrides.is_empty() {
        return policies;
    }
    let overrides = overrides_for(&policies, overrides);
    policies.under(overrides)
}

/// What a contract promises otherwise than a policy.
///
/// It was checked when it was recorded. A version that came since may not know a
/// target of it any more: a ticket must be opened all the same, so it is then measured
/// as the policy says, and the log tells who has to look.
fn overrides_for(policy: &Policy, text: &str) -> Overrides {
    let parsed = Overrides::parse(policy, OVERRIDES_FILE, text);
    parsed.overrides.unwrap_or_else(|| {
        let version = policy.version();
        let reasons = findings(&parsed.diagnostics);
        tracing::error!(version, reasons, "a contract's overrides fit no policy");
        Overrides::default()
    })
}

/// Findings about a contract's overrides, one after the other.
fn findings(diagnostics: &[Diagnostic]) -> String {
    let all: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    all.join("\n")
}

/// Rows that come contract by contract, as contracts.
pub(crate) fn held(rows: Vec<ContractRead>) -> Result<Vec<Held>, AppError> {
    let mut all: Vec<Held> = Vec::new();
    for (row, statement) in rows {
        let read = read(&statement)?;
        match all.last_mut() {
            Some(last) if last.row.contract == row.contract => {
                last.contract.statements.push(read);
                last.statements.push(statement);
            }
            _ => {
                let unreadable = |_| AppError::NotFound("contract");
                let id: ContractId = row.contract.parse().map_err(unreadable)?;
                let customer: CustomerId = row.customer.parse().map_err(unreadable)?;
                all.push(Held {
                    row,
                    contract: Contract {
                        id,
                        customer,
                        statements: vec![read],
                    },
                    statements: vec![statement],
                });
            }
        }
    }
    Ok(all)
}

fn read(row: &StatementRow) -> Result<Statement, AppError> {
    let id: StatementId = row
        .statement
        .parse()
        .map_err(|_| AppError::NotFound("contract"))?;
    let says = match row.says.as_str() {
        "in_force" => Says::InForce(Terms {
            plan: row.plan.clone(),
            overrides: row.overrides.clone(),
        }),
        "suspended" => Says::Suspended,
        "ended" => Says::Ended,
        _ => return Err(AppError::NotFound("contract")),
    };
    Ok(Statement {
        id,
        from: instant(row.from_at),
        until: row.until_at.map(instant),
        recorded_at: instant(row.recorded_at),
        says,
    })
}

pub(super) fn instant(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MAX)
}
