//! The facts an explanation shows, and what each did to the clock.

use jiff::Timestamp;
use serde::Serialize;

use crate::clock::course::Course;
use crate::clock::measure::seconds_of;
use crate::clock::{HoldReason, Timeline};
use crate::policy::{Act, Within};

/// Something that happened, when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// When it happened, which may be before it was recorded; a release may lie ahead.
    pub at: Timestamp,
    /// What it was.
    #[serde(flatten)]
    pub kind: FactKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum FactKind {
    /// The clock's anchor: receipt, the oldest unanswered message, reopening.
    Anchored,
    /// The report was complete.
    ReportComplete,
    /// From then on this was promised.
    Promised {
        /// Id of the target in the policy.
        target: String,
        /// The time it gives.
        within: Within,
        /// Id of the calendar it is measured in.
        calendar: String,
        /// Where the policy says so.
        clause: String,
    },
    /// A hold began. `until` is its end as far as it is known.
    Held {
        /// What was waited for.
        because: HoldReason,
        /// `None`: it went on at the instant of the reading.
        until: Option<Timestamp>,
        /// Whether the promise rests for that reason at all.
        honoured: bool,
        /// Time inside it that would have counted, and did not for this hold.
        rested_seconds: i64,
    },
    /// Staff did something.
    Done {
        /// What it was.
        act: Act,
        /// True where it met the promise.
        satisfied: bool,
    },
    /// The release that the ticket is tied to was or will be published.
    Released,
    /// The clock ended with its ticket.
    Ended,
}

/// The facts known at `now`, in order.
pub(super) fn facts(course: &Course<'_>, timeline: &Timeline, now: Timestamp) -> Vec<Fact> {
    let mut facts = vec![Fact {
        at: timeline.anchor_at,
        kind: FactKind::Anchored,
    }];
    let mut add = |at, kind| facts.push(Fact { at, kind });
    for in_force in timeline.promises.iter().take(course.terms.len()) {
        let promise = &in_force.promise;
        let kind = FactKind::Promised {
            target: promise.target.clone(),
            within: promise.within.clone(),
            calendar: promise.calendar.clone(),
            clause: promise.clause.clone(),
        };
        add(in_force.since, kind);
    }
    if let Some(at) = timeline.report_complete_at.filter(|at| *at <= now) {
        add(at, FactKind::ReportComplete);
    }
    for (index, hold) in timeline
        .holds
        .iter()
        .enumerate()
        .filter(|(_, hold)| hold.from <= now)
    {
        let until = hold.until.filter(|until| *until <= now);
        let kind = FactKind::Held {
            because: hold.reason,
            until,
            honoured: course.honours(hold),
            rested_seconds: seconds_of(course.rested(index)),
        };
        add(hold.from, kind);
    }
    let governing = course.governing().promise;
    for done in timeline.acts.iter().filter(|done| done.at <= now) {
        let satisfied = course.met_at == Some(done.at) && governing.is_served_by(done.act);
        add(
            done.at,
            FactKind::Done {
                act: done.act,
                satisfied,
            },
        );
    }
    if let Some(at) = timeline.release_at {
        add(at, FactKind::Released);
    }
    if let Some(at) = course.ended_at {
        add(at, FactKind::Ended);
    }
    facts.sort_by_key(|fact| fact.at);
    facts
}
