//! Who does something.

use serde::{Deserialize, Serialize};

use crate::{AgentId, ContactId};

/// Who gave a command. The server has already made sure that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "actor", content = "id")]
pub enum Actor {
    Agent(AgentId),
    Contact(ContactId),
    /// A reconciler: timers, import.
    System,
}

/// Who wrote a message.
pub type Author = Actor;

impl Actor {
    /// True for the vendor's people.
    #[must_use]
    pub fn is_staff(self) -> bool {
        matches!(self, Self::Agent(_))
    }
}
