//! Telling a customer that a contract lapses and nothing was said of what comes then.

use domain::{ContactId, Notice, NoticeKind, Recipient};

use super::super::{App, outbox_row};
use super::{held, instant};
use crate::error::AppError;
use crate::store::{ContactRow, ContractRow, Gate, Value, Write};

impl App {
    /// Tells the customer's managers, or everybody where it has none, that a contract
    /// lapses: once for each time that it was to be told.
    ///
    /// # Errors
    /// When the store fails; [`AppError::Busy`] when another node was quicker.
    pub async fn notice_lapsing(&self, row: &ContractRow) -> Result<(), AppError> {
        let desk = self.store().desk_by_id(&row.desk).await?;
        let desk = desk.ok_or(AppError::NotFound("desk"))?;
        let read = self.store().contract(&row.desk, &row.contract).await?;
        let held = held(read)?.into_iter().next();
        let lapses_at = held.and_then(|held| held.contract.lapses_at(self.now()));
        let noticed_at = instant(row.notice_at.unwrap_or_default());
        let mut write = Write::default();
        if let Some(lapses_at) = lapses_at {
            let contacts = self.store();
            let contacts = contacts.contacts_of_customer(&row.desk, &row.customer);
            let told = told(contacts.await?).into_iter().map(|contact| Notice {
                to: Recipient::Contact(contact),
                kind: NoticeKind::ContractLapsing {
                    contract: row.name.clone(),
                    lapses_at,
                },
            });
            let rows = told.map(|notice| outbox_row(&desk, None, &notice, noticed_at).ensure());
            write.rows.extend(rows);
        }
        let gate = Gate::Claim {
            table: ContractRow::TABLE,
            key: vec![
                Value::from(row.desk.as_str()),
                Value::from(row.contract.as_str()),
            ],
            column: "notice_at",
            from: Value::from(row.notice_at),
            set: vec![("notice_at", Value::from(None::<i64>))],
        };
        self.store().write(write.gate(gate)).await?;
        self.notices_waiting().notify_one();
        Ok(())
    }
}

/// The managers who can be told, or else everybody who can.
fn told(contacts: Vec<ContactRow>) -> Vec<ContactId> {
    let active: Vec<ContactRow> = contacts.into_iter().filter(|one| one.active).collect();
    let has_manager = active.iter().any(|one| one.manager);
    let told = active.iter().filter(|one| one.manager || !has_manager);
    told.filter_map(|one| one.contact.parse().ok()).collect()
}
