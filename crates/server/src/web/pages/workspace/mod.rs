//! The vendor's side of a desk: the inbox, the tickets, and what is done to them.
//! Every action is a noun under its ticket, and a file here.

mod act_on;
mod acts;
mod assignment;
mod closure;
mod coverage;
mod customers;
mod explanation;
mod inbox;
mod level;
mod merge;
mod messages;
mod new_ticket;
mod pause;
pub(in crate::web) mod pill;
mod policy;
mod priority;
mod reopening;
mod report;
mod resolution;
mod resumption;
mod severity;
pub(super) mod side;
mod ticket;
mod view;

use crate::web::{Access, Route};

macro_rules! ticket {
    ($rest:literal) => {
        concat!("/d/{desk}/agent/tickets/{number}", $rest)
    };
}

macro_rules! customer {
    ($rest:literal) => {
        concat!("/d/{desk}/agent/customers/{customer}", $rest)
    };
}

macro_rules! policy {
    ($rest:literal) => {
        concat!("/d/{desk}/agent/policy", $rest)
    };
}

/// The routes of the workspace.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Access::{Agent, Supervisor};
    vec![
        Route::get("/d/{desk}/agent", Agent, inbox::show),
        Route::get("/d/{desk}/agent/find", Agent, inbox::find),
        Route::get("/d/{desk}/agent/customers", Agent, customers::show),
        Route::get(customer!(""), Agent, customers::show_one),
        Route::post(
            customer!("/contracts"),
            Supervisor,
            customers::begin_contract,
        ),
        Route::post(
            customer!("/contracts/{contract}/statements"),
            Supervisor,
            customers::add_statement,
        ),
        Route::get("/d/{desk}/agent/policy", Agent, policy::show),
        Route::get(policy!("/workshop"), Supervisor, policy::show_workshop),
        Route::post(policy!("/workshop"), Supervisor, policy::save),
        Route::post(policy!("/workshop/check"), Supervisor, policy::check),
        Route::post(
            policy!("/workshop/backtest"),
            Supervisor,
            policy::backtest::start,
        ),
        Route::post(
            policy!("/workshop/backtest/cancellation"),
            Supervisor,
            policy::backtest::cancel,
        ),
        Route::get(
            policy!("/workshop/backtest/flips/{place}"),
            Supervisor,
            policy::backtest::flip,
        ),
        Route::post(policy!("/publication"), Supervisor, policy::publish),
        Route::post(policy!("/{version}/approval"), Supervisor, policy::approve),
        Route::post(
            policy!("/{version}/withdrawal"),
            Supervisor,
            policy::withdraw,
        ),
        Route::get("/d/{desk}/agent/tickets/new", Agent, new_ticket::show),
        Route::post("/d/{desk}/agent/tickets", Agent, new_ticket::open).with_files(),
        Route::get(ticket!(""), Agent, ticket::show),
        Route::get(ticket!("/clocks/{clock}"), Agent, explanation::show),
        Route::get(
            ticket!("/messages/{message}/files/{place}"),
            Agent,
            messages::file,
        ),
        Route::post(ticket!("/messages"), Agent, messages::add).with_files(),
        Route::post(ticket!("/acts"), Agent, acts::record),
        Route::post(ticket!("/assignment"), Agent, assignment::change),
        Route::post(ticket!("/severity"), Agent, severity::change),
        Route::post(ticket!("/severity/proposal"), Agent, severity::propose),
        Route::post(ticket!("/severity/answer"), Agent, severity::answer),
        Route::post(ticket!("/workaround"), Agent, severity::accept_workaround),
        Route::post(ticket!("/priority"), Agent, priority::change),
        Route::post(ticket!("/level"), Agent, level::change),
        Route::get(ticket!("/merge"), Agent, merge::show),
        Route::post(ticket!("/merge"), Agent, merge::merge),
        Route::post(ticket!("/separation"), Agent, merge::separate),
        Route::post(ticket!("/coverage"), Agent, coverage::decide),
        Route::post(ticket!("/pause"), Agent, pause::begin).with_files(),
        Route::post(ticket!("/resumption"), Agent, resumption::resume),
        Route::post(ticket!("/report"), Agent, report::judge),
        Route::post(ticket!("/resolution"), Agent, resolution::resolve).with_files(),
        Route::post(ticket!("/closure"), Agent, closure::close),
        Route::post(ticket!("/reopening"), Agent, reopening::reopen),
    ]
}
