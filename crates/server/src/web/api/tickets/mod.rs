//! Tickets: which one an address means, and one file per thing done with them.

pub(super) mod list;
pub(super) mod open;
pub(super) mod show;

use std::collections::HashMap;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::{Refusal, TicketId, TicketNumber};

use super::access::Caller;
use super::{Api, Problem};
use crate::error::AppError;

/// The parts of the path, by their names in the list of operations.
pub(super) struct PathParts(HashMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for PathParts {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| AppError::NotFound("resource"))?;
        let owned = params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(Self(owned.collect()))
    }
}

impl PathParts {
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// The ticket that `{number}` means, of the caller's desk alone: `INF-1042` or
/// `1042`.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneTicket(pub(super) TicketId);

impl FromRequestParts<Api> for OneTicket {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, api).await?;
        let path = PathParts::from_request_parts(parts, api).await?;
        let given = path.get("number");
        Ok(Self(ticket_numbered(api, &caller, given).await?))
    }
}

async fn ticket_numbered(api: &Api, caller: &Caller, given: &str) -> Result<TicketId, AppError> {
    let number = match given.parse() {
        Ok(number) => number,
        Err(_) => {
            let number = TicketNumber::parse(given).ok_or(AppError::NotFound("ticket"))?;
            let desk = api.app.desk(&caller.desk).await?;
            if number.prefix != desk.prefix {
                return Err(AppError::NotFound("ticket"));
            }
            number.number
        }
    };
    api.app.ticket_of_number(&caller.desk, number).await
}

/// The ticket that a body names; there being none is told apart from the address.
pub(super) async fn ticket_named(
    api: &Api,
    caller: &Caller,
    given: &str,
) -> Result<TicketId, Problem> {
    match ticket_numbered(api, caller, given).await {
        Err(AppError::NotFound(_)) => Err(Refusal::NoSuchTicket.into()),
        found => Ok(found?),
    }
}
