//! What people do to a contract, in local days, as a statement of it. The last day of a
//! period is part of it.

use domain::{Contract, Refusal, Says, Terms};
use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::NewStatement;

/// Something that happens to a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It holds other terms from that day on; what is not given stays. Without a last
    /// day it keeps the end it has.
    Amend {
        from: Date,
        last: Option<Date>,
        plan: Option<String>,
        overrides: Option<String>,
    },
    /// It goes on from where it ends, without a hole; what is not given stays.
    Renew {
        last: Date,
        plan: Option<String>,
        overrides: Option<String>,
    },
    /// Nothing is owed for a while.
    Suspend { from: Date, last: Option<Date> },
    /// It is over from that day on.
    End { from: Date },
}

/// Who says it, and why.
#[derive(Clone, Debug)]
pub struct Said {
    pub by: String,
    pub signed: Option<Date>,
    pub reason: Option<String>,
}

impl Change {
    /// The statement that says so of a contract.
    ///
    /// # Errors
    /// [`Refusal::NothingToRenew`], and [`Refusal::PeriodEmpty`] for a day that no
    /// calendar has.
    pub fn statement(
        &self,
        contract: &Contract,
        said: &Said,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<NewStatement, Refusal> {
        let (from, until, says) = match self {
            Self::Amend {
                from,
                last,
                plan,
                overrides,
            } => {
                let from = begins(*from, zone)?;
                let until = match last {
                    Some(last) => Some(ends(*last, zone)?),
                    None => contract.lapses_at(now).filter(|end| from < *end),
                };
                let known = terms_at(contract, from, now);
                (from, until, Says::InForce(changed(known, plan, overrides)))
            }
            Self::Renew {
                last,
                plan,
                overrides,
            } => {
                let (from, known) = contract.renewal(now)?;
                let until = Some(ends(*last, zone)?);
                (from, until, Says::InForce(changed(known, plan, overrides)))
            }
            Self::Suspend { from, last } => {
                let until = last.map(|last| ends(last, zone)).transpose()?;
                (begins(*from, zone)?, until, Says::Suspended)
            }
            Self::End { from } => (begins(*from, zone)?, None, Says::Ended),
        };
        new_statement(from, until, says, said, zone)
    }
}

/// The first statement of a new contract.
///
/// # Errors
/// [`Refusal::PeriodEmpty`] for a day that no calendar has.
pub fn beginning(
    from: Date,
    last: Option<Date>,
    terms: Terms,
    said: &Said,
    zone: &TimeZone,
) -> Result<NewStatement, Refusal> {
    let until = last.map(|last| ends(last, zone)).transpose()?;
    new_statement(begins(from, zone)?, until, Says::InForce(terms), said, zone)
}

/// The last day of a period that ends before that instant.
#[must_use]
pub fn last_day(until: Timestamp, zone: &TimeZone) -> Date {
    let before = until - jiff::SignedDuration::from_micros(1);
    before.to_zoned(zone.clone()).date()
}

fn new_statement(
    from: Timestamp,
    until: Option<Timestamp>,
    says: Says,
    said: &Said,
    zone: &TimeZone,
) -> Result<NewStatement, Refusal> {
    Ok(NewStatement {
        from,
        until,
        says,
        signed_at: said.signed.map(|day| begins(day, zone)).transpose()?,
        reason: said.reason.clone(),
        by: said.by.clone(),
    })
}

/// What is in force then, or else was last.
fn terms_at(contract: &Contract, at: Timestamp, now: Timestamp) -> Terms {
    let in_force = |says: &Says| match says {
        Says::InForce(terms) => Some(terms.clone()),
        Says::Suspended | Says::Ended => None,
    };
    let governing = contract.governing(at, now);
    let governing = governing.and_then(|statement| in_force(&statement.says));
    let mut said = contract.statements.iter().rev();
    let last = || said.find_map(|statement| in_force(&statement.says));
    governing.or_else(last).unwrap_or_default()
}

fn changed(known: Terms, plan: &Option<String>, overrides: &Option<String>) -> Terms {
    Terms {
        plan: plan.clone().or(known.plan),
        overrides: overrides.clone().unwrap_or(known.overrides),
    }
}

fn begins(day: Date, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let start = day.to_zoned(zone.clone());
    let start = start.map_err(|_| Refusal::PeriodEmpty)?;
    Ok(start.timestamp())
}

fn ends(last: Date, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let after = last.checked_add(1.day());
    begins(after.map_err(|_| Refusal::PeriodEmpty)?, zone)
}

#[cfg(test)]
mod tests {
    use domain::{ContractId, CustomerId, Statement, StatementId};
    use uuid::Uuid;

    use super::*;

    fn day(day: &str) -> Date {
        day.parse().expect("a day")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("a zone")
    }

    /// A year in Paris with a plan.
    fn year() -> Contract {
        Contract {
            id: ContractId(Uuid::nil()),
            customer: CustomerId(Uuid::nil()),
            statements: vec![Statement {
                id: StatementId(Uuid::nil()),
                from: at("2025-12-31T23:00:00Z"),
                until: Some(at("2026-12-31T23:00:00Z")),
                recorded_at: at("2025-12-01T00:00:00Z"),
                says: Says::InForce(Terms::of_plan(Some("gold".to_owned()))),
            }],
        }
    }

    fn said(change: &Change) -> NewStatement {
        let said = Said {
            by: "command line".to_owned(),
            signed: None,
            reason: None,
        };
        let now = at("2026-06-01T00:00:00Z");
        change
            .statement(&year(), &said, &paris(), now)
            .expect("may be said")
    }

    #[test]
    fn an_amendment_keeps_the_end_and_what_it_does_not_name() {
        let amended = said(&Change::Amend {
            from: day("2026-04-01"),
            last: None,
            plan: None,
            overrides: Some("# none".to_owned()),
        });
        assert_eq!(amended.from, at("2026-03-31T22:00:00Z"));
        assert_eq!(amended.until, Some(at("2026-12-31T23:00:00Z")));
        let terms = Terms {
            plan: Some("gold".to_owned()),
            overrides: "# none".to_owned(),
        };
        assert_eq!(amended.says, Says::InForce(terms));
    }

    #[test]
    fn a_renewal_follows_without_a_hole_to_the_end_of_its_last_day() {
        let renewed = said(&Change::Renew {
            last: day("2027-12-31"),
            plan: Some("silver".to_owned()),
            overrides: None,
        });
        assert_eq!(renewed.from, at("2026-12-31T23:00:00Z"));
        assert_eq!(renewed.until, Some(at("2027-12-31T23:00:00Z")));
        assert_eq!(
            last_day(at("2027-12-31T23:00:00Z"), &paris()),
            day("2027-12-31")
        );
    }

    #[test]
    fn a_suspension_lasts_until_its_last_day_is_over() {
        let from = day("2026-07-01");
        let rested = said(&Change::Suspend {
            from,
            last: Some(from),
        });
        assert_eq!(rested.says, Says::Suspended);
        assert_eq!(rested.until, Some(at("2026-07-01T22:00:00Z")));
        assert_eq!(said(&Change::End { from }).until, None);
    }
}
