//! Recording what a contract says.

use domain::{Says, Terms};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::App;
use crate::store::{ContractRow, CustomerRow, RowOp, StatementRow};

impl App {
    /// The rows of the contract with which a new customer comes: that plan, from the
    /// beginning of this day on, without an end.
    #[must_use]
    pub fn first_contract(
        &self,
        customer: &CustomerRow,
        desk_zone: &str,
        plan: &str,
        by: &str,
    ) -> [RowOp; 2] {
        let now = self.now();
        let contract = ContractRow {
            desk: customer.desk.clone(),
            contract: self.new_id().to_string(),
            customer: customer.customer.clone(),
            name: customer.name.clone(),
            created_at: now.as_microsecond(),
            statements: 1,
            notice_at: None,
        };
        let statement = StatementRow {
            desk: customer.desk.clone(),
            contract: contract.contract.clone(),
            statement: self.new_id().to_string(),
            from_at: day_of(now, desk_zone).as_microsecond(),
            until_at: None,
            recorded_at: now.as_microsecond(),
            recorded_by: by.to_owned(),
            ..blank(&Says::InForce(Terms::of_plan(Some(plan.to_owned()))))
        };
        [contract.insert(), statement.insert()]
    }
}

/// The first instant of the local day; a zone that is unknown counts as UTC.
fn day_of(at: Timestamp, zone: &str) -> Timestamp {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let day = at.to_zoned(zone).start_of_day();
    day.map_or(at, |day| day.timestamp())
}

/// A statement of that, with all else still to be filled in.
fn blank(says: &Says) -> StatementRow {
    let (name, terms) = match says {
        Says::InForce(terms) => ("in_force", terms.clone()),
        Says::Suspended => ("suspended", Terms::default()),
        Says::Ended => ("ended", Terms::default()),
    };
    StatementRow {
        desk: String::new(),
        contract: String::new(),
        statement: String::new(),
        from_at: 0,
        until_at: None,
        recorded_at: 0,
        recorded_by: String::new(),
        says: name.to_owned(),
        plan: terms.plan,
        overrides: terms.overrides,
        signed_at: None,
        reason: None,
        applied_after: None,
    }
}
