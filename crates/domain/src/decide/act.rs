//! Acts without a message.

use jiff::Timestamp;
use sla::policy::Act;

use super::message::told_to_customer;
use super::{Draft, happened, staff_only};
use crate::{ClockCause, Context, Event, Refusal, clocks};

pub(super) fn record(
    draft: &mut Draft,
    act: Act,
    happened_at: Option<Timestamp>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    if told_to_customer(act) {
        return Err(Refusal::ActMustBePublic { act });
    }
    let happened_at = happened(draft, happened_at)?;
    draft.record(Event::ActRecorded { act, happened_at });
    clocks::observe(draft, context.policies, ClockCause::Resumed)
}
