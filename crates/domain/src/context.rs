//! What a decision may look at besides the ticket itself.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sla::policy::Policy;

use crate::{ContactId, ContractFacts, CustomerId, Policies, Ticket};

/// The world at the moment of a command: read once, then pure.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub now: Timestamp,
    pub desk: &'a DeskFacts,
    /// For a new ticket the version in force, else those it lives under.
    pub policies: &'a Policies,
    /// The version that the command names, where it names one.
    pub named: Option<&'a Arc<Policy>>,
    /// Of a new ticket; else `None`.
    pub requester: Option<&'a RequesterFacts>,
    /// The ticket it is merged with, or separated from; else `None`.
    pub other: Option<Other<'a>>,
}

/// The other one of two tickets that are merged or separated, as it stood before.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    pub ticket: &'a Ticket,
    /// Those it lives under.
    pub policies: &'a Policies,
}

/// The desk's own settings, as far as decisions need them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskFacts {
    /// How long after resolution an answer reopens the ticket; later it opens a
    /// new one.
    pub reopening_window: SignedDuration,
}

impl Default for DeskFacts {
    /// Fourteen days: the vendors' texts say nothing of it.
    fn default() -> Self {
        Self {
            reopening_window: SignedDuration::from_hours(14 * 24),
        }
    }
}

/// Who asks, and what they bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequesterFacts {
    pub contact: ContactId,
    pub customer: CustomerId,
    /// By what is known now, for the instant of receipt.
    pub contract: ContractFacts,
}
