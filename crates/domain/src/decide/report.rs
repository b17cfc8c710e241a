//! Whether a report has all that is needed: promises that start with a complete
//! report wait until it has.

use jiff::Timestamp;
use sla::policy::Start;

use super::{Draft, happened, not_over, staff_only};
use crate::{ClockCause, ClockRecord, Context, Event, Refusal, clocks};

pub(super) fn judge(
    draft: &mut Draft,
    complete: bool,
    happened_at: Option<Timestamp>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    not_over(draft)?;
    let judged_at = happened(draft, happened_at)?;
    if draft.ticket.complete_since().is_some() == complete {
        return Ok(());
    }
    let waits = |clock: &&ClockRecord| clock.promise().starts == Start::CompleteReport;
    let mut waiting = draft.ticket.clocks.values().filter(waits);
    if !complete && waiting.any(|clock| clock.breached_at.is_some()) {
        return Err(Refusal::ReportTaken);
    }
    draft.record(Event::ReportJudged {
        complete,
        judged_at,
    });
    clocks::observe(draft, context.policies, ClockCause::ReportCompleted)
}
