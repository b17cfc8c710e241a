//! How grave a ticket is, as each side sees it: what the vendor assessed, what both
//! agreed, what waits for an answer, and what was declined. The severity in force
//! stands on the ticket itself; only a change of it moves clocks.

use jiff::Timestamp;
use sla::policy::Act;

use crate::{Actor, Event, Recorded, TextRef, Ticket};

/// A severity that somebody holds to be right, since when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// 1 is the gravest.
    pub severity: u8,
    pub by: Actor,
    pub at: Timestamp,
    /// `None` where none was given: an agreement needs no reason.
    pub reason: Option<TextRef>,
}

/// A workaround, and whether the customer can go on with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workaround {
    pub given_at: Timestamp,
    /// Who accepted it, and when; `None`: nobody yet.
    pub accepted: Option<(Actor, Timestamp)>,
}

/// What stands beside the severity in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grading {
    /// What the vendor held to be right last, proposed or set.
    pub assessed: Option<Graded>,
    /// The severity in force, where both sides agreed on it.
    pub agreed: Option<Graded>,
    /// Waits for the other side's answer.
    pub proposal: Option<Graded>,
    /// The last proposal that was declined; its `by` and `reason` are of whoever
    /// declined. `None` once another was made or the severity changed.
    pub declined: Option<Graded>,
    /// Given at the severity in force; `None` once that changed.
    pub workaround: Option<Workaround>,
}

impl Grading {
    /// Whether the other side than `actor` made the proposal that stands.
    #[must_use]
    pub fn is_asked_of(&self, actor: Actor) -> bool {
        let proposal = self.proposal.as_ref();
        proposal.is_some_and(|proposal| proposal.by.is_staff() != actor.is_staff())
    }
}

impl Ticket {
    /// Takes over an event about the severity, or about a workaround that lets it
    /// be lowered.
    pub(crate) fn grade(&mut self, recorded: &Recorded) {
        let graded = |severity: u8, reason: Option<&TextRef>| Graded {
            severity,
            by: recorded.actor,
            at: recorded.at,
            reason: reason.cloned(),
        };
        match &recorded.event {
            Event::SeverityProposed { severity, reason } => {
                let proposal = graded(*severity, Some(reason));
                if recorded.actor.is_staff() {
                    self.grading.assessed = Some(proposal.clone());
                }
                self.grading.proposal = Some(proposal);
                self.grading.declined = None;
            }
            Event::SeverityDeclined { severity, reason } => {
                self.grading.proposal = None;
                self.grading.declined = Some(graded(*severity, Some(reason)));
            }
            Event::SeverityAgreed { to, reason, .. } => {
                let agreed = graded(*to, reason.as_ref());
                self.in_force(agreed.clone());
                self.grading.agreed = Some(agreed);
            }
            Event::SeverityChanged {
                to, reason, agreed, ..
            } => {
                let changed = graded(*to, Some(reason));
                self.in_force(changed.clone());
                self.grading.agreed = agreed.then_some(changed);
            }
            Event::WorkaroundAccepted { .. } => {
                let given = self.grading.workaround.get_or_insert(Workaround {
                    given_at: recorded.at,
                    accepted: None,
                });
                given.accepted = Some((recorded.actor, recorded.at));
                return;
            }
            _ => return,
        }
        self.severity_changed = recorded.sequence;
    }

    fn in_force(&mut self, graded: Graded) {
        self.severities.push((graded.at, Some(graded.severity)));
        self.severity = Some(graded.severity);
        for taken in &mut self.absorbed {
            taken.facts.request.severity = Some(graded.severity);
        }
        if graded.by.is_staff() {
            self.grading.assessed = Some(graded);
        }
        self.grading.proposal = None;
        self.grading.declined = None;
        self.grading.workaround = None;
    }

    /// Remembers a workaround, until the severity is reviewed.
    pub(crate) fn worked_around(&mut self, act: Act, at: Timestamp) {
        if act == Act::WorkaroundGiven {
            self.grading.workaround.get_or_insert(Workaround {
                given_at: at,
                accepted: None,
            });
        }
    }

    /// Whoever resolves or closes it leaves nothing to be answered.
    pub(crate) fn lapse(&mut self) {
        self.grading.proposal = None;
        self.grading.workaround = None;
    }
}
