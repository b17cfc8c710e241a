//! Where a clock rests: the union of the holds that its promises honour.
//!
//! What a rest does to a deadline is not decided here.

use jiff::Timestamp;

use super::term::Term;
use super::{Hold, HoldReason, Timeline};

/// A stretch in which the clock rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) because: HoldReason,
    /// The hold it comes from, by its place in the timeline.
    pub(super) hold: usize,
}

/// The union of all honoured holds up to `at`. Where two overlap, the one that
/// began first is named.
pub(super) fn rests_of(terms: &[Term<'_>], timeline: &Timeline, at: Timestamp) -> Vec<Rest> {
    let mut honoured: Vec<Rest> = Vec::new();
    for (index, hold) in timeline.holds.iter().enumerate() {
        let until = hold.until.unwrap_or(at).min(at);
        for term in terms.iter().filter(|term| term.honours(hold.reason)) {
            honoured.push(Rest {
                from: hold.from.max(term.since),
                until: until.min(term.until),
                because: hold.reason,
                hold: index,
            });
        }
    }
    honoured.sort_by_key(|rest| rest.from);
    let mut rests: Vec<Rest> = Vec::with_capacity(honoured.len());
    for mut rest in honoured {
        if let Some(before) = rests.last() {
            rest.from = rest.from.max(before.until);
        }
        if rest.from < rest.until {
            rests.push(rest);
        }
    }
    rests
}

pub(super) fn is_held(terms: &[Term<'_>], timeline: &Timeline, at: Timestamp) -> bool {
    let holding = |hold: &&Hold| hold.from <= at && hold.until.is_none_or(|until| until > at);
    let honoured = |hold: &Hold| terms.last().is_some_and(|term| term.honours(hold.reason));
    timeline.holds.iter().filter(holding).any(honoured)
}

/// The beginning of the unbroken run of holds that lasts until `at`.
pub(super) fn resting_since(rests: &[Rest], at: Timestamp) -> Timestamp {
    let mut since = at;
    for rest in rests.iter().rev() {
        if rest.until < since {
            break;
        }
        since = rest.from;
    }
    since
}
