//! Clocks: what was promised, how it stands now, and the proof.

use axum::Json;
use axum::extract::State;
use domain::text::{Language, date_time, restatement, say};
use domain::{Actor, ClockRecord, DeskName, Policies, Ticket};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use sla::clock::explain::{self, Fact};
use sla::clock::{self, ClockError, ClockState, Span};
use sla::policy::{Audience, Promise, start_of};
use utoipa::ToSchema;

use super::access::Caller;
use super::cursor::Query;
use super::restatement::{RestatementAnswer, restatements};
use super::tickets::{OneTicket, PathParts};
use super::{Api, Operation, Parameter, Problem, Scope, example, words};
use crate::app::{self, Reasons};
use crate::error::AppError;

const LANGUAGE_PARAMETER: Parameter = Parameter {
    name: "language",
    about: "The language of `text`: `en` or `fr`; `en` when left out",
    example: "fr",
};

/// A clock as scripts and integrations read it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Clock)]
pub struct ClockAnswer {
    /// Target and cycle.
    pub id: String,
    pub target: String,
    pub cycle: u32,
    /// `customer` or `internal`.
    pub audience: &'static str,
    /// What is measured: `first_response`, `resolution`, ...
    pub metric: String,
    #[schema(schema_with = words::clock_state)]
    pub state: &'static str,
    /// The promise in force, in words.
    pub promise: String,
    /// True where the value is the vendor's own and not published.
    pub operating: bool,
    /// Ahead while it waits for its calendar to open; null while it waits for a report.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub warn_at: Option<Timestamp>,
    /// While paused: the deadline as if the pause ended now.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub met_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub breached_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub paused_at: Option<Timestamp>,
    /// Counted seconds so far.
    pub used_seconds: i64,
    /// Counted seconds left until due; negative when late; null without a due.
    pub remaining_seconds: Option<i64>,
    /// The id of the calendar in the policy.
    pub calendar: String,
    pub policy_version: String,
    /// Where the policy says so.
    pub clause: String,
    /// What it had come to before its calendar was corrected, oldest first.
    pub restatements: Vec<RestatementAnswer>,
}

/// A clock with the spans that prove it, as `due --json` and `explain --json` of
/// the command line have it too.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SpannedClock)]
pub struct SpannedClockAnswer {
    #[serde(flatten)]
    pub clock: ClockAnswer,
    /// From anchor to the later of now (or end) and due, without gaps.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
}

/// Why a clock shows what it shows.
#[derive(Debug, Serialize, ToSchema)]
struct Explanation {
    #[serde(flatten)]
    clock: SpannedClockAnswer,
    /// What happened, and what it did to the clock.
    #[schema(value_type = Vec<Object>)]
    facts: Vec<Fact>,
    /// The zone in which the calendar's hours are written.
    calendar_zone: String,
    /// All of it in plain words, in the language asked for.
    text: String,
}

/// The clocks of a ticket.
#[derive(Debug, Serialize, ToSchema)]
struct Clocks {
    clocks: Vec<ClockAnswer>,
}

impl SpannedClockAnswer {
    /// The clock with that id as it stands at `now`; `None` when there is none.
    ///
    /// # Errors
    /// When the policy lacks the calendar the promise names, or it never opens.
    pub fn of(
        ticket: &Ticket,
        id: &str,
        policies: &Policies,
        reasons: &Reasons,
        now: Timestamp,
    ) -> Option<Result<Self, ClockError>> {
        let record = ticket.clocks.get(id)?;
        Some(spanned(ticket, id, record, policies, reasons, now))
    }
}

fn spanned(
    ticket: &Ticket,
    id: &str,
    record: &ClockRecord,
    policies: &Policies,
    reasons: &Reasons,
    now: Timestamp,
) -> Result<SpannedClockAnswer, ClockError> {
    let timeline = domain::timeline(ticket, id).ok_or(ClockError::NoPromise)?;
    let reading = clock::read(&timeline, policies, read_at(record, now))?;
    let promise = record.promise();
    // What was written down about an ended clock outlives what its facts still
    // say: a severity may have cancelled it, an act recorded late restated it.
    let state = match record.state {
        _ if !record.is_final() => reading.state,
        state => state,
    };
    let cancelled = state == ClockState::Cancelled;
    let clock = ClockAnswer {
        id: id.to_owned(),
        target: promise.target.clone(),
        cycle: record.cycle,
        audience: app::audience(promise.audience),
        metric: app::metric(&promise.metric),
        state: app::state(state),
        promise: in_words(promise),
        operating: promise.operating,
        started_at: start_of(&reading),
        warn_at: reading.warn_at,
        due_at: reading.due_at,
        met_at: record.met_at.or(reading.met_at.filter(|_| !cancelled)),
        breached_at: match record.restated_breach_at {
            Some(_) if record.is_final() => record.breached_at,
            _ => record.breached_at.or(reading.breached_at),
        },
        paused_at: reading.paused_at.filter(|_| !record.is_final()),
        used_seconds: reading.used_seconds,
        remaining_seconds: reading.remaining_seconds,
        calendar: promise.calendar.clone(),
        policy_version: promise
            .policy_version
            .as_ref()
            .unwrap_or(&ticket.opened_under)
            .clone(),
        clause: promise.clause.clone(),
        restatements: restatements(record, reasons),
    };
    Ok(SpannedClockAnswer {
        clock,
        spans: reading.spans,
    })
}

/// `We answer: within 4 hours of opening time`.
fn in_words(promise: &Promise) -> String {
    let statement = promise.statement.trim_end_matches('.');
    format!("{statement}: {}", promise.within.in_words("en"))
}

/// A cancelled clock stands as it stood when it was cancelled.
fn read_at(record: &ClockRecord, now: Timestamp) -> Timestamp {
    match record.state {
        ClockState::Cancelled => record.cancelled_at.unwrap_or(now),
        _ => now,
    }
}

/// All clocks of a ticket: the customer's first, each audience's by deadline.
pub(super) fn clock_answers(
    ticket: &Ticket,
    policies: &Policies,
    reasons: &Reasons,
    now: Timestamp,
) -> Result<Vec<ClockAnswer>, Problem> {
    [Audience::Customer, Audience::Internal]
        .into_iter()
        .flat_map(|audience| ticket.clocks_for(audience))
        .map(|(id, record)| {
            let answer = spanned(ticket, id, record, policies, reasons, now).map_err(unreadable)?;
            Ok(answer.clock)
        })
        .collect()
}

fn unreadable(error: ClockError) -> Problem {
    AppError::Refused(domain::Refusal::Clock(error.to_string())).into()
}

pub(super) fn list() -> Operation {
    Operation::get::<Clocks, _>(
        "/desks/{desk}/tickets/{number}/clocks",
        Scope::TicketsRead,
        example::CLOCKS,
        clocks,
    )
    .named("listClocks", "All clocks of a ticket, as they stand now")
}

pub(super) fn explain() -> Operation {
    Operation::get::<Explanation, _>(
        "/desks/{desk}/tickets/{number}/clocks/{id}/explanation",
        Scope::TicketsRead,
        example::EXPLANATION,
        explanation,
    )
    .named(
        "explainClock",
        "The proof of one clock. The last part may be a target or a metric: the customer's \
         current clock",
    )
    .with(&[LANGUAGE_PARAMETER])
}

async fn clocks(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
) -> Result<Json<Clocks>, Problem> {
    let (ticket, _) = api.app.ticket(&caller.desk, id).await?;
    let policies = api.app.policies_of(&caller.desk, &ticket).await?;
    let reasons = api.app.correction_reasons(&caller.desk, &ticket).await?;
    let clocks = clock_answers(&ticket, &policies, &reasons, api.app.now())?;
    Ok(Json(Clocks { clocks }))
}

async fn explanation(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    path: PathParts,
    query: Query,
) -> Result<Json<Explanation>, Problem> {
    let language = query.read("language", "`en` or `fr`", Language::parse)?;
    let now = api.app.now();
    let (ticket, _) = api.app.ticket(&caller.desk, id).await?;
    let policies = api.app.policies_of(&caller.desk, &ticket).await?;
    let (id, record) = chosen(&ticket, path.get("id")).ok_or(AppError::NotFound("clock"))?;
    let reasons = api.app.correction_reasons(&caller.desk, &ticket).await?;
    let clock = spanned(&ticket, id, record, &policies, &reasons, now).map_err(unreadable)?;
    let timeline = domain::timeline(&ticket, id).ok_or(AppError::NotFound("clock"))?;
    let at = read_at(record, now);
    let explained =
        explain::explain(&timeline, &policies, at, &TimeZone::UTC).map_err(unreadable)?;
    let language = language.unwrap_or(Language::En);
    let mut text = explain::text(&explained, language.code());
    for correction in record.restatements() {
        let who = author(&api, &caller.desk, correction.author, language).await?;
        let reason = reasons.get(&correction.reason.id).map(String::as_str);
        let told = |at| date_time(language, at, &TimeZone::UTC);
        text += &restatement(correction, reason, &who, language, &told);
        text.push('\n');
    }
    Ok(Json(Explanation {
        clock,
        text,
        facts: explained.facts,
        calendar_zone: explained.calendar_zone,
    }))
}

/// The name of whoever corrected a calendar.
async fn author(
    api: &Api,
    desk: &DeskName,
    author: Actor,
    language: Language,
) -> Result<String, Problem> {
    let Actor::Agent(id) = author else {
        return Ok(say(language, "somebody-system", &[]));
    };
    let id = id.to_string();
    let agent = api.app.store().agent_by_id(desk.as_str(), &id);
    let unknown = || say(language, "somebody-unknown", &[]);
    Ok(agent.await?.map_or_else(unknown, |agent| agent.name))
}

/// The clock with that id, or of that target or metric the one that matters: the
/// customer's before the vendor's own, running before ended, the last cycle.
fn chosen<'a>(ticket: &'a Ticket, wanted: &str) -> Option<(&'a str, &'a ClockRecord)> {
    if let Some((id, record)) = ticket.clocks.get_key_value(wanted) {
        return Some((id, record));
    }
    ticket
        .clocks
        .iter()
        .filter(|(_, record)| {
            let promise = record.promise();
            promise.target == wanted || app::metric(&promise.metric) == wanted
        })
        .max_by_key(|(_, record)| {
            let for_customer = record.promise().audience == Audience::Customer;
            (for_customer, !record.is_final(), record.cycle)
        })
        .map(|(id, record)| (id.as_str(), record))
}
