//! `GET .../workshop/backtest/flips/{place}`: why one ticket comes out differently,
//! to the second.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use sla::backtest::Flip;
use sla::clock::explain::Explanation;

use super::results::FlipView;
use super::{owner, workshop_of};
use crate::app::{Run, RunState};
use crate::web::pages::workspace::side::{self, Side};
use crate::web::pages::workspace::ticket::{self, Proof};
use crate::web::{Page, PageError, Staff, Web, Words, render};

#[derive(Template)]
#[template(path = "workspace/flip.html")]
struct FlipPage {
    t: Words,
    page: Page,
    side: Side,
    flip: FlipView,
    statement: String,
    clause: String,
    proof: Proof,
}

/// `place`: among the tickets that the results list, from one.
pub(in crate::web::pages::workspace) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Path((_, place)): Path<(String, usize)>,
) -> Result<Response, PageError> {
    let run = web.app().backtest_run(&owner(&staff));
    let explained = run.as_ref().and_then(|run| explained(run, place));
    let Some((flip, explained)) = explained else {
        // The link is of a run that another one has replaced.
        let to = format!("{}#backtest-title", workshop_of(&staff));
        return Ok(Redirect::to(&to).into_response());
    };
    let (reader, shown) = (&staff.reader, FlipView::new(&staff.reader, flip));
    let page = render(&FlipPage {
        t: reader.words(),
        page: side::page(&web, &staff, format!("{} · {}", shown.metric, shown.number)),
        side: Side::load(&web, &staff, None, "workshop").await?,
        statement: explained.promise.statement.clone(),
        clause: explained.promise.clause.clone(),
        proof: ticket::proof(reader, &explained),
        flip: shown,
    });
    Ok(page?.into_response())
}

/// The listed flip at that place, with what the tried policy makes of its ticket.
fn explained(run: &Run, place: usize) -> Option<(&Flip, Explanation)> {
    let RunState::Done(report) = &run.state else {
        return None;
    };
    let flip = report.flips.listed.get(place.checked_sub(1)?)?;
    Some((flip, run.trial.backtest().explain(flip).now?))
}
