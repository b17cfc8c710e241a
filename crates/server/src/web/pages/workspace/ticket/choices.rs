//! What the forms of a ticket offer to choose from.

use domain::Ticket;
use domain::text::{act_name, metric_name, pause_name};
use sla::policy::{Act, PauseReason, Policy};

use super::load::Loaded;
use super::sent::severity_name;
use crate::web::Reader;

/// Acts that consist in telling the customer something.
const ACTS_TOLD: [Act; 8] = [
    Act::Acknowledged,
    Act::Diagnosed,
    Act::PlanGiven,
    Act::WorkaroundGiven,
    Act::FeedbackGiven,
    Act::TrainingSuggested,
    Act::QuoteGiven,
    Act::FixReleased,
];

/// Acts that need no message.
const ACTS_DONE: [Act; 3] = [Act::WorkBegun, Act::ConveyedToPrincipals, Act::Forwarded];

const PAUSES: [PauseReason; 4] = [
    PauseReason::Customer,
    PauseReason::Supplier,
    PauseReason::Release,
    PauseReason::ForceMajeure,
];

/// The levels of a desk whose policy names none.
const LEVELS_USUAL: [u8; 3] = [1, 2, 3];

/// One entry of a list to choose from.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    /// Which promises it would keep.
    pub(super) keeps: Option<String>,
}

impl Choice {
    pub(super) fn new(value: impl ToString, label: String) -> Self {
        Self {
            value: value.to_string(),
            label,
            keeps: None,
        }
    }
}

/// The act of that name, if it can be chosen for a message.
pub(in crate::web::pages::workspace) fn act_told(name: &str) -> Option<Act> {
    ACTS_TOLD.into_iter().find(|act| act_name(*act) == name)
}

/// The act of that name, if it can be recorded without a message.
pub(in crate::web::pages::workspace) fn act_done(name: &str) -> Option<Act> {
    ACTS_DONE.into_iter().find(|act| act_name(*act) == name)
}

pub(in crate::web::pages::workspace) fn pause_reason(name: &str) -> Option<PauseReason> {
    PAUSES
        .into_iter()
        .find(|reason| pause_name(*reason) == name)
}

pub(super) fn acts_told(ticket: &Ticket, reader: &Reader) -> Vec<Choice> {
    ACTS_TOLD.map(|act| act_choice(act, ticket, reader)).into()
}

pub(super) fn acts_done(ticket: &Ticket, reader: &Reader) -> Vec<Choice> {
    ACTS_DONE.map(|act| act_choice(act, ticket, reader)).into()
}

/// What a plain reply keeps by itself.
pub(super) fn reply_keeps(ticket: &Ticket, reader: &Reader) -> Option<String> {
    keeps(Act::Responded, ticket, reader)
}

fn act_choice(act: Act, ticket: &Ticket, reader: &Reader) -> Choice {
    let name = act_name(act);
    Choice {
        value: name.to_owned(),
        label: reader.words().say(&format!("act-{name}")),
        keeps: keeps(act, ticket, reader),
    }
}

fn keeps(act: Act, ticket: &Ticket, reader: &Reader) -> Option<String> {
    let mut kept: Vec<String> = ticket
        .clocks
        .values()
        .filter(|clock| !clock.is_final() && clock.promise().is_served_by(act))
        .map(|clock| metric_name(reader.language, &clock.promise().metric))
        .collect();
    kept.sort();
    kept.dedup();
    (!kept.is_empty()).then(|| {
        let words = reader.words();
        words.say_with("act-keeps", "clocks", kept.join(", "))
    })
}

pub(super) fn pauses(reader: &Reader) -> Vec<Choice> {
    let name = |reason| pause_name(reason);
    PAUSES
        .map(|reason| {
            let label = reader.words().say(&format!("pause-{}", name(reason)));
            Choice::new(name(reason), label)
        })
        .into()
}

pub(super) fn severities(loaded: &Loaded, language: &str) -> Vec<Choice> {
    let known = loaded.policy.severities().iter();
    known
        .map(|severity| {
            let label = severity_name(loaded, severity.number, language);
            Choice::new(severity.number, label)
        })
        .collect()
}

pub(super) fn levels(policy: &Policy, reader: &Reader) -> Vec<Choice> {
    let t = reader.words();
    if policy.levels().is_empty() {
        return LEVELS_USUAL
            .map(|level| Choice::new(level, t.say_with("level-number", "level", level)))
            .into();
    }
    policy
        .levels()
        .iter()
        .map(|level| {
            let name = level.name.in_language(t.code());
            Choice::new(level.number, format!("{} · {name}", level.number))
        })
        .collect()
}

pub(super) fn agents(loaded: &Loaded) -> Vec<Choice> {
    let active = loaded.people.agents.iter().filter(|agent| agent.active);
    active
        .map(|agent| Choice::new(&agent.agent, agent.name.clone()))
        .collect()
}
