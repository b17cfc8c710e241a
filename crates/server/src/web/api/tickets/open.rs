//! Opening a ticket on behalf of a requester.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use domain::{
    Channel, Command, ContactId, CustomerId, Kind, MessageId, NewMessage, NewText, OpenTicket,
    TextId, TicketId,
};
use jiff::Timestamp;
use serde::Deserialize;
use sla::policy::Policy;
use utoipa::ToSchema;

use crate::app::Order;
use crate::web::api::access::Caller;
use crate::web::api::answer::TicketAnswer;
use crate::web::api::given::Given;
use crate::web::api::once::{before, carry_out};
use crate::web::api::people::{self, Requester};
use crate::web::api::{Api, BASE, Operation, Problem, ProblemKind, Scope, example, words};

/// Longest subject, in characters.
const SUBJECT_CHARS_MAX: usize = 300;

/// A request of a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewTicket)]
pub(in crate::web::api) struct NewTicket {
    /// In one sentence what is wrong.
    #[schema(max_length = 300)]
    subject: String,
    /// What the requester wrote.
    body: String,
    /// An incident when left out.
    #[serde(default = "incident")]
    #[schema(schema_with = words::kind)]
    kind: Kind,
    /// A subject of the policy's coverage table, or `other` for none of them; left out:
    /// not said.
    about: Option<String>,
    /// As the requester chose it; left out: the policy's default.
    severity: Option<u8>,
    /// As the requester chose it, by its id in the policy; left out: its default.
    priority: Option<String>,
    requester: NewRequester,
    /// Written below the body, so that agents read it.
    product: Option<String>,
    /// When the vendor was told, if before now.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
}

/// Who asks.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRequester)]
struct NewRequester {
    /// A contact that has it is taken; else one is made, with a customer of their
    /// own, unless the policy takes mail from registered people only.
    email: String,
    /// Of a new contact; left out: the address.
    name: Option<String>,
}

fn incident() -> Kind {
    Kind::Incident
}

pub(in crate::web::api) fn operation() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets",
        Scope::TicketsWrite,
        example::TICKET,
        open,
    )
    .named("openTicket", "Open a ticket on behalf of a requester")
    .takes::<NewTicket>(example::NEW_TICKET)
    .creates()
    .tagged()
}

async fn open(
    State(api): State<Api>,
    caller: Caller,
    given: Given<NewTicket>,
) -> Result<Response, Problem> {
    let (done, ticket) = match before(&api, &caller.desk, given.once.as_ref()).await? {
        Some(before) => before,
        None => {
            let policy = api.app.policy_at(&caller.desk, api.app.now()).await?;
            let command = command(&api, &caller, &given.body, &policy).await?;
            let mut order = Order::new(
                &caller.desk,
                command.ticket,
                caller.actor(),
                Command::OpenTicket(command),
            );
            order.once = given.once;
            carry_out(&api, order).await?
        }
    };
    let location = format!("{BASE}/desks/{}/tickets/{}", caller.desk, ticket.number);
    let mut response = done.mark(ticket.respond(StatusCode::CREATED));
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn command(
    api: &Api,
    caller: &Caller,
    new: &NewTicket,
    policy: &Arc<Policy>,
) -> Result<OpenTicket, Problem> {
    if new.subject.chars().count() > SUBJECT_CHARS_MAX {
        let detail = format!("give a `subject` of at most {SUBJECT_CHARS_MAX} characters");
        return Err(Problem::new(ProblemKind::TooLong, detail));
    }
    if new.body.trim().is_empty() {
        return Err(domain::Refusal::EmptyMessage.into());
    }
    let address = people::address(&new.requester.email)?;
    if let Some(requester) = people::known(api, caller, &address).await? {
        return Ok(opening(api, new, &requester));
    }
    people::strangers_may_ask(policy)?;
    let name = people::name(new.requester.name.as_deref().unwrap_or(&address))?;
    let stranger = Requester {
        contact: ContactId(api.app.new_id()),
        customer: CustomerId(api.app.new_id()),
    };
    let opening_first = opening(api, new, &stranger);
    people::would_open(api, caller, &opening_first, policy.clone()).await?;
    people::register(api, caller, &address, &name, &stranger).await?;
    // Somebody else may have registered the address in this very moment.
    let requester = people::known(api, caller, &address).await?;
    Ok(opening(api, new, &requester.unwrap_or(stranger)))
}

fn opening(api: &Api, new: &NewTicket, requester: &Requester) -> OpenTicket {
    let text = |body: String| NewText {
        id: TextId(api.app.new_id()),
        body,
    };
    let body = match new.product.as_deref().map(str::trim) {
        None | Some("") => new.body.clone(),
        Some(product) => format!("{}\n\nProduct: {product}", new.body.trim_end()),
    };
    OpenTicket {
        ticket: TicketId(api.app.new_id()),
        customer: requester.customer,
        requester: requester.contact,
        kind: new.kind,
        about: new.about.clone(),
        channel: Channel::Api,
        subject: text(new.subject.trim().to_owned()),
        severity: new.severity,
        priority: new.priority.clone(),
        received_at: new.received_at,
        message: NewMessage {
            message: MessageId(api.app.new_id()),
            text: text(body),
            public: true,
            channel: Channel::Api,
            act: None,
            happened_at: None,
            attachments: Vec::new(),
        },
        acknowledge: true,
    }
}
