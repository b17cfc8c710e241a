//! How grave the ticket is and how urgent: what waits for whose answer, what each side
//! held to be right, and what the forms offer.

use domain::text::Names;
use domain::{Actor, Graded, Ticket};
use sla::policy::{Act, SeverityChange};

use super::choices::Choice;
use super::load::Loaded;
use super::sent::severity_name;
use crate::web::{Moment, Reader, Words};

/// Severity and priority of the page.
pub(super) struct Grading {
    /// The customer asks for another severity.
    pub(super) asked: Option<Said>,
    /// The customer did not agree.
    pub(super) declined: Option<Said>,
    /// Ours waits for the customer's answer, or the rest after a workaround for ours.
    pub(super) notes: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// A change needs the customer's agreement.
    pub(super) by_agreement: bool,
    /// Who may change it, in the policy's words.
    pub(super) changed_by: Option<String>,
    /// What typically does not count as the severities.
    pub(super) disqualified: Vec<String>,
    /// What the rest can become, where a workaround can be accepted.
    pub(super) lower: Vec<Choice>,
    /// What the policy says of it.
    pub(super) lowering: Option<String>,
    pub(super) priorities: Vec<Choice>,
    pub(super) priority_now: String,
}

impl Grading {
    pub(super) fn has_news(&self) -> bool {
        self.asked.is_some() || self.declined.is_some() || !self.notes.is_empty()
    }
}

/// A sentence, and the words of whoever said it.
pub(super) struct Said {
    pub(super) sentence: String,
    pub(super) reason: Option<String>,
}

/// One fact about severity or priority.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) value: String,
    /// By whom and when.
    pub(super) by: Option<(String, Moment)>,
}

pub(super) fn grading(loaded: &Loaded, reader: &Reader) -> Grading {
    let t = reader.words();
    let ticket = &loaded.ticket;
    let rules = loaded.policy.severity_rules();
    let accepted = ticket.grading.workaround.and_then(|given| given.accepted);
    let lower = lower(loaded, t);
    let lowering = loaded.policy.lowering().filter(|_| !lower.is_empty());
    let in_language = |text: &sla::policy::Text| text.in_language(t.code()).to_owned();
    Grading {
        asked: asked(loaded, t),
        declined: declined(loaded, t),
        notes: notes(loaded, reader),
        rows: rows(loaded, reader),
        by_agreement: rules.change == SeverityChange::Agreement && accepted.is_none(),
        changed_by: rules.changed_by.as_ref().map(in_language),
        disqualified: disqualified(loaded, t),
        lowering: lowering.and_then(|rule| rule.says.as_ref().map(in_language)),
        lower,
        priorities: priorities(loaded, t),
        priority_now: ticket.priority.clone().unwrap_or_default(),
    }
}

fn said(id: &str, graded: &Graded, loaded: &Loaded, t: Words) -> Said {
    let values = [
        ("who", loaded.people.actor(graded.by)),
        ("severity", severity_name(loaded, graded.severity, t.code())),
    ];
    let reason = graded.reason.as_ref();
    Said {
        sentence: t.say_all(id, &values),
        reason: reason
            .and_then(|reason| loaded.text(reason))
            .map(str::to_owned),
    }
}

fn asked(loaded: &Loaded, t: Words) -> Option<Said> {
    let proposal = loaded.ticket.grading.proposal.as_ref();
    let theirs = proposal.filter(|proposal| !proposal.by.is_staff())?;
    Some(said("grading-asked", theirs, loaded, t))
}

fn declined(loaded: &Loaded, t: Words) -> Option<Said> {
    let declined = loaded.ticket.grading.declined.as_ref();
    let theirs = declined.filter(|declined| !declined.by.is_staff() && loaded.ticket.is_open())?;
    Some(said("grading-declined", theirs, loaded, t))
}

fn notes(loaded: &Loaded, reader: &Reader) -> Vec<String> {
    let t = reader.words();
    let grading = &loaded.ticket.grading;
    let own = grading.proposal.as_ref();
    let waits = own.filter(|own| own.by.is_staff()).map(|own| {
        let values = [
            ("severity", severity_name(loaded, own.severity, t.code())),
            ("at", Moment::new(reader, own.at).short),
        ];
        t.say_all("grading-waits", &values)
    });
    let accepted = grading.workaround.and_then(|given| given.accepted);
    let rest = accepted.map(|(by, _)| t.say_with("grading-rest", "who", loaded.people.actor(by)));
    waits.into_iter().chain(rest).collect()
}

fn rows(loaded: &Loaded, reader: &Reader) -> Vec<Row> {
    let t = reader.words();
    let Ticket {
        severity_requested,
        severity,
        grading,
        priority_requested,
        priority,
        received_at,
        requester,
        ..
    } = &loaded.ticket;
    let said = |by: Actor, at| (loaded.people.actor(by), Moment::new(reader, at));
    let requested = || Some(said(Actor::Contact(*requester), *received_at));
    let row = |id: &str, value: String, by| Row {
        label: t.say(id),
        value,
        by,
    };
    let named = |number: u8| severity_name(loaded, number, t.code());
    let urgency = |id: &String| loaded.policy.priority_name(id, t.code());
    let graded = |id: &str, graded: &Graded| {
        row(id, named(graded.severity), Some(said(graded.by, graded.at)))
    };
    let (assessed, agreed) = (grading.assessed.as_ref(), grading.agreed.as_ref());
    [
        severity_requested.map(|number| row("grading-requested", named(number), requested())),
        assessed.map(|assessed| graded("grading-assessed", assessed)),
        agreed.map(|agreed| graded("grading-agreed", agreed)),
        severity.map(|number| row("grading-in-force", named(number), None)),
        priority_requested
            .as_ref()
            .map(|id| row("grading-priority-requested", urgency(id), requested())),
        priority
            .as_ref()
            .map(|id| row("ticket-priority", urgency(id), None)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn disqualified(loaded: &Loaded, t: Words) -> Vec<String> {
    let severities = loaded.policy.severities().iter();
    severities
        .filter(|severity| !severity.disqualified.is_empty())
        .map(|severity| {
            let kinds = severity.disqualified.iter();
            let kinds: Vec<&str> = kinds.map(|kind| kind.in_language(t.code())).collect();
            let name = severity_name(loaded, severity.number, t.code());
            let told = t.say_with("severity-disqualified", "kinds", kinds.join("; "));
            format!("{name}. {told}")
        })
        .collect()
}

/// What the rest can become: less grave than what is in force.
fn lower(loaded: &Loaded, t: Words) -> Vec<Choice> {
    let ticket = &loaded.ticket;
    let rule = loaded.policy.lowering();
    let due = rule.is_some_and(|rule| rule.is_due(ticket.severity, Act::WorkaroundGiven));
    if !due || ticket.grading.workaround.is_none() {
        return Vec::new();
    }
    let known = loaded.policy.severities().iter();
    known
        .filter(|severity| Some(severity.number) > ticket.severity)
        .map(|severity| {
            let name = severity_name(loaded, severity.number, t.code());
            Choice::new(severity.number, name)
        })
        .collect()
}

fn priorities(loaded: &Loaded, t: Words) -> Vec<Choice> {
    let known = loaded.policy.priorities().all.iter();
    known
        .map(|priority| {
            let name = priority.name.in_language(t.code());
            Choice::new(&priority.id, name.to_owned())
        })
        .collect()
}
