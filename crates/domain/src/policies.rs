//! The policy versions a ticket lives under.
//!
//! A ticket is decided under the version in force at its receipt, and keeps it,
//! unless a later version says that it takes running tickets over. Time already
//! counted then stays counted in the calendar of its day: each promise is measured
//! in the calendar of its own version. Which versions a ticket has is not decided
//! here.

use std::ops::Deref;
use std::sync::Arc;

use sla::calendar::Calendar;
use sla::clock::Calendars;
use sla::policy::{Policy, Promise, Request};

/// The version that governs a ticket now, and those it lived under before.
///
/// Dereferences to the one that governs.
#[derive(Clone, Debug)]
pub struct Policies {
    governing: Arc<Policy>,
    opened_under: Arc<Policy>,
    others: Vec<Arc<Policy>>,
}

impl Policies {
    /// A ticket's only version.
    #[must_use]
    pub fn only(policy: Arc<Policy>) -> Self {
        Self {
            governing: policy.clone(),
            opened_under: policy,
            others: Vec::new(),
        }
    }

    /// The version that governs now, the one the ticket was opened under, and all
    /// others in whose calendars something was measured.
    #[must_use]
    pub fn of(governing: Arc<Policy>, opened_under: Arc<Policy>, others: Vec<Arc<Policy>>) -> Self {
        Self {
            governing,
            opened_under,
            others,
        }
    }

    /// The same with one more version known.
    #[must_use]
    pub fn with(mut self, other: Arc<Policy>) -> Self {
        self.others.push(other);
        self
    }

    /// The same, governed by another version from now on.
    #[must_use]
    pub fn governed_by(mut self, policy: Arc<Policy>) -> Self {
        let before = std::mem::replace(&mut self.governing, policy);
        self.others.push(before);
        self
    }

    /// What the governing version promises, each promise knowing its version where
    /// that is not the one the ticket was opened under.
    #[must_use]
    pub fn promises(&self, request: &Request) -> Vec<Promise> {
        let mut promises = self.governing.promises(request);
        if self.governing.version() != self.opened_under.version() {
            for promise in &mut promises {
                promise.policy_version = Some(self.governing.version().to_owned());
            }
        }
        promises
    }

    /// The same, knowing all versions of another ticket as well.
    #[must_use]
    pub fn knowing(mut self, other: &Self) -> Self {
        let named = [&other.governing, &other.opened_under];
        self.others.extend(named.into_iter().cloned());
        self.others.extend(other.others.iter().cloned());
        self
    }

    /// What is promised to another ticket that lives under these versions, each promise
    /// knowing its version as a ticket under `theirs` needs it.
    #[must_use]
    pub fn promises_seen_from(&self, request: &Request, theirs: &Self) -> Vec<Promise> {
        let own = theirs.opened_under.version();
        let mut promises = self.governing.promises(request);
        if self.governing.version() != own {
            for promise in &mut promises {
                promise.policy_version = Some(self.governing.version().to_owned());
            }
        }
        promises
    }

    /// The calendar a promise is measured in: that of its own version.
    #[must_use]
    pub fn calendar_of(&self, promise: &Promise) -> Option<&Calendar> {
        let policy = match &promise.policy_version {
            None => self.opened_under.as_ref(),
            Some(version) => self.version(version)?,
        };
        policy.calendar(&promise.calendar)
    }

    fn version(&self, version: &str) -> Option<&Policy> {
        let known = [&self.governing, &self.opened_under];
        let mut known = known.into_iter().chain(&self.others);
        known
            .find(|policy| policy.version() == version)
            .map(AsRef::as_ref)
    }
}

impl Deref for Policies {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.governing
    }
}

impl Calendars for Policies {
    fn calendar(&self, promise: &Promise) -> Option<&Calendar> {
        self.calendar_of(promise)
    }
}
