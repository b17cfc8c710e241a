//! `/admin/...`: what the installation did with mails, of the desks one oversees.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::TicketNumber;
use serde::Deserialize;

use super::workspace::side::{Side, page};
use crate::outbox;
use crate::store::{AgentRow, ContactRow, DeskRow, OutboxRow};
use crate::web::{Moment, Overseer, Page, PageError, Staff, Web, Words, render};

/// How many rows one page shows.
const PAGE_ROWS_MAX: usize = 50;

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Of which desk; without it of the first one oversees.
    #[serde(default)]
    desk: String,
    /// The last row of the page before: its instant, and its id.
    #[serde(default)]
    before: String,
}

impl Wanted {
    fn before(&self) -> Option<(i64, &str)> {
        let (at, id) = self.before.split_once('.')?;
        Some((at.parse().ok()?, id))
    }
}

/// A desk to choose, and whether it is the one shown.
struct Choice {
    desk: String,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "admin/outbox.html")]
struct Outbox {
    t: Words,
    page: Page,
    side: Side,
    choices: Vec<Choice>,
    rows: Vec<OutboxLine>,
    next: Option<String>,
}

struct OutboxLine {
    href: String,
    recipient: String,
    what: String,
    /// The ticket it is about.
    ticket: Option<TicketNumber>,
    state: String,
    tone: &'static str,
    created: Moment,
    attempts: i64,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/outbox_item.html")]
struct OutboxItem {
    t: Words,
    page: Page,
    side: Side,
    line: OutboxLine,
    sent: Option<Moment>,
    text: String,
}

#[derive(Template)]
#[template(path = "admin/mails.html")]
struct Mails {
    t: Words,
    page: Page,
    side: Side,
    choices: Vec<Choice>,
    rows: Vec<MailLine>,
    next: Option<String>,
}

struct MailLine {
    sender: String,
    recipients: String,
    received: Moment,
    state: String,
    tone: &'static str,
    outcome: Option<String>,
    attempts: i64,
}

pub(super) async fn outbox(
    State(web): State<Web>,
    overseer: Overseer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, PageError> {
    let staff = chosen(&overseer, &wanted.desk)?;
    let desk = &staff.desk.desk;
    let limit = i64::try_from(PAGE_ROWS_MAX + 1).expect("a page is short");
    let store = web.app().store();
    let mut rows = store.outbox(desk, wanted.before(), limit).await?;
    let next = next(&mut rows, "outbox", desk, |row| {
        format!("{}.{}", row.created_at, row.item)
    });
    let names = Names::load(&web, &staff.desk, &rows).await?;
    let t = staff.reader.words();
    render(&Outbox {
        t,
        page: page(&web, staff, t.say("side-outbox")),
        side: Side::load(&web, staff, None, "outbox").await?,
        choices: choices(&overseer, desk),
        rows: rows.iter().map(|row| line(staff, &names, row)).collect(),
        next,
    })
}

pub(super) async fn outbox_item(
    State(web): State<Web>,
    overseer: Overseer,
    Path((desk, item)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    let staff = chosen(&overseer, &desk)?;
    let row = web.app().store().outbox_item(&desk, &item).await?;
    let row = row.ok_or(PageError::NotFound)?;
    let rows = [row];
    let names = Names::load(&web, &staff.desk, &rows).await?;
    let [row] = &rows;
    let t = staff.reader.words();
    let line = line(staff, &names, row);
    render(&OutboxItem {
        t,
        page: page(&web, staff, line.what.clone()),
        side: Side::load(&web, staff, None, "outbox").await?,
        sent: row
            .sent_at
            .map(|at| Moment::of_microsecond(&staff.reader, at)),
        // A link to sign in as somebody else would make a supervisor anybody.
        text: if notice(&row.notice) == "sign-in" && !web.is_demo() {
            t.say("outbox-secret")
        } else {
            outbox::text(web.app(), row).await?
        },
        line,
    })
}

pub(super) async fn mails(
    State(web): State<Web>,
    overseer: Overseer,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, PageError> {
    let staff = chosen(&overseer, &wanted.desk)?;
    let desk = &staff.desk.desk;
    let limit = i64::try_from(PAGE_ROWS_MAX + 1).expect("a page is short");
    let store = web.app().store();
    let mut rows = store.mails(desk, wanted.before(), limit).await?;
    let next = next(&mut rows, "mails", desk, |row| {
        format!("{}.{}", row.received_at, row.mail)
    });
    let t = staff.reader.words();
    let rows = rows
        .into_iter()
        .map(|mail| MailLine {
            received: Moment::of_microsecond(&staff.reader, mail.received_at),
            tone: tone(&mail.state),
            state: t.say(&format!("mail-state-{}", mail.state)),
            sender: mail.sender,
            recipients: mail.recipients,
            outcome: mail.outcome,
            attempts: mail.attempts,
        })
        .collect();
    render(&Mails {
        t,
        page: page(&web, staff, t.say("side-mails")),
        side: Side::load(&web, staff, None, "mails").await?,
        choices: choices(&overseer, desk),
        rows,
        next,
    })
}

/// The desk that is asked for, if one oversees it; without a wish the first.
fn chosen<'a>(overseer: &'a Overseer, desk: &str) -> Result<&'a Staff, PageError> {
    let mut of = overseer.of.iter();
    let found = of.find(|staff| desk.is_empty() || staff.desk.desk == desk);
    found.ok_or(PageError::NotFound)
}

fn choices(overseer: &Overseer, chosen: &str) -> Vec<Choice> {
    let of = overseer.of.iter();
    of.map(|staff| Choice {
        desk: staff.desk.desk.clone(),
        name: staff.desk.name.clone(),
        is_chosen: staff.desk.desk == chosen,
    })
    .collect()
}

/// Cuts the rows to one page; the address of the next one, if there is any.
fn next<T>(
    rows: &mut Vec<T>,
    list: &str,
    desk: &str,
    place: impl Fn(&T) -> String,
) -> Option<String> {
    let more = rows.len() > PAGE_ROWS_MAX;
    rows.truncate(PAGE_ROWS_MAX);
    let last = rows.last().filter(|_| more)?;
    Some(format!("/admin/{list}?desk={desk}&before={}", place(last)))
}

/// The names behind recipients, and the numbers behind tickets.
struct Names {
    /// By the tickets' ids.
    numbers: HashMap<String, TicketNumber>,
    agents: Vec<AgentRow>,
    contacts: Vec<ContactRow>,
}

impl Names {
    async fn load(web: &Web, desk_row: &DeskRow, rows: &[OutboxRow]) -> Result<Self, PageError> {
        let store = web.app().store();
        let desk = desk_row.desk.as_str();
        let mut numbers = HashMap::new();
        for ticket in rows.iter().filter_map(|row| row.ticket.as_deref()) {
            if !numbers.contains_key(ticket)
                && let Some(number) = store.ticket_number(desk, ticket).await?
            {
                let prefix = desk_row.prefix.clone();
                numbers.insert(ticket.to_owned(), TicketNumber { prefix, number });
            }
        }
        let mut contacts: Vec<ContactRow> = Vec::new();
        for row in rows {
            let Some(id) = row.recipient.strip_prefix("contact:") else {
                continue;
            };
            if !contacts.iter().any(|contact| contact.contact == id) {
                contacts.extend(store.contact_by_id(desk, id).await?);
            }
        }
        Ok(Self {
            numbers,
            agents: store.agents(desk).await?,
            contacts,
        })
    }

    fn recipient(&self, recipient: &str) -> String {
        let found = match recipient.split_once(':') {
            Some(("agent", id)) => {
                let found = self.agents.iter().find(|agent| agent.agent == id);
                found.map(|agent| format!("{} <{}>", agent.name, agent.address))
            }
            Some(("contact", id)) => {
                let found = self.contacts.iter().find(|contact| contact.contact == id);
                found.map(|contact| format!("{} <{}>", contact.name, contact.address))
            }
            _ => None,
        };
        found.unwrap_or_else(|| recipient.to_owned())
    }
}

fn line(staff: &Staff, names: &Names, row: &OutboxRow) -> OutboxLine {
    let t = staff.reader.words();
    OutboxLine {
        href: format!("/admin/outbox/{}/{}", row.desk, row.item),
        recipient: names.recipient(&row.recipient),
        what: t.say(&format!("notice-{}", notice(&row.notice))),
        ticket: row
            .ticket
            .as_ref()
            .and_then(|ticket| names.numbers.get(ticket).cloned()),
        state: t.say(&format!("mail-state-{}", row.state)),
        tone: tone(&row.state),
        created: Moment::of_microsecond(&staff.reader, row.created_at),
        attempts: row.attempts,
        error: row.last_error.clone(),
    }
}

/// What kind of notice it is, as its text is named.
fn notice(stored: &str) -> &'static str {
    use domain::NoticeKind;
    let notice = serde_json::from_str::<domain::Notice>(stored);
    match notice.map(|notice| notice.kind) {
        Ok(NoticeKind::Acknowledgement) => "acknowledgement",
        Ok(NoticeKind::Reply { .. }) => "reply",
        Ok(NoticeKind::Resolved { .. }) => "resolved",
        Ok(NoticeKind::Closed) => "closed",
        Ok(NoticeKind::CoverageDecided) => "coverage-decided",
        Ok(NoticeKind::CoverageDisputed) => "coverage-disputed",
        Ok(NoticeKind::Assigned) => "assigned",
        Ok(NoticeKind::Merged { .. }) => "merged",
        Ok(NoticeKind::Unmerged) => "unmerged",
        Ok(NoticeKind::CustomerAnswered { .. }) => "customer-answered",
        Ok(NoticeKind::ClockWarned { .. }) => "clock-warned",
        Ok(NoticeKind::ClockBreached { .. }) => "clock-breached",
        Ok(NoticeKind::ClocksRestated { .. }) => "clocks-restated",
        Ok(NoticeKind::SeverityProposed { .. }) => "severity-proposed",
        Ok(NoticeKind::SeverityAnswered { .. }) => "severity-answered",
        Ok(NoticeKind::WorkaroundAccepted) => "workaround-accepted",
        Ok(NoticeKind::MailRefused { .. }) => "mail-refused",
        Ok(NoticeKind::PolicyChanging { .. }) => "policy-changing",
        Ok(NoticeKind::PolicyWithdrawn { .. }) => "policy-withdrawn",
        Ok(NoticeKind::ContractLapsing { .. }) => "contract-lapsing",
        Ok(NoticeKind::SignIn { .. }) => "sign-in",
        Err(_) => "unknown",
    }
}

fn tone(state: &str) -> &'static str {
    match state {
        "sent" | "done" => "track",
        "dead" | "failed" => "late",
        "sending" => "accent",
        _ => "soon",
    }
}
