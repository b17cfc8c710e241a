//! The policy in force: what programs need of it to speak the desk's language.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use serde::Serialize;
use sla::policy::Policy;
use utoipa::ToSchema;

use super::access::Caller;
use super::{Api, Operation, Problem, Scope, example};

/// A published state of the vendor's support policy. Texts are in its first
/// language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Policy)]
struct PolicyAnswer {
    /// The content hash, as tickets and clocks name it.
    version: String,
    name: String,
    /// The author's own name for this state of the text.
    version_name: String,
    /// Null where the text does not state it.
    #[schema(value_type = Option<String>, format = Date)]
    effective: Option<Date>,
    /// Two-letter codes, first language first.
    languages: Vec<String>,
    /// Gravest first; empty where the policy knows none.
    severities: Vec<Numbered>,
    /// The severity of a request that nobody classified.
    severity_default: Option<u8>,
    /// Most urgent first; empty where the policy knows none.
    priorities: Vec<Priority>,
    priority_default: Option<String>,
    levels: Vec<Numbered>,
    plans: Vec<Plan>,
}

/// A severity or a level.
#[derive(Debug, Serialize, ToSchema)]
struct Numbered {
    number: u8,
    name: String,
}

/// How urgently something is handled.
#[derive(Debug, Serialize, ToSchema)]
struct Priority {
    id: String,
    name: String,
}

/// A named tier of support.
#[derive(Debug, Serialize, ToSchema)]
struct Plan {
    id: String,
    name: String,
}

impl PolicyAnswer {
    fn of(policy: &Policy) -> Self {
        let heading = policy.heading();
        let language = heading.languages.first().map_or("", String::as_str);
        let numbered = |number: u8, name: &str| Numbered {
            number,
            name: name.to_owned(),
        };
        Self {
            version: policy.version().to_owned(),
            name: heading.name.clone(),
            version_name: heading.version.clone(),
            effective: heading.effective,
            languages: heading.languages.clone(),
            severities: policy
                .severities()
                .iter()
                .map(|severity| numbered(severity.number, severity.name.in_language(language)))
                .collect(),
            severity_default: policy.severity_default(),
            priorities: policy
                .priorities()
                .all
                .iter()
                .map(|priority| Priority {
                    id: priority.id.clone(),
                    name: priority.name.in_language(language).to_owned(),
                })
                .collect(),
            priority_default: policy.priorities().default.clone(),
            levels: policy
                .levels()
                .iter()
                .map(|level| numbered(level.number, level.name.in_language(language)))
                .collect(),
            plans: policy
                .plans()
                .iter()
                .map(|plan| Plan {
                    id: plan.id.clone(),
                    name: plan.name.in_language(language).to_owned(),
                })
                .collect(),
        }
    }
}

pub(super) fn operation() -> Operation {
    Operation::get::<PolicyAnswer, _>(
        "/desks/{desk}/policies/current",
        Scope::TicketsRead,
        example::POLICY,
        current,
    )
    .named(
        "getCurrentPolicy",
        "The policy in force for tickets received now",
    )
}

async fn current(State(api): State<Api>, caller: Caller) -> Result<Json<PolicyAnswer>, Problem> {
    let policy = api.app.policy_at(&caller.desk, api.app.now()).await?;
    Ok(Json(PolicyAnswer::of(&policy)))
}
