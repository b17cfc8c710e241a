//! A form that was refused, to be shown again with everything that was typed.

use domain::{Refusal, Status, Ticket};

use super::coverage;
use super::load::Loaded;
use crate::web::{Fields, Words};
use domain::text::Names;

/// What was sent and why it was not accepted.
pub(in crate::web::pages::workspace) struct Sent {
    /// The noun of the form: `messages`, `severity`.
    pub(in crate::web::pages::workspace) form: &'static str,
    pub(in crate::web::pages::workspace) fields: Fields,
    pub(in crate::web::pages::workspace) refusal: Refusal,
}

/// The refused form as the page shows it.
pub(super) struct Again {
    form: &'static str,
    fields: Fields,
    pub(super) problem: String,
    /// What somebody else made of it meanwhile.
    pub(super) now_is: Option<String>,
    /// Browsers forget chosen files.
    pub(super) lost_files: bool,
}

impl Again {
    pub(super) fn new(sent: Sent, loaded: &Loaded, t: Words, language: &str) -> Self {
        let now_is = matches!(sent.refusal, Refusal::ChangedMeanwhile { .. })
            .then(|| present(sent.form, loaded, t, language));
        Self {
            form: sent.form,
            problem: t.say(&format!("refusal-{}", sent.refusal.code())),
            now_is,
            lost_files: !sent.fields.files.is_empty(),
            fields: sent.fields,
        }
    }

    pub(super) fn is(&self, form: &str) -> bool {
        self.form == form
    }

    pub(super) fn typed(&self, field: &str) -> &str {
        self.fields.text(field)
    }
}

/// What the thing that a form overwrites is now.
fn present(form: &str, loaded: &Loaded, t: Words, language: &str) -> String {
    let ticket = &loaded.ticket;
    match form {
        "severity" | "answer" | "workaround" => ticket.severity.map_or_else(
            || t.say("severity-none"),
            |severity| severity_name(loaded, severity, language),
        ),
        "priority" => {
            let priority = ticket.priority.as_deref().unwrap_or_default();
            loaded.policy.priority_name(priority, language)
        }
        "level" => t.say_with("level-number", "level", ticket.level),
        "coverage" => coverage::present(ticket, t),
        "assignment" => ticket
            .assignee
            .map_or_else(|| t.say("nobody"), |agent| loaded.people.agent(agent)),
        _ => status_name(t, ticket),
    }
}

pub(super) fn status_name(t: Words, ticket: &Ticket) -> String {
    let status: Status = ticket.status;
    t.say(&format!("status-{}", status.as_str()))
}

/// `2 · Major`, as the ticket's policy names it.
pub(super) fn severity_name(loaded: &Loaded, severity: u8, language: &str) -> String {
    let name = loaded.policy.severity_name(severity, language);
    format!("{severity} · {name}")
}
