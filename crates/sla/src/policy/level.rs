//! Levels: who works on what, and when a ticket is handed over.

use serde::Serialize;

use super::{
    Reason,
    problems::Problems,
    table::{Node, Table},
    text::Text,
};

/// One level of support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Level {
    /// From one, the level that is asked first.
    pub number: u8,
    /// What customers know it by.
    pub name: Text,
    /// What this level does.
    pub does: Vec<Text>,
    /// When it hands a ticket to the next level.
    pub hands_over: Option<Text>,
    /// Why a ticket was handed to this level, as the customer reads it.
    pub told: Option<Reason>,
    /// What its people may see that others may not.
    pub sees: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

/// Every `[level.N]`, by number.
pub(crate) fn read(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Vec<Level> {
    let mut levels: Vec<Level> = table
        .iter()
        .flat_map(Table::entries)
        .filter_map(|node| read_one(&node, languages, problems))
        .collect();
    levels.sort_by_key(|level| level.number);
    levels
}

fn read_one(node: &Node<'_>, languages: &[String], problems: &mut Problems<'_>) -> Option<Level> {
    let mut table = node.table(&format!("[level.{}]", node.key), problems)?;
    let number = node.key.parse::<u8>().ok().filter(|number| *number > 0);
    if number.is_none() {
        let message = format!("`{}` is no number of a level", node.key);
        problems.add(
            "wrong-value",
            &node.key_place,
            message,
            "write `[level.1]`, `[level.2]`, ...",
        );
    }
    let name = table
        .need("name", problems)
        .and_then(|name| Text::read(&name, languages, problems));
    let does = table
        .need("does", problems)
        .map(|does| Text::read_all(&does, languages, problems))
        .unwrap_or_default();
    let mut text = |key| {
        table
            .take(key)
            .and_then(|node| Text::read(&node, languages, problems))
    };
    let (hands_over, sees) = (text("hands-over"), text("sees"));
    let told = table
        .take("told")
        .and_then(|told| Reason::read(&told, languages, problems));
    let clause = table
        .take("clause")
        .and_then(|clause| clause.string(problems));
    table.finish(problems);
    Some(Level {
        number: number?,
        name: name?,
        does,
        hands_over,
        told,
        sees,
        clause: clause.map(|clause| clause.value),
    })
}
