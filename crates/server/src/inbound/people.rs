//! Who wrote a mail: a registered contact, or somebody new.

use domain::{Actor, ContactId, CustomerId};

use super::work::Arrived;
use crate::app::App;
use crate::error::AppError;
use crate::mail::Mailbox;
use crate::store::{ContactRow, CustomerRow, Write};

/// A contact of the desk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) contact: ContactId,
    pub(super) customer: CustomerId,
}

impl Person {
    pub(super) fn actor(self) -> Actor {
        Actor::Contact(self.contact)
    }
}

/// The registered contact with that address.
pub(super) async fn find(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
) -> Result<Option<Person>, AppError> {
    let contact = app
        .store()
        .contact_by_address(arrived.desk.as_str(), &sender.address)
        .await?;
    let Some(contact) = contact.filter(|contact| contact.active) else {
        return Ok(None);
    };
    let person = Person {
        contact: contact
            .contact
            .parse()
            .map_err(|_| AppError::NotFound("contact"))?,
        customer: contact
            .customer
            .parse()
            .map_err(|_| AppError::NotFound("customer"))?,
    };
    Ok(Some(person))
}

/// Registers somebody new, as a customer of their own: two strangers with the
/// same mail provider must never see each other's tickets.
pub(super) async fn register(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
) -> Result<Person, AppError> {
    let now = app.now().as_microsecond();
    let (contact, customer) = (app.new_id(), app.new_id());
    let name = sender
        .name
        .clone()
        .unwrap_or_else(|| sender.address.clone());
    let desk = arrived.desk.as_str().to_owned();
    let customer_row = CustomerRow {
        desk: desk.clone(),
        customer: customer.to_string(),
        name: name.clone(),
        zone: arrived.desk_row.zone.clone(),
        language: arrived.desk_row.language.clone(),
        active: true,
        created_at: now,
    };
    let contact_row = ContactRow {
        desk,
        contact: contact.to_string(),
        customer: customer.to_string(),
        name,
        address: sender.address.to_lowercase(),
        language: arrived.desk_row.language.clone(),
        manager: false,
        password_hash: None,
        active: true,
        created_at: now,
    };
    let rows = [customer_row.insert(), contact_row.insert()];
    app.store().write(Write::rows(rows)).await?;
    Ok(Person {
        contact: ContactId(contact),
        customer: CustomerId(customer),
    })
}
