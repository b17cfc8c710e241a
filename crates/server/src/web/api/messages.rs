//! The conversation of a ticket: what was said, and saying more.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Channel, Command, MessageId, NewMessage, NewText, TextId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::policy::Act;
use utoipa::ToSchema;

use super::access::Caller;
use super::actions::changed;
use super::answer::{Named, TicketAnswer};
use super::given::Given;
use super::tickets::OneTicket;
use super::{Api, Operation, Problem, Scope, example, words};

/// The messages of a ticket.
#[derive(Debug, Serialize, ToSchema)]
struct Messages {
    messages: Vec<Message>,
}

/// One message.
#[derive(Debug, Serialize, ToSchema)]
struct Message {
    #[schema(format = "uuid")]
    id: String,
    /// Seen by the customer; otherwise a note among staff.
    public: bool,
    author: Named,
    by_staff: bool,
    #[schema(schema_with = words::channel)]
    channel: String,
    /// Null once it was erased.
    body: Option<String>,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A message of the agent the token stands for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewMessage)]
struct Saying {
    body: String,
    /// Whether the customer is told; otherwise it is a note among staff.
    public: bool,
    /// What the message is, if it is more than a reply.
    #[schema(schema_with = words::act_or_null)]
    act: Option<Act>,
    /// When it was said, if before now: a telephone call logged later.
    #[schema(value_type = Option<String>, format = DateTime)]
    happened_at: Option<Timestamp>,
}

pub(super) fn list() -> Operation {
    Operation::get::<Messages, _>(
        "/desks/{desk}/tickets/{number}/messages",
        Scope::TicketsRead,
        example::MESSAGES,
        messages,
    )
    .named(
        "listMessages",
        "The conversation, in the order in which it came",
    )
}

pub(super) fn add() -> Operation {
    Operation::post::<TicketAnswer, _>(
        "/desks/{desk}/tickets/{number}/messages",
        Scope::TicketsWrite,
        example::TICKET,
        say,
    )
    .named(
        "addMessage",
        "Reply to the requester, or write a note among staff",
    )
    .takes::<Saying>(example::NEW_MESSAGE)
    .creates()
    .tagged()
}

async fn messages(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
) -> Result<Json<Messages>, Problem> {
    let store = api.app.store();
    let read = store
        .messages_of_ticket(caller.desk.as_str(), &id.to_string())
        .await?;
    let messages = read.into_iter().map(|read| Message {
        id: read.message.message,
        public: read.message.public,
        author: Named {
            id: read.message.author,
            name: read.author_name,
        },
        by_staff: read.by_staff,
        channel: read.message.channel,
        body: read.body,
        at: Timestamp::from_microsecond(read.message.at).unwrap_or_default(),
    });
    Ok(Json(Messages {
        messages: messages.collect(),
    }))
}

async fn say(
    State(api): State<Api>,
    caller: Caller,
    OneTicket(id): OneTicket,
    given: Given<Saying>,
) -> Result<Response, Problem> {
    let Saying {
        body,
        public,
        act,
        happened_at,
    } = given.body;
    let message = NewMessage {
        public,
        act,
        happened_at,
        ..new(&api, body)
    };
    let command = Command::AddMessage(message);
    let status = StatusCode::CREATED;
    changed(
        &api,
        &caller,
        caller.actor(),
        id,
        command,
        given.once,
        status,
    )
    .await
}

/// A public message without any act.
pub(super) fn new(api: &Api, body: String) -> NewMessage {
    NewMessage {
        message: MessageId(api.app.new_id()),
        text: text(api, body),
        public: true,
        channel: Channel::Api,
        act: None,
        happened_at: None,
        attachments: Vec::new(),
    }
}

/// A text with an id of its own.
pub(super) fn text(api: &Api, body: String) -> NewText {
    NewText {
        id: TextId(api.app.new_id()),
        body,
    }
}
