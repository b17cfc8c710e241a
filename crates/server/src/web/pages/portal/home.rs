//! `GET /d/{desk}`: a customer's tickets, those open first by what is due next. To
//! strangers it says what this desk is and where to sign in; staff have a
//! workspace of their own.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Rating, Status, Ticket, TicketNumber};
use futures_util::future::try_join_all;
use serde::Deserialize;

use super::frame::{Frame, Place};
use super::own;
use super::pill;
use super::ticket::tone;
use crate::store::{DeskRow, TicketListed};
use crate::web::pages::workspace::pill::Pill;
use crate::web::{Customer, Moment, Page, PageError, Person, Visitor, Web, Words, render};

/// Open tickets shown at once; whoever has more finds the rest among all.
const OPEN_MAX: i64 = 100;

/// Earlier tickets on one page.
const PAGE_ROWS: i64 = 25;

/// Which tickets are asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// `mine`: a manager's own only.
    whose: Option<String>,
    /// Where the page before ended: receipt in microseconds, and ticket.
    before: Option<String>,
}

/// One ticket in a list.
struct Row {
    number: String,
    href: String,
    subject: String,
    status: String,
    status_tone: &'static str,
    severity: Option<i64>,
    /// Who reported it, where that may be somebody else.
    requester: Option<String>,
    received: Moment,
    pill: Option<Pill>,
    rating: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    t: Words,
    page: Page,
    frame: Frame,
    title: String,
    is_manager: bool,
    company: bool,
    open: Vec<Row>,
    earlier: Vec<Row>,
    /// Where the next page of earlier tickets begins.
    older: Option<String>,
    /// This is a later page: only earlier tickets.
    is_later: bool,
}

#[derive(Template)]
#[template(path = "portal/welcome.html")]
struct WelcomePage {
    t: Words,
    page: Page,
    frame: Frame,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    match &visitor.person {
        Some(Person::Customer(customer)) => {
            let page = tickets(&web, customer, &asked).await?;
            Ok(render(&page)?.into_response())
        }
        Some(staff @ Person::Staff(_)) => Ok(Redirect::to(&staff.home()).into_response()),
        None => {
            let t = visitor.reader.words();
            let title = t.say_with("portal-welcome-title", "desk", &visitor.desk.name);
            let page = WelcomePage {
                t,
                page: Page::new(&web, &visitor.reader, title).of(&visitor.desk),
                frame: Frame::of_visitor(&visitor, Place::Elsewhere),
            };
            Ok(render(&page)?.into_response())
        }
    }
}

async fn tickets(web: &Web, customer: &Customer, asked: &Asked) -> Result<HomePage, PageError> {
    let reader = &customer.reader;
    let t = reader.words();
    let desk = customer.desk.desk.as_str();
    let is_manager = customer.contact.manager;
    let company = is_manager && asked.whose.as_deref() != Some("mine");
    let filter = own::filter(customer, company);
    let before = asked.before.as_deref().and_then(cursor);
    let store = web.app().store();
    let open = match before {
        None => store.tickets_open(desk, &filter, None, OPEN_MAX).await?,
        Some(_) => Vec::new(),
    };
    let newest = store
        .tickets_newest(desk, &filter, before, PAGE_ROWS)
        .await?;
    let is_full = i64::try_from(newest.len()) == Ok(PAGE_ROWS);
    let older = newest
        .last()
        .filter(|_| is_full)
        .map(|last| older(last, company, is_manager));
    // What is open stands above, unless there is more of it than fits there.
    let all_open_shown = i64::try_from(open.len()) != Ok(OPEN_MAX);
    let earlier: Vec<TicketListed> = newest
        .into_iter()
        .filter(|listed| !(listed.ticket.open && all_open_shown))
        .collect();
    let title = if company {
        t.say_with(
            "portal-home-title-company",
            "company",
            &customer.company.name,
        )
    } else {
        t.say("portal-home-title")
    };
    Ok(HomePage {
        t,
        page: Page::new(web, reader, title.clone()).live(&customer.desk),
        frame: Frame::of(customer, Place::Tickets),
        title,
        is_manager,
        company,
        open: open_rows(web, customer, &open, company).await?,
        earlier: rows(web, customer, &earlier, company).await?,
        older,
        is_later: before.is_some(),
    })
}

/// Open tickets with their next promise, by its deadline. The order of the store is
/// by all clocks, internal ones among them, and so not the customer's.
async fn open_rows(
    web: &Web,
    customer: &Customer,
    listed: &[TicketListed],
    company: bool,
) -> Result<Vec<Row>, PageError> {
    let loaded = listed.iter().map(|listed| async {
        let id = listed.ticket.ticket.parse();
        let id = id.map_err(|_| PageError::NotFound)?;
        let (ticket, _) = web.app().ticket(&customer.desk_name, id).await?;
        Ok::<Ticket, PageError>(ticket)
    });
    let loaded = try_join_all(loaded).await?;
    let rows = rows(web, customer, listed, company).await?;
    let mut sorted: Vec<_> = loaded
        .into_iter()
        .zip(rows)
        .map(|(ticket, mut row)| {
            row.pill = pill::next(&ticket, &customer.reader);
            (pill::next_due(&ticket), ticket.received_at, row)
        })
        .collect();
    sorted.sort_by_key(|(due_at, received_at, _)| (*due_at, *received_at));
    Ok(sorted.into_iter().map(|(_, _, row)| row).collect())
}

async fn rows(
    web: &Web,
    customer: &Customer,
    listed: &[TicketListed],
    company: bool,
) -> Result<Vec<Row>, PageError> {
    let desk = &customer.desk;
    let ids: Vec<&str> = listed
        .iter()
        .map(|listed| listed.ticket.subject.as_str())
        .collect();
    let texts = web.app().store().texts(&desk.desk, &ids).await?;
    let subjects: HashMap<String, String> =
        texts.into_iter().map(|row| (row.text, row.body)).collect();
    Ok(listed
        .iter()
        .map(|listed| row(listed, &subjects, customer, company))
        .collect())
}

fn row(
    listed: &TicketListed,
    subjects: &HashMap<String, String>,
    customer: &Customer,
    company: bool,
) -> Row {
    let t = customer.reader.words();
    let ticket = &listed.ticket;
    let number = numbered(&customer.desk, ticket.number);
    let subject = subjects.get(&ticket.subject).cloned();
    let rating = ticket.rating.as_deref().and_then(Rating::parse);
    Row {
        href: own::href(customer, &number),
        number: number.to_string(),
        subject: subject.unwrap_or_else(|| t.say("portal-ticket-erased")),
        status: t.say(&format!("status-{}", ticket.status)),
        status_tone: Status::parse(&ticket.status).map_or("still", tone),
        severity: ticket.severity,
        requester: listed.requester_name.clone().filter(|_| company),
        received: Moment::of_microsecond(&customer.reader, ticket.received_at),
        pill: None,
        rating: rating.map(|rating| t.say(&format!("rating-{}", rating.as_str()))),
    }
}

fn numbered(desk: &DeskRow, number: i64) -> TicketNumber {
    TicketNumber {
        prefix: desk.prefix.clone(),
        number,
    }
}

/// The query of the next page.
fn older(last: &TicketListed, company: bool, is_manager: bool) -> String {
    let ticket = &last.ticket;
    let whose = if is_manager && !company {
        "&whose=mine"
    } else {
        ""
    };
    format!("?before={}.{}{whose}", ticket.received_at, ticket.ticket)
}

fn cursor(text: &str) -> Option<(i64, &str)> {
    let (received_at, ticket) = text.split_once('.')?;
    Some((received_at.parse().ok()?, ticket))
}
