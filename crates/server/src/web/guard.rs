//! The door of every route. It looks up who asks and lets in whom the table of
//! routes names, so that no handler can forget to ask. What somebody may not see
//! does not exist for them.

use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use axum_extra::extract::CookieJar;
use domain::DeskName;

use super::session::{self, COOKIE_PREFIX, Role};
use super::{Access, Customer, Overseer, PageError, Person, Reader, Staff, Visitor, Web, flash};
use crate::store::DeskRow;

#[derive(Clone)]
struct Door {
    web: Web,
    access: Access,
}

/// Puts a door before the methods of a route.
pub(super) fn guarded(web: &Web, access: Access, methods: MethodRouter<Web>) -> MethodRouter<Web> {
    let door = Door {
        web: web.clone(),
        access,
    };
    methods.route_layer(from_fn_with_state(door, enter))
}

async fn enter(
    State(door): State<Door>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let desk = params
        .iter()
        .find(|(name, _)| *name == "desk")
        .map(|(_, desk)| desk.to_owned());
    let (mut parts, body) = request.into_parts();
    let mut reader = Reader::unknown(&door.web, &parts);
    let admitted = admit(&door, desk.as_deref(), &mut parts, &mut reader).await;
    let mut response = match admitted {
        Ok(()) => {
            parts.extensions.insert(reader.clone());
            let is_refresh = parts.headers.contains_key("x-live");
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if reader.flash.is_some() && !is_refresh {
                forget_flash(&mut response);
            }
            response
        }
        Err(error) => error.into_response(),
    };
    // So that a page of failure speaks the same language.
    response.extensions_mut().insert(reader);
    response
}

async fn admit(
    door: &Door,
    desk: Option<&str>,
    parts: &mut Parts,
    reader: &mut Reader,
) -> Result<(), PageError> {
    let jar = CookieJar::from_headers(&parts.headers);
    let Some(desk) = desk else {
        return admit_to_installation(door, &jar, parts, reader).await;
    };
    let name = DeskName::new(desk).ok_or(PageError::NotFound)?;
    let row = Arc::new(door.web.app().desk(&name).await?);
    reader.prefer(&jar, &row.language, &row.zone);
    let person = person(&door.web, &jar, &row, &name, reader).await?;
    match &person {
        Some(Person::Staff(staff)) => *reader = staff.reader.clone(),
        Some(Person::Customer(customer)) => *reader = customer.reader.clone(),
        None => {}
    }
    match (door.access, &person) {
        (Access::Public, _)
        | (Access::Person, Some(_))
        | (Access::Contact, Some(Person::Customer(_)))
        | (Access::Agent, Some(Person::Staff(_))) => {}
        (Access::Supervisor, Some(Person::Staff(staff))) if staff.is_supervisor() => {}
        (Access::Administrator, Some(Person::Staff(staff))) if staff.is_administrator() => {}
        (_, Some(_)) => return Err(PageError::NotFound),
        (_, None) => return Err(sign_in_first(parts, reader, &name)),
    }
    match person.clone() {
        Some(Person::Staff(staff)) => drop(parts.extensions.insert(*staff)),
        Some(Person::Customer(customer)) => drop(parts.extensions.insert(*customer)),
        None => {}
    }
    if let Some(person) = &person {
        parts.extensions.insert(person.clone());
    }
    parts.extensions.insert(Visitor {
        desk: row,
        desk_name: name,
        person,
        reader: reader.clone(),
    });
    Ok(())
}

/// Pages that belong to no desk: public ones, and those for whoever oversees one.
async fn admit_to_installation(
    door: &Door,
    jar: &CookieJar,
    parts: &mut Parts,
    reader: &mut Reader,
) -> Result<(), PageError> {
    if door.access == Access::Public {
        return Ok(());
    }
    let mut of = Vec::new();
    let mut is_somebody = false;
    for cookie in jar.iter() {
        let Some(name) = cookie
            .name()
            .strip_prefix(COOKIE_PREFIX)
            .and_then(DeskName::new)
        else {
            continue;
        };
        let Some(row) = door.web.app().store().desk_by_id(name.as_str()).await? else {
            continue;
        };
        let found = person(&door.web, jar, &Arc::new(row), &name, reader).await?;
        is_somebody |= found.is_some();
        if let Some(Person::Staff(staff)) = found
            && match door.access {
                Access::Supervisor => staff.is_supervisor(),
                Access::Administrator => staff.is_administrator(),
                _ => true,
            }
        {
            of.push(*staff);
        }
    }
    match of.first() {
        Some(first) => {
            *reader = first.reader.clone();
            parts.extensions.insert(Overseer {
                of,
                reader: reader.clone(),
            });
            Ok(())
        }
        None if is_somebody => Err(PageError::NotFound),
        None => Err(PageError::ChooseDesk),
    }
}

/// Who the browser's session at the desk is of.
async fn person(
    web: &Web,
    jar: &CookieJar,
    desk: &Arc<DeskRow>,
    name: &DeskName,
    reader: &Reader,
) -> Result<Option<Person>, PageError> {
    let Some(cookie) = jar.get(&session::cookie_name(name.as_str())) else {
        return Ok(None);
    };
    let store = web.app().store();
    let digest = session::digest(cookie.value());
    let now = reader.now.as_microsecond();
    let Some(session) = store.session_by_digest(name.as_str(), &digest, now).await? else {
        return Ok(None);
    };
    let mut reader = reader.clone();
    match Role::parse(&session.role) {
        Some(Role::Agent) => {
            let agent = store.agent_by_id(name.as_str(), &session.person).await?;
            let Some(agent) = agent.filter(|agent| agent.active) else {
                return Ok(None);
            };
            let Ok(id) = agent.agent.parse() else {
                return Ok(None);
            };
            reader.prefer(jar, &desk.language, &desk.zone);
            reader.prefer(jar, &agent.language, &agent.zone);
            Ok(Some(Person::Staff(Box::new(Staff {
                desk: desk.clone(),
                desk_name: name.clone(),
                agent,
                id,
                reader,
            }))))
        }
        Some(Role::Contact) => {
            let contact = store.contact_by_id(name.as_str(), &session.person).await?;
            let Some(contact) = contact.filter(|contact| contact.active) else {
                return Ok(None);
            };
            let company = store.customer_by_id(name.as_str(), &contact.customer);
            let Some(company) = company.await? else {
                return Ok(None);
            };
            let (Ok(id), Ok(company_id)) = (contact.contact.parse(), company.customer.parse())
            else {
                return Ok(None);
            };
            reader.prefer(jar, &contact.language, &company.zone);
            Ok(Some(Person::Customer(Box::new(Customer {
                desk: desk.clone(),
                desk_name: name.clone(),
                contact,
                id,
                company,
                company_id,
                reader,
            }))))
        }
        None => Ok(None),
    }
}

/// A page asked for leads to the sign-in page and back. A form sent does not: what
/// was typed would be lost on the way.
fn sign_in_first(parts: &Parts, reader: &Reader, desk: &DeskName) -> PageError {
    if matches!(parts.method, Method::GET | Method::HEAD) {
        PageError::SignIn {
            desk: desk.clone(),
            next: reader.path.clone(),
        }
    } else {
        PageError::SignedOut { desk: desk.clone() }
    }
}

/// Once shown, a flash is over.
fn forget_flash(response: &mut Response) {
    let is_page = response.status().is_success()
        && response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        let cookie = session::forgotten(flash::FLASH_COOKIE.to_owned()).to_string();
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}
