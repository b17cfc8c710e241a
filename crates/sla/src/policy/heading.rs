//! The heading of a policy: what it is called, since when, for whom.

use jiff::civil::Date;
use serde::Serialize;
use toml::de::DeValue;

use super::{
    Within,
    problems::{Place, Problems},
    table::{Node, Placed, Table, word},
    text::Text,
};

/// What stands under `[policy]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// What the policy is called.
    pub name: String,
    /// The author's own name for this state of the text; the content hash is
    /// [`super::Policy::version`].
    pub version: String,
    /// Language codes; texts without a language are in the first.
    pub languages: Vec<String>,
    /// `None`: the text does not state it.
    pub effective: Option<Date>,
    /// When and how the policy is reviewed.
    pub review: Option<Text>,
    /// How long before it takes effect a change is announced.
    pub notice: Option<Within>,
    /// What becomes of tickets that are open when this version takes effect.
    pub running: Running,
    /// What it is for; `None`: the text does not say.
    pub purpose: Option<Text>,
    /// Whom it is for; `None`: the text does not say.
    pub scope: Option<Text>,
    /// Measures of the policy's own, beside those every policy knows.
    pub metrics: Vec<String>,
    /// The calendar that governs where no plan and no target names another.
    pub calendar: Option<String>,
    /// Where the effective date stands.
    #[serde(skip)]
    pub(crate) place: Place,
}

/// What a version does to the tickets that are open when it takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Running {
    /// They keep the version they were received under.
    #[default]
    Stay,
    /// From that instant on it governs them too; time already counted stays counted.
    Move,
}

/// The words of `running`.
pub(crate) const RUNNING: [(&str, Running); 2] = [("stay", Running::Stay), ("move", Running::Move)];

impl Heading {
    /// Reads the heading. Of a broken one as much as can be read is kept, so that
    /// the rest of the file is checked too.
    pub(crate) fn read(
        mut table: Table<'_>,
        calendar: &mut Option<Placed<String>>,
        problems: &mut Problems<'_>,
    ) -> Self {
        let name = required(&mut table, "name", problems);
        let version = required(&mut table, "version", problems);
        let languages = read_languages(&mut table, problems);
        let effective = table.need("effective", problems);
        let place = effective
            .as_ref()
            .map_or(table.place.clone(), |node| node.place.clone());
        let effective = effective.and_then(|node| read_effective(&node, problems));
        let mut text = |key| {
            table
                .take(key)
                .and_then(|node| Text::read(&node, &languages, problems))
        };
        let (review, purpose, scope) = (text("review"), text("purpose"), text("scope"));
        let metrics = table
            .take("metrics")
            .map(|node| node.strings(problems))
            .unwrap_or_default();
        let notice = table
            .take("notice")
            .and_then(|node| read_within(&node, problems));
        let running = table
            .take("running")
            .and_then(|node| node.string(problems))
            .and_then(|written| word(&written, &RUNNING, "`running`", problems));
        *calendar = table
            .take("calendar")
            .and_then(|node| node.string(problems));
        table.finish(problems);
        Self {
            name,
            version,
            languages,
            effective,
            review,
            notice: notice.map(|notice| notice.value),
            running: running.unwrap_or_default(),
            purpose,
            scope,
            metrics: metrics.into_iter().map(|metric| metric.value).collect(),
            calendar: calendar.as_ref().map(|calendar| calendar.value.clone()),
            place,
        }
    }
}

fn required(table: &mut Table<'_>, key: &'static str, problems: &mut Problems<'_>) -> String {
    table
        .need(key, problems)
        .and_then(|node| node.string(problems))
        .map(|text| text.value)
        .unwrap_or_default()
}

/// At least one language: texts without one are in the first.
fn read_languages(table: &mut Table<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let Some(node) = table.need("languages", problems) else {
        return Vec::new();
    };
    let languages = node.strings(problems);
    if node.elements().is_empty() {
        let help = "write the codes of its languages, `[\"en\"]`";
        problems.add("wrong-value", &node.place, "a policy has a language", help);
    }
    languages
        .into_iter()
        .map(|language| language.value)
        .collect()
}

/// A date, or the word `unstated`, which is a finding for the record.
fn read_effective(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Date> {
    match node.value {
        DeValue::String(word) if word == "unstated" => {
            problems.add(
                "unstated",
                &node.place,
                "the effective date is not stated",
                "",
            );
            None
        }
        DeValue::Datetime(written) => written.to_string().parse().ok().or_else(|| {
            problems.add(
                "wrong-time",
                &node.place,
                "this is not a date",
                "write `2026-01-31`",
            );
            None
        }),
        _ => {
            let help = "write a date without quotation marks, `2026-01-31`, or `\"unstated\"`";
            problems.add(
                "wrong-type",
                &node.place,
                "`effective` must be a date",
                help,
            );
            None
        }
    }
}

/// A time as [`Within`] reads it; what it refuses is a finding with its remedy.
pub(crate) fn read_within(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Placed<Within>> {
    let written = node.string(problems)?;
    match written.value.parse::<Within>() {
        Ok(value) => Some(Placed {
            value,
            place: written.place,
        }),
        Err(error) => {
            let code = match error {
                super::WithinError::AmbiguousDay { .. } => "ambiguous-day",
                _ => "wrong-duration",
            };
            problems.add(code, &written.place, error.to_string(), error.help());
            None
        }
    }
}
