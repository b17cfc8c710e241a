//! Doing something at most once, however often a caller asks: a request that was
//! carried out before is answered from what it did then, before any rule is asked
//! again. A rule would refuse it, since it is done.

use axum::http::HeaderValue;
use axum::response::Response;
use domain::{DeskName, TicketId};

use super::answer::{self, TicketAnswer};
use super::{Api, Problem};
use crate::app::{Once, Order};
use crate::error::AppError;
use crate::store::{Gate, OnceResult, RowOp, Write, WriteError};

/// What an order did, now or before.
#[derive(Clone, Copy, Debug)]
pub(super) struct CarriedOut<Id> {
    pub(super) id: Id,
    pub(super) repeated: bool,
}

impl<Id> CarriedOut<Id> {
    /// Says in the answer whether this was a repetition.
    pub(super) fn mark(&self, mut response: Response) -> Response {
        if self.repeated {
            let yes = HeaderValue::from_static("true");
            response.headers_mut().insert("idempotency-replayed", yes);
        }
        response
    }
}

/// Carries out an order on a ticket, and says how the ticket now is.
pub(super) async fn carry_out(
    api: &Api,
    order: Order<'_>,
) -> Result<(CarriedOut<TicketId>, TicketAnswer), Problem> {
    let (desk, once) = (order.desk.clone(), order.once.clone());
    if let Some(before) = before(api, &desk, once.as_ref()).await? {
        return Ok(before);
    }
    match api.app.execute(order).await {
        Ok(done) => {
            let carried_out = CarriedOut {
                id: done.ticket.id,
                repeated: done.repeated,
            };
            Ok((carried_out, answer::of_done(api, &desk, done).await?))
        }
        // The same request may have been carried out between the look and here.
        Err(refused @ AppError::Refused(_)) => before(api, &desk, once.as_ref())
            .await?
            .ok_or_else(|| refused.into()),
        Err(error) => Err(error.into()),
    }
}

/// What was done to a ticket under the key, if something was, and the ticket as it
/// now is.
pub(super) async fn before(
    api: &Api,
    desk: &DeskName,
    once: Option<&Once>,
) -> Result<Option<(CarriedOut<TicketId>, TicketAnswer)>, Problem> {
    let Some(done) = done_before(api, desk, once).await? else {
        return Ok(None);
    };
    let ticket = answer::of_ticket(api, desk, done.id).await?;
    Ok(Some((done, ticket)))
}

/// Writes rows that are not a ticket's, one of them with this id.
pub(super) async fn write_rows(
    api: &Api,
    desk: &DeskName,
    once: Option<&Once>,
    id: String,
    rows: Vec<RowOp>,
) -> Result<CarriedOut<String>, WriteRowsError> {
    if let Some(before) = done_before(api, desk, once).await? {
        return Ok(before);
    }
    let mut write = Write::rows(rows);
    if let Some(once) = once {
        write = write.gate(Gate::Once {
            desk: desk.as_str().to_owned(),
            scope: once.scope.clone(),
            key: once.key.clone(),
            at: api.app.now().as_microsecond(),
            result: OnceResult::Text(format!("{} {id}", once.fingerprint)),
        });
    }
    match api.app.store().write(write).await {
        Ok(_) => Ok(CarriedOut {
            id,
            repeated: false,
        }),
        Err(error) => match done_before(api, desk, once).await? {
            Some(before) => Ok(before),
            None => Err(WriteRowsError::Write(error)),
        },
    }
}

/// Why rows were not written.
pub(super) enum WriteRowsError {
    Write(WriteError),
    Problem(Problem),
}

impl From<Problem> for WriteRowsError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<WriteRowsError> for Problem {
    fn from(error: WriteRowsError) -> Self {
        match error {
            WriteRowsError::Write(error) => error.into(),
            WriteRowsError::Problem(problem) => problem,
        }
    }
}

/// What was done under the key, if something was.
pub(super) async fn done_before<Id: std::str::FromStr>(
    api: &Api,
    desk: &DeskName,
    once: Option<&Once>,
) -> Result<Option<CarriedOut<Id>>, Problem> {
    let Some(once) = once else {
        return Ok(None);
    };
    let store = api.app.store();
    let row = store.once(desk.as_str(), &once.scope, &once.key).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    match row.result.rsplit_once(' ') {
        Some((fingerprint, id)) if fingerprint == once.fingerprint => {
            let id = id.parse().map_err(|_| AppError::NotFound("ticket"))?;
            Ok(Some(CarriedOut { id, repeated: true }))
        }
        _ => Err(AppError::KeyReused.into()),
    }
}
