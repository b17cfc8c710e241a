//! The policy text an agent is writing: one row per agent, so that it is never
//! lost, and saved only over what its writer has seen.

use crate::error::AppError;
use crate::store::{Gate, PolicyDraftRow, StoreError, Value, Write, WriteError};
use crate::web::{PageError, Staff, Web};

/// A text and which saving of it this is; empty before the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) source: String,
    pub(super) revision: String,
}

/// What came of saving.
pub(super) enum Saved {
    Yes,
    /// Another page of the same person saved this meanwhile.
    Conflict(Draft),
}

/// The agent's draft, or else the text that is in force.
pub(super) async fn load(web: &Web, staff: &Staff) -> Result<Draft, PageError> {
    if let Some(draft) = stored(web, staff).await? {
        return Ok(draft);
    }
    let policy = web.app().policy_at(&staff.desk_name, staff.reader.now);
    Ok(Draft {
        source: policy.await?.source().to_owned(),
        revision: String::new(),
    })
}

async fn stored(web: &Web, staff: &Staff) -> Result<Option<Draft>, PageError> {
    let store = web.app().store();
    let row = store.policy_draft(&staff.desk.desk, &staff.agent.agent);
    Ok(row.await?.map(|row| Draft {
        source: row.source,
        revision: row.revision,
    }))
}

/// Saves a text over the revision that its writer has seen.
pub(super) async fn save(web: &Web, staff: &Staff, draft: &Draft) -> Result<Saved, PageError> {
    let row = PolicyDraftRow {
        desk: staff.desk.desk.clone(),
        agent: staff.agent.agent.clone(),
        source: draft.source.clone(),
        revision: web.app().new_id().to_string(),
        saved_at: staff.reader.now.as_microsecond(),
    };
    let write = if draft.revision.is_empty() {
        Write::rows([row.insert()])
    } else {
        Write::default().gate(Gate::Claim {
            table: PolicyDraftRow::TABLE,
            key: vec![
                Value::from(row.desk.as_str()),
                Value::from(row.agent.as_str()),
            ],
            column: "revision",
            from: Value::from(draft.revision.as_str()),
            set: vec![
                ("source", Value::from(row.source.as_str())),
                ("revision", Value::from(row.revision.as_str())),
                ("saved_at", Value::from(row.saved_at)),
            ],
        })
    };
    match web.app().store().write(write).await {
        Ok(_) => Ok(Saved::Yes),
        Err(WriteError::Taken | WriteError::Store(StoreError::Duplicate(_))) => {
            let other = load(web, staff).await?;
            // Sent twice, or typed twice: nothing is in conflict.
            Ok(if other.source == draft.source {
                Saved::Yes
            } else {
                Saved::Conflict(other)
            })
        }
        Err(error) => Err(AppError::from(error).into()),
    }
}
