//! The level that works on it.

use super::{Draft, staff_only, unchanged};
use crate::{Context, Event, NewText, Refusal};

/// The levels of a desk whose policy names none.
const LEVELS_USUAL: [u8; 3] = [1, 2, 3];

pub(super) fn change(
    draft: &mut Draft,
    level: u8,
    reason: &NewText,
    seen: Option<u64>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    staff_only(draft)?;
    let named = context.policies.levels().iter().map(|level| level.number);
    let mut known: Vec<u8> = named.collect();
    if known.is_empty() {
        // A policy that names no levels leaves the desk the usual three.
        known.extend(LEVELS_USUAL);
    }
    if !known.contains(&level) {
        let known: Vec<String> = known.iter().map(u8::to_string).collect();
        return Err(Refusal::UnknownLevel {
            given: level,
            known: known.join(", "),
        });
    }
    let from = draft.ticket.level;
    if from == level {
        return Ok(());
    }
    unchanged(seen, draft.ticket.level_changed, || from.to_string())?;
    draft.record(Event::LevelChanged {
        from,
        to: level,
        reason: reason.into(),
    });
    Ok(())
}
