//! `GET /d/{desk}/agent`: the tickets, what must be done next first.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::text::metric_name;
use domain::{Status, TicketNumber};
use jiff::Timestamp;
use serde::Deserialize;
use sla::policy::{Coverage, Metric, Policy};

use super::pill::{Look, Pill};
use super::side::{self, Side};
use super::view::View;
use crate::error::AppError;
use crate::store::{ClockRow, DUE_UNPROMISED, TicketFilter, TicketListed, TicketRow};
use crate::web::pages::coverage::tone;
use crate::web::{Flash, Moment, Page, PageError, Reader, Staff, Web, Words, render};

/// How many tickets one page shows.
/// What narrows a list to what customers disagree with.
const DISPUTED: &str = "disputed";

const PAGE_TICKETS_MAX: usize = 50;

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    view: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    customer: String,
    /// A decision on coverage, or `disputed`.
    #[serde(default)]
    coverage: String,
    /// The last row of the page before: its place in the order, and its ticket.
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "workspace/inbox.html")]
struct Inbox {
    t: Words,
    page: Page,
    side: Side,
    view: &'static str,
    rows: Vec<Row>,
    summary: String,
    severities: Vec<Choice>,
    /// Empty where the policy decides no coverage.
    coverages: Vec<Choice>,
    customer: Option<(String, String)>,
    /// Whether anything narrows the view down.
    is_narrowed: bool,
    first: Option<String>,
    next: Option<String>,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

struct Row {
    number: String,
    href: String,
    subject: String,
    under: String,
    severity: Option<i64>,
    /// What is decided of coverage, where that is not simply that it is covered, and
    /// its tone.
    coverage: Option<(String, &'static str)>,
    assignee: Option<(String, String)>,
    activity: Moment,
    pill: Pill,
    is_new: bool,
}

pub(super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, PageError> {
    let t = staff.reader.words();
    let view = View::parse(&wanted.view);
    let store = web.app().store();
    let desk = &staff.desk.desk;
    let policy = match web
        .app()
        .policy_at(&staff.desk_name, staff.reader.now)
        .await
    {
        Ok(policy) => Some(policy),
        Err(AppError::NoPolicy { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let mut filter = view.filter(&staff.agent.agent);
    filter.severity = wanted.severity.parse().ok();
    filter.disputed = wanted.coverage == DISPUTED;
    filter.coverage = Coverage::parse(&wanted.coverage).map(|known| known.as_str().to_owned());
    let customer = match wanted.customer.as_str() {
        "" => None,
        id => store.customer_by_id(desk, id).await?,
    };
    filter.customer = customer.as_ref().map(|customer| customer.customer.clone());
    let mut listed = list(&web, desk, view, &filter, &wanted.after).await?;
    let more = listed.len() > PAGE_TICKETS_MAX;
    listed.truncate(PAGE_TICKETS_MAX);
    let address = address(view, desk, &wanted);
    let next = listed.last().filter(|_| more).map(|last| {
        let place = if view.is_by_deadline() {
            last.ticket.next_due_at
        } else {
            last.ticket.received_at
        };
        format!("{address}after={place}.{}", last.ticket.ticket)
    });
    let rows = rows(&web, &staff, policy.as_deref(), &listed).await?;
    let side = Side::load(&web, &staff, Some(view), "").await?;
    let summary = t.say_all(
        "inbox-summary",
        &[
            ("open", side::shown(side.counts.open)),
            ("late", side::shown(side.counts.late)),
        ],
    );
    let title = t.say(&format!("view-{}", view.name()));
    render(&Inbox {
        t,
        page: side::page(&web, &staff, title),
        side,
        view: view.name(),
        rows,
        summary,
        severities: severities(policy.as_deref(), &staff.reader, filter.severity),
        coverages: coverages(policy.as_deref(), t, &wanted.coverage),
        is_narrowed: filter.severity.is_some()
            || filter.coverage.is_some()
            || filter.disputed
            || customer.is_some(),
        customer: customer.map(|customer| (customer.customer, customer.name)),
        first: (!wanted.after.is_empty()).then(|| address.trim_end_matches(['?', '&']).to_owned()),
        next,
    })
}

/// One page of tickets and one ticket more, if there is one.
async fn list(
    web: &Web,
    desk: &str,
    view: View,
    filter: &TicketFilter,
    after: &str,
) -> Result<Vec<TicketListed>, PageError> {
    let after = after
        .split_once('.')
        .and_then(|(place, ticket)| Some((place.parse::<i64>().ok()?, ticket)));
    let limit = i64::try_from(PAGE_TICKETS_MAX + 1).expect("a page is short");
    let store = web.app().store();
    Ok(if view.is_by_deadline() {
        store.tickets_open(desk, filter, after, limit).await?
    } else {
        store.tickets_newest(desk, filter, after, limit).await?
    })
}

/// The address of this list, ready for one more parameter.
fn address(view: View, desk: &str, wanted: &Wanted) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("view", view.name());
    for (name, value) in [
        ("severity", &wanted.severity),
        ("customer", &wanted.customer),
        ("coverage", &wanted.coverage),
    ] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("/d/{desk}/agent?{}&", query.finish())
}

fn severities(policy: Option<&Policy>, reader: &Reader, chosen: Option<i64>) -> Vec<Choice> {
    let known = policy.map_or(&[][..], Policy::severities);
    known
        .iter()
        .map(|severity| {
            let name = severity.name.in_language(reader.language.code());
            Choice {
                value: severity.number.to_string(),
                label: format!("{} · {name}", severity.number),
                is_chosen: chosen == Some(i64::from(severity.number)),
            }
        })
        .collect()
}

fn coverages(policy: Option<&Policy>, t: Words, chosen: &str) -> Vec<Choice> {
    if policy.and_then(Policy::coverage_table).is_none() {
        return Vec::new();
    }
    let decisions = Coverage::ALL.iter().map(|decision| decision.as_str());
    decisions
        .chain([DISPUTED])
        .map(|name| Choice {
            value: name.to_owned(),
            label: t.say(&format!("coverage-short-{name}")),
            is_chosen: chosen == name,
        })
        .collect()
}

/// What of a ticket's coverage is worth a word in a list.
fn coverage(ticket: &TicketRow, t: Words) -> Option<(String, &'static str)> {
    if ticket.disputed {
        return Some((t.say("coverage-short-disputed"), "late"));
    }
    let decision = Coverage::parse(ticket.coverage.as_deref()?)?;
    let name = t.say(&format!("coverage-short-{}", decision.as_str()));
    (decision != Coverage::Covered).then(|| (name, tone(decision)))
}

async fn rows(
    web: &Web,
    staff: &Staff,
    policy: Option<&Policy>,
    listed: &[TicketListed],
) -> Result<Vec<Row>, PageError> {
    let store = web.app().store();
    let desk = &staff.desk.desk;
    let tickets: Vec<&str> = listed
        .iter()
        .map(|row| row.ticket.ticket.as_str())
        .collect();
    let subjects: Vec<&str> = listed
        .iter()
        .map(|row| row.ticket.subject.as_str())
        .collect();
    let subjects: HashMap<String, String> = store
        .texts(desk, &subjects)
        .await?
        .into_iter()
        .map(|text| (text.text, text.body))
        .collect();
    let clocks: HashMap<(String, String), ClockRow> = store
        .clocks_of_tickets(desk, &tickets)
        .await?
        .into_iter()
        .map(|clock| ((clock.ticket.clone(), clock.clock.clone()), clock))
        .collect();
    let t = staff.reader.words();
    Ok(listed
        .iter()
        .map(|row| {
            let ticket = &row.ticket;
            let number = TicketNumber {
                prefix: staff.desk.prefix.clone(),
                number: ticket.number,
            }
            .to_string();
            let next = ticket
                .next_clock
                .as_ref()
                .and_then(|clock| clocks.get(&(ticket.ticket.clone(), clock.clone())));
            let subject = subjects.get(&ticket.subject).cloned();
            let priority = urgency(ticket, policy, t);
            let under = [
                priority.as_ref(),
                row.customer_name.as_ref(),
                row.requester_name.as_ref(),
            ];
            let under: Vec<&str> = std::iter::once(number.as_str())
                .chain(under.into_iter().flatten().map(String::as_str))
                .collect();
            Row {
                href: format!("/d/{desk}/agent/tickets/{number}"),
                subject: subject.unwrap_or_else(|| t.say("text-erased")),
                under: under.join(" · "),
                severity: ticket.severity,
                coverage: coverage(ticket, t),
                assignee: row
                    .assignee_name
                    .as_ref()
                    .map(|name| (initials(name), name.clone())),
                activity: Moment::of_microsecond(&staff.reader, ticket.changed_at),
                pill: pill(&staff.reader, ticket, next),
                is_new: ticket.assignee.is_none() && ticket.open,
                number,
            }
        })
        .collect())
}

/// The name of the ticket's priority, unless it is the usual one.
fn urgency(ticket: &TicketRow, policy: Option<&Policy>, t: Words) -> Option<String> {
    let id = ticket.priority.as_ref()?;
    let usual = policy.and_then(|policy| policy.priorities().default.as_ref());
    // By its id where the policy of today has it no more.
    let named = || policy.map(|policy| policy.priority_name(id, t.code()));
    (Some(id) != usual).then(|| named().unwrap_or_else(|| id.clone()))
}

fn pill(reader: &Reader, ticket: &TicketRow, next: Option<&ClockRow>) -> Pill {
    let look = Look {
        language: reader.language,
        zone: &reader.zone,
        now: reader.now,
    };
    let status = Status::parse(&ticket.status).unwrap_or(Status::Open);
    if !ticket.open || ticket.next_due_at >= DUE_UNPROMISED {
        return Pill::of_status(reader.words(), status, ticket.waiting);
    }
    let instant = |at: i64| Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX);
    let name = next.map(|clock| metric_name(reader.language, &metric(&clock.metric)));
    let warn_at = next.and_then(|clock| clock.warn_at).map(instant);
    Pill::running(look, name.as_deref(), warn_at, instant(ticket.next_due_at))
}

/// The metric of a stored name; any other is a policy's own.
fn metric(stored: &str) -> Metric {
    match stored {
        "acknowledgement" => Metric::Acknowledgement,
        "first_response" => Metric::FirstResponse,
        "next_response" => Metric::NextResponse,
        "update" => Metric::Update,
        "work_begin" => Metric::WorkBegin,
        "workaround" => Metric::Workaround,
        "resolution" => Metric::Resolution,
        "quote" => Metric::Quote,
        "continuous_work" => Metric::ContinuousWork,
        "take_over" => Metric::TakeOver,
        own => Metric::Own(own.to_owned()),
    }
}

/// The first letters of the first and last word of a name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

#[derive(Deserialize)]
pub(super) struct Searched {
    #[serde(default)]
    number: String,
}

/// `GET /d/{desk}/agent/find?number=INF-1042`: straight to a ticket.
pub(super) async fn find(
    State(web): State<Web>,
    staff: Staff,
    Query(searched): Query<Searched>,
) -> Result<Response, PageError> {
    let desk = &staff.desk.desk;
    let typed = searched.number.trim();
    // The prefix goes without saying: 1042 is INF-1042 here.
    let number = TicketNumber::parse(typed)
        .filter(|number| number.prefix == staff.desk.prefix)
        .map(|number| number.number)
        .or_else(|| typed.parse().ok());
    let found = match number {
        Some(number) => {
            let ticket = web.app().store().ticket_of_number(desk, number);
            ticket.await?.map(|_| number)
        }
        None => None,
    };
    let home = View::Due.href(desk);
    Ok(match found {
        Some(number) => {
            let to = format!("{home}/tickets/{}-{number}", staff.desk.prefix);
            Redirect::to(&to).into_response()
        }
        None => {
            let jar = CookieJar::new().add(Flash::new("flash-no-such-number").cookie());
            (jar, Redirect::to(&home)).into_response()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        let cases = [
            ("Marta Roos", "MR"),
            ("ada", "A"),
            ("Jan van den Berg", "JB"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn every_stored_metric_has_a_name() {
        for stored in [
            "acknowledgement",
            "first_response",
            "work_begin",
            "quote",
            "continuous_work",
            "take_over",
            "own one",
        ] {
            assert_eq!(crate::app::metric(&metric(stored)), stored);
        }
    }
}
