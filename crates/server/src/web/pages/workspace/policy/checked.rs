//! What can be said of a policy text: its findings with their lines, its golden
//! cases, and what it changes against the version in force.

use sla::policy::{Diagnostic, Gravity, Parsed, Policy, diff};

use super::super::super::coming::ChangeLine;
use crate::web::PageError;

/// The name under which findings show the text.
pub(super) const FILE: &str = "policy.toml";

/// Everything that is known of a text.
pub(super) struct Checked {
    pub(super) findings: Vec<Finding>,
    /// Present where no finding is an error.
    pub(super) policy: Option<Policy>,
    pub(super) cases: Vec<Case>,
    pub(super) changes: Vec<ChangeLine>,
}

/// A finding beside its line.
pub(super) struct Finding {
    pub(super) found: Diagnostic,
    pub(super) tone: &'static str,
    /// Ending of the text that names the gravity.
    pub(super) gravity: &'static str,
}

/// A golden case and, where it does not hold, why.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) failures: Vec<Diagnostic>,
}

impl Checked {
    /// How many findings there are.
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.findings.len()).unwrap_or(i64::MAX)
    }

    /// True where it could be published.
    pub(super) fn is_publishable(&self) -> bool {
        self.policy.is_some() && self.cases.iter().all(|case| case.failures.is_empty())
    }
}

/// Reads and checks a text against the one in force. Off the threads that answer:
/// a large policy takes its time.
pub(super) async fn check(
    source: String,
    in_force: String,
    language: &'static str,
) -> Result<Checked, PageError> {
    let checked = tokio::task::spawn_blocking(move || checked(&source, &in_force, language));
    checked
        .await
        .map_err(|_| PageError::BadForm("a text that can be checked"))
}

fn checked(source: &str, in_force: &str, language: &str) -> Checked {
    let Parsed {
        policy,
        diagnostics,
    } = Policy::parse(FILE, source);
    let cases = policy.iter().flat_map(Policy::run_cases);
    let cases = cases
        .map(|case| Case {
            name: case.name,
            line: case.line,
            failures: case.failures,
        })
        .collect();
    let old = Policy::parse(FILE, in_force).policy;
    let changes = match (&old, &policy) {
        (Some(old), Some(new)) => diff(old, new),
        _ => Vec::new(),
    };
    Checked {
        findings: diagnostics.into_iter().map(Finding::new).collect(),
        cases,
        changes: changes
            .iter()
            .map(|change| ChangeLine::new(change, language))
            .collect(),
        policy,
    }
}

impl Finding {
    fn new(found: Diagnostic) -> Self {
        let (tone, gravity) = match found.severity {
            Gravity::Error => ("late", "error"),
            Gravity::Warning => ("soon", "warning"),
            Gravity::Note => ("", "note"),
        };
        Self {
            found,
            tone,
            gravity,
        }
    }
}
