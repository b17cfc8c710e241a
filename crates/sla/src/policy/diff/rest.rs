//! The facts of the parts that run no clock: what a report must tell, coverage,
//! complaints, payment. Their own structure gives the facts, so that none is
//! forgotten; of what is better in them no program can tell.

use serde_json::Value;

use super::{
    Part,
    facts::{Fact, Judge, Sheet},
    words::Said,
};
use crate::policy::{Audience, Policy, Text, Within};

/// The parts as people call them, by their name in [`crate::policy::parts::Parts`].
const NAMES: [(&str, &str, &str); 20] = [
    (
        "information",
        "What a report must tell",
        "Ce qu'un signalement doit dire",
    ),
    ("questionnaires", "Questionnaire", "Questionnaire"),
    (
        "lowering",
        "Lowering a severity",
        "Abaissement d'une gravité",
    ),
    (
        "coverage",
        "What the contract covers",
        "Ce que le contrat couvre",
    ),
    ("periods", "Period", "Période"),
    (
        "inactivity",
        "Tickets without activity",
        "Tickets sans activité",
    ),
    (
        "discretion",
        "Closing at our discretion",
        "Clôture à notre discrétion",
    ),
    ("complaint", "Complaints", "Réclamations"),
    ("suggestions", "Suggestions", "Suggestions"),
    (
        "variation",
        "Work outside the contract",
        "Travaux hors contrat",
    ),
    ("payment", "Payment", "Paiement"),
    ("charges", "Charge", "Frais"),
    ("services", "Service", "Prestation"),
    (
        "readiness",
        "Before work begins",
        "Avant le début des travaux",
    ),
    ("customisation", "Customisation", "Adaptation"),
    ("release", "Releases", "Versions"),
    ("compatibility", "Compatibility", "Compatibilité"),
    (
        "maintenance_window",
        "Maintenance window",
        "Fenêtre de maintenance",
    ),
    ("terms", "Term", "Condition"),
    ("notes", "Note", "Note"),
];

pub(super) fn lay_out(policy: &Policy, facts: &mut Vec<Fact>) {
    let parts = serde_json::to_value(&policy.parts);
    let parts = parts.expect("the parts of a policy are plain data");
    for (name, english, french) in NAMES {
        let title = Said::pair(english, french);
        let audience = match name {
            // For whoever keeps the file.
            "notes" => Audience::Internal,
            _ => Audience::Customer,
        };
        match parts.get(name) {
            Some(Value::Array(entries)) => {
                for (place, entry) in entries.iter().enumerate() {
                    let id = id_of(entry, place);
                    let title = title.then(&id);
                    let id = format!("{name}/{id}");
                    let mut sheet = Sheet::new(Part::Other, &id, title, facts).told(audience);
                    walk(&mut sheet, "", entry);
                }
            }
            Some(part) => {
                let mut sheet = Sheet::new(Part::Other, name, title, facts).told(audience);
                walk(&mut sheet, "", part);
            }
            None => {}
        }
    }
}

/// The id of an entry, or else its place.
fn id_of(entry: &Value, place: usize) -> String {
    let id = entry.get("id").and_then(Value::as_str);
    id.map_or_else(|| (place + 1).to_string(), str::to_owned)
}

/// One fact per leaf, under the way to it in the words of the file.
fn walk(sheet: &mut Sheet<'_>, way: &str, value: &Value) {
    if let Some(said) = leaf(value) {
        return sheet.leaf(way, said, Judge::Words);
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| *name != "id") {
                walk(sheet, &joined(way, &name.replace('_', " ")), value);
            }
        }
        Value::Array(entries) => {
            for (place, entry) in entries.iter().enumerate() {
                walk(sheet, &joined(way, &id_of(entry, place)), entry);
            }
        }
        _ => {}
    }
}

fn joined(way: &str, step: &str) -> String {
    if way.is_empty() {
        step.to_owned()
    } else {
        format!("{way} {step}")
    }
}

/// What can be said at once: a text, a time, a word, a list of such.
fn leaf(value: &Value) -> Option<Said> {
    match value {
        Value::Bool(flag) => Some(Said::yes(*flag)),
        Value::Number(number) => Some(Said::same(&number.to_string())),
        Value::String(word) => Some(Said::same(&word.replace('_', " "))),
        Value::Array(entries) if !entries.is_empty() => {
            let said: Option<Vec<Said>> = entries.iter().map(leaf).collect();
            said.map(Said::list)
        }
        Value::Object(_) => text(value).or_else(|| time(value)),
        _ => None,
    }
}

fn text(value: &Value) -> Option<Said> {
    let text: Text = serde_json::from_value(value.clone()).ok()?;
    Some(Said::quoted(&text))
}

fn time(value: &Value) -> Option<Said> {
    let within: Within = serde_json::from_value(value.clone()).ok()?;
    Some(Said::of(|language| within.in_words(language)))
}
