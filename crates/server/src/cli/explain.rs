//! `mainstay explain`: why a ticket's clocks show what they show, and who did
//! what. The proof is the one customers see; nothing is computed here.

use std::collections::HashMap;
use std::io::Write;

use clap::Args;
use domain::text::{Language, Names, restatement, sentence};
use domain::{
    Actor, AgentId, ClockRecord, Correction, DeskName, Event, Policies, Recorded, Ticket, TicketId,
    TicketNumber,
};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use serde_json::json;
use sla::clock::ClockState;
use sla::clock::explain::{Explanation, explain, text};

use super::beside::desk;
use super::clock::Clock;
use super::flags::Place;
use super::serve::block_on;
use super::{Answer, check, due, failure::Failure, say};
use crate::app::{App, Reasons};
use crate::store::DeskRow;
use crate::web::api::restated;

/// Say why a ticket's clocks show what they show
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay explain INF-1001 --target first-response --at 2026-11-20T17:00:00Z\n\n\
    With --at: what the clocks showed at that time, as far as was recorded since.\n\
    Exits with 1 when no clock ran then."
)]
pub(super) struct Arguments {
    /// Its number, such as INF-1001; with --desk the prefix may be left out
    #[arg(value_name = "TICKET")]
    ticket: String,
    /// The desk's short name, which the number's prefix tells as well
    #[arg(long, value_name = "NAME")]
    desk: Option<String>,
    /// Only the clocks of this target, or this clock
    #[arg(long, value_name = "ID")]
    target: Option<String>,
    /// The time at which to look; now, if not given
    #[arg(long, value_name = "TIME", value_parser = due::instant)]
    at: Option<Timestamp>,
    /// Language of the text
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = check::language)]
    language: Language,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// A ticket with all that its explanation needs.
struct Told {
    number: TicketNumber,
    subject: Option<String>,
    ticket: Ticket,
    history: Vec<Recorded>,
    people: People,
    zone: TimeZone,
    at: Timestamp,
    reasons: Reasons,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let (told, policies) = block_on(async {
        let app = arguments.place.open().await?;
        let (name, desk, number) = find(&app, arguments).await?;
        let told = load(&app, &name, &desk, number, arguments.at).await?;
        let policies = app.policies_of(&name, &told.ticket).await?;
        Ok((told, policies))
    })?;
    let clocks = clocks(&told, &policies, arguments.target.as_deref())?;
    if arguments.json {
        write_json(&told, &clocks, arguments.language, out)?;
    } else {
        write_text(&told, &clocks, arguments.language, out)?;
    }
    Ok(if clocks.is_empty() {
        Answer::No
    } else {
        Answer::Yes
    })
}

/// The desk and number that the arguments name.
async fn find(
    app: &App,
    arguments: &Arguments,
) -> Result<(DeskName, DeskRow, TicketNumber), Failure> {
    let given = &arguments.ticket;
    let named = match &arguments.desk {
        Some(name) => Some(desk(app, name).await?),
        None => None,
    };
    let bare = given.parse().ok().filter(|number: &i64| *number > 0);
    let number = match (TicketNumber::parse(given), bare, &named) {
        (_, Some(number), Some((_, row))) => TicketNumber {
            prefix: row.prefix.clone(),
            number,
        },
        (Some(number), None, _) => number,
        _ => {
            return Err(Failure::Use(format!(
                "`{given}` is no ticket number: write it as INF-1001, or give the --desk"
            )));
        }
    };
    if let Some((name, row)) = named {
        if row.prefix == number.prefix {
            return Ok((name, row, number));
        }
        return Err(Failure::Use(format!(
            "the tickets of desk `{name}` begin with {}, not with {}",
            row.prefix, number.prefix
        )));
    }
    let row = app.store().desk_by_prefix(&number.prefix).await?;
    let found = row.and_then(|row| Some((DeskName::new(&row.desk)?, row)));
    let (name, row) = found.ok_or_else(|| {
        Failure::Use(format!(
            "no desk's tickets begin with {}: see `mainstay desk list`",
            number.prefix
        ))
    })?;
    Ok((name, row, number))
}

async fn load(
    app: &App,
    name: &DeskName,
    desk: &DeskRow,
    number: TicketNumber,
    at: Option<Timestamp>,
) -> Result<Told, Failure> {
    let id = app
        .store()
        .ticket_of_number(&desk.desk, number.number)
        .await?;
    let id = id.and_then(|id| id.parse().ok());
    let id =
        id.ok_or_else(|| Failure::Use(format!("desk `{}` has no ticket {number}", desk.desk)))?;
    let (ticket, history) = app.ticket(name, id).await?;
    let at = at.unwrap_or_else(|| app.now());
    Ok(Told {
        subject: app
            .store()
            .text(&desk.desk, &ticket.subject.id.to_string())
            .await?,
        people: People::of(app, desk, &ticket, &history).await?,
        reasons: app.correction_reasons(name, &ticket).await?,
        zone: TimeZone::get(&desk.zone).unwrap_or(TimeZone::UTC),
        number,
        ticket,
        history,
        at,
    })
}

/// A clock of the ticket with what is recorded of it and what explains it.
struct Explained<'a> {
    record: &'a ClockRecord,
    explanation: Explanation,
}

impl Explained<'_> {
    /// What it had come to before its calendar was corrected, as known at an instant.
    fn restatements(&self, at: Timestamp) -> impl Iterator<Item = &Correction> {
        let known = self.record.restatements();
        known.filter(move |correction| correction.at <= at)
    }
}

fn clocks<'a>(
    told: &'a Told,
    policies: &Policies,
    target: Option<&str>,
) -> Result<Vec<Explained<'a>>, Failure> {
    let known = &told.ticket.clocks;
    if let Some(target) = target
        && !known
            .iter()
            .any(|(id, record)| *id == target || record.promise().target == target)
    {
        let ids: Vec<&str> = known.keys().map(String::as_str).collect();
        return Err(Failure::Use(format!(
            "{} has no clock `{target}`; its clocks are: {}",
            told.number,
            ids.join(", ")
        )));
    }
    let mut clocks = Vec::new();
    for (id, record) in known {
        let wanted = target.is_none_or(|target| id == target || record.promise().target == target);
        if !wanted || !had_started(told, id) {
            continue;
        }
        let Some(timeline) = domain::timeline(&told.ticket, id) else {
            continue;
        };
        // A clock that a change of severity ended stands as it stood then; its
        // facts alone do not tell that it ended.
        let ended = record.cancelled_at.filter(|ended| *ended <= told.at);
        let explanation = explain(&timeline, policies, ended.unwrap_or(told.at), &told.zone);
        let mut explanation = explanation
            .map_err(|error| Failure::Use(format!("`{id}` cannot be computed: {error}")))?;
        if ended.is_some() {
            explanation.reading.state = ClockState::Cancelled;
        }
        clocks.push(Explained {
            record,
            explanation,
        });
    }
    Ok(clocks)
}

/// Whether the clock was there at the time looked at.
fn had_started(told: &Told, id: &str) -> bool {
    told.history.iter().any(|recorded| {
        let starts = matches!(&recorded.event, Event::ClockStarted { clock, .. } if clock == id);
        starts && recorded.at <= told.at
    })
}

/// What happened until the time looked at.
fn happened(told: &Told) -> impl Iterator<Item = &Recorded> {
    told.history
        .iter()
        .filter(|recorded| recorded.at <= told.at)
}

/// An event in JSON.
#[derive(Serialize)]
struct Happened {
    sequence: u64,
    at: Timestamp,
    event: &'static str,
    who: String,
    text: String,
}

fn write_json(
    told: &Told,
    clocks: &[Explained<'_>],
    language: Language,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let events: Vec<Happened> = happened(told)
        .map(|recorded| Happened {
            sequence: recorded.sequence,
            at: recorded.at,
            event: recorded.event.name(),
            who: told.people.actor(recorded.actor),
            text: sentence(recorded, &told.ticket, &told.people, language, &told.zone),
        })
        .collect();
    let version = &told.ticket.policy_version;
    let clocks: Vec<Clock<'_>> = clocks
        .iter()
        .map(|clock| {
            let Explanation {
                promise, reading, ..
            } = &clock.explanation;
            let known = clock.restatements(told.at);
            Clock::new(clock.record.cycle, promise, reading, version)
                .restated(known.map(|one| restated(one, &told.reasons)).collect())
        })
        .collect();
    let answer = json!({
        "ticket": told.number.to_string(),
        "at": told.at,
        "clocks": clocks,
        "events": events,
    });
    say::json(out, &answer)
}

fn write_text(
    told: &Told,
    clocks: &[Explained<'_>],
    language: Language,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let subject = told.subject.as_deref().unwrap_or("-");
    writeln!(out, "{}  {subject}\n", told.number)?;
    for recorded in happened(told) {
        let at = instant(recorded.at, &told.zone);
        let happened = sentence(recorded, &told.ticket, &told.people, language, &told.zone);
        writeln!(out, "{at}  {happened}")?;
    }
    for clock in clocks {
        let explanation = &clock.explanation;
        let heading = format!("{}.{}", explanation.promise.target, clock.record.cycle);
        writeln!(out, "\n{heading}\n{}", "-".repeat(heading.chars().count()))?;
        out.write_all(text(explanation, language.code()).as_bytes())?;
        for correction in clock.restatements(told.at) {
            let reason = told.reasons.get(&correction.reason.id).map(String::as_str);
            let who = told.people.actor(correction.author);
            let when = |at| instant(at, &told.zone);
            let line = restatement(correction, reason, &who, language, &when);
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `2026-11-20 23:10:05 +05:30`, in columns.
fn instant(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// The names of those who acted, and the numbers of other tickets, by their ids.
struct People(HashMap<String, String>);

impl People {
    async fn of(
        app: &App,
        row: &DeskRow,
        ticket: &Ticket,
        history: &[Recorded],
    ) -> Result<Self, Failure> {
        let desk = row.desk.as_str();
        let agents = app.store().agents(desk).await?;
        let mut names: HashMap<String, String> = agents
            .into_iter()
            .map(|agent| (agent.agent, agent.name))
            .collect();
        let acted = history.iter().filter_map(|recorded| match recorded.actor {
            Actor::Contact(contact) => Some(contact),
            Actor::Agent(_) | Actor::System => None,
        });
        for contact in acted.chain([ticket.requester]) {
            let id = contact.to_string();
            if !names.contains_key(&id)
                && let Some(row) = app.store().contact_by_id(desk, &id).await?
            {
                names.insert(id, row.name);
            }
        }
        let numbers = app.numbers_told(row, history).await?;
        names.extend(
            numbers
                .iter()
                .map(|(id, number)| (id.to_string(), number.to_string())),
        );
        Ok(Self(names))
    }

    /// The name, or of somebody who was erased the id.
    fn name(&self, id: String) -> String {
        self.0.get(&id).cloned().unwrap_or(id)
    }
}

impl Names for People {
    fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::Agent(id) => self.name(id.to_string()),
            Actor::Contact(id) => self.name(id.to_string()),
            Actor::System => "Mainstay".to_owned(),
        }
    }

    fn agent(&self, agent: AgentId) -> String {
        self.name(agent.to_string())
    }

    fn ticket(&self, ticket: TicketId) -> String {
        self.name(ticket.to_string())
    }
}
