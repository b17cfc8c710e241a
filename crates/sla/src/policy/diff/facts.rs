//! A policy laid out as facts: one value under one key, said in both languages.
//!
//! Which facts there are is told by [`super::parts`] and [`super::targets`].

use jiff::civil::Date;

use super::{Part, parts, rest, targets, words::Said};
use crate::policy::{Audience, Policy, Text};

/// What makes a fact the same in two policies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) part: Part,
    pub(super) id: String,
    pub(super) key: &'static str,
    /// Of several things under one key: the date of a closed day.
    pub(super) item: String,
    pub(super) severity: Option<u8>,
}

#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) key: Key,
    pub(super) title: Said,
    pub(super) value: Said,
    pub(super) audience: Audience,
    pub(super) judge: Judge,
    /// Told where its whole part comes or goes.
    pub(super) is_head: bool,
}

/// How it is told what is better for the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Judge {
    /// It cannot be told.
    Words,
    /// More is better.
    More(i64),
    /// All that was there, and more, is better.
    Members(Vec<String>),
    /// More opening is better, in a usual week or on one date.
    Hours { calendar: String, on: Option<Date> },
    /// Earlier deadlines are better.
    Deadlines,
}

/// Every fact of a policy.
pub(super) fn of(policy: &Policy) -> Vec<Fact> {
    let mut facts = Vec::new();
    targets::lay_out(policy, &mut facts);
    parts::lay_out(policy, &mut facts);
    rest::lay_out(policy, &mut facts);
    facts
}

/// Writes the facts of one part: a plan, a calendar, a target.
pub(super) struct Sheet<'f> {
    part: Part,
    id: String,
    title: Said,
    audience: Audience,
    facts: &'f mut Vec<Fact>,
}

impl<'f> Sheet<'f> {
    pub(super) fn new(part: Part, id: &str, title: Said, facts: &'f mut Vec<Fact>) -> Self {
        Self {
            part,
            id: id.to_owned(),
            title,
            audience: Audience::Customer,
            facts,
        }
    }

    /// For facts that no customer is told.
    pub(super) fn told(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// The fact that stands for the whole part: its title needs no other word.
    pub(super) fn head(&mut self, key: &'static str, value: Said, judge: Judge) {
        self.head_at(key, None, value, judge);
    }

    pub(super) fn head_at(
        &mut self,
        key: &'static str,
        severity: Option<u8>,
        value: Said,
        judge: Judge,
    ) {
        let title = self.title.clone();
        self.write(self.key(key, "", severity), title, value, judge, true);
    }

    pub(super) fn say(&mut self, key: &'static str, value: Said, judge: Judge) {
        self.say_at(key, None, value, judge);
    }

    pub(super) fn say_at(
        &mut self,
        key: &'static str,
        severity: Option<u8>,
        value: Said,
        judge: Judge,
    ) {
        let title = self.title.with(&Said::key(key));
        self.write(self.key(key, "", severity), title, value, judge, false);
    }

    /// One of several things under a key.
    pub(super) fn item(&mut self, key: &'static str, item: &str, value: Said, judge: Judge) {
        let title = self.title.with(&Said::key(key).then(item));
        self.write(self.key(key, item, None), title, value, judge, false);
    }

    /// A value under a way that the part itself names; the first is the head.
    pub(super) fn leaf(&mut self, way: &str, value: Said, judge: Judge) {
        let is_head = self
            .facts
            .last()
            .is_none_or(|last| last.key.part != self.part || last.key.id != self.id);
        let title = self.title.with(&Said::same(way));
        self.write(self.key("part", way, None), title, value, judge, is_head);
    }

    /// A text, if it is there.
    pub(super) fn text(&mut self, key: &'static str, text: Option<&Text>) {
        if let Some(text) = text {
            self.say(key, Said::quoted(text), Judge::Words);
        }
    }

    /// Texts, if there are any.
    pub(super) fn texts(&mut self, key: &'static str, texts: &[Text]) {
        if !texts.is_empty() {
            let quoted = texts.iter().map(Said::quoted).collect();
            self.say(key, Said::list(quoted), Judge::Words);
        }
    }

    /// A word that is the same in all languages, if it is there.
    pub(super) fn word(&mut self, key: &'static str, word: Option<&str>) {
        if let Some(word) = word {
            self.say(key, Said::same(word), Judge::Words);
        }
    }

    /// Yes or no. `better`: which of the two is the better one, if either is.
    pub(super) fn flag(&mut self, key: &'static str, flag: bool, better: Option<bool>) {
        let judge = better.map_or(Judge::Words, |better| {
            Judge::More(i64::from(flag == better))
        });
        self.say(key, Said::yes(flag), judge);
    }

    fn key(&self, key: &'static str, item: &str, severity: Option<u8>) -> Key {
        Key {
            part: self.part,
            id: self.id.clone(),
            key,
            item: item.to_owned(),
            severity,
        }
    }

    fn write(&mut self, key: Key, title: Said, value: Said, judge: Judge, is_head: bool) {
        self.facts.push(Fact {
            key,
            title,
            value,
            audience: self.audience,
            judge,
            is_head,
        });
    }
}
