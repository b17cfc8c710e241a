//! Contacts: the people at customers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::{ContactId, CustomerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Caller;
use super::cursor::{CURSOR_PARAMETER, LIMIT_PARAMETER, Query, cut, linked};
use super::customers::known_language;
use super::given::Given;
use super::once::{WriteRowsError, write_rows};
use super::tickets::PathParts;
use super::{Api, BASE, Operation, Parameter, Problem, ProblemKind, Scope, example, people};
use crate::error::AppError;
use crate::store::{ContactRow, CustomerRow, StoreError, WriteError};

const PARAMETERS: &[Parameter] = &[LIMIT_PARAMETER, CURSOR_PARAMETER];

/// A person at a customer.
#[derive(Debug, Serialize, ToSchema)]
struct Contact {
    #[schema(format = "uuid")]
    id: String,
    /// The id of the company.
    #[schema(format = "uuid")]
    customer: String,
    name: String,
    #[schema(format = Email)]
    email: String,
    /// Two-letter code.
    language: String,
    /// Whether the person sees all tickets of the company.
    manager: bool,
    active: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactPage)]
struct Page {
    contacts: Vec<Contact>,
    /// Where the next page is, as in the `Link` header; null on the last.
    next: Option<String>,
}

/// A person to be entered.
#[derive(Debug, Deserialize, ToSchema)]
struct NewContact {
    /// The id of the company.
    #[schema(value_type = String, format = "uuid")]
    customer: CustomerId,
    name: String,
    #[schema(format = Email)]
    email: String,
    /// Two-letter code; the company's own when left out.
    language: Option<String>,
    /// Whether the person sees all tickets of the company.
    #[serde(default)]
    manager: bool,
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        Self {
            id: row.contact,
            customer: row.customer,
            name: row.name,
            email: row.address,
            language: row.language,
            manager: row.manager,
            active: row.active,
            created_at: Timestamp::from_microsecond(row.created_at).unwrap_or_default(),
        }
    }
}

pub(super) fn list() -> Operation {
    Operation::get::<Page, _>(
        "/desks/{desk}/contacts",
        Scope::CustomersRead,
        example::CONTACT_PAGE,
        contacts,
    )
    .named("listContacts", "Contacts by mail address")
    .with(PARAMETERS)
}

pub(super) fn create() -> Operation {
    Operation::post::<Contact, _>(
        "/desks/{desk}/contacts",
        Scope::CustomersWrite,
        example::CONTACT,
        enter,
    )
    .named("createContact", "Enter a person at a customer")
    .takes::<NewContact>(example::NEW_CONTACT)
    .creates()
}

pub(super) fn show() -> Operation {
    Operation::get::<Contact, _>(
        "/desks/{desk}/contacts/{id}",
        Scope::CustomersRead,
        example::CONTACT,
        contact,
    )
    .named("getContact", "One person")
}

async fn contacts(
    State(api): State<Api>,
    caller: Caller,
    query: Query,
) -> Result<Response, Problem> {
    let limit = query.limit()?;
    let [after] = query.cursor::<1>()?.unwrap_or_default();
    let store = api.app.store();
    let mut rows = store
        .contacts(caller.desk.as_str(), &after, limit + 1)
        .await?;
    let more = cut(&mut rows, limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| query.next(&[&last.address]));
    let contacts = rows.into_iter().map(Contact::from).collect();
    let link = next.clone();
    Ok(linked(link.as_deref(), Json(Page { contacts, next })))
}

async fn contact(
    State(api): State<Api>,
    caller: Caller,
    path: PathParts,
) -> Result<Json<Contact>, Problem> {
    Ok(Json(found(&api, &caller, path.get("id")).await?.into()))
}

async fn enter(
    State(api): State<Api>,
    caller: Caller,
    given: Given<NewContact>,
) -> Result<Response, Problem> {
    let new = given.body;
    let customer = customer(&api, &caller, new.customer).await?;
    let row = ContactRow {
        desk: customer.desk,
        contact: api.app.new_id().to_string(),
        customer: customer.customer,
        name: people::name(&new.name)?,
        address: people::address(&new.email)?,
        language: new.language.map_or(Ok(customer.language), known_language)?,
        manager: new.manager,
        password_hash: None,
        active: true,
        created_at: api.app.now().as_microsecond(),
    };
    let about = format!("contact:{}", row.contact);
    let rows = vec![
        row.insert(),
        people::audit(&api, &caller, &about, "created"),
    ];
    let once = given.once.as_ref();
    let done = write_rows(&api, &caller.desk, once, row.contact, rows).await;
    let done = done.map_err(|error| match error {
        WriteRowsError::Write(WriteError::Store(StoreError::Duplicate(_))) => {
            let detail = "look the contact up by this address, or give another one";
            Problem::new(ProblemKind::AddressInUse, detail)
        }
        error => error.into(),
    })?;
    let contact: Contact = found(&api, &caller, &done.id).await?.into();
    let location = format!("{BASE}/desks/{}/contacts/{}", caller.desk, contact.id);
    let answer = (StatusCode::CREATED, [(LOCATION, location)], Json(contact));
    Ok(done.mark(answer.into_response()))
}

async fn found(api: &Api, caller: &Caller, id: &str) -> Result<ContactRow, Problem> {
    let missing = AppError::NotFound("contact");
    let Ok(id) = id.parse::<ContactId>() else {
        return Err(missing.into());
    };
    let store = api.app.store();
    let row = store
        .contact_by_id(caller.desk.as_str(), &id.to_string())
        .await?;
    row.ok_or_else(|| missing.into())
}

async fn customer(api: &Api, caller: &Caller, id: CustomerId) -> Result<CustomerRow, Problem> {
    let store = api.app.store();
    let row = store
        .customer_by_id(caller.desk.as_str(), &id.to_string())
        .await?;
    row.ok_or_else(|| {
        let detail = "give the id of a customer of this desk; POST customers makes one";
        Problem::new(ProblemKind::UnknownCustomer, detail)
    })
}
