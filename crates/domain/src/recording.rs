//! What may be said of a contract. Storing it is the server's part.

use jiff::Timestamp;

use crate::{Contract, Refusal, Says};

/// Whether something may be said of the period from `from` until before `until`, which
/// was signed at `signed_at`.
///
/// It may begin in the past: that is what late signatures are.
///
/// # Errors
/// [`Refusal::PeriodEmpty`], and [`Refusal::InFuture`] for a signature that is not
/// given yet.
///
/// ```
/// use domain::{Refusal, may_record};
///
/// let (march, april) = ("2026-03-01T00:00:00Z".parse()?, "2026-04-01T00:00:00Z".parse()?);
/// assert!(may_record(march, Some(april), None, april).is_ok());
/// let empty = Err(Refusal::PeriodEmpty);
/// assert_eq!(may_record(april, Some(march), None, april), empty);
/// assert_eq!(may_record(april, Some(april), None, april), empty);
/// assert_eq!(may_record(march, None, Some(april), march), Err(Refusal::InFuture));
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn may_record(
    from: Timestamp,
    until: Option<Timestamp>,
    signed_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Refusal> {
    if until.is_some_and(|until| until <= from) {
        return Err(Refusal::PeriodEmpty);
    }
    if signed_at.is_some_and(|signed| signed > now) {
        return Err(Refusal::InFuture);
    }
    Ok(())
}

/// Whether a customer with these contracts may begin another one for the period: of two
/// that are in force at once, one would hide the other.
///
/// # Errors
/// [`Refusal::ContractOverlaps`].
pub fn may_begin(
    contracts: &[Contract],
    from: Timestamp,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let mut segments = contracts.iter().flat_map(|contract| contract.segments(now));
    let overlaps = segments.any(|segment| {
        let begins_before_it_ends = until.is_none_or(|until| segment.from < until);
        let ends_after_it_begins = segment.until.is_none_or(|end| from < end);
        let in_force = matches!(segment.statement.says, Says::InForce(_));
        in_force && begins_before_it_ends && ends_after_it_begins
    });
    if overlaps {
        return Err(Refusal::ContractOverlaps);
    }
    Ok(())
}

impl Contract {
    /// When it will lapse by what is known: the end of its last stretch in force, where
    /// nothing was said of what comes then. `None` where it has no end, or its end was
    /// agreed on.
    ///
    /// ```
    /// use domain::{Contract, ContractId, CustomerId, Says, Statement, StatementId, Terms};
    /// use jiff::Timestamp;
    /// use uuid::Uuid;
    ///
    /// let at = |day: &str| format!("{day}T00:00:00Z").parse::<Timestamp>().unwrap();
    /// let statement = |id, from, until, says| Statement {
    ///     id: StatementId(Uuid::from_u128(id)), from: at(from), until, recorded_at: at("2026-01-01"), says,
    /// };
    /// let year = statement(1, "2026-01-01", Some(at("2027-01-01")), Says::InForce(Terms::default()));
    /// let mut contract = Contract {
    ///     id: ContractId(Uuid::nil()), customer: CustomerId(Uuid::nil()), statements: vec![year],
    /// };
    /// let now = at("2026-06-01");
    /// assert_eq!(contract.lapses_at(now), Some(at("2027-01-01")));
    /// contract.statements.push(statement(2, "2027-01-01", None, Says::Ended));
    /// assert_eq!(contract.lapses_at(now), None);
    /// ```
    #[must_use]
    pub fn lapses_at(&self, now: Timestamp) -> Option<Timestamp> {
        let segments = self.segments(now);
        let last = segments.last()?;
        match last.statement.says {
            Says::InForce(_) => last.until,
            Says::Suspended | Says::Ended => None,
        }
    }

    /// Where a renewal begins, so that it leaves no hole, with what was bought until
    /// then.
    ///
    /// # Errors
    /// [`Refusal::NothingToRenew`] where it will not lapse.
    pub fn renewal(&self, now: Timestamp) -> Result<(Timestamp, crate::Terms), Refusal> {
        let lapses_at = self.lapses_at(now).ok_or(Refusal::NothingToRenew)?;
        let segments = self.segments(now);
        match segments.last().map(|last| &last.statement.says) {
            Some(Says::InForce(terms)) => Ok((lapses_at, terms.clone())),
            _ => Err(Refusal::NothingToRenew),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{ContractId, CustomerId, Statement, StatementId, Terms};

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).expect("a day soon after 1970")
    }

    fn contract(said: &[(i64, Option<i64>, Says)]) -> Contract {
        let statements = said.iter().zip(1_u128..);
        Contract {
            id: ContractId(Uuid::nil()),
            customer: CustomerId(Uuid::nil()),
            statements: statements
                .map(|((from, until, says), id)| Statement {
                    id: StatementId(Uuid::from_u128(id)),
                    from: day(*from),
                    until: until.map(day),
                    recorded_at: day(0),
                    says: says.clone(),
                })
                .collect(),
        }
    }

    fn in_force() -> Says {
        Says::InForce(Terms::of_plan(Some("gold".to_owned())))
    }

    #[test]
    fn two_contracts_are_not_in_force_at_once() {
        let year = contract(&[
            (0, Some(365), in_force()),
            (100, Some(120), Says::Suspended),
        ]);
        let others = [year];
        let begin =
            |from, until: Option<i64>| may_begin(&others, day(from), until.map(day), day(9));
        assert_eq!(begin(364, None), Err(Refusal::ContractOverlaps));
        assert_eq!(begin(0, Some(1)), Err(Refusal::ContractOverlaps));
        assert_eq!(begin(119, Some(121)), Err(Refusal::ContractOverlaps));
        assert_eq!(begin(365, None), Ok(()));
        assert_eq!(begin(100, Some(120)), Ok(()), "while the other rests");
    }

    #[test]
    fn a_renewal_begins_where_the_last_term_ends_and_keeps_what_was_bought() {
        let year = contract(&[(0, Some(365), in_force())]);
        let (from, terms) = year.renewal(day(9)).expect("it lapses");
        assert_eq!((from, terms.plan.as_deref()), (day(365), Some("gold")));
        for over in [
            contract(&[(0, None, in_force())]),
            contract(&[(0, Some(365), in_force()), (200, None, Says::Ended)]),
        ] {
            assert_eq!(over.renewal(day(9)), Err(Refusal::NothingToRenew));
        }
    }
}
