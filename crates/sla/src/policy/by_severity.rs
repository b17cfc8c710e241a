//! The compact form of a table: one value for all, or one per severity.

use toml::de::DeValue;

use super::{
    Priority,
    problems::Problems,
    severity::{Group, Severity, check_known},
    table::{Node, Placed, unknown},
};

/// A value that may differ by severity, as `"4h"` or as
/// `{ 1-2 = "1h", 3 = "2h", low = "4h" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BySeverity<T> {
    All(Placed<T>),
    Rows(Vec<(u8, Placed<T>)>),
}

impl<T> BySeverity<T> {
    /// The value for a severity. Rows say nothing to a request without one.
    pub(crate) fn at(&self, severity: Option<u8>) -> Option<&Placed<T>> {
        match self {
            Self::All(value) => Some(value),
            Self::Rows(rows) => rows
                .iter()
                .find(|(number, _)| Some(*number) == severity)
                .map(|(_, value)| value),
        }
    }

    /// The severities it names; `None`: it holds for all.
    pub(crate) fn severities(&self) -> Option<Vec<u8>> {
        match self {
            Self::All(_) => None,
            Self::Rows(rows) => Some(rows.iter().map(|(number, _)| *number).collect()),
        }
    }

    /// Each value once, with the severity it is for.
    pub(crate) fn values(&self) -> Vec<(Option<u8>, &Placed<T>)> {
        match self {
            Self::All(value) => vec![(None, value)],
            Self::Rows(rows) => rows
                .iter()
                .map(|(number, value)| (Some(*number), value))
                .collect(),
        }
    }

    /// As [`BySeverity::values`], with the severities of one entry of the table
    /// (`4-6`, `low`) together; none where it holds for all.
    pub(crate) fn entries(&self) -> Vec<(Vec<u8>, &Placed<T>)> {
        let mut entries: Vec<(Vec<u8>, &Placed<T>)> = Vec::new();
        for (severity, value) in self.values() {
            match entries
                .iter_mut()
                .find(|(_, entry)| entry.place == value.place)
            {
                Some((severities, _)) => severities.extend(severity),
                None => entries.push((severity.into_iter().collect(), value)),
            }
        }
        entries
    }

    /// Reads either form, with `read` for the single values.
    pub(crate) fn read(
        node: &Node<'_>,
        scale: Scale<'_>,
        problems: &mut Problems<'_>,
        read: impl Fn(&Node<'_>, &mut Problems<'_>) -> Option<Placed<T>>,
    ) -> Option<Self>
    where
        T: Clone,
    {
        if !matches!(node.value, DeValue::Table(_)) {
            return read(node, problems).map(Self::All);
        }
        let mut rows: Vec<(u8, Placed<T>)> = Vec::new();
        for entry in node.table(&format!("`{}`", node.key), problems)?.entries() {
            let value = read(&entry, problems);
            let numbers = scale.numbers(&entry, problems);
            let is_taken = |number: &&u8| rows.iter().any(|(known, _)| known == *number);
            if let Some(number) = numbers.iter().find(is_taken) {
                let message = format!("severity {number} has a value already");
                let help = "name each severity once, alone, in a range or by a group";
                problems.add("duplicate-id", &entry.key_place, message, help);
                continue;
            }
            let row = |number| value.clone().map(|value| (number, value));
            rows.extend(numbers.into_iter().filter_map(row));
        }
        rows.sort_by_key(|(number, _)| *number);
        Some(Self::Rows(rows))
    }
}

/// What the keys of such a table, and the words of a target, may name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale<'p> {
    pub(crate) severities: &'p [Severity],
    pub(crate) groups: &'p [Group],
    pub(crate) priorities: &'p [Priority],
    /// Measures of the policy's own.
    pub(crate) metrics: &'p [String],
}

impl Scale<'_> {
    /// The severities of the key `3`, `4-6`, or the name of a group.
    fn numbers(self, entry: &Node<'_>, problems: &mut Problems<'_>) -> Vec<u8> {
        let key = entry.key.as_str();
        if let Some(group) = self.groups.iter().find(|group| group.name == key) {
            return group.severities.clone();
        }
        let (first, last) = key.split_once('-').unwrap_or((key, key));
        match (first.parse::<u8>(), last.parse::<u8>()) {
            (Ok(first), Ok(last)) if first <= last => {
                let numbers: Vec<u8> = (first..=last).collect();
                // One finding for the whole range: without this `1-255` would be 250.
                let is_unknown = |number: &&u8| {
                    let mut severities = self.severities.iter();
                    severities.all(|severity| severity.number != **number)
                };
                if let Some(unknown) = numbers.iter().find(is_unknown) {
                    check_known(*unknown, &entry.key_place, self.severities, problems);
                }
                numbers
            }
            _ => {
                let names: Vec<&str> = self
                    .groups
                    .iter()
                    .map(|group| group.name.as_str())
                    .collect();
                let place = "the severities and groups of the policy";
                unknown(
                    "unknown-reference",
                    key,
                    &entry.key_place,
                    place,
                    &names,
                    problems,
                );
                Vec::new()
            }
        }
    }
}
