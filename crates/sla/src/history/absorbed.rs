//! Another request about the same problem, taken in by a merge, and which of the
//! promises of both governs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::{self, Calendars, ClockError, Done, InForce, Timeline};
use crate::policy::{Metric, Promise, Request};

/// What the ticket that goes on takes over of one that was merged into it.
///
/// # Examples
///
/// ```
/// use sla::clock::Done;
/// use sla::history::{Absorbed, strictest};
/// use sla::policy::{Act, Policy, Request};
///
/// let file = r#"
/// format = 1
/// [policy]
/// name = "Nordwind"
/// version = "1"
/// languages = ["en"]
/// effective = 2026-01-01
/// calendar = "always"
/// [severity.1]
/// name = "Critical"
/// [severity.2]
/// name = "Minor"
/// [[target]]
/// id = "response"
/// metric = "first response"
/// within = { 1 = "1h", 2 = "8h" }
/// clause = "Response times"
/// "#;
/// let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
/// let asked = |severity| Request {
///     severity: Some(severity),
///     priority: None,
///     kind: "incident".to_owned(),
///     plan: None,
///     channel: "portal".to_owned(),
///     anchor: Default::default(),
///     received_at: "2026-03-06T16:40:00Z".parse().unwrap(),
/// };
/// let received_at = asked(2).received_at;
/// let graver = Absorbed {
///     request: asked(1),
///     acts: Vec::new(),
///     report_complete_at: Some(received_at),
///     unanswered_since: Some(received_at),
/// };
///
/// let offers = vec![policy.promises(&asked(2)), policy.promises(&graver.request)];
/// let promises = strictest(&policy, offers, received_at)?;
/// assert_eq!(promises[0].within.to_string(), "1h");
/// assert!(!graver.has_kept(&promises[0], &policy, received_at)?);
///
/// let answer = Done { act: Act::Responded, at: received_at };
/// assert_eq!(graver.waiting_since(&[]), Some(received_at));
/// assert_eq!(graver.waiting_since(&[answer]), None);
/// let answered = Absorbed { acts: vec![answer], ..graver };
/// assert!(answered.answers(received_at));
/// # Ok::<(), sla::clock::ClockError>(())
/// ```
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
