//! Whose tickets a customer sees: their own, those their own were merged into, and a
//! manager's whole company's. To everybody else a ticket does not exist. The lookup is
//! the authorisation.

use domain::{Recorded, Ticket, TicketId, TicketNumber};

use crate::error::AppError;
use crate::mail::thread::TokenKey;
use crate::store::TicketFilter;
use crate::web::{Customer, PageError, Visitor, Web};

/// A ticket that somebody at the customer may see.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) ticket: Ticket,
    pub(super) history: Vec<Recorded>,
    pub(super) number: TicketNumber,
}

impl Own {
    /// Where its page is.
    pub(super) fn href(&self, customer: &Customer) -> String {
        href(customer, &self.number)
    }
}

/// Where the page of a ticket is.
pub(super) fn href(customer: &Customer, number: &TicketNumber) -> String {
    format!("/d/{}/tickets/{number}", customer.desk_name)
}

/// Finds a ticket by its number, for somebody who may see it.
///
/// # Errors
/// [`PageError::NotFound`] when there is none, or it is not theirs.
pub(super) async fn own(web: &Web, customer: &Customer, number: &str) -> Result<Own, PageError> {
    let number = TicketNumber::parse(number)
        .filter(|number| number.prefix == customer.desk.prefix)
        .ok_or(PageError::NotFound)?;
    let app = web.app();
    let desk = &customer.desk_name;
    let id = app.ticket_of_number(desk, number.number).await?;
    let (ticket, history) = app.ticket(desk, id).await?;
    if sees(customer, &ticket) {
        Ok(Own {
            ticket,
            history,
            number,
        })
    } else {
        Err(PageError::NotFound)
    }
}

/// The ticket behind a link in a mail that this desk signed; `None` for any other.
/// Holding the link is the authorisation.
///
/// # Errors
/// When the store fails.
pub(super) async fn of_token(
    web: &Web,
    visitor: &Visitor,
    key: &TokenKey,
    token: &str,
) -> Result<Option<Own>, PageError> {
    let Some(id) = key.check(token) else {
        return Ok(None);
    };
    let (ticket, history) = match web.app().ticket(&visitor.desk_name, TicketId(id)).await {
        Ok(found) => found,
        Err(AppError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let store = web.app().store();
    let number = store
        .ticket_number(&visitor.desk.desk, &id.to_string())
        .await?;
    Ok(number.map(|number| Own {
        ticket,
        history,
        number: TicketNumber {
            prefix: visitor.desk.prefix.clone(),
            number,
        },
    }))
}

fn sees(customer: &Customer, ticket: &Ticket) -> bool {
    let is_managed = customer.contact.manager && ticket.customer == customer.company_id;
    // Whoever asked on a ticket that was merged into it goes on here.
    let has_asked = ticket.requesters().contains(&customer.id);
    has_asked || is_managed
}

/// The same rule for lists; a manager may narrow it to their own.
pub(super) fn filter(customer: &Customer, company: bool) -> TicketFilter {
    if company && customer.contact.manager {
        TicketFilter {
            customer: Some(customer.contact.customer.clone()),
            ..TicketFilter::default()
        }
    } else {
        TicketFilter {
            requester: Some(customer.contact.contact.clone()),
            ..TicketFilter::default()
        }
    }
}
