//! Recording what a contract says. The rules are [`domain::may_record`]'s and
//! [`domain::may_begin`]'s; here they meet the store.

use domain::{Contract, DeskName, Refusal, Says, Terms, may_begin, may_record};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sla::policy::Overrides;

use super::super::{App, Once};
use super::{Held, OVERRIDES_FILE, findings, held};
use crate::error::AppError;
use crate::store::{
    AuditRow, ContractRow, CustomerRow, Gate, OnceResult, RowOp, StatementRow, Value, Write,
};

/// How long before a contract lapses its customer is told. No policy says so: it is the
/// desk's own.
const NOTICE_DAYS: i64 = 30;

/// Something to be said of a contract.
#[derive(Clone, Debug)]
pub struct NewStatement {
    pub from: Timestamp,
    /// `None`: without an end.
    pub until: Option<Timestamp>,
    pub says: Says,
    pub signed_at: Option<Timestamp>,
    /// Needed where it changes what was promised to tickets that are there.
    pub reason: Option<String>,
    /// `agent:ID` or `command line`.
    pub by: String,
}

/// A statement that may be recorded, and the customer's contracts before and after.
pub(super) struct Recordable {
    pub(super) row: ContractRow,
    pub(super) statement: StatementRow,
    pub(super) before: Vec<Held>,
    pub(super) after: Vec<Held>,
}

impl App {
    /// The rows of the contract with which a new customer comes: that plan, or the
    /// policy without one, from the beginning of this day on, without an end.
    #[must_use]
    pub fn first_contract(
        &self,
        customer: &CustomerRow,
        desk_zone: &str,
        plan: Option<&str>,
        by: &str,
    ) -> [RowOp; 2] {
        let now = self.now();
        let row = self.new_contract(&customer.desk, &customer.customer, &customer.name);
        let new = NewStatement {
            from: day_of(now, desk_zone),
            until: None,
            says: Says::InForce(Terms::of_plan(plan.map(str::to_owned))),
            signed_at: None,
            reason: None,
            by: by.to_owned(),
        };
        let statement = self.statement(&row, &new, now);
        let row = ContractRow {
            statements: 1,
            ..row
        };
        [row.insert(), statement.insert()]
    }

    /// Records one more statement of a contract, or the first of a new one (`contract`
    /// is then its name). Where it reaches into the past it is applied to the tickets
    /// received since, a batch at a time. Under a key it is recorded once.
    ///
    /// # Errors
    /// As [`App::touched`]; [`Refusal::ReasonMissing`] where tickets are concerned.
    pub async fn record_statement(
        &self,
        desk: &DeskName,
        customer: &str,
        contract: ContractChosen<'_>,
        new: &NewStatement,
        once: Option<&Once>,
    ) -> Result<StatementRow, AppError> {
        let recordable = self.recordable(desk, customer, contract, new).await?;
        let reason = new.reason.as_deref().unwrap_or_default();
        if reason.trim().is_empty() && !self.touches(desk, &recordable, new).await?.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let Recordable { row, statement, .. } = recordable;
        let told = format!("{}: {}", statement.statement, statement.says);
        let audit = AuditRow {
            desk: row.desk.clone(),
            entry: self.new_id().to_string(),
            at: statement.recorded_at,
            actor: new.by.clone(),
            subject: format!("contract:{}", row.contract),
            change: told,
        };
        let write = Write::rows([statement.insert(), audit.insert()]);
        let write = if row.statements == 1 {
            write.row(row.insert())
        } else {
            write.gate(Gate::Claim {
                table: ContractRow::TABLE,
                key: vec![
                    Value::from(row.desk.as_str()),
                    Value::from(row.contract.as_str()),
                ],
                column: "statements",
                from: Value::from(row.statements - 1),
                set: vec![
                    ("statements", Value::from(row.statements)),
                    ("notice_at", Value::from(row.notice_at)),
                ],
            })
        };
        let write = match once {
            Some(once) => write.gate(Gate::Once {
                desk: statement.desk.clone(),
                scope: once.scope.clone(),
                key: once.key.clone(),
                at: statement.recorded_at,
                result: OnceResult::Text(format!("{} {}", once.fingerprint, statement.statement)),
            }),
            None => write,
        };
        self.store().write(write).await?;
        Ok(statement)
    }

    /// Asks the rules, and answers what would be written.
    pub(super) async fn recordable(
        &self,
        desk: &DeskName,
        customer: &str,
        contract: ContractChosen<'_>,
        new: &NewStatement,
    ) -> Result<Recordable, AppError> {
        let now = self.now();
        may_record(new.from, new.until, new.signed_at, now)?;
        if let Says::InForce(terms) = &new.says {
            self.fits_policy(desk, terms).await?;
        }
        let before = self.contracts(desk, customer).await?;
        let row = match contract {
            ContractChosen::Known(id) => {
                let known = before.iter().find(|held| held.row.contract == id);
                known.ok_or(AppError::NotFound("contract"))?.row.clone()
            }
            ContractChosen::New(name) => self.new_contract(desk.as_str(), customer, name),
        };
        let others: Vec<Contract> = before
            .iter()
            .filter(|held| held.row.contract != row.contract)
            .map(|held| held.contract.clone())
            .collect();
        if matches!(new.says, Says::InForce(_)) {
            may_begin(&others, new.from, new.until, now)?;
        }
        let statement = self.statement(&row, new, now);
        let said = before
            .iter()
            .flat_map(|held| held.statements.iter().map(|said| (&held.row, said)))
            .map(|(row, said)| (row.clone(), said.clone()));
        let (mut same, mut after): (Vec<_>, Vec<_>) =
            said.partition(|(known, _)| known.contract == row.contract);
        same.push((row.clone(), statement.clone()));
        after.extend(same);
        let after = held(after)?;
        let changed = after.last().map(|held| &held.contract);
        let row = ContractRow {
            statements: row.statements + 1,
            notice_at: changed.and_then(|contract| notice_at(contract, now)),
            ..row
        };
        Ok(Recordable {
            row,
            statement,
            before,
            after,
        })
    }

    async fn fits_policy(&self, desk: &DeskName, terms: &Terms) -> Result<(), AppError> {
        let policy = self.policy_at(desk, self.now()).await?;
        if let Some(given) = &terms.plan
            && !policy.plans().iter().any(|plan| plan.id == *given)
        {
            let known: Vec<&str> = policy.plans().iter().map(|plan| plan.id.as_str()).collect();
            let known = match known.as_slice() {
                [] => "none, it has no plans".to_owned(),
                known => known.join(", "),
            };
            let given = given.clone();
            return Err(Refusal::NoSuchPlan { given, known }.into());
        }
        let parsed = Overrides::parse(&policy, OVERRIDES_FILE, &terms.overrides);
        if parsed.overrides.is_none() {
            let problems = findings(&parsed.diagnostics);
            return Err(Refusal::OverridesUnread { problems }.into());
        }
        Ok(())
    }

    /// A contract of which nothing was said yet.
    fn new_contract(&self, desk: &str, customer: &str, name: &str) -> ContractRow {
        ContractRow {
            desk: desk.to_owned(),
            contract: self.new_id().to_string(),
            customer: customer.to_owned(),
            name: name.to_owned(),
            created_at: self.now().as_microsecond(),
            statements: 0,
            notice_at: None,
        }
    }

    fn statement(
        &self,
        contract: &ContractRow,
        new: &NewStatement,
        now: Timestamp,
    ) -> StatementRow {
        let (says, terms) = match &new.says {
            Says::InForce(terms) => ("in_force", terms.clone()),
            Says::Suspended => ("suspended", Terms::default()),
            Says::Ended => ("ended", Terms::default()),
        };
        let reason = new.reason.as_deref().map(str::trim);
        StatementRow {
            desk: contract.desk.clone(),
            contract: contract.contract.clone(),
            statement: self.new_id().to_string(),
            from_at: new.from.as_microsecond(),
            until_at: new.until.map(Timestamp::as_microsecond),
            recorded_at: now.as_microsecond(),
            recorded_by: new.by.clone(),
            says: says.to_owned(),
            plan: terms.plan,
            overrides: terms.overrides,
            signed_at: new.signed_at.map(Timestamp::as_microsecond),
            reason: reason
                .filter(|reason| !reason.is_empty())
                .map(str::to_owned),
            applied_after: (new.from <= now).then(String::new),
        }
    }
}

/// The contract a statement is about.
#[derive(Clone, Copy, Debug)]
pub enum ContractChosen<'a> {
    /// By its id.
    Known(&'a str),
    /// A new one of that name.
    New(&'a str),
}

/// When the customer is told that a contract lapses; `None` where it does not, or did.
pub(crate) fn notice_at(contract: &Contract, now: Timestamp) -> Option<i64> {
    let lapses_at = contract.lapses_at(now).filter(|at| *at > now)?;
    let ahead = SignedDuration::from_hours(24 * NOTICE_DAYS);
    let at = lapses_at.checked_sub(ahead).unwrap_or(now);
    Some(at.max(now).as_microsecond())
}

/// The first instant of the local day; a zone that is unknown counts as UTC.
fn day_of(at: Timestamp, zone: &str) -> Timestamp {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let day = at.to_zoned(zone).start_of_day();
    day.map_or(at, |day| day.timestamp())
}
