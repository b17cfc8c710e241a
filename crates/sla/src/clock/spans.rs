//! The spans of a reading: every second from the anchor on, and why it counted
//! or did not.
//!
//! Long stretches are collapsed, never left out: their counted time is exact.

use jiff::{SignedDuration, Timestamp};

use super::course::Course;
use super::measure::{open_between, plain_between, seconds_of};
use super::{Span, SpanState};
use crate::calendar::{Calendar, Opening};

/// At each end of a long stretch under one promise the openings of this many
/// days are listed one by one; what lies between is one collapsed span.
pub const SPAN_DAYS_LISTED_MAX: i64 = 31;

/// No reading has more spans than this. Past it the middle is collapsed.
pub const SPANS_MAX: usize = 400;

/// A span before rounding.
struct Piece {
    from: Timestamp,
    until: Timestamp,
    state: SpanState,
    counted: i128,
    /// Pieces of different windows (until now, until due, after both) are never
    /// joined, so that sums up to each of those instants can be told.
    window: usize,
}

pub(super) fn spans(course: &Course<'_>, due_at: Option<Timestamp>) -> Vec<Span> {
    let due = due_at.unwrap_or(course.at);
    let cuts = [course.at.min(due), course.at.max(due)];
    let mut pieces = Vec::new();
    let mut from = course.anchor;
    for (window, cut) in cuts.into_iter().enumerate() {
        if from < cut {
            list(course, &mut pieces, window, from, cut);
            from = cut;
        }
    }
    rounded(shortened(pieces), course.at)
}

/// All pieces between two instants.
fn list(
    course: &Course<'_>,
    pieces: &mut Vec<Piece>,
    window: usize,
    from: Timestamp,
    until: Timestamp,
) {
    let start = course.start.unwrap_or(until).clamp(from, until);
    let mut push = |from, until, state, counted| {
        if from < until {
            pieces.push(Piece {
                from,
                until,
                state,
                counted,
                window,
            });
        }
    };
    push(from, start, SpanState::BeforeStart, 0);
    for segment in course.segments(course.terms.len() - 1, start, until) {
        let (from, until) = (segment.from, segment.until);
        match segment.rest {
            Some(because) => push(from, until, SpanState::Held { because }, 0),
            None if segment.term.counts_plain_time() => {
                push(from, until, SpanState::Counted, plain_between(from, until));
            }
            None => list_openings(segment.term.calendar, from, until, &mut push),
        }
    }
}

fn list_openings(
    calendar: &Calendar,
    from: Timestamp,
    until: Timestamp,
    push: &mut impl FnMut(Timestamp, Timestamp, SpanState, i128),
) {
    let listed = SignedDuration::from_hours(24 * SPAN_DAYS_LISTED_MAX);
    let whole = plain_between(from, until);
    let counted = open_between(calendar, from, until);
    if counted == whole {
        push(from, until, SpanState::Counted, counted);
    } else if whole <= 2 * listed.as_nanos() {
        list_each(calendar, from, until, push);
    } else {
        let head = from + listed;
        let tail = until - listed;
        list_each(calendar, from, head, push);
        push(
            head,
            tail,
            SpanState::Collapsed,
            open_between(calendar, head, tail),
        );
        list_each(calendar, tail, until, push);
    }
}

fn list_each(
    calendar: &Calendar,
    from: Timestamp,
    until: Timestamp,
    push: &mut impl FnMut(Timestamp, Timestamp, SpanState, i128),
) {
    for stretch in calendar.stretches(from, until) {
        let counted = match stretch.state {
            Opening::Open => plain_between(stretch.from, stretch.until),
            Opening::Closed | Opening::Holiday(_) => 0,
        };
        let state = match stretch.state {
            Opening::Open => SpanState::Counted,
            Opening::Closed => SpanState::Closed,
            Opening::Holiday(name) => SpanState::Holiday { name },
        };
        push(stretch.from, stretch.until, state, counted);
    }
}

/// At most [`SPANS_MAX`] pieces: where there are more, those in the middle are
/// taken together, window by window.
fn shortened(mut pieces: Vec<Piece>) -> Vec<Piece> {
    const END: usize = SPANS_MAX / 2 - 1;
    if pieces.len() <= SPANS_MAX {
        return pieces;
    }
    let tail = pieces.split_off(pieces.len() - END);
    let middle = pieces.split_off(END);
    for piece in middle {
        match pieces
            .last_mut()
            .filter(|last| last.state == SpanState::Collapsed && last.window == piece.window)
        {
            Some(last) => {
                last.until = piece.until;
                last.counted += piece.counted;
            }
            None => pieces.push(Piece {
                state: SpanState::Collapsed,
                ..piece
            }),
        }
    }
    pieces.extend(tail);
    pieces
}

/// Whole seconds, rounded such that they add up: each span gets the whole
/// seconds of the running total that it completes.
fn rounded(pieces: Vec<Piece>, at: Timestamp) -> Vec<Span> {
    let mut total = 0;
    pieces
        .into_iter()
        .map(|piece| {
            let before = seconds_of(total);
            total += piece.counted;
            Span {
                from: piece.from,
                until: piece.until,
                state: piece.state,
                counted_seconds: seconds_of(total) - before,
                ahead: piece.from >= at,
            }
        })
        .collect()
}
