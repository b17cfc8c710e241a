//! Texts in the languages of a policy.

use std::fmt;

use serde::{Deserialize, Serialize};
use toml::de::DeValue;

use super::{
    problems::Problems,
    table::{Node, Table, unknown},
};

/// A text in one or several languages, first language of the policy first.
///
/// `Display` writes the first language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    by_language: Vec<(String, String)>,
}

impl Text {
    /// The text in `language`, else in the policy's first language.
    pub fn in_language(&self, language: &str) -> &str {
        self.by_language
            .iter()
            .find(|(of, _)| of == language)
            .or(self.by_language.first())
            .map_or("", |(_, text)| text.as_str())
    }

    /// Whether these are its words in one of its languages.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en", "fr"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [severity.1]
    /// # name = { en = "Critical", fr = "Critique" }
    /// # "#).policy.unwrap();
    /// let name = &policy.severities()[0].name;
    /// assert_eq!(name.in_language("fr"), "Critique");
    /// assert_eq!(name.in_language("de"), "Critical");
    /// assert!(name.is_in_some_language("Critique"));
    /// ```
    pub fn is_in_some_language(&self, words: &str) -> bool {
        self.by_language.iter().any(|(_, text)| text == words)
    }

    /// Reads `"text"` (the first language) or `{ en = "text", fr = "texte" }`, and
    /// warns of each language of the policy in which it is missing.
    pub(crate) fn read(
        node: &Node<'_>,
        languages: &[String],
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let text = match node.value {
            DeValue::Table(_) => {
                let table = node.table(&format!("`{}`", node.key), problems)?;
                Self::read_table(&table, languages, problems)
            }
            _ => {
                let written = node.string(problems)?;
                let first = languages.first().cloned().unwrap_or_default();
                Self {
                    by_language: vec![(first, written.value)],
                }
            }
        };
        for language in languages {
            if !text.by_language.iter().any(|(of, _)| of == language) {
                problems.add(
                    "missing-text",
                    &node.key_place,
                    format!("`{}` has no text in the language `{language}`", node.key),
                    format!("write `{} = {{ {language} = \"...\", ... }}`", node.key),
                );
            }
        }
        Some(text)
    }

    fn read_table(table: &Table<'_>, languages: &[String], problems: &mut Problems<'_>) -> Self {
        let known: Vec<&str> = languages.iter().map(String::as_str).collect();
        let mut by_language = Vec::new();
        for entry in table.entries() {
            if !known.contains(&entry.key.as_str()) {
                let place = "the languages of the policy";
                unknown(
                    "unknown-reference",
                    &entry.key,
                    &entry.key_place,
                    place,
                    &known,
                    problems,
                );
            } else if let Some(written) = entry.string(problems) {
                by_language.push((entry.key, written.value));
            }
        }
        by_language.sort_by_key(|(of, _)| known.iter().position(|language| language == of));
        Self { by_language }
    }

    /// Each text of an array (or a single one).
    pub(crate) fn read_all(
        node: &Node<'_>,
        languages: &[String],
        problems: &mut Problems<'_>,
    ) -> Vec<Self> {
        node.elements()
            .iter()
            .filter_map(|element| Self::read(element, languages, problems))
            .collect()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.by_language.first().map_or("", |(_, text)| text))
    }
}
