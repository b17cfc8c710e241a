//! `GET /d/{desk}/tickets/{number}`: one ticket, as its customer sees it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use domain::{Command, DeskFacts, Refusal, Status};
use sla::policy::{PauseReason, Policy};

use super::answer;
use super::card::{Card, cards};
use super::conversation::{Entry, entries};
use super::coverage::CoverageCard;
use super::frame::{Frame, Place};
use super::grading::Grading;
use super::own::{Own, own};
use super::people::People;
use super::severity_link::proposed_because;
use super::verdict::{self, Verdict};
use crate::app::Order;
use crate::error::AppError;
use crate::store::{RowOp, Write};
use crate::web::{
    Corrections, Customer, Flash, FormId, Moment, Page, PageError, Web, Words, carry_out, render,
};

/// What somebody typed into a form that was refused, and why it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) reply: String,
    pub(super) reopening: String,
    pub(super) comment: String,
    pub(super) dispute: String,
    /// Beside an answer about the severity, a proposal or a workaround.
    pub(super) grading: String,
    /// Beside the field it is about.
    pub(super) reply_problem: Option<String>,
    pub(super) reopening_problem: Option<String>,
    pub(super) dispute_problem: Option<String>,
    /// About the ticket as a whole.
    pub(super) problem: Option<String>,
    pub(super) had_files: bool,
}

impl Typed {
    /// What cannot be sent to this ticket any more, and must not be lost either.
    fn unsent(&self) -> Option<&str> {
        [&self.reply, &self.reopening]
            .into_iter()
            .map(String::as_str)
            .find(|text| !text.is_empty())
    }
}

/// What the customer can do about an ended ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reopening {
    /// It is open.
    NotNeeded,
    Possible,
    /// It ended too long ago.
    Over,
}

#[derive(Template)]
#[template(path = "portal/ticket.html")]
struct TicketPage {
    t: Words,
    page: Page,
    frame: Frame,
    number: String,
    subject: String,
    href: String,
    status_word: String,
    status_tone: &'static str,
    severity: Option<(u8, String)>,
    grading: Grading,
    kind: String,
    reported: Moment,
    reported_by: String,
    channel: String,
    /// It is the customer's turn.
    waiting: bool,
    cards: Vec<Card>,
    coverage: Option<CoverageCard>,
    entries: Vec<Entry>,
    reopening: Reopening,
    reopening_days: i64,
    reopening_over: String,
    can_close: bool,
    /// The ticket it goes on in, if it was merged.
    merged_into: Option<String>,
    verdict: Option<Verdict>,
    /// The sequence this page shows, for forms that overwrite.
    seen: u64,
    form: String,
    draft: String,
    typed: Typed,
    /// What was typed beside the rating.
    comment: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    customer: Customer,
    Path((_, number)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    let own = own(&web, &customer, &number).await?;
    let form = FormId::new(&web);
    render(&page(&web, &customer, &own, form, Typed::default()).await?)
}

/// The page once more, with what was typed.
///
/// # Errors
/// As for the page itself.
pub(super) async fn again(
    web: &Web,
    customer: &Customer,
    own: &Own,
    form: FormId,
    typed: Typed,
) -> Result<Response, PageError> {
    let page = page(web, customer, own, form, typed).await?;
    answer::again(&page)
}

/// Carries out what a form of this page asks for, once, and leads back to the page.
///
/// # Errors
/// The refusal, for the form to be shown again with what was typed.
pub(super) async fn carried_out(
    web: &Web,
    customer: &Customer,
    own: &Own,
    form: FormId,
    command: Command,
    rows: Vec<RowOp>,
    flash: &str,
) -> Result<Result<Response, Refusal>, PageError> {
    let order = Order {
        once: Some(form.once(&format!("ticket {}", own.ticket.id))),
        also: Write::rows(rows),
        ..Order::new(
            &customer.desk_name,
            own.ticket.id,
            customer.actor(),
            command,
        )
    };
    match carry_out(web, order).await {
        Ok(_) => Ok(Ok(answer::done(&own.href(customer), &Flash::new(flash)))),
        Err(AppError::Refused(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(error.into()),
    }
}

/// What a refusal says to the customer.
pub(super) fn said(customer: &Customer, refusal: &Refusal) -> String {
    let id = format!("refusal-{}", refusal.code());
    customer.reader.words().say(&id)
}

async fn page(
    web: &Web,
    customer: &Customer,
    own: &Own,
    form: FormId,
    typed: Typed,
) -> Result<TicketPage, PageError> {
    let reader = &customer.reader;
    let t = reader.words();
    let ticket = &own.ticket;
    let app = web.app();
    let desk = &customer.desk.desk;
    let policy = app.policies_of(&customer.desk_name, ticket).await?;
    let subject = app
        .store()
        .text(desk, &ticket.subject.id.to_string())
        .await?
        .unwrap_or_else(|| t.say("portal-ticket-erased"));
    let requester = ticket.requester.to_string();
    let requester = app.store().contact_by_id(desk, &requester).await?;
    let number = own.number.to_string();
    let merged_into = match ticket.merged {
        Some(merged) => {
            let into = merged.into.to_string();
            let number = app.store().ticket_number(desk, &into).await?;
            number.map(|number| format!("{}-{number}", customer.desk.prefix))
        }
        None => None,
    };
    let people = People::of(web, &customer.desk, own).await?;
    let reason = proposed_because(web, desk, ticket).await?;
    let reasons = app.correction_reasons(&customer.desk_name, ticket).await?;
    let corrections = Corrections {
        names: &people,
        reasons: &reasons,
    };
    let cards = cards(ticket, &policy, &corrections, reader)
        .map_err(|error| AppError::from(Refusal::Clock(error.to_string())))?;
    Ok(TicketPage {
        t,
        page: Page::new(web, reader, format!("{number} · {subject}")).live(&customer.desk),
        frame: Frame::of(customer, Place::Ticket),
        href: own.href(customer),
        status_word: t.say(&format!("status-{}", ticket.status.as_str())),
        status_tone: tone(ticket.status),
        severity: severity(ticket.severity, &policy, t),
        grading: Grading::of(ticket, &policy, reason, &people, reader),
        kind: t.say(&format!("kind-{}", ticket.kind.as_str())),
        reported: Moment::new(reader, ticket.received_at),
        reported_by: requester.map_or_else(String::new, |contact| contact.name),
        channel: t.say(&format!("channel-{}", ticket.channel.as_str())),
        waiting: ticket.pause == Some(PauseReason::Customer),
        cards,
        coverage: CoverageCard::of(web, customer, ticket, &policy).await?,
        entries: entries(web, customer, own).await?,
        reopening: reopening(own, customer),
        reopening_days: window_days(),
        reopening_over: t.say_all(
            "portal-reopen-over",
            &[
                ("days", window_days().to_string()),
                ("number", number.clone()),
            ],
        ),
        can_close: !matches!(ticket.status, Status::Closed | Status::Merged),
        merged_into,
        verdict: verdict::is_due(ticket).then(|| Verdict::of(ticket, &policy, t)),
        seen: ticket.sequence,
        form: form.0.to_string(),
        draft: format!("{}/{number}", customer.contact.contact),
        comment: typed.comment.clone(),
        number,
        subject,
        typed,
    })
}

fn severity(number: Option<u8>, policy: &Policy, t: Words) -> Option<(u8, String)> {
    number.map(|number| (number, policy.severity_name(number, t.code())))
}

fn reopening(own: &Own, customer: &Customer) -> Reopening {
    let ticket = &own.ticket;
    let ended = match ticket.status {
        Status::Open | Status::Paused | Status::Merged => return Reopening::NotNeeded,
        Status::Resolved => ticket.resolved_at,
        Status::Closed => ticket.closed_at,
    };
    let window = DeskFacts::default().reopening_window;
    match ended {
        Some(ended) if customer.reader.now.duration_since(ended) > window => Reopening::Over,
        _ => Reopening::Possible,
    }
}

/// The tone of a status, as the style sheet names it.
pub(super) fn tone(status: Status) -> &'static str {
    match status {
        Status::Open => "accent",
        Status::Paused => "soon",
        Status::Resolved => "track",
        Status::Closed | Status::Merged => "still",
    }
}

fn window_days() -> i64 {
    DeskFacts::default().reopening_window.as_hours() / 24
}
