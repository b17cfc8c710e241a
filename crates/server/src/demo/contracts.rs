//! What the customers of an example desk bought: plans dealt out in turn, and a few
//! contracts as desks know them, with a renewal, an end ahead, and better times.

use domain::{Contract, CustomerId};
use jiff::{SignedDuration, Timestamp};

use super::long_ago;
use crate::app::contracts::held;
use crate::error::AppError;
use crate::store::{ContractRow, RowOp, StatementRow};

/// What a fourth customer negotiated at a desk whose policy has this target.
const BETTER: &str = r#"[[override]]
target = "first-response"
severity = [1]
within = "under 30m"
clause = "Framework agreement, 4.2"
"#;

/// The contract of a desk's customer in that place, and the rows that hold it.
pub(super) fn contract(
    desk: &str,
    customer: CustomerId,
    name: &str,
    place: usize,
    plan: Option<String>,
    now: Timestamp,
) -> Result<(Contract, Vec<RowOp>), AppError> {
    let began = long_ago(now);
    let days = |days: i64| {
        let moved = now.checked_add(SignedDuration::from_hours(24 * days));
        moved.unwrap_or(now)
    };
    let first = StatementRow {
        desk: desk.to_owned(),
        contract: customer.to_string(),
        statement: customer.to_string(),
        from_at: began.as_microsecond(),
        until_at: None,
        recorded_at: began.as_microsecond(),
        recorded_by: "demo".to_owned(),
        says: "in_force".to_owned(),
        plan,
        overrides: String::new(),
        signed_at: None,
        reason: None,
        applied_after: None,
    };
    let mut statements = vec![first.clone()];
    match place {
        // A year that was renewed before it ended.
        1 => {
            let ended = days(-35).as_microsecond();
            statements = vec![
                StatementRow {
                    until_at: Some(ended),
                    ..first.clone()
                },
                StatementRow {
                    statement: uuid::Uuid::from_u128(customer.0.as_u128() ^ 1).to_string(),
                    from_at: ended,
                    until_at: Some(days(330).as_microsecond()),
                    recorded_at: days(-60).as_microsecond(),
                    reason: Some("Renewed by letter".to_owned()),
                    ..first
                },
            ];
        }
        // One that ends soon, and nobody has renewed it yet.
        2 => {
            statements = vec![StatementRow {
                until_at: Some(days(40).as_microsecond()),
                ..first
            }];
        }
        3 if desk == "infocyte" => {
            statements = vec![StatementRow {
                overrides: BETTER.to_owned(),
                ..first
            }];
        }
        _ => {}
    }
    let row = ContractRow {
        desk: desk.to_owned(),
        contract: customer.to_string(),
        customer: customer.to_string(),
        name: name.to_owned(),
        created_at: began.as_microsecond(),
        statements: i64::try_from(statements.len()).unwrap_or_default(),
        notice_at: None,
    };
    let mut rows = vec![row.insert()];
    rows.extend(statements.iter().map(StatementRow::insert));
    let read = statements
        .into_iter()
        .map(|statement| (row.clone(), statement));
    let held = held(read.collect())?.into_iter().next();
    let held = held.ok_or(AppError::NotFound("contract"))?;
    Ok((held.contract, rows))
}

#[cfg(test)]
mod tests {
    use sla::policy::{Overrides, Policy};

    use super::*;

    #[test]
    fn what_is_better_is_a_target_of_the_policy() {
        let file = include_str!("../../../../policies/infocyte.toml");
        let policy = Policy::parse("infocyte.toml", file).policy.unwrap();
        let parsed = Overrides::parse(&policy, "contract.toml", BETTER);
        assert_eq!(parsed.diagnostics, []);
    }
}
