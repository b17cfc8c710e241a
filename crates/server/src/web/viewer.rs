//! Who looks at a page. The guard of the route finds out, and these extractors
//! hand it to the handler; one that asks for more than its route demands is told
//! that there is nothing.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{Actor, AgentId, ContactId, CustomerId, DeskName};

use super::{PageError, Reader, Web};
use crate::store::{AgentRow, ContactRow, CustomerRow, DeskRow};

/// One of the vendor's people, signed in at a desk.
#[derive(Clone, Debug)]
pub struct Staff {
    pub desk: Arc<DeskRow>,
    pub desk_name: DeskName,
    pub agent: AgentRow,
    pub id: AgentId,
    pub reader: Reader,
}

/// A person at a customer, signed in at a desk.
#[derive(Clone, Debug)]
pub struct Customer {
    pub desk: Arc<DeskRow>,
    pub desk_name: DeskName,
    pub contact: ContactRow,
    pub id: ContactId,
    pub company: CustomerRow,
    pub company_id: CustomerId,
    pub reader: Reader,
}

/// Somebody signed in at a desk.
#[derive(Clone, Debug)]
pub enum Person {
    Staff(Box<Staff>),
    Customer(Box<Customer>),
}

/// Somebody at a desk's public pages; `person` when signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub desk: Arc<DeskRow>,
    pub desk_name: DeskName,
    pub person: Option<Person>,
    pub reader: Reader,
}

/// Somebody who oversees at least one desk.
#[derive(Clone, Debug)]
pub struct Overseer {
    /// As staff of each desk they oversee; never empty.
    pub of: Vec<Staff>,
    pub reader: Reader,
}

impl Staff {
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Agent(self.id)
    }

    #[must_use]
    pub fn is_supervisor(&self) -> bool {
        matches!(self.agent.role.as_str(), "supervisor" | "administrator")
    }

    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.agent.role == "administrator"
    }
}

impl Customer {
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Contact(self.id)
    }
}

impl Person {
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Staff(staff) => &staff.agent.name,
            Self::Customer(customer) => &customer.contact.name,
        }
    }

    /// Where they find their work: workspace or portal.
    #[must_use]
    pub fn home(&self) -> String {
        match self {
            Self::Staff(staff) => format!("/d/{}/agent", staff.desk_name),
            Self::Customer(customer) => format!("/d/{}", customer.desk_name),
        }
    }
}

macro_rules! found_by_the_guard {
    ($($viewer:ty),+) => { $(
        impl FromRequestParts<Web> for $viewer {
            type Rejection = PageError;

            async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, PageError> {
                parts.extensions.get::<Self>().cloned().ok_or(PageError::NotFound)
            }
        }
    )+ };
}

found_by_the_guard!(Staff, Customer, Person, Visitor, Overseer);
