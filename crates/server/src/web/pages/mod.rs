//! Pages: one file per page or action, templates under the same name.

mod accent;
mod admin;
mod coming;
mod contract;
mod coverage;
mod desks;
mod icon;
mod language;
pub mod portal;
mod sign_in;
mod styleguide;
pub mod workspace;

use super::{Access, Route};

/// The pages that belong to neither side of a desk.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Access::{Person, Public, Supervisor};
    vec![
        Route::get("/", Public, desks::show),
        Route::get("/favicon.ico", Public, icon::serve),
        Route::post("/language", Public, language::choose),
        Route::get("/styleguide", Public, styleguide::show),
        Route::get("/d/{desk}/accent.css", Public, accent::serve),
        Route::get("/d/{desk}/sign-in", Public, sign_in::show),
        Route::post("/d/{desk}/sign-in", Public, sign_in::by_password),
        Route::post("/d/{desk}/sign-in/link", Public, sign_in::ask_link),
        Route::get("/d/{desk}/sign-in/{secret}", Public, sign_in::show_link),
        Route::post("/d/{desk}/sign-in/{secret}", Public, sign_in::by_link),
        Route::post("/d/{desk}/sign-out", Person, sign_in::sign_out),
        Route::get("/admin/outbox", Supervisor, admin::outbox),
        Route::get("/admin/outbox/{of}/{item}", Supervisor, admin::outbox_item),
        Route::get("/admin/mails", Supervisor, admin::mails),
    ]
}
