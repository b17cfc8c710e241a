//! Reads one table of a part: the languages and the findings travel with it, so
//! that each part only says which keys it has. It knows no part itself.

use std::collections::BTreeSet;

use crate::policy::{
    Reason, Text, Within,
    heading::read_within,
    problems::{Place, Problems},
    severity::{Severity, read_numbers},
    table::{Node, Placed, Table, word},
};

/// The ids given so far among one kind.
pub(crate) type Ids = BTreeSet<String>;

/// A table being read, with what reading needs. Keys that nobody asks for are
/// reported once the part is read.
pub(crate) struct Part<'r, 't, 's> {
    table: &'r mut Table<'t>,
    languages: &'r [String],
    problems: &'r mut Problems<'s>,
}

impl<'r, 't, 's> Part<'r, 't, 's> {
    /// The root of the file, which its caller finishes.
    pub(crate) fn root(
        table: &'r mut Table<'t>,
        languages: &'r [String],
        problems: &'r mut Problems<'s>,
    ) -> Self {
        Self {
            table,
            languages,
            problems,
        }
    }

    fn inner<T>(
        &mut self,
        mut table: Table<'t>,
        read: impl FnOnce(&mut Part<'_, 't, 's>) -> Option<T>,
    ) -> Option<T> {
        let result = read(&mut Part {
            table: &mut table,
            languages: self.languages,
            problems: self.problems,
        });
        table.finish(self.problems);
        result
    }

    pub(crate) fn place(&self) -> Place {
        self.table.place.clone()
    }

    /// Adds a finding of the part's own.
    pub(crate) fn problem(&mut self, code: &'static str, place: &Place, message: &str, help: &str) {
        self.problems.add(code, place, message, help);
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<Text> {
        let node = self.table.take(key)?;
        Text::read(&node, self.languages, self.problems)
    }

    pub(crate) fn need_text(&mut self, key: &'static str) -> Option<Text> {
        let node = self.table.need(key, self.problems)?;
        Text::read(&node, self.languages, self.problems)
    }

    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let node = self.table.take(key);
        node.map(|node| Text::read_all(&node, self.languages, self.problems))
            .unwrap_or_default()
    }

    pub(crate) fn need_texts(&mut self, key: &'static str) -> Vec<Text> {
        let node = self.table.need(key, self.problems);
        node.map(|node| Text::read_all(&node, self.languages, self.problems))
            .unwrap_or_default()
    }

    pub(crate) fn reason(&mut self, key: &'static str) -> Option<Reason> {
        let node = self.table.take(key)?;
        Reason::read(&node, self.languages, self.problems)
    }

    pub(crate) fn string(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.table.take(key)?.string(self.problems)
    }

    pub(crate) fn need_string(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.table.need(key, self.problems)?.string(self.problems)
    }

    pub(crate) fn plain_strings(&mut self, key: &'static str) -> Vec<String> {
        let strings = self.strings(key).into_iter();
        strings.map(|string| string.value).collect()
    }

    /// The `id` of one of several, which must be given once among its `kind`.
    pub(crate) fn need_id(&mut self, kind: &str, ids: &mut Ids) -> Option<Placed<String>> {
        let id = self.need_string("id")?;
        if !ids.insert(id.value.clone()) {
            let message = format!("there is {kind} `{}` already", id.value);
            let help = "give each an id of its own";
            self.problems.add("duplicate-id", &id.place, message, help);
        }
        Some(id)
    }

    pub(crate) fn strings(&mut self, key: &'static str) -> Vec<Placed<String>> {
        let node = self.table.take(key);
        node.map(|node| node.strings(self.problems))
            .unwrap_or_default()
    }

    /// Where the policy's text says it.
    pub(crate) fn clause(&mut self) -> Option<String> {
        self.string("clause").map(|clause| clause.value)
    }

    /// Whether what this part says, called `what`, is the vendor's own choice.
    pub(crate) fn operating(&mut self, what: &str) -> bool {
        self.table.operating(what, self.problems)
    }

    /// `true` or `false`; absent is false.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.maybe(key).unwrap_or(false)
    }

    pub(crate) fn maybe(&mut self, key: &'static str) -> Option<bool> {
        self.table.take(key)?.boolean(self.problems)
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Option<Placed<u8>> {
        self.table.take(key)?.small_number(self.problems)
    }

    /// Severities, each of which must be declared.
    pub(crate) fn severities(&mut self, key: &'static str, declared: &[Severity]) -> Vec<u8> {
        let node = self.table.take(key);
        node.map(|node| read_numbers(&node, declared, self.problems))
            .unwrap_or_default()
    }

    /// A time. One that is unstated is a note, with the operating value.
    pub(crate) fn within(&mut self, key: &'static str) -> Option<Placed<Within>> {
        let node = self.table.take(key)?;
        self.read_within(key, &node)
    }

    fn read_within(&mut self, key: &str, node: &Node<'_>) -> Option<Placed<Within>> {
        let within = read_within(node, self.problems)?;
        if let Within::Unstated { operating } = &within.value {
            let used = operating.as_ref().map_or(String::new(), |operating| {
                format!("; the operating value is `{operating}`")
            });
            let message = format!("`{key}` of {} is not stated{used}", self.table.name);
            self.problems.add("unstated", &within.place, message, "");
        }
        Some(within)
    }

    /// A length of plain days, months or hours, which needs no opening hours to
    /// be counted. Other forms are findings.
    pub(crate) fn span(&mut self, key: &'static str) -> Option<Placed<Within>> {
        let node = self.table.take(key)?;
        self.read_span(key, &node)
    }

    pub(crate) fn need_span(&mut self, key: &'static str) -> Option<Placed<Within>> {
        let node = self.table.need(key, self.problems)?;
        self.read_span(key, &node)
    }

    pub(crate) fn spans(&mut self, key: &'static str) -> Vec<Placed<Within>> {
        let node = self.table.take(key);
        let elements = node.iter().flat_map(Node::elements);
        elements
            .filter_map(|element| self.read_span(key, &element))
            .collect()
    }

    fn read_span(&mut self, key: &str, node: &Node<'_>) -> Option<Placed<Within>> {
        let within = self.read_within(key, node)?;
        if super::span::is_plain(&within.value) {
            return Some(within);
        }
        let message = format!("`{key}` needs plain days, months or hours");
        let help = "write `14 calendar days`, `3 months` or `48h elapsed`";
        self.problems
            .add("wrong-duration", &within.place, message, help);
        None
    }

    pub(crate) fn word<T: Clone>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let written = self.string(key)?;
        word(&written, words, &format!("`{key}`"), self.problems)
    }

    /// As [`Part::word`], with the place of the word.
    pub(crate) fn placed_word<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<Placed<T>> {
        let written = self.string(key)?;
        let value = word(&written, words, &format!("`{key}`"), self.problems)?;
        Some(Placed {
            value,
            place: written.place,
        })
    }

    pub(crate) fn need_word<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let written = self.need_string(key)?;
        word(&written, words, &format!("`{key}`"), self.problems)
    }

    pub(crate) fn words<T: Clone>(&mut self, key: &'static str, words: &[(&str, T)]) -> Vec<T> {
        let place = format!("`{key}`");
        self.strings(key)
            .iter()
            .filter_map(|written| word(written, words, &place, self.problems))
            .collect()
    }

    /// As [`Part::words`], but none at all is a finding.
    pub(crate) fn need_words<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Vec<T> {
        let place = format!("`{key}`");
        let node = self.table.need(key, self.problems);
        let written = node.map(|node| node.strings(self.problems));
        written
            .iter()
            .flatten()
            .filter_map(|written| word(written, words, &place, self.problems))
            .collect()
    }

    /// The part under `[key]`, if there is one.
    pub(crate) fn part<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Part<'_, 't, 's>) -> Option<T>,
    ) -> Option<T> {
        let table = self.table.table(key, self.problems)?;
        self.inner(table, read)
    }

    /// Every `[[key]]`, in the order of the file.
    pub(crate) fn parts<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Part<'_, 't, 's>) -> Option<T>,
    ) -> Vec<T> {
        let outer = match self.table.name.as_str() {
            name if name.starts_with('[') => format!("{}.", name.trim_matches(['[', ']'])),
            _ => String::new(),
        };
        let mut all = Vec::new();
        for mut table in self.table.tables(key, self.problems) {
            table.name = format!("[[{outer}{key}]]");
            all.extend(self.inner(table, &mut read));
        }
        all
    }

    /// Every `[key.ID]`, in the order of the file, with its id.
    pub(crate) fn named<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(Placed<String>, &mut Part<'_, 't, 's>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for node in self.entries_of(key) {
            let name = format!("[{key}.{}]", node.key);
            let Some(table) = node.table(&name, self.problems) else {
                continue;
            };
            let id = Placed {
                value: node.key,
                place: node.key_place,
            };
            all.extend(self.inner(table, |part| read(id, part)));
        }
        all
    }

    /// Texts by names the author gives, in the order of the file.
    pub(crate) fn named_texts(&mut self, key: &'static str) -> Vec<(String, Text)> {
        let mut all = Vec::new();
        for node in self.entries_of(key) {
            let text = Text::read(&node, self.languages, self.problems);
            all.extend(text.map(|text| (node.key, text)));
        }
        all
    }

    fn entries_of(&mut self, key: &'static str) -> Vec<Node<'t>> {
        let table = self.table.table(key, self.problems);
        table.iter().flat_map(Table::entries).collect()
    }

    /// The value under a key as it is, for forms of a part's own.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.table.take(key)
    }
}
