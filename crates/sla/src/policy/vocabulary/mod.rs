//! The vocabulary of the policy language: every table, every key, what may stand
//! there and what it means, as data.
//!
//! The reference page of the documents and the JSON Schema for editors are made
//! from it. The reader does not use it; a test proves that both know the same
//! keys and words.

mod heading;
mod parts;
mod promises;
mod reference;
mod schema;

pub use reference::policy_reference;
pub use schema::policy_schema;

/// One table of a policy file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Definition {
    /// As it is written in a file: `[plan.ID]`, `[[target]]`.
    pub(crate) title: &'static str,
    pub(crate) means: &'static str,
    pub(crate) keys: &'static [Key],
    /// What stands under names the author gives, beside or instead of the keys.
    pub(crate) given: Option<Given>,
}

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) needed: bool,
    pub(crate) means: &'static str,
}

/// Entries under names the author gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    /// What the names are: `a number`, `the id of a target`.
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// The number of the format.
    Format,
    /// A text for people: in the first language, or one per language.
    Text,
    Texts,
    /// A string that is in no language: a name, an address, a clause.
    Line,
    Lines,
    Flag,
    /// A whole number from 0 to 255.
    Number,
    Numbers,
    /// A time as a promise gives it.
    Time,
    /// A time in plain days, months or hours.
    Span,
    Spans,
    /// A text, or `unstated`.
    Reason,
    /// A date, or `unstated`.
    Date,
    /// An instant with an offset or a zone.
    Instant,
    /// A share: `95%`, with population and period.
    Share,
    /// Hours of a day: `09:00-12:00, 13:00-17:00`, or `closed`.
    Hours,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// One or several of these words.
    Words(fn() -> Vec<&'static str>),
    /// One or several of these words, each alone or several joined with ` and `.
    AllOf(fn() -> Vec<&'static str>),
    /// One value for all, or one per severity.
    BySeverity(&'static Shape),
    /// Values under names the author gives.
    ByName(&'static Shape),
    /// Either of the two.
    Either(&'static Shape, &'static Shape),
    /// The table with this title.
    Table(&'static str),
    Tables(&'static str),
}

const fn key(name: &'static str, shape: Shape, means: &'static str) -> Key {
    Key {
        name,
        shape,
        needed: false,
        means,
    }
}

const fn need(name: &'static str, shape: Shape, means: &'static str) -> Key {
    Key {
        name,
        shape,
        needed: true,
        means,
    }
}

/// A table that has keys only.
const fn table(title: &'static str, means: &'static str, keys: &'static [Key]) -> Definition {
    Definition {
        title,
        means,
        keys,
        given: None,
    }
}

/// The key that nearly every table has.
const CLAUSE: Key = key(
    "clause",
    Shape::Line,
    "where the published text says it, in your own words",
);

/// The key that marks a choice of the vendor's own.
const OPERATING: Key = key(
    "operating",
    Shape::Flag,
    "true where the text does not state it, so that the value is your own",
);

/// The words of a list that the reader uses.
fn words<T>(list: &[(&'static str, T)]) -> Vec<&'static str> {
    list.iter().map(|(word, _)| *word).collect()
}

/// The title of the file itself.
pub(crate) const ROOT: &str = "the policy file";

/// Every table, the file itself first.
pub(crate) fn definitions() -> impl Iterator<Item = &'static Definition> {
    let groups = [heading::TABLES, promises::TABLES, parts::TABLES];
    groups.into_iter().flatten()
}

/// The tables of a contract's overrides.
fn contract() -> impl Iterator<Item = &'static Definition> {
    promises::CONTRACT.iter()
}

/// The policies that ship, which have every table between them.
#[cfg(test)]
pub(crate) const POLICIES: [&str; 5] = [
    include_str!("../../../../../policies/appseconnect.toml"),
    include_str!("../../../../../policies/infocyte.toml"),
    include_str!("../../../../../policies/in8sync.toml"),
    include_str!("../../../../../policies/three-levels.toml"),
    include_str!("../../../../../policies/proconcept.toml"),
];

#[cfg(test)]
pub(crate) mod recorded;
#[cfg(test)]
mod tests;
