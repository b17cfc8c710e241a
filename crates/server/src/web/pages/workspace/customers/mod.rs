//! `GET /d/{desk}/agent/customers`: the companies, what each has bought now, and when
//! that ends; `?view=ending` those whose contract ends soon and is not renewed. One of
//! them is [`customer`]; what is said of its contracts comes in by [`statements`].

mod customer;
mod statements;

pub(super) use customer::show as show_one;
pub(super) use statements::{add as add_statement, begin as begin_contract};

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::side::{self, Side};
use crate::app::last_day;
use crate::store::CustomerRow;
use crate::web::pages::contract::plan_name;
use crate::web::{Page, PageError, Staff, Web, Words, render};

/// How many customers the page lists.
const CUSTOMERS_MAX: i64 = 500;
/// How far ahead an end is soon: longer than customers are told ahead, so that somebody
/// can speak to them first.
const ENDING_DAYS: i64 = 90;

/// Which customers are asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    view: Option<String>,
}

#[derive(Template)]
#[template(path = "workspace/customers.html")]
struct Customers {
    t: Words,
    page: Page,
    side: Side,
    /// Only those whose contract ends soon.
    is_ending: bool,
    customers: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    plan: Option<String>,
    /// The last day, where nothing was said of what comes then.
    ends: Option<String>,
    is_soon: bool,
    is_disabled: bool,
}

pub(super) async fn show(
    State(web): State<Web>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    let store = web.app().store();
    let desk = staff.desk_name.as_str();
    let is_ending = asked.view.as_deref() == Some("ending");
    let mut rows = store.customers(desk, None, CUSTOMERS_MAX).await?;
    let mut customers = Vec::new();
    while let Some(last) = rows.last().cloned() {
        customers.extend(lines(&web, &staff, rows, is_ending).await?);
        // Who ends soon may stand anywhere; all of them are read one page at a time.
        if !is_ending {
            break;
        }
        let after = Some((last.name.as_str(), last.customer.as_str()));
        rows = store.customers(desk, after, CUSTOMERS_MAX).await?;
    }
    if is_ending {
        customers.sort_by(|one, other| one.ends.cmp(&other.ends));
    }
    let t = staff.reader.words();
    render(&Customers {
        page: side::page(&web, &staff, t.say("side-customers")),
        side: Side::load(&web, &staff, None, "customers").await?,
        is_ending,
        customers,
        t,
    })
}

async fn lines(
    web: &Web,
    staff: &Staff,
    rows: Vec<CustomerRow>,
    is_ending: bool,
) -> Result<Vec<Line>, PageError> {
    let (app, desk, now) = (web.app(), &staff.desk_name, staff.reader.now);
    let t = staff.reader.words();
    let zone = TimeZone::get(&staff.desk.zone).unwrap_or(TimeZone::UTC);
    let soon = SignedDuration::from_hours(24 * ENDING_DAYS);
    let mut bought = app.bought(desk, &rows).await?;
    let policy = app.policy_at(desk, now).await?;
    let lines = rows.into_iter().map(|row| {
        let bought = bought.remove(&row.customer).unwrap_or_default();
        let lapses_at = bought.lapses_at;
        Line {
            plan: bought.plan.map(|id| plan_name(&policy, &id, t)),
            ends: lapses_at.map(|at| last_day(at, &zone).to_string()),
            is_soon: lapses_at.is_some_and(|at| at.duration_since(now) <= soon),
            id: row.customer,
            name: row.name,
            is_disabled: !row.active,
        }
    });
    Ok(lines.filter(|line| line.is_soon || !is_ending).collect())
}
