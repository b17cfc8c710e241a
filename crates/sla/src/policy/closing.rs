//! The smaller parts of a policy: the rating of a closed ticket, the texts sent
//! to customers, and the gaps the author knows of.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    problems::{Place, Problems},
    table::Table,
    text::Text,
};

/// How the customer rates a closed ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rating {
    /// The answers to choose from, best first.
    pub scale: Vec<Text>,
    /// What the customer is asked; `None`: the text has no words for it.
    pub question: Option<Text>,
    /// True where the text names no scale.
    pub operating: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// Something the text leaves open, and what the vendor does about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What the text leaves open.
    pub what: Text,
    /// The operating choice, the vendor's own and never its promise.
    pub we_use: Option<Text>,
    /// Where the text should have said it; `None`: the file does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

pub(crate) fn read_rating(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Option<Rating> {
    let mut table = table?;
    let scale = table
        .need("scale", problems)
        .map(|node| Text::read_all(&node, languages, problems))
        .unwrap_or_default();
    let question = table
        .take("question")
        .and_then(|node| Text::read(&node, languages, problems));
    let operating = table
        .take("operating")
        .and_then(|node| node.boolean(problems));
    let clause = table.take("clause").and_then(|node| node.string(problems));
    let place = table.place.clone();
    table.finish(problems);
    Some(Rating {
        scale,
        question,
        operating: operating.unwrap_or(false),
        clause: clause.map(|clause| clause.value),
        place,
    })
}

/// `[text]`: customer-facing texts by their id.
pub(crate) fn read_texts(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> BTreeMap<String, Text> {
    table
        .iter()
        .flat_map(Table::entries)
        .filter_map(|node| Some((node.key.clone(), Text::read(&node, languages, problems)?)))
        .collect()
}

/// Every `[[unstated]]`.
pub(crate) fn read_gaps(
    tables: Vec<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for mut table in tables {
        let what = table
            .need("what", problems)
            .and_then(|node| Text::read(&node, languages, problems));
        let we_use = table
            .take("we-use")
            .and_then(|node| Text::read(&node, languages, problems));
        let clause = table.take("clause").and_then(|node| node.string(problems));
        let place = table.place.clone();
        table.finish(problems);
        let clause = clause.map(|clause| clause.value);
        gaps.extend(what.map(|what| Gap {
            what,
            we_use,
            clause,
            place,
        }));
    }
    gaps
}
