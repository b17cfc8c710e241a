//! `.../merge`: which ticket this one goes on in, and what that does, before it is
//! done; and `.../separation`, which undoes it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::text::metric_name;
use domain::{Command, Refusal, Ticket, TicketId, TicketNumber};
use serde::Deserialize;
use sla::policy::Promise;

use super::act_on::Form;
use super::side::{self, Side};
use super::ticket;
use crate::app::Order;
use crate::error::AppError;
use crate::web::{
    Fields, Flash, FormId, Moment, Page, PageError, Reader, Staff, Web, Words, carry_out, render,
    shown_again,
};

#[derive(Template)]
#[template(path = "workspace/merge.html")]
struct MergePage {
    t: Words,
    page: Page,
    side: Side,
    form: String,
    /// The ticket that is to go on elsewhere.
    this: Ends,
    path: String,
    /// As it was typed.
    into: String,
    problem: Option<String>,
    outlook: Option<Outlook>,
}

/// One of the two, as the page names it.
struct Ends {
    number: String,
    subject: String,
    requester: String,
    received: Moment,
    sequence: u64,
}

/// What the merge would do.
struct Outlook {
    that: Ends,
    received: Moment,
    changes: Vec<PromiseChange>,
    /// Whoever reads the other ticket from then on, if that is somebody new.
    new_reader: Option<String>,
}

/// A promise before and after.
struct PromiseChange {
    name: String,
    before: Option<Moment>,
    after: Option<Moment>,
    /// Whether it is owed on the ticket that goes on.
    is_owed: bool,
    is_late: bool,
    differs: bool,
}

/// Which ticket it shall go on in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Into {
    #[serde(default)]
    into: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    Query(asked): Query<Into>,
) -> Result<Html<String>, PageError> {
    page(&web, &staff, &number, &asked.into, None).await
}

pub(super) async fn merge(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (id, own_number) = ticket::ticket_id(&web, &staff, &number).await?;
    let typed = fields.text("into");
    let Some((into, into_number)) = named(&web, &staff, typed).await? else {
        let page = page(&web, &staff, &number, typed, None).await?;
        return Ok(shown_again(page));
    };
    let seen = fields.parsed("seen")?;
    let command = Command::MergeTicket { into, seen };
    let mut order = Order::new(&staff.desk_name, id, staff.actor(), command);
    order.once = Some(FormId::of(&fields)?.once("merge"));
    match carry_out(&web, order).await {
        Ok(_) => {
            let flash = Flash::new("flash-merged").about(&own_number);
            let to = format!("/d/{}/agent/tickets/{into_number}", staff.desk_name);
            let jar = CookieJar::new().add(flash.cookie());
            Ok((jar, Redirect::to(&to)).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            let page = page(&web, &staff, &number, typed, Some(refusal)).await?;
            Ok(shown_again(page))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn separate(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let form = Form {
        web: &web,
        staff: &staff,
        number: &number,
        noun: "separation",
        fields,
    };
    form.obey(Command::UnmergeTicket, Vec::new(), "flash-separated")
        .await
}

/// The ticket of a number as people type it: `INF-12`, `inf-12` or `12`.
async fn named(
    web: &Web,
    staff: &Staff,
    typed: &str,
) -> Result<Option<(TicketId, TicketNumber)>, AppError> {
    let typed = typed.trim().to_uppercase();
    let number = match typed.parse() {
        Ok(number) => TicketNumber {
            prefix: staff.desk.prefix.clone(),
            number,
        },
        Err(_) => match TicketNumber::parse(&typed) {
            Some(number) if number.prefix == staff.desk.prefix => number,
            _ => return Ok(None),
        },
    };
    let found = web.app().ticket_of_number(&staff.desk_name, number.number);
    match found.await {
        Ok(id) => Ok(Some((id, number))),
        Err(AppError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn page(
    web: &Web,
    staff: &Staff,
    number: &str,
    into: &str,
    refusal: Option<Refusal>,
) -> Result<Html<String>, PageError> {
    let t = staff.reader.words();
    let (id, number) = ticket::ticket_id(web, staff, number).await?;
    let (duplicate, _) = web.app().ticket(&staff.desk_name, id).await?;
    let said = |refusal: &Refusal| t.say(&format!("refusal-{}", refusal.code()));
    let mut problem = refusal.as_ref().map(said);
    let mut outlook = None;
    if !into.trim().is_empty() {
        match outlook_on(web, staff, &duplicate, into).await {
            Ok(found) => outlook = Some(found),
            Err(AppError::Refused(refusal)) => problem = problem.or(Some(said(&refusal))),
            Err(error) => return Err(error.into()),
        }
    }
    render(&MergePage {
        page: side::page(web, staff, t.say_with("merge-title", "number", &number)),
        side: Side::load(web, staff, None, "ticket").await?,
        form: FormId::new(web).0.to_string(),
        path: format!("/d/{}/agent/tickets/{number}", staff.desk_name),
        this: ends(web, staff, &duplicate, &number).await?,
        into: into.to_owned(),
        problem,
        outlook,
        t,
    })
}

async fn outlook_on(
    web: &Web,
    staff: &Staff,
    duplicate: &Ticket,
    into: &str,
) -> Result<Outlook, AppError> {
    let found = named(web, staff, into).await?;
    let (survivor, number) = found.ok_or(Refusal::NoSuchTicket)?;
    let foreseen = web
        .app()
        .foresee_merge(&staff.desk_name, duplicate.id, survivor, staff.actor())
        .await?;
    let that = ends(web, staff, &foreseen.before, &number).await?;
    let is_new = !foreseen.before.requesters().contains(&duplicate.requester);
    let new_reader = contact_name(web, staff, duplicate).await?;
    Ok(Outlook {
        received: Moment::new(&staff.reader, foreseen.after.received_at),
        changes: changes(&staff.reader, &foreseen.before, &foreseen.after),
        new_reader: is_new.then_some(new_reader),
        that,
    })
}

/// Every promise that one of the two states owes.
fn changes(reader: &Reader, before: &Ticket, after: &Ticket) -> Vec<PromiseChange> {
    let mut promises: Vec<&Promise> = Vec::new();
    for ticket in [after, before] {
        for clock in ticket.clocks.values().filter(|clock| !clock.is_final()) {
            let promise = clock.promise();
            if !promises.iter().any(|known| known.measures_as(promise)) {
                promises.push(promise);
            }
        }
    }
    let changes = promises.into_iter().map(|promise| {
        let of = |ticket: &Ticket| {
            let mut clocks = ticket.clocks.values();
            let found = clocks.find(|c| !c.is_final() && c.promise().measures_as(promise));
            found.map(|clock| (clock.due_at, clock.breached_at.is_some()))
        };
        let (was, is) = (of(before), of(after));
        let moment = |of: Option<(Option<jiff::Timestamp>, bool)>| {
            of.and_then(|(due, _)| due)
                .map(|due| Moment::new(reader, due))
        };
        PromiseChange {
            name: metric_name(reader.language, &promise.metric),
            before: moment(was),
            after: moment(is),
            is_owed: is.is_some(),
            is_late: is.is_some_and(|(_, late)| late),
            differs: was != is,
        }
    });
    changes.collect()
}

async fn ends(
    web: &Web,
    staff: &Staff,
    ticket: &Ticket,
    number: &TicketNumber,
) -> Result<Ends, AppError> {
    let subject = ticket.subject.id.to_string();
    let subject = web.app().store().text(&staff.desk.desk, &subject).await?;
    Ok(Ends {
        number: number.to_string(),
        subject: subject.unwrap_or_else(|| staff.reader.words().say("text-erased")),
        requester: contact_name(web, staff, ticket).await?,
        received: Moment::new(&staff.reader, ticket.received_at),
        sequence: ticket.sequence,
    })
}

async fn contact_name(web: &Web, staff: &Staff, ticket: &Ticket) -> Result<String, AppError> {
    let (store, id) = (web.app().store(), ticket.requester.to_string());
    let contact = store.contact_by_id(&staff.desk.desk, &id).await?;
    Ok(contact.map_or_else(
        || staff.reader.words().say("somebody-unknown"),
        |contact| contact.name,
    ))
}
