//! Walks a TOML tree with places: asks for keys, notes wrong types, and reports
//! the keys nobody asked for. It knows TOML and findings, not policies.

use std::collections::BTreeSet;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::problems::{Place, Problems};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// A TOML value with its place and the key it stands under.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) key: String,
    pub(crate) key_place: Place,
    pub(crate) place: Place,
    pub(crate) value: &'t DeValue<'t>,
}

impl<'t> Node<'t> {
    fn wrong(&self, expected: &str, problems: &mut Problems<'_>) {
        let found = self.value.type_str();
        problems.add(
            "wrong-type",
            &self.place,
            format!(
                "`{}` must be {expected}, but this is of type {found}",
                self.key
            ),
            format!("write {expected}"),
        );
    }

    pub(crate) fn string(&self, problems: &mut Problems<'_>) -> Option<Placed<String>> {
        match self.value {
            DeValue::String(text) => Some(Placed {
                value: text.to_string(),
                place: self.place.clone(),
            }),
            _ => {
                self.wrong("a text in quotation marks", problems);
                None
            }
        }
    }

    pub(crate) fn boolean(&self, problems: &mut Problems<'_>) -> Option<bool> {
        if let DeValue::Boolean(value) = self.value {
            return Some(*value);
        }
        self.wrong("`true` or `false`", problems);
        None
    }

    /// A whole number from 0 to 255: severities and levels are small.
    pub(crate) fn small_number(&self, problems: &mut Problems<'_>) -> Option<Placed<u8>> {
        let number = self
            .value
            .as_integer()
            .and_then(|integer| u8::from_str_radix(integer.as_str(), integer.radix()).ok());
        if number.is_none() {
            self.wrong("a whole number from 0 to 255", problems);
        }
        number.map(|value| Placed {
            value,
            place: self.place.clone(),
        })
    }

    /// The elements of an array; a single value counts as an array of one.
    pub(crate) fn elements(&self) -> Vec<Node<'t>> {
        let element = |value: &'t Spanned<DeValue<'t>>| Node {
            key: self.key.clone(),
            key_place: self.key_place.clone(),
            place: value.span(),
            value: value.get_ref(),
        };
        match self.value {
            DeValue::Array(values) => values.iter().map(element).collect(),
            _ => vec![self.clone()],
        }
    }

    pub(crate) fn strings(&self, problems: &mut Problems<'_>) -> Vec<Placed<String>> {
        self.elements()
            .iter()
            .filter_map(|element| element.string(problems))
            .collect()
    }

    /// The table under this key, called `name` in findings.
    pub(crate) fn table(&self, name: &str, problems: &mut Problems<'_>) -> Option<Table<'t>> {
        if let DeValue::Table(entries) = self.value {
            return Some(Table::new(name, self.key_place.clone(), entries));
        }
        self.wrong("a table", problems);
        None
    }
}

/// A table being read: remembers which keys were asked for.
#[derive(Debug)]
pub(crate) struct Table<'t> {
    pub(crate) name: String,
    pub(crate) place: Place,
    entries: &'t DeTable<'t>,
    known: BTreeSet<&'static str>,
}

impl<'t> Table<'t> {
    pub(crate) fn new(name: &str, place: Place, entries: &'t DeTable<'t>) -> Self {
        Self {
            name: name.to_owned(),
            place,
            entries,
            known: BTreeSet::new(),
        }
    }

    /// The value under a key, which thereby is a known one.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Node<'t>> {
        #[cfg(test)]
        super::vocabulary::recorded::asked_for(&self.name, key, false);
        self.find(key)
    }

    fn find(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.known.insert(key);
        self.entries().find(|node| node.key == key)
    }

    /// As [`Table::take`], but a missing key is a finding.
    pub(crate) fn need(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<Node<'t>> {
        #[cfg(test)]
        super::vocabulary::recorded::asked_for(&self.name, key, true);
        let node = self.find(key);
        if node.is_none() {
            let message = format!("{} has no `{key}`", self.name);
            problems.add(
                "missing-key",
                &self.place,
                message,
                format!("add `{key} = ...`"),
            );
        }
        node
    }

    /// The tables of `[[key]]`; empty where there is none.
    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Vec<Table<'t>> {
        let Some(node) = self.take(key) else {
            return Vec::new();
        };
        let name = format!("[[{key}]]");
        let place = |element: &Node<'t>| Node {
            key_place: element.place.clone(),
            ..element.clone()
        };
        node.elements()
            .iter()
            .filter_map(|element| place(element).table(&name, problems))
            .collect()
    }

    /// The table under a key, if there is one.
    pub(crate) fn table(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<Table<'t>> {
        self.take(key)?.table(&format!("[{key}]"), problems)
    }

    /// Whether `operating = true` marks what this table says, called `what` in the
    /// note about it, as the vendor's own choice.
    pub(crate) fn operating(&mut self, what: &str, problems: &mut Problems<'_>) -> bool {
        let Some(node) = self.take("operating") else {
            return false;
        };
        let operating = node.boolean(problems).unwrap_or(false);
        if operating {
            let message = format!("{what} is not stated; it is ours");
            problems.add("unstated", &node.key_place, message, "");
        }
        operating
    }

    /// All entries, for tables whose keys are names given by the author.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Node<'t>> + use<'t> {
        self.entries.iter().map(|(key, value)| Node {
            key: key.get_ref().to_string(),
            key_place: key.span(),
            place: value.span(),
            value: value.get_ref(),
        })
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self, problems: &mut Problems<'_>) {
        self.finish_but(|_| false, problems);
    }

    /// As [`Table::finish`], for tables that also hold names given by the author.
    pub(crate) fn finish_but(
        self,
        is_given: impl Fn(&Node<'t>) -> bool,
        problems: &mut Problems<'_>,
    ) {
        for node in self.entries() {
            if !self.known.contains(node.key.as_str()) && !is_given(&node) {
                unknown(
                    "unknown-key",
                    &node.key,
                    &node.key_place,
                    &self.name,
                    &self.known,
                    problems,
                );
            }
        }
    }
}

/// Reports a word that is none of the known ones, with the nearest of them.
pub(crate) fn unknown<'a>(
    code: &'static str,
    word: &str,
    place: &Place,
    where_it_stands: &str,
    known: impl IntoIterator<Item = &'a &'a str>,
    problems: &mut Problems<'_>,
) {
    let known: Vec<&str> = known.into_iter().copied().collect();
    let nearest = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(3));
    let help = match nearest {
        Some((_, candidate)) => format!("did you mean `{candidate}`?"),
        None if known.is_empty() => "nothing of that kind is declared".to_owned(),
        None => format!("known are `{}`", known.join("`, `")),
    };
    problems.add(
        code,
        place,
        format!("`{word}` is not known in {where_it_stands}"),
        help,
    );
}

/// One of a fixed list of words; anything else is a finding.
pub(crate) fn word<T: Clone>(
    written: &Placed<String>,
    words: &[(&str, T)],
    where_it_stands: &str,
    problems: &mut Problems<'_>,
) -> Option<T> {
    #[cfg(test)]
    super::vocabulary::recorded::compared_with(where_it_stands, words);
    let found = words
        .iter()
        .find(|(word, _)| *word == written.value)
        .map(|(_, value)| value.clone());
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        unknown(
            "unknown-word",
            &written.value,
            &written.place,
            where_it_stands,
            &known,
            problems,
        );
    }
    found
}
