//! The policy versions a ticket lives under.
//!
//! A ticket is decided under the version in force at its receipt, and keeps it,
//! unless a later version says that it takes running tickets over. Time already
//! counted then stays counted in the calendar of its day: each promise is measured
//! in the calendar of its own version. What its contract promises otherwise stands
//! beside them. Which versions and which contract a ticket has is not decided here.

use std::ops::Deref;
use std::sync::Arc;

use sla::calendar::Calendar;
use sla::clock::Calendars;
use sla::policy::{Overrides, Policy, Promise, Request};

/// The version that governs a ticket now, and those it lived under before.
///
/// Dereferences to the one that governs.
#[derive(Clone, Debug)]
pub struct Policies {
    governing: Arc<Policy>,
    opened_under: Arc<Policy>,
    others: Vec<Arc<Policy>>,
    overrides: Arc<Overrides>,
}

impl Policies {
    /// A ticket's only version.
    #[must_use]
    pub fn only(policy: Arc<Policy>) -> Self {
        Self {
            governing: policy.clone(),
            opened_under: policy,
            others: Vec::new(),
            overrides: Arc::default(),
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
            overrides: Arc::default(),
        }
    }

    /// The same for a customer whose contract promises some of it otherwise.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use domain::Policies;
    /// use sla::policy::{Overrides, Policy, Request};
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [[target]]
    /// # id = "response"
    /// # metric = "first response"
    /// # within = "4h"
    /// # clause = "Response times"
    /// # "#;
    /// # let policy = Policy::parse("nordwind.toml", file).policy.unwrap();
    /// # let request = Request {
    /// #     severity: None,
    /// #     priority: None,
    /// #     kind: "incident".to_owned(),
    /// #     plan: None,
    /// #     channel: "portal".to_owned(),
    /// #     anchor: Default::default(),
    /// #     received_at: "2026-03-06T16:40:00Z".parse()?,
    /// # };
    /// let text = "[[override]]\ntarget = \"response\"\nwithin = \"30m\"\nclause = \"Contract, 4.2\"";
    /// let overrides = Overrides::parse(&policy, "contract.toml", text).overrides.unwrap();
    /// let policies = Policies::only(Arc::new(policy)).under(overrides);
    /// assert_eq!(policies.promises(&request)[0].within.to_string(), "30m");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn under(mut self, overrides: Overrides) -> Self {
        self.overrides = Arc::new(overrides);
        self
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

    /// What the governing version promises under the contract, each promise knowing its
    /// version where that is not the one the ticket was opened under.
    #[must_use]
    pub fn promises(&self, request: &Request) -> Vec<Promise> {
        let mut promises = self.governing.promises_under(&self.overrides, request);
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

    /// As [`Policies::promises`], of one of the versions: `None` is the one the ticket
    /// was opened under. Nothing, where the version is not known here.
    #[must_use]
    pub(crate) fn promises_of(&self, version: Option<&str>, request: &Request) -> Vec<Promise> {
        let policy = match version {
            None => Some(self.opened_under.as_ref()),
            Some(version) => self.version(version),
        };
        let mut promises = policy.map_or_else(Vec::new, |policy| {
            policy.promises_under(&self.overrides, request)
        });
        for promise in &mut promises {
            promise.policy_version = version.map(str::to_owned);
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
