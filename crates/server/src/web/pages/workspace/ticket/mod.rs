//! `GET /d/{desk}/agent/tickets/{number}`: the promises on top, then what was said
//! and what happened, and what can be done next.

mod choices;
mod contract;
mod coverage;
mod grading;
mod load;
mod promises;
mod sent;
mod talk;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::text::Names;
use domain::{Actor, Status, Ticket};
use sla::policy::Start;

use super::pill::Pill;
use super::side::{self, Side};
use crate::web::{Corrections, FormId, Moment, Page, PageError, Reader, Staff, Web, Words, render};
use choices::Choice;
use contract::ContractCard;
use coverage::{Asked, CoverageView};
use grading::Grading;
use load::Loaded;
use sent::Again;
use talk::Entry;

pub(super) use choices::{act_done, act_told, pause_reason};
pub(super) use coverage::subjects;
pub(super) use load::{people, ticket_id};
pub(super) use promises::{PromiseView, Proof, promise, proof};
pub(super) use sent::Sent;

#[derive(Template)]
#[template(path = "workspace/ticket.html")]
struct TicketPage {
    t: Words,
    page: Page,
    side: Side,
    number: String,
    subject: String,
    /// Where this ticket's forms go.
    path: String,
    form: String,
    sequence: u64,
    status: Pill,
    severity: Option<(u8, String)>,
    grading: Grading,
    level: String,
    assignee: Option<(String, String)>,
    is_mine: bool,
    me: String,
    is_open: bool,
    is_paused: bool,
    is_closed: bool,
    /// The ticket it goes on in, if it was merged.
    merged_into: Option<String>,
    absorbed: Vec<Taken>,
    kind: String,
    promises: Vec<PromiseView>,
    entries: Vec<Entry>,
    facts: Facts,
    offers: Offers,
    contract: ContractCard,
    coverage: Option<CoverageView>,
    coverage_asks: CoverageAsks,
    /// Whether the report has all that is needed, where a promise asks for it.
    report: Option<bool>,
    again: Option<Again>,
}

/// A ticket that goes on in this one.
struct Taken {
    number: String,
    requester: String,
    at: Moment,
    /// Merges are undone from the last one back.
    is_last: bool,
}

/// What is known beside the conversation.
struct Facts {
    customer: Option<(String, String)>,
    customer_zone: Option<String>,
    contact: Option<(String, String)>,
    channel: String,
    received: Moment,
    policy: String,
    rating: Option<(String, Option<String>)>,
    unanswered: Option<Moment>,
}

/// What the forms ask of coverage.
struct CoverageAsks {
    all: Vec<Asked>,
    /// What is still open, for the resolution.
    open: Vec<Asked>,
    /// Empty where the policy has no coverage table.
    decisions: Vec<(String, String)>,
}

/// What the forms offer.
struct Offers {
    acts_told: Vec<Choice>,
    acts_done: Vec<Choice>,
    reply_keeps: Option<String>,
    pauses: Vec<Choice>,
    severities: Vec<Choice>,
    levels: Vec<Choice>,
    agents: Vec<Choice>,
    severity_now: String,
    level_now: String,
    assignee_now: String,
}

impl TicketPage {
    /// The reason why this form is shown again.
    fn refused(&self, form: &str) -> Option<&Again> {
        self.again.as_ref().filter(|again| again.is(form))
    }

    /// What was typed into a field of a form that was refused.
    fn typed(&self, form: &str, field: &str) -> &str {
        self.refused(form).map_or("", |again| again.typed(field))
    }

    /// What stands in a list: what was chosen before, or what is now.
    fn chosen(&self, form: &str, field: &str, now: &str, value: &str) -> bool {
        match self.refused(form) {
            Some(again) => again.typed(field) == value,
            None => now == value,
        }
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    page(&web, &staff, &number, None).await
}

/// The page, with a refused form filled in as it was sent.
pub(super) async fn page(
    web: &Web,
    staff: &Staff,
    number: &str,
    sent: Option<Sent>,
) -> Result<Html<String>, PageError> {
    let reader = &staff.reader;
    let t = reader.words();
    let loaded = load::load(web, staff, number).await?;
    let ticket = &loaded.ticket;
    let desk = &staff.desk.desk;
    let subject = loaded.text(&ticket.subject).map(str::to_owned);
    let subject = subject.unwrap_or_else(|| t.say("text-erased"));
    let assignee = ticket.assignee.map(|agent| loaded.people.agent(agent));
    let again = sent.map(|sent| Again::new(sent, &loaded, t, t.code()));
    let corrections = Corrections {
        names: &loaded.people,
        reasons: &loaded.reasons,
    };
    render(&TicketPage {
        page: side::page(web, staff, format!("{} · {subject}", loaded.number)),
        side: Side::load(web, staff, None, "ticket").await?,
        path: format!("/d/{desk}/agent/tickets/{}", loaded.number),
        number: loaded.number.to_string(),
        form: FormId::new(web).0.to_string(),
        sequence: ticket.sequence,
        status: Pill::word(status_tone(ticket.status), sent::status_name(t, ticket)),
        severity: ticket
            .severity
            .map(|severity| (severity, sent::severity_name(&loaded, severity, t.code()))),
        grading: grading::grading(&loaded, reader),
        level: t.say_with("level-number", "level", ticket.level),
        assignee: assignee.map(|name| (super::inbox::initials(&name), name)),
        is_mine: ticket.assignee == Some(staff.id),
        me: staff.agent.agent.clone(),
        is_open: ticket.is_open(),
        is_paused: ticket.status == Status::Paused,
        is_closed: ticket.status == Status::Closed,
        merged_into: ticket
            .merged
            .map(|merged| loaded.people.ticket(merged.into)),
        absorbed: absorbed(&loaded, reader),
        kind: t.say(&format!("kind-{}", ticket.kind.as_str())),
        promises: promises::promises(ticket, &loaded.policy, &corrections, reader),
        entries: talk::entries(&loaded, reader, desk),
        facts: facts(&loaded, reader),
        offers: offers(&loaded, reader),
        contract: contract::card(&loaded, staff),
        coverage: coverage::view(&loaded, reader),
        coverage_asks: CoverageAsks {
            all: coverage::asked(&loaded, t),
            open: coverage::open(&loaded, t),
            decisions: match loaded.policy.coverage_table() {
                Some(_) => coverage::decisions(t),
                None => Vec::new(),
            },
        },
        report: report(ticket),
        again,
        subject,
        t,
    })
}

fn absorbed(loaded: &Loaded, reader: &Reader) -> Vec<Taken> {
    let ticket = &loaded.ticket;
    let last = ticket.absorbed.last().map(|taken| taken.from);
    let absorbed = ticket.absorbed.iter().map(|taken| Taken {
        number: loaded.people.ticket(taken.from),
        requester: loaded.people.actor(Actor::Contact(taken.requester)),
        at: Moment::new(reader, taken.at),
        is_last: last == Some(taken.from),
    });
    absorbed.collect()
}

/// Whether the report is complete, as long as a promise that is not settled yet
/// starts only then.
fn report(ticket: &Ticket) -> Option<bool> {
    let mut open = ticket.clocks.values().filter(|clock| !clock.is_final());
    open.any(|clock| clock.promise().starts == Start::CompleteReport)
        .then_some(ticket.complete_since().is_some())
}

fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Open => "track",
        Status::Paused => "paused",
        Status::Resolved | Status::Closed => "met",
        Status::Merged => "none",
    }
}

fn facts(loaded: &Loaded, reader: &Reader) -> Facts {
    let t = reader.words();
    let ticket = &loaded.ticket;
    let customer = loaded.customer.as_ref();
    let heading = loaded.policy.heading();
    Facts {
        customer: customer.map(|customer| (customer.customer.clone(), customer.name.clone())),
        customer_zone: customer
            .map(|customer| customer.zone.clone())
            .filter(|zone| Some(zone.as_str()) != reader.zone.iana_name()),
        contact: loaded
            .requester()
            .map(|contact| (contact.name.clone(), contact.address.clone())),
        channel: t.say(&format!("channel-{}", ticket.channel.as_str())),
        received: Moment::new(reader, ticket.received_at),
        policy: format!("{} {}", heading.name, heading.version),
        rating: ticket.rating.map(|rating| {
            let comment = ticket.rating_comment.as_ref();
            let comment = comment.and_then(|comment| loaded.text(comment));
            (
                t.say(&format!("rating-{}", rating.as_str())),
                comment.map(str::to_owned),
            )
        }),
        unanswered: ticket
            .waiting_since()
            .filter(|_| ticket.is_open())
            .map(|since| Moment::new(reader, since)),
    }
}

fn offers(loaded: &Loaded, reader: &Reader) -> Offers {
    let ticket = &loaded.ticket;
    let language = reader.language.code();
    Offers {
        acts_told: choices::acts_told(ticket, reader),
        acts_done: choices::acts_done(ticket, reader),
        reply_keeps: choices::reply_keeps(ticket, reader),
        pauses: choices::pauses(reader),
        severities: choices::severities(loaded, language),
        levels: choices::levels(&loaded.policy, reader),
        agents: choices::agents(loaded),
        severity_now: ticket.severity.map_or_else(String::new, |s| s.to_string()),
        level_now: ticket.level.to_string(),
        assignee_now: ticket
            .assignee
            .map_or_else(String::new, |agent| agent.to_string()),
    }
}
