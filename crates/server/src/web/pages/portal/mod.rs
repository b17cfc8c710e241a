//! The customers' side of a desk: what is promised before a report is sent, and
//! everything about a ticket that is the customer's to know. Whose tickets somebody
//! sees is decided in [`own`]; internal notes and clocks are never loaded into a
//! template.

mod answer;
mod attachments;
mod card;
mod closure;
mod contract;
mod conversation;
mod coverage;
mod day;
mod dispute;
mod frame;
mod grading;
mod home;
mod messages;
mod new_ticket;
mod own;
mod people;
mod pill;
mod policy;
mod promise;
mod proof;
mod rate;
mod rating;
mod reopening;
mod severity;
mod severity_link;
mod ticket;
mod tickets;
mod verdict;
mod vow;
mod workaround;

use crate::web::{Access, Route};

/// The routes of the portal.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Access::{Contact, Public};
    vec![
        Route::get("/d/{desk}", Public, home::show),
        Route::get("/d/{desk}/policy", Public, policy::show),
        Route::get("/d/{desk}/contract", Contact, contract::show),
        Route::get("/d/{desk}/tickets/new", Contact, new_ticket::show),
        Route::get("/d/{desk}/tickets/promise", Contact, promise::show),
        Route::post("/d/{desk}/tickets", Contact, tickets::open).with_files(),
        Route::get("/d/{desk}/tickets/{number}", Contact, ticket::show),
        Route::post(
            "/d/{desk}/tickets/{number}/messages",
            Contact,
            messages::add,
        )
        .with_files(),
        Route::post(
            "/d/{desk}/tickets/{number}/closure",
            Contact,
            closure::close,
        ),
        Route::post(
            "/d/{desk}/tickets/{number}/reopening",
            Contact,
            reopening::reopen,
        ),
        Route::post("/d/{desk}/tickets/{number}/rating", Contact, rating::rate),
        Route::post(
            "/d/{desk}/tickets/{number}/coverage/dispute",
            Contact,
            dispute::dispute,
        ),
        Route::post(
            "/d/{desk}/tickets/{number}/severity/answer",
            Contact,
            severity::answer,
        ),
        Route::post(
            "/d/{desk}/tickets/{number}/severity/proposal",
            Contact,
            severity::propose,
        ),
        Route::post(
            "/d/{desk}/tickets/{number}/workaround",
            Contact,
            workaround::accept,
        ),
        Route::get(
            "/d/{desk}/tickets/{number}/attachments/{message}/{place}",
            Contact,
            attachments::download,
        ),
        Route::get("/d/{desk}/rate/{token}", Public, rate::show),
        Route::post("/d/{desk}/rate/{token}", Public, rate::rate),
        Route::get("/d/{desk}/severity/{token}", Public, severity_link::show),
        Route::post("/d/{desk}/severity/{token}", Public, severity_link::answer),
    ]
}
