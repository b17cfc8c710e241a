//! `GET /d/{desk}/agent/customers`: the companies, and what each has bought now. One of
//! them is [`customer`]; what is said of its contracts comes in by [`statements`].

mod customer;
mod statements;

pub(super) use customer::show as show_one;
pub(super) use statements::{add as add_statement, begin as begin_contract};

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::side::{self, Side};
use crate::web::pages::contract::plan_name;
use crate::web::{Page, PageError, Staff, Web, Words, render};

/// How many customers the page lists.
const CUSTOMERS_MAX: i64 = 500;

#[derive(Template)]
#[template(path = "workspace/customers.html")]
struct Customers {
    t: Words,
    page: Page,
    side: Side,
    customers: Vec<Line>,
}

struct Line {
    id: String,
    name: String,
    plan: Option<String>,
    is_disabled: bool,
}

pub(super) async fn show(State(web): State<Web>, staff: Staff) -> Result<Html<String>, PageError> {
    let (app, desk) = (web.app(), &staff.desk_name);
    let t = staff.reader.words();
    let rows = app.store().customers(desk.as_str(), None, CUSTOMERS_MAX);
    let rows = rows.await?;
    let mut plans = app.plans_in_force(desk, &rows).await?;
    let policy = app.policy_at(desk, staff.reader.now).await?;
    let customers = rows.into_iter().map(|row| {
        let plan = plans.remove(&row.customer);
        Line {
            plan: plan.map(|id| plan_name(&policy, &id, t)),
            id: row.customer,
            name: row.name,
            is_disabled: !row.active,
        }
    });
    render(&Customers {
        page: side::page(&web, &staff, t.say("side-customers")),
        side: Side::load(&web, &staff, None, "customers").await?,
        customers: customers.collect(),
        t,
    })
}
