//! Plans: which hours and channels a licence tier has.

use serde::Serialize;

use super::{
    channel::CHANNELS,
    problems::{Place, Problems},
    table::{Node, Placed, Table, word},
    text::Text,
};

/// A named tier of a vendor's support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The word by which targets and requests name it.
    pub id: String,
    /// What customers buy it by.
    pub name: Text,
    /// What it is; `None`: the text does not say.
    pub means: Option<Text>,
    /// Id of the calendar of its hours.
    pub calendar: Option<String>,
    /// True where the text does not state the hours: they are the vendor's own.
    pub operating: bool,
    /// The channels it may use; empty: all that the policy accepts.
    pub channels: Vec<&'static str>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) calendar_place: Place,
    #[serde(skip)]
    pub(crate) channels_place: Place,
}

/// Every `[plan.ID]`, in the order of the file.
pub(crate) fn read(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Vec<Plan> {
    table
        .iter()
        .flat_map(Table::entries)
        .filter_map(|node| read_one(&node, languages, problems))
        .collect()
}

fn read_one(node: &Node<'_>, languages: &[String], problems: &mut Problems<'_>) -> Option<Plan> {
    let mut table = node.table(&format!("[plan.{}]", node.key), problems)?;
    let name = table
        .need("name", problems)
        .and_then(|name| Text::read(&name, languages, problems));
    let means = table
        .take("means")
        .and_then(|means| Text::read(&means, languages, problems));
    let calendar = table
        .take("calendar")
        .and_then(|calendar| calendar.string(problems));
    let operating = table
        .take("operating")
        .and_then(|flag| flag.boolean(problems));
    let channels = table.take("channels");
    let channels_place = channels
        .as_ref()
        .map_or(node.key_place.clone(), |node| node.place.clone());
    let channels = channels
        .map(|node| node.strings(problems))
        .unwrap_or_default();
    let clause = table
        .take("clause")
        .and_then(|clause| clause.string(problems));
    table.finish(problems);
    let known: Vec<(&str, &'static str)> = CHANNELS.iter().map(|id| (*id, *id)).collect();
    let channels = channels
        .iter()
        .filter_map(|channel| word(channel, &known, "the list of channels", problems))
        .collect();
    let Placed { value, place } = match calendar {
        Some(calendar) => Placed {
            value: Some(calendar.value),
            place: calendar.place,
        },
        None => Placed {
            value: None,
            place: node.key_place.clone(),
        },
    };
    Some(Plan {
        id: node.key.clone(),
        name: name?,
        means,
        calendar: value,
        operating: operating.unwrap_or(false),
        channels,
        clause: clause.map(|clause| clause.value),
        calendar_place: place,
        channels_place,
    })
}
