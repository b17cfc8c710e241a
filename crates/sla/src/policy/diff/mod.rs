//! What changes from one policy to another, in words a customer understands.
//!
//! Both policies are laid out as facts, one per part, key and severity, and the
//! facts are compared ([`facts`]); what is better or worse for the customer is
//! computed from sample requests and sample hours ([`judge`]). Golden cases, quotations of
//! the text as written, comments and the order of the file promise nothing and are
//! not compared. A target or calendar under another name counts as another one.

mod facts;
mod judge;
mod parts;
mod rest;
mod targets;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Audience, Policy};
use facts::{Fact, Key};
use judge::Judges;
use words::Said;

/// The part of a policy that a change is in, in the order customers care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A promise with a time: `[[target]]`.
    Target,
    /// Opening hours: `[calendar.ID]`.
    Calendar,
    /// A tier a customer can buy: `[plan.ID]`.
    Plan,
    /// A severity, or who sets it: `[severity]`.
    Severity,
    /// A priority, or who sets it: `[priority]`.
    Priority,
    /// A way by which requests come: `[channel.ID]`.
    Channel,
    /// A level of support: `[level.ID]`.
    Level,
    /// How closed tickets are rated: `[rating]`.
    Rating,
    /// Name, dates, notice, purpose: `[policy]`.
    Heading,
    /// A text sent to customers: `[text]`.
    Text,
    /// What the text leaves open: `[[unstated]]`.
    Gap,
    /// What runs no clock: coverage, complaints, payment, ...
    Other,
    /// Several severities under one name: `[group.ID]`.
    Group,
}

/// What a change means for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// No request is worse off, and some are better off.
    Better,
    /// No request is better off, and some are worse off.
    Worse,
    /// Better for some requests and worse for others.
    Mixed,
    /// Neither, or words alone, of which no program can tell.
    Neutral,
}

impl Effect {
    /// Both together; neutral adds nothing.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Neutral, one) | (one, Self::Neutral) => one,
            (one, same) if one == same => one,
            _ => Self::Mixed,
        }
    }
}

/// One difference between two policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where in the policy it is.
    pub part: Part,
    /// Of the calendar, plan, target, ...; empty for the heading and the rating.
    pub id: String,
    /// The key in the file, or what stands for it.
    pub key: &'static str,
    /// The severities it is about; empty: it does not depend on them.
    pub severities: Vec<u8>,
    /// Who may be told: what is internal concerns no customer.
    pub audience: Audience,
    /// What it means for the customer; [`Effect::Neutral`] for what is internal.
    pub effect: Effect,
    #[serde(skip)]
    title: Said,
    /// `None`: it is new.
    #[serde(skip)]
    before: Option<Said>,
    /// `None`: it is dropped.
    #[serde(skip)]
    after: Option<Said>,
}

/// Every difference between two policies, what customers look up most first.
///
/// ```
/// use sla::policy::{Effect, Policy, diff};
///
/// let policy = |within: &str| Policy::parse("nordwind.toml", &format!(r#"
/// format = 1
/// [policy]
/// name = "Nordwind"
/// version = "1"
/// languages = ["en"]
/// effective = 2026-01-01
/// [severity.1]
/// name = "Critical"
/// [[target]]
/// id = "response"
/// metric = "first response"
/// within = {{ 1 = "{within}" }}
/// calendar = "always"
/// clause = "Response times"
/// "#)).policy.unwrap();
/// let changes = diff(&policy("4h"), &policy("8h"));
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].effect, Effect::Worse);
/// assert_eq!(
///     changes[0].in_words("en"),
///     "Severity 1, first response: within 8 hours of opening time \
///      (before: within 4 hours of opening time)"
/// );
/// assert_eq!(
///     changes[0].in_words("fr"),
///     "Gravité 1, première réponse : en 8 heures d'ouverture (avant : en 4 heures d'ouverture)"
/// );
/// assert!(diff(&policy("4h"), &policy("4h")).is_empty());
/// ```
#[must_use]
pub fn diff(old: &Policy, new: &Policy) -> Vec<Change> {
    let (before, after) = (facts::of(old), facts::of(new));
    let (known_before, known_after) = (Known::of(&before), Known::of(&after));
    let judges = Judges::new(old, new);
    let pairs = after
        .iter()
        .map(|fact| (known_before.fact(&fact.key), Some(fact)));
    let dropped = before
        .iter()
        .filter(|fact| known_after.fact(&fact.key).is_none());
    let mut changes: Vec<Change> = Vec::new();
    for (was, is) in pairs.chain(dropped.map(|fact| (Some(fact), None))) {
        let told = match (was, is) {
            (Some(was), Some(is)) => was.value != is.value,
            // Of a part that comes or goes as a whole only its head is told.
            (None, Some(is)) => is.is_head || known_before.part_of(is),
            (Some(was), None) => was.is_head || known_after.part_of(was),
            (None, None) => false,
        };
        if told {
            add(&mut changes, change(was, is, &judges));
        }
    }
    changes.sort_by_key(|change| change.part);
    changes
}

/// The facts of a policy by what they are about. Without this each would be looked
/// for among all, and ten thousand closed days would take a minute to compare.
struct Known<'f> {
    facts: BTreeMap<&'f Key, &'f Fact>,
    parts: BTreeSet<(Part, &'f str)>,
}

impl<'f> Known<'f> {
    fn of(facts: &'f [Fact]) -> Self {
        let part = |fact: &'f Fact| (fact.key.part, fact.key.id.as_str());
        Self {
            // Of several under one key the first stands.
            facts: facts.iter().rev().map(|fact| (&fact.key, fact)).collect(),
            parts: facts.iter().map(part).collect(),
        }
    }

    fn fact(&self, key: &Key) -> Option<&'f Fact> {
        self.facts.get(key).copied()
    }

    fn part_of(&self, fact: &Fact) -> bool {
        self.parts.contains(&(fact.key.part, fact.key.id.as_str()))
    }
}

fn change(was: Option<&Fact>, is: Option<&Fact>, judges: &Judges<'_>) -> Option<Change> {
    let fact = is.or(was)?;
    Some(Change {
        part: fact.key.part,
        id: fact.key.id.clone(),
        key: fact.key.key,
        severities: fact.key.severity.into_iter().collect(),
        audience: fact.audience,
        effect: match fact.audience {
            Audience::Customer => judges.effect(was, is),
            Audience::Internal => Effect::Neutral,
        },
        title: fact.title.clone(),
        before: was.map(|fact| fact.value.clone()),
        after: is.map(|fact| fact.value.clone()),
    })
}

/// Adds a change, or its severity to the one that says the same of another.
fn add(changes: &mut Vec<Change>, change: Option<Change>) {
    let Some(change) = change else { return };
    let same = |known: &&mut Change| known.says_of_others_what(&change);
    match changes.iter_mut().find(same) {
        Some(known) => known.severities.extend(change.severities),
        None => changes.push(change),
    }
}

impl Change {
    /// Whether both say the same, each of severities of its own.
    fn says_of_others_what(&self, other: &Self) -> bool {
        let both_by_severity = !self.severities.is_empty() && !other.severities.is_empty();
        both_by_severity
            && (self.part, self.key, self.audience, self.effect)
                == (other.part, other.key, other.audience, other.effect)
            && self.id == other.id
            && self.title == other.title
            && (&self.before, &self.after) == (&other.before, &other.after)
    }
}
