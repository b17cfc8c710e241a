//! How grave a ticket is, as its customer reads it: what waits for an answer and what
//! would be promised then, what each side held to be right, and a workaround that can
//! be accepted. Sending is [`super::severity`] and [`super::workaround`].

use domain::text::{Names, metric_name};
use domain::{Actor, Graded, Policies, Ticket, if_agreed};
use sla::policy::{Act, Audience, Policy};

use super::day::{capital, moment};
use crate::web::{Reader, Words};

/// For `portal/asked.html`: what the desk proposed.
pub(super) struct Asked {
    pub(super) title: String,
    pub(super) means: Option<String>,
    pub(super) in_force: String,
    /// In the words of whoever proposed it; `None` when it was erased.
    pub(super) reason: Option<String>,
    pub(super) then: Vec<Deadline>,
}

/// A promise that runs, and until when.
pub(super) struct Deadline {
    pub(super) name: String,
    pub(super) when: String,
}

/// For the ticket's page.
pub(super) struct Grading {
    pub(super) asked: Option<Asked>,
    /// That the customer's own proposal waits, or what was answered.
    pub(super) said: Option<String>,
    /// Why a workaround can be accepted.
    pub(super) workaround: Option<String>,
    pub(super) rows: Vec<(String, String)>,
    /// What can be proposed; none where it is over or there is no choice.
    pub(super) choices: Vec<(u8, String)>,
    pub(super) priority: Option<String>,
}

impl Grading {
    /// `reason` is that of the proposal which stands.
    pub(super) fn of(
        ticket: &Ticket,
        policies: &Policies,
        reason: Option<String>,
        names: &dyn Names,
        reader: &Reader,
    ) -> Self {
        let t = reader.words();
        let is_open = ticket.is_open();
        Self {
            asked: asked(ticket, policies, reason, names, reader),
            said: said(ticket, policies, names, reader),
            workaround: workaround(ticket, policies, t),
            rows: rows(ticket, policies, names, reader),
            choices: policies
                .severities()
                .iter()
                .filter(|severity| is_open && Some(severity.number) != ticket.severity)
                .map(|severity| (severity.number, named(policies, severity.number, t)))
                .collect(),
            priority: ticket
                .priority
                .as_deref()
                .map(|id| policies.priority_name(id, t.code())),
        }
    }
}

/// What the desk proposed and the customer has not answered yet.
pub(super) fn asked(
    ticket: &Ticket,
    policies: &Policies,
    reason: Option<String>,
    names: &dyn Names,
    reader: &Reader,
) -> Option<Asked> {
    let t = reader.words();
    let proposal = ticket.grading.proposal.as_ref();
    let proposal = proposal.filter(|proposal| proposal.by.is_staff())?;
    let severity = policies
        .severities()
        .iter()
        .find(|known| known.number == proposal.severity);
    let means = severity.and_then(|severity| severity.means.as_ref());
    let then = if_agreed(
        ticket,
        policies,
        Actor::Contact(ticket.requester),
        reader.now,
    );
    Some(Asked {
        title: said_of("portal-asked-title", proposal, policies, names, t),
        means: means.map(|means| means.in_language(t.code()).to_owned()),
        in_force: in_force(ticket, policies, t),
        reason,
        then: then.map_or_else(Vec::new, |then| deadlines(&then, reader)),
    })
}

/// The promises to customers that run, soonest first.
pub(super) fn deadlines(ticket: &Ticket, reader: &Reader) -> Vec<Deadline> {
    let clocks = ticket.clocks_for(Audience::Customer).into_iter();
    clocks
        .filter(|(_, clock)| !clock.is_final())
        .map(|(_, clock)| Deadline {
            name: metric_name(reader.language, &clock.promise().metric),
            when: capital(&clock.due_at.map_or_else(
                || reader.words().say("state-unpromised"),
                |due| moment(reader, due),
            )),
        })
        .collect()
}

/// The severity that governs, in a sentence.
pub(super) fn in_force(ticket: &Ticket, policies: &Policies, t: Words) -> String {
    let name = ticket.severity.map_or_else(
        || t.say("severity-none"),
        |number| named(policies, number, t),
    );
    t.say_with("portal-asked-in-force", "severity", name)
}

fn said(
    ticket: &Ticket,
    policies: &Policies,
    names: &dyn Names,
    reader: &Reader,
) -> Option<String> {
    let t = reader.words();
    let grading = &ticket.grading;
    let of = |id, graded| said_of(id, graded, policies, names, t);
    match (&grading.proposal, &grading.declined) {
        (Some(own), _) if !own.by.is_staff() => Some(of("portal-grading-waits", own)),
        (None, Some(declined)) => Some(of("portal-grading-declined", declined)),
        _ => None,
    }
}

fn said_of(id: &str, graded: &Graded, policies: &Policies, names: &dyn Names, t: Words) -> String {
    t.say_all(
        id,
        &[
            ("who", names.actor(graded.by)),
            ("severity", named(policies, graded.severity, t)),
        ],
    )
}

/// A workaround that nobody has accepted yet, where the policy lowers the rest then.
fn workaround(ticket: &Ticket, policy: &Policy, t: Words) -> Option<String> {
    let given = ticket.grading.workaround?;
    let rule = policy.lowering()?;
    let can = ticket.is_open() && given.accepted.is_none();
    if !can || !rule.is_due(ticket.severity, Act::WorkaroundGiven) {
        return None;
    }
    let says = rule.says.as_ref();
    Some(says.map_or_else(
        || t.say("portal-workaround-says"),
        |says| says.in_language(t.code()).to_owned(),
    ))
}

fn rows(
    ticket: &Ticket,
    policies: &Policies,
    names: &dyn Names,
    reader: &Reader,
) -> Vec<(String, String)> {
    let t = reader.words();
    let grading = &ticket.grading;
    let mut rows = Vec::new();
    if let Some(requested) = ticket.severity_requested {
        rows.push((t.say("grading-requested"), named(policies, requested, t)));
    }
    let graded = [
        ("grading-assessed", &grading.assessed),
        ("grading-agreed", &grading.agreed),
    ];
    for (id, graded) in graded {
        if let Some(graded) = graded {
            let values = [
                ("severity", named(policies, graded.severity, t)),
                ("who", names.actor(graded.by)),
                ("at", moment(reader, graded.at)),
            ];
            rows.push((t.say(id), t.say_all("grading-said", &values)));
        }
    }
    rows
}

/// `2 · Major`, as the policy names it.
fn named(policy: &Policy, number: u8, t: Words) -> String {
    format!("{number} · {}", policy.severity_name(number, t.code()))
}
