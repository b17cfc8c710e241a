//! The person a ticket is opened for: found by address, or made together with a
//! customer of their own, where the policy takes mail from strangers too.

use std::sync::Arc;

use domain::{
    AgentId, ContactId, Context, CustomerId, DeskFacts, OpenTicket, Policies, RequesterFacts,
};
use sla::policy::Policy;

use super::access::Caller;
use super::{Api, Problem, ProblemKind};
use crate::error::AppError;
use crate::store::{AuditRow, ContactRow, CustomerRow, RowOp, StoreError, Write, WriteError};

/// Longest mail address, in bytes (RFC 5321).
const ADDRESS_BYTES_MAX: usize = 254;
/// Longest name of a person or company, in characters.
pub(super) const NAME_CHARS_MAX: usize = 200;

/// A mail address, as far as one can tell without writing to it.
pub(super) fn address(given: &str) -> Result<String, Problem> {
    let given = given.trim();
    let parts = given.rsplit_once('@');
    let fits = given.len() <= ADDRESS_BYTES_MAX
        && !given
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c))
        && parts.is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !local.contains('@')
        });
    if fits {
        return Ok(given.to_lowercase());
    }
    let detail = "give an address like `ann@customer.example.com`";
    Err(Problem::new(ProblemKind::InvalidAddress, detail))
}

/// A name for people: not empty, not endless.
pub(super) fn name(given: &str) -> Result<String, Problem> {
    let given = given.trim();
    if given.is_empty() {
        let detail = "give a `name` for people to read";
        return Err(Problem::new(ProblemKind::EmptyName, detail));
    }
    if given.chars().count() > NAME_CHARS_MAX {
        let detail = format!("give a `name` of at most {NAME_CHARS_MAX} characters");
        return Err(Problem::new(ProblemKind::TooLong, detail));
    }
    Ok(given.to_owned())
}

/// The row that says who made something that is not a ticket.
pub(super) fn audit(api: &Api, caller: &Caller, subject: &str, change: &str) -> RowOp {
    AuditRow {
        desk: caller.desk.as_str().to_owned(),
        entry: api.app.new_id().to_string(),
        at: api.app.now().as_microsecond(),
        actor: caller.agent.to_string(),
        subject: subject.to_owned(),
        change: change.to_owned(),
    }
    .insert()
}

/// An agent of the desk who works there: by id, by address, or `me`.
pub(super) async fn agent(api: &Api, caller: &Caller, given: &str) -> Result<AgentId, Problem> {
    if given == "me" {
        return Ok(caller.agent);
    }
    let (store, desk) = (api.app.store(), caller.desk.as_str());
    let found = match given.parse::<AgentId>() {
        Ok(id) => store.agent_by_id(desk, &id.to_string()).await?,
        Err(_) => store.agent_by_address(desk, given).await?,
    };
    let found = found.filter(|agent| agent.active);
    found
        .and_then(|agent| agent.agent.parse().ok())
        .ok_or_else(|| {
            let detail = "give the id or the mail address of an agent who works here, or `me`";
            Problem::new(ProblemKind::UnknownAgent, detail)
        })
}

/// A person who may ask, as the requester of a ticket.
pub(super) struct Requester {
    pub(super) contact: ContactId,
    pub(super) customer: CustomerId,
}

/// The requester with that address, if the desk knows one.
pub(super) async fn known(
    api: &Api,
    caller: &Caller,
    address: &str,
) -> Result<Option<Requester>, Problem> {
    let (store, desk) = (api.app.store(), caller.desk.as_str());
    let Some(contact) = store.contact_by_address(desk, address).await? else {
        return Ok(None);
    };
    if !contact.active {
        let detail = "this person was disabled; name another requester, or enable the contact";
        return Err(Problem::new(ProblemKind::RequesterInactive, detail));
    }
    Ok(Some(Requester {
        contact: contact
            .contact
            .parse()
            .map_err(|_| AppError::NotFound("contact"))?,
        customer: contact
            .customer
            .parse()
            .map_err(|_| AppError::NotFound("customer"))?,
    }))
}

/// Whether somebody nobody registered may ask here.
///
/// # Errors
/// A problem that says how to register them.
pub(super) fn strangers_may_ask(policy: &Policy) -> Result<(), Problem> {
    if !policy.channel("mail").registered_only {
        return Ok(());
    }
    let detail = "this desk takes requests from registered people only: make the contact first \
                  (POST contacts), or give the address of one who is registered";
    Err(Problem::new(ProblemKind::RequesterUnknown, detail))
}

/// Makes a contact with a customer of their own, both under that name. When
/// another request made the contact meanwhile, that one is taken.
pub(super) async fn register(
    api: &Api,
    caller: &Caller,
    address: &str,
    name: &str,
    new: &Requester,
) -> Result<(), Problem> {
    let desk = api.app.desk(&caller.desk).await?;
    let created_at = api.app.now().as_microsecond();
    let customer = CustomerRow {
        desk: desk.desk.clone(),
        customer: new.customer.to_string(),
        name: name.to_owned(),
        zone: desk.zone.clone(),
        language: desk.language.clone(),
        active: true,
        created_at,
    };
    let contact = ContactRow {
        desk: desk.desk,
        contact: new.contact.to_string(),
        customer: customer.customer.clone(),
        name: name.to_owned(),
        address: address.to_owned(),
        language: desk.language,
        manager: false,
        password_hash: None,
        active: true,
        created_at,
    };
    let about = format!("contact:{}", contact.contact);
    let rows = [
        customer.insert(),
        contact.normalised().insert(),
        audit(api, caller, &about, "created with their first ticket"),
    ];
    match api.app.store().write(Write::rows(rows)).await {
        Ok(_) | Err(WriteError::Store(StoreError::Duplicate(_))) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Asks the rules before anybody is registered, so that a refused request leaves
/// nobody behind.
pub(super) async fn would_open(
    api: &Api,
    caller: &Caller,
    open: &OpenTicket,
    policy: Arc<Policy>,
) -> Result<(), Problem> {
    let now = api.app.now();
    let at = open.received_at.unwrap_or(now);
    let requester = RequesterFacts {
        contact: open.requester,
        customer: open.customer,
        contract: api
            .app
            .contract_facts(&caller.desk, open.customer, at)
            .await?,
    };
    let desk = DeskFacts::default();
    let context = Context {
        now,
        desk: &desk,
        policies: &Policies::only(policy),
        named: None,
        requester: Some(&requester),
        other: None,
    };
    let command = domain::Command::OpenTicket(open.clone());
    domain::decide(None, caller.actor(), &command, &context)?;
    Ok(())
}
