//! What stands around every page of the portal: the desk, the way to its pages,
//! and who is signed in.

use crate::store::DeskRow;
use crate::web::{Customer, Visitor};

/// The frame, for `portal/frame.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) desk: String,
    pub(super) desk_name: String,
    pub(super) signed_in: Option<SignedIn>,
    pub(super) place: Place,
}

/// The person whose pages these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignedIn {
    pub(super) name: String,
    pub(super) company: String,
    pub(super) initials: String,
}

/// Which entry of the way leads here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Tickets,
    /// Beneath the tickets: one of them.
    Ticket,
    New,
    Contract,
    Policy,
    Elsewhere,
}

impl Frame {
    pub(super) fn of(customer: &Customer, place: Place) -> Self {
        Self {
            signed_in: Some(SignedIn {
                name: customer.contact.name.clone(),
                company: customer.company.name.clone(),
                initials: initials(&customer.contact.name),
            }),
            ..Self::of_desk(&customer.desk, place)
        }
    }

    /// For a page that anybody may read.
    pub(super) fn of_visitor(visitor: &Visitor, place: Place) -> Self {
        match &visitor.person {
            Some(crate::web::Person::Customer(customer)) => Self::of(customer, place),
            _ => Self::of_desk(&visitor.desk, place),
        }
    }

    fn of_desk(desk: &DeskRow, place: Place) -> Self {
        Self {
            desk: desk.desk.clone(),
            desk_name: desk.name.clone(),
            signed_in: None,
            place,
        }
    }

    /// Whether that entry of the way is this page.
    pub(super) fn is_at(&self, place: &Place) -> bool {
        self.place == *place
    }
}

/// The first letters of the first and the last name.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letters = words.next().into_iter().chain(words.next_back());
    letters
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_first_and_last_name() {
        let cases = [
            ("Elin Moe", "EM"),
            ("ada", "A"),
            ("Jean-Luc de la Tour", "JT"),
            ("élise b.", "ÉB"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
