//! The header fields of a mail as plain text: unfolded, decoded leniently, in their order.
//!
//! Rules that look at headers ([`super::automatic`], [`super::bounce`]) work on this list, so that
//! they can be tested as tables. It does not interpret addresses or dates; the parser does that.

use mail_parser::HeaderForm;

/// The most header fields the desk looks at. A mail may have more; they stay in the kept bytes.
pub const FIELDS_MAX: usize = 2_000;

/// Header fields in the order of the mail, names in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads the fields of an already parsed message.
    pub(super) fn of(message: &mail_parser::Message<'_>) -> Headers {
        let Some(root) = message.parts.first() else {
            return Headers::default();
        };
        let fields = root.headers.iter().take(FIELDS_MAX).map(|header| {
            let bytes = message
                .raw_message
                .get(header.offset_start as usize..header.offset_end as usize)
                .unwrap_or_default();
            (header.name.as_str().to_ascii_lowercase(), unfold(bytes))
        });
        Headers(fields.collect())
    }

    /// Makes a list from pairs, for tests and for callers that have no message.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Headers {
        let fields = pairs.into_iter();
        Headers(
            fields
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
        )
    }

    /// The first field of that name (given in lower case).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// All fields of that name (given in lower case).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a field of that name is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The first word of a field in lower case, without parameters and comments:
    /// `Auto-Submitted: auto-replied (vacation)` gives `auto-replied`.
    pub fn keyword(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let word = value
            .split([';', '(', ' ', '\t'])
            .find(|word| !word.is_empty())?;
        Some(word.to_ascii_lowercase())
    }
}

/// All message ids in every field of that name. The library reads the well-formed ones; ids are
/// returned without angle brackets.
pub(super) fn message_ids(message: &mail_parser::Message<'_>, name: &'static str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for value in message.header_as(name, HeaderForm::MessageIds) {
        let found = value.into_text_list().unwrap_or_default();
        for id in found {
            let id = clean_id(&id);
            if !id.is_empty() && !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

fn clean_id(id: &str) -> String {
    // Old programs fold ids; an id itself holds no blanks.
    let visible = id.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    visible
        .collect::<String>()
        .trim_matches(['<', '>'])
        .to_owned()
}

fn unfold(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let joined: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    joined.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_is_the_first_word_without_comment() {
        for (value, word) in [
            ("auto-replied", Some("auto-replied")),
            ("Auto-Generated (failure)", Some("auto-generated")),
            (
                "auto-replied; owner-email=a@example.com",
                Some("auto-replied"),
            ),
            ("", None),
        ] {
            let headers = Headers::from_pairs([("Auto-Submitted", value)]);
            assert_eq!(
                headers.keyword("auto-submitted").as_deref(),
                word,
                "{value}"
            );
        }
    }
}
