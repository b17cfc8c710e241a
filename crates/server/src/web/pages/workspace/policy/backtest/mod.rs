//! `.../policy/workshop/backtest`: the saved draft tried on the desk's own past
//! tickets. It runs beside the pages and may be left; what the workshop shows of it
//! is made here, and nothing is computed here.

mod flip;
mod results;
mod section;

pub(in crate::web::pages::workspace) use flip::show as flip;
pub(super) use section::{Section, asked_for};

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::civil::Date;
use sla::policy::Policy;

use super::checked::FILE;
use super::{draft, workshop};
use crate::app::{NotStarted, RunOwner, Trial};
use crate::web::session::{forgotten, kept};
use crate::web::{Fields, Flash, PageError, Staff, Web, shown_again};

/// The name of the cookie that remembers what was started; the desk follows.
const COOKIE_PREFIX: &str = "mainstay-backtest-";

/// `POST .../workshop/backtest`.
pub(in crate::web::pages::workspace) async fn start(
    State(web): State<Web>,
    staff: Staff,
    fields: Fields,
) -> Result<Response, PageError> {
    let Some(days) = days(fields.text("first"), fields.text("last")) else {
        return refused(&web, &staff, &fields, "backtest-days-wrong").await;
    };
    let source = draft::load(&web, &staff).await?.source;
    // A large policy takes its time, off the threads that answer.
    let parsed = tokio::task::spawn_blocking(move || Policy::parse(FILE, &source).policy);
    let parsed = parsed.await.ok().flatten();
    let Some(policy) = parsed else {
        return refused(&web, &staff, &fields, "workshop-has-errors").await;
    };
    let trial = Trial {
        now: Arc::new(policy),
        then: None,
        at: staff.reader.now,
    };
    let workshop = workshop_of(&staff);
    Ok(
        match web.app().start_backtest(&owner(&staff), &trial, days) {
            Ok(()) => {
                let remembered = format!("{}.{}.{}", staff.agent.agent, days.0, days.1);
                let mut cookie = kept(&web, cookie_name(&staff), remembered);
                cookie.set_http_only(true);
                let to = Redirect::to(&format!("{workshop}#backtest-title"));
                (CookieJar::new().add(cookie), to).into_response()
            }
            // The page as it is shows the one that runs, and goes on showing it.
            Err(why) => {
                let said = match why {
                    NotStarted::Running => "flash-no-backtest-running",
                    NotStarted::Full => "flash-no-backtest-full",
                };
                let jar = CookieJar::new().add(Flash::new(said).cookie());
                (jar, Redirect::to(&workshop)).into_response()
            }
        },
    )
}

/// `POST .../workshop/backtest/cancellation`: ends the one that runs, and forgets
/// the one that was lost.
pub(in crate::web::pages::workspace) async fn cancel(
    State(web): State<Web>,
    staff: Staff,
) -> Response {
    let mut jar = CookieJar::new().add(forgotten(cookie_name(&staff)));
    if web.app().cancel_backtest(&owner(&staff)) {
        jar = jar.add(Flash::new("flash-backtest-cancelled").cookie());
    }
    (jar, Redirect::to(&workshop_of(&staff))).into_response()
}

async fn refused(
    web: &Web,
    staff: &Staff,
    fields: &Fields,
    why: &str,
) -> Result<Response, PageError> {
    let problem = staff.reader.words().say(why);
    let page = workshop::again(web, staff, fields, problem).await?;
    Ok(shown_again(page))
}

/// A first and a last day in order.
fn days(first: &str, last: &str) -> Option<(Date, Date)> {
    let days = (first.parse().ok()?, last.parse().ok()?);
    (days.0 <= days.1).then_some(days)
}

fn owner(staff: &Staff) -> RunOwner {
    RunOwner {
        desk: staff.desk_name.clone(),
        agent: staff.agent.agent.clone(),
    }
}

fn workshop_of(staff: &Staff) -> String {
    format!("/d/{}/agent/policy/workshop", staff.desk_name)
}

fn cookie_name(staff: &Staff) -> String {
    format!("{COOKIE_PREFIX}{}", staff.desk_name)
}
