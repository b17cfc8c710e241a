//! Published policies, compiled once and kept: a version never changes.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use domain::{DeskName, Policies, Ticket};
use jiff::Timestamp;
use sla::policy::{Parsed, Policy};

use super::App;
use crate::error::AppError;
use crate::store::{PolicyRow, Write};

/// Compiled policies by desk and version.
#[derive(Default)]
pub(super) struct Compiled(RwLock<HashMap<(String, String), Arc<Policy>>>);

impl Compiled {
    fn get(&self, desk: &str, version: &str) -> Option<Arc<Policy>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&(desk.to_owned(), version.to_owned())).cloned()
    }

    fn put(&self, desk: &str, policy: Arc<Policy>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert((desk.to_owned(), policy.version().to_owned()), policy);
    }
}

impl App {
    /// The policy in force for tickets received at `at`.
    ///
    /// # Errors
    /// [`AppError::NoPolicy`] when none is.
    pub async fn policy_at(&self, desk: &DeskName, at: Timestamp) -> Result<Arc<Policy>, AppError> {
        let version = self
            .store()
            .policy_version_in_force(desk.as_str(), at.as_microsecond());
        let version = version.await?;
        let version = version.ok_or_else(|| AppError::NoPolicy {
            desk: desk.as_str().to_owned(),
        })?;
        self.policy(desk, &version).await
    }

    /// A published policy version.
    ///
    /// # Errors
    /// When it was never published at this desk, or this program cannot read it.
    pub async fn policy(&self, desk: &DeskName, version: &str) -> Result<Arc<Policy>, AppError> {
        if let Some(policy) = self.shared.policies.get(desk.as_str(), version) {
            return Ok(policy);
        }
        let row = self
            .store()
            .policy_by_version(desk.as_str(), version)
            .await?;
        let row = row.ok_or(AppError::NotFound("policy version"))?;
        let policy = Arc::new(read(desk, version, &row.source)?);
        self.shared.policies.put(desk.as_str(), policy.clone());
        Ok(policy)
    }

    /// The policy versions a ticket lives under, nearly always one, with what its
    /// contract promises otherwise.
    ///
    /// # Errors
    /// As [`App::policy`].
    pub async fn policies_of(
        &self,
        desk: &DeskName,
        ticket: &Ticket,
    ) -> Result<Policies, AppError> {
        let governing = self.policy(desk, &ticket.policy_version).await?;
        let measured_in: BTreeSet<&str> = ticket
            .clocks
            .values()
            .flat_map(|clock| &clock.promises)
            .filter_map(|in_force| in_force.promise.policy_version.as_deref())
            .filter(|version| *version != ticket.policy_version)
            .collect();
        if measured_in.is_empty() && ticket.opened_under == ticket.policy_version {
            let only = Policies::only(governing);
            return self.under_contract_of(desk, ticket, only).await;
        }
        let opened_under = self.policy(desk, &ticket.opened_under).await?;
        let mut others = Vec::new();
        for version in measured_in {
            others.push(self.policy(desk, version).await?);
        }
        let all = Policies::of(governing, opened_under, others);
        self.under_contract_of(desk, ticket, all).await
    }

    /// Publishes a policy for tickets received from `effective_at` on. Publishing
    /// the same text again changes nothing.
    ///
    /// # Errors
    /// When the text has errors (all of them are named), or the store fails.
    pub async fn publish_policy(
        &self,
        desk: &DeskName,
        source: &str,
        effective_at: Timestamp,
    ) -> Result<Arc<Policy>, AppError> {
        let policy = read(desk, "to be published", source)?;
        let row = PolicyRow {
            desk: desk.as_str().to_owned(),
            version: policy.version().to_owned(),
            source: source.to_owned(),
            effective_at: effective_at.as_microsecond(),
            published_at: self.now().as_microsecond(),
        };
        self.store().write(Write::rows([row.ensure()])).await?;
        Ok(Arc::new(policy))
    }
}

/// Compiles a policy; one with errors is an error that names them all.
pub(super) fn read(desk: &DeskName, version: &str, source: &str) -> Result<Policy, AppError> {
    let Parsed {
        policy,
        diagnostics,
    } = Policy::parse("policy.toml", source);
    policy.ok_or_else(|| AppError::UnreadablePolicy {
        desk: desk.as_str().to_owned(),
        version: version.to_owned(),
        reason: diagnostics
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
    })
}
