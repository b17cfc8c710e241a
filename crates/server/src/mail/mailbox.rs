//! One address with its optional name, as a mail header shows it.
//!
//! It does not judge whether the address can receive mail.

use mail_parser::Address;
use serde::Serialize;

/// The most addresses read from one header field.
pub const ADDRESSES_MAX: usize = 500;

/// A name and an address. The address is as written, without surrounding blanks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Mailbox {
    /// The display name, when there is one.
    pub name: Option<String>,
    /// The address, `local@domain`.
    pub address: String,
}

impl Mailbox {
    /// A mailbox of a name and an address.
    pub fn new(name: Option<&str>, address: &str) -> Mailbox {
        let name = name
            .map(super::body::clean_line)
            .filter(|name| !name.is_empty());
        Mailbox {
            name,
            address: super::body::clean_line(address),
        }
    }
}

/// Every mailbox of an address header, groups resolved, entries without an address left out.
pub(super) fn mailboxes(address: &Address<'_>) -> Vec<Mailbox> {
    let entries = address
        .iter()
        .filter_map(|entry| match (entry.name(), entry.address()) {
            (name, Some(address)) if address.contains('@') => Some(Mailbox::new(name, address)),
            // A mail program that quotes carelessly puts the address where the name belongs.
            (Some(name), address) => super::forward::mailbox_in(name)
                .or_else(|| address.map(|it| Mailbox::new(None, it))),
            (None, Some(address)) => Some(Mailbox::new(None, address)),
            (None, None) => None,
        });
    entries
        .filter(|entry| !entry.address.is_empty())
        .take(ADDRESSES_MAX)
        .collect()
}
