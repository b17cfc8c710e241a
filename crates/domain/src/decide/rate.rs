//! The customer's verdict.

use super::Draft;
use crate::{Actor, Event, NewText, Rating, Refusal, Status};

pub(super) fn rate(
    draft: &mut Draft,
    rating: Rating,
    comment: Option<&NewText>,
) -> Result<(), Refusal> {
    if !matches!(draft.actor, Actor::Contact(_)) {
        return Err(Refusal::StaffOnly);
    }
    if !matches!(draft.ticket.status, Status::Resolved | Status::Closed) {
        return Err(Refusal::NotYetRateable);
    }
    let comment = comment.filter(|comment| !comment.body.trim().is_empty());
    draft.record(Event::TicketRated {
        rating,
        comment: comment.map(Into::into),
    });
    Ok(())
}
