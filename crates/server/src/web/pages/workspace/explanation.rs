//! `GET .../clocks/{clock}`: why a deadline is what it is, to the second.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;

use super::side::{self, Side};
use super::ticket::{self, PromiseView};
use crate::web::{Corrections, Page, PageError, Staff, Web, Words, render};

#[derive(Template)]
#[template(path = "workspace/explanation.html")]
struct Explanation {
    t: Words,
    page: Page,
    side: Side,
    number: String,
    promise: PromiseView,
}

pub(super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Path((_, number, clock)): Path<(String, String, String)>,
) -> Result<Html<String>, PageError> {
    let (id, number) = ticket::ticket_id(&web, &staff, &number).await?;
    let (ticket, history) = web.app().ticket(&staff.desk_name, id).await?;
    let record = ticket.clocks.get(&clock).ok_or(PageError::NotFound)?;
    let policies = web.app().policies_of(&staff.desk_name, &ticket).await?;
    let people = ticket::people(&web, &staff, &ticket, &history).await?;
    let reasons = web.app().correction_reasons(&staff.desk_name, &ticket);
    let corrections = Corrections {
        names: &people,
        reasons: &reasons.await?,
    };
    let reader = &staff.reader;
    let promise = ticket::promise(&ticket, &clock, record, &policies, &corrections, reader);
    let t = staff.reader.words();
    render(&Explanation {
        t,
        page: side::page(&web, &staff, format!("{} · {number}", promise.name)),
        side: Side::load(&web, &staff, None, "ticket").await?,
        number: number.to_string(),
        promise,
    })
}
