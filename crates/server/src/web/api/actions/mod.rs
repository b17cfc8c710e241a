//! What can be done with a ticket, one noun per file. Each gives one command and
//! answers the ticket as it is then.

pub(super) mod act;
pub(super) mod assignment;
pub(super) mod coverage;
pub(super) mod end;
pub(super) mod level;
pub(super) mod merge;
pub(super) mod pause;
pub(super) mod priority;
pub(super) mod proposal;
pub(super) mod rating;
pub(super) mod report;
pub(super) mod severity;
pub(super) mod workaround;

use axum::http::StatusCode;
use axum::response::Response;
use domain::{Actor, Command, TicketId};

use super::access::Caller;
use super::once::carry_out;
use super::{Api, Problem};
use crate::app::{Once, Order};

/// Gives the command and answers the ticket.
pub(super) async fn changed(
    api: &Api,
    caller: &Caller,
    actor: Actor,
    ticket: TicketId,
    command: Command,
    once: Option<Once>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let mut order = Order::new(&caller.desk, ticket, actor, command);
    order.once = once;
    let (done, ticket) = carry_out(api, order).await?;
    Ok(done.mark(ticket.respond(status)))
}

/// [`changed`] by the agent the token stands for.
async fn by_agent(
    api: &Api,
    caller: &Caller,
    ticket: TicketId,
    command: Command,
    once: Option<Once>,
) -> Result<Response, Problem> {
    let actor = caller.actor();
    changed(api, caller, actor, ticket, command, once, StatusCode::OK).await
}

/// [`changed`] in the name of the ticket's requester, where only they may say so and a
/// program passes it on.
async fn by_requester(
    api: &Api,
    caller: &Caller,
    id: TicketId,
    command: Command,
    once: Option<Once>,
) -> Result<Response, Problem> {
    let (ticket, _) = api.app.ticket(&caller.desk, id).await?;
    let actor = Actor::Contact(ticket.requester);
    changed(api, caller, actor, id, command, once, StatusCode::OK).await
}

/// A conflict says what is there; beside it stands what was asked for.
fn beside(asked: impl Into<serde_json::Value>) -> impl FnOnce(Problem) -> Problem {
    move |problem| match problem.kind().code() {
        "changed-meanwhile" => problem.with("asked", asked),
        _ => problem,
    }
}
