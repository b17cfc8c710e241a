//! What a clock had come to before its calendar was corrected, beside what it came to
//! then.

use domain::{Actor, ClockRecord, ClockResult, Correction};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Reasons;

/// A result that was measured in a wrong calendar, and what it is in the right one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Restatement)]
pub struct RestatementAnswer {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who corrected the calendar: an agent or the system, as in events.
    #[schema(value_type = Object)]
    pub author: Actor,
    /// Why; null where it was erased.
    pub reason: Option<String>,
    /// The original result.
    pub before: ResultAnswer,
    /// The restated one.
    pub after: ResultAnswer,
}

/// Until when, and whether in time.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ClockResult)]
pub struct ResultAnswer {
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub breached_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub met_at: Option<Timestamp>,
}

impl From<ClockResult> for ResultAnswer {
    fn from(result: ClockResult) -> Self {
        Self {
            due_at: result.due_at,
            breached_at: result.breached_at,
            met_at: result.met_at,
        }
    }
}

/// The restatements of a clock, oldest first.
pub(super) fn restatements(record: &ClockRecord, reasons: &Reasons) -> Vec<RestatementAnswer> {
    let known = record.restatements();
    known.map(|one| restated(one, reasons)).collect()
}

/// A correction as the API and the command line answer it.
#[must_use]
pub fn restated(correction: &Correction, reasons: &Reasons) -> RestatementAnswer {
    RestatementAnswer {
        at: correction.at,
        author: correction.author,
        reason: reasons.get(&correction.reason.id).cloned(),
        before: correction.before.into(),
        after: correction.after.into(),
    }
}
