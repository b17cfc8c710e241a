//! Every sentence people read, in every language, from the Fluent files under
//! `locales/`. A test makes sure that each language has the same ids.

mod coverage;
mod format;
mod mail;
mod restatement;
mod sentence;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use coverage::{CoverageWords, coverage_refused};
pub use format::{clock_time, date_time, length, time_left};
pub use mail::{MailFacts, MailText, metric_name, render};
pub use restatement::{restatement, result_changed, result_in_words};
pub use sentence::{Names, act_name, pause_name, sentence};

/// A language the texts are complete in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    En,
    Fr,
}

impl Language {
    /// Every language, the fallback first.
    pub const ALL: &'static [Self] = &[Self::En, Self::Fr];

    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language with that code (region ignored: `fr-CH` is French).
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .iter()
            .copied()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    fn sources(self) -> [&'static str; 8] {
        match self {
            Self::En => [
                include_str!("../../locales/en/words.ftl"),
                include_str!("../../locales/en/sentences.ftl"),
                include_str!("../../locales/en/mails.ftl"),
                include_str!("../../locales/en/pages.ftl"),
                include_str!("../../locales/en/grading.ftl"),
                include_str!("../../locales/en/contracts.ftl"),
                include_str!("../../locales/en/policies.ftl"),
                include_str!("../../locales/en/coverage.ftl"),
            ],
            Self::Fr => [
                include_str!("../../locales/fr/words.ftl"),
                include_str!("../../locales/fr/sentences.ftl"),
                include_str!("../../locales/fr/mails.ftl"),
                include_str!("../../locales/fr/pages.ftl"),
                include_str!("../../locales/fr/grading.ftl"),
                include_str!("../../locales/fr/contracts.ftl"),
                include_str!("../../locales/fr/policies.ftl"),
                include_str!("../../locales/fr/coverage.ftl"),
            ],
        }
    }
}

static BUNDLES: LazyLock<Vec<(Language, FluentBundle<FluentResource>)>> = LazyLock::new(|| {
    Language::ALL
        .iter()
        .map(|language| (*language, bundle(*language)))
        .collect()
});

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let id = language
        .code()
        .parse()
        .expect("language codes are valid identifiers");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for source in language.sources() {
        // A file with an error keeps what could be read; the tests refuse it.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn known(language: Language) -> &'static FluentBundle<FluentResource> {
    let found = BUNDLES.iter().find(|(known, _)| *known == language);
    &found.expect("there is a bundle for every language").1
}

/// The sentence `id` in a language, with its arguments filled in. An unknown id
/// gives the id itself, so that a page never fails for a word.
///
/// ```
/// use domain::text::{Language, say};
/// assert_eq!(say(Language::Fr, "status-closed", &[]), "Clos");
/// ```
#[must_use]
pub fn say(language: Language, id: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = known(language);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let mut args = FluentArgs::new();
    for (name, value) in arguments {
        args.set((*name).to_owned(), value.clone());
    }
    bundle
        .format_pattern(pattern, Some(&args), &mut Vec::new())
        .into_owned()
}

/// True when the sentence exists in that language.
#[must_use]
pub fn has(language: Language, id: &str) -> bool {
    known(language).has_message(id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Every message of a language with the arguments it names.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for source in language.sources() {
            let resource = FluentResource::try_new(source.to_owned());
            assert!(
                resource.is_ok(),
                "{}: {:?}",
                language.code(),
                resource.err().map(|e| e.1)
            );
            for line in source.lines() {
                let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                let name: String = line.chars().take_while(|c| is_word(*c)).collect();
                if !name.is_empty() && line[name.len()..].trim_start().starts_with('=') {
                    assert!(
                        !messages.contains_key(&name),
                        "{}: {name} twice",
                        language.code()
                    );
                    current = name;
                    messages.insert(current.clone(), BTreeSet::new());
                }
                for rest in line.split('$').skip(1) {
                    let argument: String = rest.chars().take_while(|c| is_word(*c)).collect();
                    messages
                        .entry(current.clone())
                        .or_default()
                        .insert(argument);
                }
            }
        }
        messages
    }

    #[test]
    fn every_language_says_the_same_things_of_the_same_facts() {
        let english = messages(Language::En);
        assert!(english.len() > 50);
        for language in Language::ALL {
            let other = messages(*language);
            for (id, arguments) in &english {
                assert_eq!(other.get(id), Some(arguments), "{}: {id}", language.code());
            }
            assert_eq!(other.len(), english.len(), "{}", language.code());
        }
    }

    #[test]
    fn every_event_and_refusal_has_its_sentence() {
        for language in Language::ALL {
            for name in crate::Event::NAMES {
                let id = format!("event-{}", name.replace('_', "-"));
                assert!(has(*language, &id), "{}: {id}", language.code());
            }
            for code in crate::Refusal::CODES {
                assert!(
                    has(*language, &format!("refusal-{code}")),
                    "{}: {code}",
                    language.code()
                );
            }
        }
    }
}
