//! What a contract says for a date, and when that became known.
//!
//! A contract is a list of statements that only ever grows. Each holds for a
//! period and was recorded at an instant; of those that hold for a date, the one
//! recorded last governs. So an amendment, a renewal, a suspension or a signature
//! that comes late is one more statement, and what was known on any day before can
//! still be said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::policy::ContractState;

use crate::{ContractId, CustomerId, StatementId};

/// A contract as its statements made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub id: ContractId,
    pub customer: CustomerId,
    /// In the order in which they were recorded.
    pub statements: Vec<Statement>,
}

/// One thing a contract says for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: StatementId,
    /// The first instant for which it holds.
    pub from: Timestamp,
    /// The first instant for which it no longer holds; `None`: no end is agreed.
    pub until: Option<Timestamp>,
    pub recorded_at: Timestamp,
    pub says: Says,
}

/// What a contract says of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    InForce(Terms),
    Suspended,
    Ended,
}

/// What was bought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The id of a plan of the policy; `None`: the policy without a plan.
    pub plan: Option<String>,
    /// What it promises otherwise than the policy: the text that
    /// [`sla::policy::Overrides::parse`] reads. Empty: nothing.
    pub overrides: String,
}

/// A stretch of time for which one statement governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    pub from: Timestamp,
    /// The first instant after it; `None`: without an end.
    pub until: Option<Timestamp>,
    pub statement: &'a Statement,
}

/// What a customer is owed at an instant, by all contracts it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFacts {
    /// `None`: nobody has said what the customer bought. Whoever only wrote a first mail
    /// may have a contract under another name.
    pub state: Option<ContractState>,
    /// The contract and statement that say so; `None`: there is no contract.
    pub source: Option<ContractSource>,
    pub terms: Terms,
}

/// Which contract, and which of its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractSource {
    pub contract: ContractId,
    pub statement: StatementId,
}

impl ContractFacts {
    /// Those of a customer with these terms in force and no contract on file.
    #[must_use]
    pub fn in_force(terms: Terms) -> Self {
        Self {
            state: Some(ContractState::Active),
            source: None,
            terms,
        }
    }
}

impl Terms {
    /// A plan of the policy, with nothing overridden.
    #[must_use]
    pub fn of_plan(plan: Option<String>) -> Self {
        Self {
            plan,
            overrides: String::new(),
        }
    }
}

impl Statement {
    fn holds_at(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl Contract {
    /// The statement that governs `at`, by what was recorded until `known_at`;
    /// `None` where the contract says nothing of that instant.
    ///
    /// ```
    /// use domain::{Contract, ContractId, CustomerId, Says, Statement, StatementId, Terms};
    /// use jiff::Timestamp;
    /// use uuid::Uuid;
    ///
    /// let at = |day: &str| format!("{day}T00:00:00Z").parse::<Timestamp>().unwrap();
    /// let plan = |name: &str| Says::InForce(Terms { plan: Some(name.to_owned()), ..Terms::default() });
    /// let statement = |id, from, recorded_at, says| Statement {
    ///     id: StatementId(Uuid::from_u128(id)), from, until: None, recorded_at, says,
    /// };
    /// let contract = Contract {
    ///     id: ContractId(Uuid::nil()),
    ///     customer: CustomerId(Uuid::nil()),
    ///     statements: vec![
    ///         statement(1, at("2026-01-01"), at("2026-01-01"), plan("basic")),
    ///         // Signed in April, and holds from March on.
    ///         statement(2, at("2026-03-01"), at("2026-04-10"), plan("premium")),
    ///     ],
    /// };
    /// let id = |found: Option<&Statement>| found.unwrap().id.0.as_u128();
    /// assert_eq!(id(contract.governing(at("2026-03-15"), at("2026-03-15"))), 1);
    /// assert_eq!(id(contract.governing(at("2026-03-15"), at("2026-05-01"))), 2);
    /// ```
    #[must_use]
    pub fn governing(&self, at: Timestamp, known_at: Timestamp) -> Option<&Statement> {
        let mut known = self.statements.iter().rev();
        known.find(|statement| statement.recorded_at <= known_at && statement.holds_at(at))
    }

    /// What the contract says from its first day on, by what was recorded until
    /// `known_at`: in order of time, with a hole wherever it says nothing.
    #[must_use]
    pub fn segments(&self, known_at: Timestamp) -> Vec<Segment<'_>> {
        let known = self.statements.iter();
        let known = known.filter(|statement| statement.recorded_at <= known_at);
        let mut edges: Vec<Timestamp> = known
            .flat_map(|statement| [Some(statement.from), statement.until])
            .flatten()
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut segments: Vec<Segment<'_>> = Vec::new();
        for (place, from) in edges.iter().enumerate() {
            let Some(statement) = self.governing(*from, known_at) else {
                continue;
            };
            let until = edges.get(place + 1).copied();
            match segments.last_mut() {
                Some(last) if last.until == Some(*from) && last.statement == statement => {
                    last.until = until;
                }
                _ => segments.push(Segment {
                    from: *from,
                    until,
                    statement,
                }),
            }
        }
        segments
    }
}

/// What a customer is owed for `at`, by what was recorded until `known_at`.
///
/// A contract in force wins over one that is not; of several in force the one
/// whose statement was recorded last governs. A suspended contract counts as ended
/// as long as it is suspended.
#[must_use]
pub fn contract_facts(contracts: &[Contract], at: Timestamp, known_at: Timestamp) -> ContractFacts {
    let said = contracts
        .iter()
        .filter_map(|contract| Some((contract, contract.governing(at, known_at)?)));
    let governing = said.max_by_key(|(_, statement)| {
        let in_force = matches!(statement.says, Says::InForce(_));
        (in_force, statement.recorded_at, statement.id)
    });
    let Some((contract, statement)) = governing else {
        let mut all = contracts.iter().flat_map(|contract| &contract.statements);
        // One that only begins later, or is not known yet, is none.
        let before = all.any(|known| known.recorded_at <= known_at && known.from <= at);
        let state = if before {
            ContractState::Ended
        } else {
            ContractState::Absent
        };
        return ContractFacts {
            state: (!contracts.is_empty()).then_some(state),
            source: None,
            terms: Terms::default(),
        };
    };
    let (state, terms) = match &statement.says {
        Says::InForce(terms) => (ContractState::Active, terms.clone()),
        Says::Suspended | Says::Ended => (ContractState::Ended, Terms::default()),
    };
    ContractFacts {
        state: Some(state),
        source: Some(ContractSource {
            contract: contract.id,
            statement: statement.id,
        }),
        terms,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use uuid::Uuid;

    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).expect("a day soon after 1970")
    }

    fn statement(id: u128, from: i64, until: Option<i64>, recorded: i64, says: Says) -> Statement {
        Statement {
            id: StatementId(Uuid::from_u128(id)),
            from: day(from),
            until: until.map(day),
            recorded_at: day(recorded),
            says,
        }
    }

    fn plan(name: &str) -> Says {
        Says::InForce(Terms {
            plan: Some(name.to_owned()),
            overrides: String::new(),
        })
    }

    fn contract(statements: Vec<Statement>) -> Contract {
        Contract {
            id: ContractId(Uuid::from_u128(7)),
            customer: CustomerId(Uuid::from_u128(8)),
            statements,
        }
    }

    #[test]
    fn a_year_ends_at_its_last_instant_and_a_renewal_leaves_no_hole() {
        let renewed = contract(vec![
            statement(1, 0, Some(365), 0, plan("basic")),
            statement(2, 365, Some(730), 300, plan("basic")),
        ]);
        let spans: Vec<_> = renewed
            .segments(day(400))
            .iter()
            .map(|segment| (segment.from, segment.until))
            .collect();
        assert_eq!(
            spans,
            [(day(0), Some(day(365))), (day(365), Some(day(730)))]
        );
        // Before the renewal was known, the contract said nothing of that day.
        let contracts = [renewed];
        let before = contract_facts(&contracts, day(365), day(299));
        assert_eq!(before.state, Some(ContractState::Ended));
        let after = contract_facts(&contracts, day(365), day(300));
        assert_eq!(after.state, Some(ContractState::Active));
    }

    #[test]
    fn a_suspension_inside_the_term_ends_where_it_says() {
        let suspended = contract(vec![
            statement(1, 0, None, 0, plan("basic")),
            statement(2, 10, Some(20), 9, Says::Suspended),
        ]);
        let ids: Vec<u128> = suspended
            .segments(day(50))
            .iter()
            .map(|segment| segment.statement.id.0.as_u128())
            .collect();
        assert_eq!(ids, [1, 2, 1]);
        let contracts = [suspended];
        let state = |at| contract_facts(&contracts, day(at), day(50)).state;
        assert_eq!(state(9), Some(ContractState::Active));
        assert_eq!(state(10), Some(ContractState::Ended));
        assert_eq!(state(20), Some(ContractState::Active));
    }

    #[test]
    fn of_several_contracts_one_in_force_wins() {
        let ended = contract(vec![statement(1, 0, None, 30, Says::Ended)]);
        let running = Contract {
            id: ContractId(Uuid::from_u128(9)),
            ..contract(vec![statement(2, 0, None, 1, plan("basic"))])
        };
        let facts = contract_facts(&[running, ended], day(40), day(40));
        assert_eq!(facts.state, Some(ContractState::Active));
        assert_eq!(facts.terms.plan.as_deref(), Some("basic"));
    }

    #[test]
    fn without_a_contract_nobody_knows_and_before_its_first_day_there_is_none() {
        assert_eq!(contract_facts(&[], day(1), day(1)).state, None);
        let later = contract(vec![statement(1, 5, None, 0, plan("basic"))]);
        let facts = contract_facts(&[later], day(1), day(1));
        assert_eq!(facts.state, Some(ContractState::Absent));
    }
}
