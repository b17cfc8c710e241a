//! The section of the workshop: which days are asked for, how far a run is, and
//! what came of it.

use axum_extra::extract::CookieJar;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sla::policy::Policy;

use super::results::Results;
use super::{cookie_name, days, owner};
use crate::app::{Run, RunState, zone_of};
use crate::web::pages::coming;
use crate::web::{Fields, Moment, Reader, Staff, Web, Words};

/// How many full months are tried unless other days are chosen.
const MONTHS: i64 = 3;

pub(in crate::web::pages::workspace::policy) struct Section {
    /// As the fields take them.
    pub(in crate::web::pages::workspace::policy) first: String,
    pub(in crate::web::pages::workspace::policy) last: String,
    /// The zone in which these days begin and end.
    pub(in crate::web::pages::workspace::policy) zone: String,
    /// One was started of which nothing is known any more.
    pub(in crate::web::pages::workspace::policy) is_lost: bool,
    pub(in crate::web::pages::workspace::policy) run: Option<RunView>,
}

/// A run as the page shows it.
pub(in crate::web::pages::workspace::policy) struct RunView {
    pub(in crate::web::pages::workspace::policy) digest: String,
    /// False: the draft has changed since.
    pub(in crate::web::pages::workspace::policy) is_of_draft: bool,
    /// `Tickets received from 1 August 2026 until 31 October 2026`.
    pub(in crate::web::pages::workspace::policy) days: String,
    pub(in crate::web::pages::workspace::policy) started: Moment,
    pub(in crate::web::pages::workspace::policy) progress: Option<Progress>,
    pub(in crate::web::pages::workspace::policy) is_failed: bool,
    pub(in crate::web::pages::workspace::policy) results: Option<Results>,
}

pub(in crate::web::pages::workspace::policy) struct Progress {
    pub(in crate::web::pages::workspace::policy) looked_at: u64,
    /// Zero as long as it is not known.
    pub(in crate::web::pages::workspace::policy) of: u64,
    pub(in crate::web::pages::workspace::policy) words: String,
}

/// The days of the run that this browser remembers to have started.
pub(in crate::web::pages::workspace::policy) fn asked_for(
    jar: &CookieJar,
    staff: &Staff,
) -> Option<(Date, Date)> {
    let mut parts = jar.get(&cookie_name(staff))?.value().split('.');
    // Somebody else may have been signed in here.
    let (agent, first, last) = (parts.next()?, parts.next()?, parts.next()?);
    (agent == staff.agent.agent).then(|| days(first, last))?
}

impl Section {
    /// `draft`: its text, and the policy that it is, or else the one in force.
    pub(in crate::web::pages::workspace::policy) fn load(
        web: &Web,
        staff: &Staff,
        draft: (&str, &Policy),
        asked_for: Option<(Date, Date)>,
        fields: &Fields,
    ) -> Self {
        let reader = &staff.reader;
        let run = web.app().backtest_run(&owner(staff));
        let zone = zone_of(draft.1);
        let known = run.as_ref().map(|run| run.days).or(asked_for);
        let (first, last) = known.unwrap_or_else(|| last_months(reader, &zone));
        let field = |name: &str, day: Date| match fields.given(name) {
            Some(typed) => typed.to_owned(),
            None => day.to_string(),
        };
        Self {
            first: field("first", first),
            last: field("last", last),
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            is_lost: run.is_none() && asked_for.is_some(),
            run: run.map(|run| RunView::new(reader, &run, draft.0)),
        }
    }
    /// What is over is not followed: what somebody unfolded in it stays unfolded.
    pub(in crate::web::pages::workspace::policy) fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.progress.is_some())
    }
}

/// The full months before the one of today.
fn last_months(reader: &Reader, zone: &TimeZone) -> (Date, Date) {
    let this = reader.now.to_zoned(zone.clone()).date().first_of_month();
    let first = this.checked_sub(MONTHS.months()).unwrap_or(this);
    (first, this.yesterday().unwrap_or(this))
}

impl RunView {
    fn new(reader: &Reader, run: &Run, draft: &str) -> Self {
        let t = reader.words();
        let tried = &run.trial.now;
        let (mut progress, mut results) = (None, None);
        match &run.state {
            RunState::Running { looked_at, of } => {
                progress = Some(Progress::new(t, *looked_at, *of))
            }
            RunState::Done(report) => results = Some(Results::new(reader, report)),
            RunState::Failed => {}
        }
        let days = [
            ("first", date(t, run.days.0)),
            ("last", date(t, run.days.1)),
        ];
        Self {
            digest: coming::digest(tried.version()),
            is_of_draft: tried.source() == draft,
            days: t.say_all("backtest-days", &days),
            started: Moment::new(reader, run.trial.at),
            is_failed: progress.is_none() && results.is_none(),
            progress,
            results,
        }
    }
}

impl Progress {
    fn new(t: Words, looked_at: u64, of: u64) -> Self {
        let words = if of == 0 {
            t.say("backtest-begins")
        } else {
            let values = [("count", looked_at.to_string()), ("of", of.to_string())];
            t.say_all("backtest-looked-at", &values)
        };
        Self {
            looked_at,
            of,
            words,
        }
    }
}

/// `31 October 2026`.
fn date(t: Words, date: Date) -> String {
    let month = t.say(&format!("month-{}", date.month()));
    let values = [
        ("day", date.day().to_string()),
        ("month", month),
        ("year", date.year().to_string()),
    ];
    t.say_all("backtest-date", &values)
}
