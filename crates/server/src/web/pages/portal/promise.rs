//! `GET /d/{desk}/tickets/promise?severity=..&kind=..&about=..`: what would be promised, as
//! the part of the form's page that shows it. The form asks for it as one chooses.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::{Channel, Kind};
use serde::Deserialize;
use sla::policy::{Anchor, Request, SeverityChange};

use super::day::zone_name;
use super::vow::{Vow, vows};
use crate::app::Owed;
use crate::error::AppError;
use crate::web::pages::coverage::CoverageVow;
use crate::web::{Customer, PageError, Web, Words, render};

/// What somebody has chosen so far.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Chosen {
    pub(super) severity: Option<u8>,
    /// By its id in the policy.
    pub(super) priority: Option<String>,
    #[serde(default = "incident")]
    pub(super) kind: Kind,
    /// A subject of the policy's coverage table; empty or left out: not said.
    #[serde(default)]
    pub(super) about: String,
}

impl Chosen {
    /// What it is about, where that was said.
    pub(super) fn about(&self) -> Option<String> {
        Some(self.about.clone()).filter(|about| !about.is_empty())
    }
}

fn incident() -> Kind {
    Kind::Incident
}

impl Default for Chosen {
    fn default() -> Self {
        Self {
            severity: None,
            priority: None,
            kind: incident(),
            about: String::new(),
        }
    }
}

/// The promises beside the form, for `portal/vows.html`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vows {
    pub(super) desk: String,
    pub(super) lines: Vec<Vow>,
    pub(super) zone: String,
    /// That the severity may be changed, and how.
    pub(super) change: Option<String>,
    /// Whether the contract will cover it.
    pub(super) coverage: Option<CoverageVow>,
}

impl Vows {
    /// What the policy promises this customer for that choice, now.
    ///
    /// # Errors
    /// When a promise cannot be computed.
    pub(super) fn of(owed: &Owed, customer: &Customer, chosen: &Chosen) -> Result<Self, PageError> {
        let reader = &customer.reader;
        let policy = &owed.policies;
        let request = Request {
            anchor: Anchor::Receipt,
            priority: chosen.priority.clone(),
            severity: chosen.severity.or(policy.severity_default()),
            kind: chosen.kind.as_str().to_owned(),
            plan: owed.facts.terms.plan.clone(),
            channel: Channel::Portal.as_str().to_owned(),
            received_at: reader.now,
        };
        let lines = vows(policy, &request, reader)
            .map_err(|error| AppError::from(domain::Refusal::Clock(error.to_string())))?;
        let change = match policy.severity_rules().change {
            SeverityChange::Agreement => "portal-vow-severity-agreed",
            SeverityChange::Vendor => "portal-vow-severity-vendor",
        };
        let has_severities = !policy.severities().is_empty();
        Ok(Self {
            desk: customer.desk.desk.clone(),
            lines,
            zone: zone_name(&reader.zone, reader.now),
            change: has_severities.then(|| reader.words().say(change)),
            coverage: CoverageVow::of(
                policy,
                chosen.kind,
                chosen.about(),
                owed.facts.state,
                reader.language,
            ),
        })
    }
}

#[derive(Template)]
#[template(path = "portal/vows.html")]
struct Fragment {
    t: Words,
    vows: Vows,
}

pub(super) async fn show(
    State(web): State<Web>,
    customer: Customer,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, PageError> {
    let now = customer.reader.now;
    let owed = web.app();
    let owed = owed.owed(&customer.desk_name, customer.company_id, now);
    let owed = owed.await?;
    render(&Fragment {
        t: customer.reader.words(),
        vows: Vows::of(&owed, &customer, &chosen)?,
    })
}
