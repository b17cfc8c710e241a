//! Signing in at a desk, for customers and staff alike: with a password, or with
//! a link by mail that works once. Opening the link changes nothing, because
//! scanners follow links; pressing the button on its page spends it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::text::length;
use domain::{Notice, NoticeKind, Recipient};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::app::outbox_row;
use crate::password;
use crate::store::{Gate, LinkRow, OnceResult, RowOp, SigninFailureRow, Write, WriteError};
use crate::web::session::{self, Role};
use crate::web::{
    Fields, Flash, Page, PageError, Person, Visitor, Web, Words, render, shown_again,
};

/// How long a link by mail works; the mail says so.
const LINK_MINUTES: i64 = 30;

/// The purpose of such links in the store.
const PURPOSE: &str = "sign-in";

/// So many failures cost nothing: people mistype.
const FAILURES_FREE: i64 = 5;

/// The longest wait after failures; it doubles up to here.
const WAIT_SECONDS_MAX: i64 = 900;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    t: Words,
    page: Page,
    desk: String,
    next: String,
    address: String,
    problem: Option<String>,
    link_sent: bool,
}

#[derive(Template)]
#[template(path = "sign_in_link.html")]
struct SignInLink {
    t: Words,
    page: Page,
    desk: String,
    secret: String,
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Query(query): Query<Next>,
) -> Result<Html<String>, PageError> {
    render(&sign_in(&web, &visitor, &query.next, "", None))
}

fn sign_in(
    web: &Web,
    visitor: &Visitor,
    next: &str,
    address: &str,
    problem: Option<String>,
) -> SignIn {
    let t = visitor.reader.words();
    let title = t.say_with("sign-in-title", "desk", &visitor.desk.name);
    SignIn {
        t,
        page: Page::new(web, &visitor.reader, title).of(&visitor.desk),
        desk: visitor.desk.desk.clone(),
        next: next.to_owned(),
        address: address.to_owned(),
        problem,
        link_sent: false,
    }
}

/// Somebody of the desk who may sign in.
struct Found {
    person: String,
    role: Role,
    password_hash: Option<String>,
}

pub(super) async fn by_password(
    State(web): State<Web>,
    jar: CookieJar,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, PageError> {
    let (address, next) = (fields.text("address").trim(), fields.text("next"));
    let t = visitor.reader.words();
    let now = visitor.reader.now;
    let refused = |problem: String| -> Result<Response, PageError> {
        let page = sign_in(&web, &visitor, next, address, Some(problem));
        Ok(shown_again(render(&page)?))
    };
    let store = web.app().store();
    let failures = store
        .signin_failures(&visitor.desk.desk, address)
        .await?
        .filter(|known| known.last_at <= now.as_microsecond());
    if let Some(seconds) = failures.as_ref().and_then(|known| wait_seconds(known, now)) {
        let wait = length(visitor.reader.language, seconds);
        return refused(t.say_with("sign-in-wait", "length", wait));
    }
    let found = find(&web, &visitor.desk.desk, address).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    match found {
        Some(found) if is_right(&web, fields.text("password"), hash.clone()).await => {
            store
                .signin_failures_forget(&visitor.desk.desk, address)
                .await?;
            let home = welcome(&visitor, found.role, next);
            let (row, cookie) =
                session::open(&web, &visitor.desk.desk, &found.person, found.role, now);
            store.write(Write::rows([row])).await?;
            Ok((jar.add(cookie), Redirect::to(&home)).into_response())
        }
        found => {
            if found.is_none() {
                // As slow as for somebody who is there.
                is_right(&web, fields.text("password"), None).await;
            }
            let known = failures.map_or(0, |known| known.failures);
            store
                .signin_failures_set(&SigninFailureRow {
                    desk: visitor.desk.desk.clone(),
                    address: address.to_owned(),
                    failures: known + 1,
                    last_at: now.as_microsecond(),
                })
                .await?;
            refused(t.say("sign-in-wrong"))
        }
    }
}

pub(super) async fn ask_link(
    State(web): State<Web>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Html<String>, PageError> {
    let address = fields.text("address").trim();
    if let Some(found) = find(&web, &visitor.desk.desk, address).await? {
        send_link(&web, &visitor, address, &found).await?;
    }
    // The same answer whether or not the address is known.
    let mut page = sign_in(&web, &visitor, fields.text("next"), address, None);
    page.link_sent = true;
    render(&page)
}

async fn send_link(
    web: &Web,
    visitor: &Visitor,
    address: &str,
    found: &Found,
) -> Result<(), PageError> {
    let now = visitor.reader.now;
    let secret = session::secret();
    let desk = &visitor.desk.desk;
    let link = LinkRow {
        desk: desk.clone(),
        digest: session::digest(&secret),
        purpose: PURPOSE.to_owned(),
        person: format!("{}:{}", found.role.as_str(), found.person),
        state: String::new(),
        created_at: now.as_microsecond(),
        expires_at: (now + SignedDuration::from_mins(LINK_MINUTES)).as_microsecond(),
    };
    let to = match found.role {
        Role::Agent => found.person.parse().map(Recipient::Agent),
        Role::Contact => found.person.parse().map(Recipient::Contact),
    };
    let Ok(to) = to else { return Ok(()) };
    let notice = Notice {
        to,
        kind: NoticeKind::SignIn { secret },
    };
    let outbox = outbox_row(&visitor.desk, None, &notice, now);
    // One mail a minute and address: nobody's mailbox is flooded from here.
    let once = Gate::Once {
        desk: desk.clone(),
        scope: PURPOSE.to_owned(),
        key: format!("{} {}", address.to_lowercase(), now.as_second() / 60),
        at: now.as_microsecond(),
        result: OnceResult::Text(String::new()),
    };
    let rows = [link.fresh().insert(), outbox.insert()];
    match web.app().store().write(Write::rows(rows).gate(once)).await {
        Ok(_) => web.app().notices_waiting().notify_one(),
        Err(WriteError::AlreadyDone { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

pub(super) async fn show_link(
    State(web): State<Web>,
    visitor: Visitor,
    Path((_, secret)): Path<(String, String)>,
) -> Result<Html<String>, PageError> {
    let t = visitor.reader.words();
    let title = t.say_with("sign-in-title", "desk", &visitor.desk.name);
    render(&SignInLink {
        t,
        page: Page::new(&web, &visitor.reader, title).of(&visitor.desk),
        desk: visitor.desk.desk.clone(),
        secret,
    })
}

pub(super) async fn by_link(
    State(web): State<Web>,
    jar: CookieJar,
    visitor: Visitor,
    Path((_, secret)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let now = visitor.reader.now;
    let desk = &visitor.desk.desk;
    let store = web.app().store();
    let over = || -> Result<Response, PageError> {
        let problem = visitor.reader.words().say("sign-in-link-over");
        let page = sign_in(&web, &visitor, "", "", Some(problem));
        Ok(shown_again(render(&page)?))
    };
    let digest = session::digest(&secret);
    let link = store
        .link_by_digest(desk, &digest, now.as_microsecond())
        .await?;
    let Some(link) = link.filter(|link| link.purpose == PURPOSE) else {
        return over();
    };
    let person = link.person.split_once(':');
    let Some((role, person)) =
        person.and_then(|(role, person)| Some((Role::parse(role)?, person.to_owned())))
    else {
        return over();
    };
    let (row, cookie): (RowOp, _) = session::open(&web, desk, &person, role, now);
    match store.link_spend(&link, [row]).await {
        Ok(()) => {}
        Err(WriteError::Taken) => return over(),
        Err(error) => return Err(error.into()),
    }
    let home = welcome(&visitor, role, "");
    Ok((jar.add(cookie), Redirect::to(&home)).into_response())
}

pub(super) async fn sign_out(
    State(web): State<Web>,
    jar: CookieJar,
    person: Person,
    visitor: Visitor,
) -> Result<(CookieJar, Redirect), PageError> {
    tracing::debug!(home = person.home(), "signs out");
    let desk = &visitor.desk.desk;
    let name = session::cookie_name(desk);
    if let Some(cookie) = jar.get(&name) {
        session::end(&web, desk, cookie.value()).await?;
    }
    let jar = jar
        .add(session::forgotten(name))
        .add(Flash::new("flash-signed-out").cookie());
    Ok((jar, Redirect::to(&format!("/d/{desk}/sign-in"))))
}

/// The person with that address, staff first.
async fn find(web: &Web, desk: &str, address: &str) -> Result<Option<Found>, PageError> {
    let store = web.app().store();
    let agent = store.agent_by_address(desk, address).await?;
    if let Some(agent) = agent.filter(|agent| agent.active) {
        return Ok(Some(Found {
            person: agent.agent,
            role: Role::Agent,
            password_hash: agent.password_hash,
        }));
    }
    let contact = store.contact_by_address(desk, address).await?;
    Ok(contact
        .filter(|contact| contact.active)
        .map(|contact| Found {
            person: contact.contact,
            role: Role::Contact,
            password_hash: contact.password_hash,
        }))
}

/// Checks a password where it does not hold up others.
async fn is_right(web: &Web, password: &str, hash: Option<String>) -> bool {
    let Ok(_turn) = web.password_checks().acquire().await else {
        return false;
    };
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || password::verify(&password, hash.as_deref()))
        .await
        .unwrap_or(false)
}

/// How long is still to wait after those failures.
fn wait_seconds(known: &SigninFailureRow, now: Timestamp) -> Option<i64> {
    let beyond = known.failures - FAILURES_FREE;
    if beyond < 0 {
        return None;
    }
    // Ten doublings are beyond the longest wait.
    let doublings = u32::try_from(beyond.min(10)).unwrap_or_default();
    let wait = (1_i64 << doublings).min(WAIT_SECONDS_MAX);
    let left = known.last_at / 1_000_000 + wait - now.as_second();
    (left > 0).then_some(left)
}

/// Where somebody goes who has signed in: the page they wanted, if it is theirs.
fn welcome(visitor: &Visitor, role: Role, next: &str) -> String {
    let portal = format!("/d/{}", visitor.desk_name);
    let workspace = format!("{portal}/agent");
    let home = match role {
        Role::Agent => &workspace,
        Role::Contact => &portal,
    };
    let is_under = |place: &str| {
        next.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let is_plain = !next.contains(['\\', '\r', '\n']) && !next.contains("//");
    let is_theirs = match role {
        Role::Agent => is_under(&workspace) || next.starts_with("/admin/"),
        Role::Contact => is_under(&portal) && !is_under(&workspace),
    };
    if is_plain && is_theirs {
        next.to_owned()
    } else {
        home.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_cost_nothing_at_first_and_more_and_more_then() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let cases = [
            (1, None),
            (4, None),
            (5, Some(1)),
            (8, Some(8)),
            (30, Some(900)),
        ];
        for (failures, expected) in cases {
            let known = SigninFailureRow {
                desk: "d".to_owned(),
                address: "a@example.com".to_owned(),
                failures,
                last_at: now.as_microsecond(),
            };
            assert_eq!(wait_seconds(&known, now), expected, "{failures}");
            let later = now + SignedDuration::from_secs(WAIT_SECONDS_MAX);
            assert_eq!(wait_seconds(&known, later), None, "{failures}, later");
        }
    }
}
