//! The texts in the reader's language, as templates ask for them:
//! `{{ t.say("ticket-reply") }}`.

use std::fmt::Display;

use domain::Refusal;
use domain::text::{self, Language};

/// The texts in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The text with that id.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        text::say(self.0, id, &[])
    }

    /// The text with one value filled in.
    #[must_use]
    pub fn say_with(&self, id: &str, name: &str, value: impl Display) -> String {
        text::say(self.0, id, &[(name, value.to_string().into())])
    }

    /// The text with several values filled in.
    #[must_use]
    pub fn say_all(&self, id: &str, values: &[(&str, String)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.clone().into()))
            .collect();
        text::say(self.0, id, &values)
    }

    /// The text for a number of things, as `$count`.
    #[must_use]
    pub fn count(&self, id: &str, count: impl Into<i64>) -> String {
        text::say(self.0, id, &[("count", count.into().into())])
    }

    /// What a refusal says, with the reason where coverage is what refuses: then
    /// `address` is whom to write to.
    #[must_use]
    pub fn refused(&self, refusal: &Refusal, address: &str) -> String {
        text::coverage_refused(refusal, address, self.0)
            .unwrap_or_else(|| self.say(&format!("refusal-{}", refusal.code())))
    }

    /// The two-letter code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code()
    }
}
