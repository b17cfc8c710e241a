//! Another request about the same problem, taken in by a merge, and which of the
//! promises of both governs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::{self, Calendars, ClockError, Done, InForce, Timeline};
use crate::policy::{Metric, Promise, Request};

/// What the ticket that goes on takes over of one that was merged into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absorbed {
    /// What was asked there, as it stood when it was merged.
    pub request: Request,
    /// What staff had done there: a promise that was kept there is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Done>,
    /// When the report had all that is needed there; `None`: it lacked something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_complete_at: Option<Timestamp>,
    /// Since when the customer waits there for a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered_since: Option<Timestamp>,
}

impl Absorbed {
    /// Whether the promise had been kept there, by `now`. What is owed again and
    /// again is never kept for good.
    ///
    /// # Errors
    ///
    /// [`ClockError`], where the promise cannot be measured in its calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jiff::Timestamp;
    /// # use sla::clock::ClockError;
    /// # use sla::history::Absorbed;
    /// # use sla::policy::{Metric, Policy};
    /// # fn example(taken: &Absorbed, policy: &Policy, now: Timestamp) -> Result<(), ClockError> {
    /// for promise in policy.promises(&taken.request) {
    ///     let kept = taken.has_kept(&promise, policy, now)?;
    ///     assert!(!kept || promise.metric != Metric::Update);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn has_kept<C: Calendars + ?Sized>(
        &self,
        promise: &Promise,
        calendars: &C,
        now: Timestamp,
    ) -> Result<bool, ClockError> {
        if let Metric::NextResponse | Metric::Update | Metric::ContinuousWork | Metric::TakeOver =
            promise.metric
        {
            return Ok(false);
        }
        let alone = Timeline {
            acts: self.acts.clone(),
            ..unrested(promise.clone(), self.request.received_at)
        };
        clock::glance(&alone, calendars, now).map(|reading| reading.met_at.is_some())
    }

    /// Since when the customer waits there, unless an act of `acts`, on the ticket
    /// that goes on, was a word to them since.
    #[must_use]
    pub fn waiting_since(&self, acts: &[Done]) -> Option<Timestamp> {
        self.unanswered_since
            .filter(|since| !answered(acts, *since))
    }

    /// Whether a word to the customer was said there at `since` or later.
    #[must_use]
    pub fn answers(&self, since: Timestamp) -> bool {
        answered(&self.acts, since)
    }
}

fn answered(acts: &[Done], since: Timestamp) -> bool {
    acts.iter()
        .any(|done| done.act.is_public() && done.at >= since)
}

/// Of what several requests about one problem are promised, the strictest of each
/// metric and audience: the one that would be due first, counted from
/// `received_at` and if nothing rested. Of equals, the first stays.
///
/// # Errors
///
/// [`ClockError`], where a promise cannot be measured in its calendar.
///
/// # Examples
///
/// ```
/// # use jiff::Timestamp;
/// # use sla::clock::ClockError;
/// use sla::history::strictest;
/// # use sla::policy::{Policy, Request};
/// # fn example(policy: &Policy, request: &Request) -> Result<(), ClockError> {
/// let graver = Request { severity: Some(1), ..request.clone() };
/// let offers = vec![policy.promises(request), policy.promises(&graver)];
/// let promises = strictest(policy, offers, request.received_at)?;
/// assert!(promises.len() >= policy.promises(request).len());
/// # Ok(())
/// # }
/// ```
pub fn strictest<C: Calendars + ?Sized>(
    calendars: &C,
    offers: Vec<Vec<Promise>>,
    received_at: Timestamp,
) -> Result<Vec<Promise>, ClockError> {
    let mut offers = offers.into_iter();
    let mut strictest = offers.next().unwrap_or_default();
    for promise in offers.flatten() {
        let same = strictest.iter_mut().find(|kept| promise.measures_as(kept));
        match same {
            None => strictest.push(promise),
            Some(kept) => {
                let before = leniency(kept, calendars, received_at)?;
                if leniency(&promise, calendars, received_at)? < before {
                    *kept = promise;
                }
            }
        }
    }
    Ok(strictest)
}

/// How lenient a promise is: an aim is more so than what can be missed, and no
/// deadline more than any.
fn leniency<C: Calendars + ?Sized>(
    promise: &Promise,
    calendars: &C,
    received_at: Timestamp,
) -> Result<(bool, Timestamp), ClockError> {
    let alone = unrested(promise.clone(), received_at);
    let due_at = clock::glance(&alone, calendars, received_at)?.due_at;
    Ok((promise.best_effort, due_at.unwrap_or(Timestamp::MAX)))
}

/// A promise to which nothing happened.
fn unrested(promise: Promise, received_at: Timestamp) -> Timeline {
    Timeline {
        anchor_at: received_at,
        report_complete_at: Some(received_at),
        promises: vec![InForce {
            since: received_at,
            promise,
        }],
        holds: Vec::new(),
        acts: Vec::new(),
        ended_at: None,
        release_at: None,
    }
}
