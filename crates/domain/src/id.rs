//! Names of things, each a type of its own so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id!(/// A ticket, for ever; people use its [`TicketNumber`].
    TicketId);
uuid_id!(/// A message on a ticket.
    MessageId);
uuid_id!(/// Something a person wrote, kept apart from the events that cite it.
    TextId);
uuid_id!(/// A company that bought support.
    CustomerId);
uuid_id!(/// What a customer bought, over all its amendments and renewals.
    ContractId);
uuid_id!(/// One thing a contract says for a period; see [`Statement`](crate::Statement).
    StatementId);
uuid_id!(/// A person at a customer.
    ContactId);
uuid_id!(/// A person of the vendor's staff.
    AgentId);

/// A desk's short name, as it stands in addresses: lower case, `a-z0-9-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeskName(String);

impl DeskName {
    /// Longest name a desk may have.
    pub const CHARS_MAX: usize = 40;

    /// Takes a name that is 1 to [`Self::CHARS_MAX`] of `a-z`, `0-9` and `-`.
    ///
    /// ```
    /// assert!(domain::DeskName::new("three-levels").is_some());
    /// assert!(domain::DeskName::new("Three Levels").is_none());
    /// ```
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let fits = !name.is_empty()
            && name.len() <= Self::CHARS_MAX
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        fits.then(|| Self(name.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeskName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number people say: the desk's prefix and a count, `INF-1042`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TicketNumber {
    pub prefix: String,
    pub number: i64,
}

impl TicketNumber {
    /// Reads `INF-1042` (any letter case).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, number) = text.trim().rsplit_once('-')?;
        let number = number.parse().ok().filter(|n| *n > 0)?;
        (!prefix.is_empty()).then(|| Self {
            prefix: prefix.to_ascii_uppercase(),
            number,
        })
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.prefix, self.number)
    }
}
