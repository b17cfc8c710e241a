//! Severities, who sets them, and groups of them.

use serde::Serialize;

use super::{
    problems::{Place, Problems},
    table::{Node, Table, word},
    text::Text,
};

/// One severity of the policy, as its text describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Severity {
    /// One is the gravest.
    pub number: u8,
    /// What people know it by.
    pub name: Text,
    /// When it is chosen; `None`: the text does not say.
    pub means: Option<Text>,
    /// What belongs to it.
    pub examples: Vec<Text>,
    /// What looks like it and typically does not qualify.
    pub disqualified: Vec<Text>,
    /// Worked on without a break until resolved.
    pub without_a_break: bool,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// How a change of severity comes about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeverityChange {
    /// The vendor proposes, the customer agrees; both stand on record.
    #[default]
    Agreement,
    /// The vendor may change it by itself.
    Vendor,
}

/// The words of `change`.
pub(crate) const CHANGES: [(&str, SeverityChange); 2] = [
    ("agreement", SeverityChange::Agreement),
    ("vendor", SeverityChange::Vendor),
];

/// What the promises of a new severity count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsFrom {
    /// From where the clock began: time already used stays used.
    #[default]
    Start,
    /// From the change on: the old clock ends and a new one begins.
    Change,
}

/// The words of `counts-from`.
pub(crate) const COUNTS_FROM: [(&str, CountsFrom); 2] =
    [("start", CountsFrom::Start), ("change", CountsFrom::Change)];

/// Who sets a severity and who may change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SeverityRules {
    /// What a request has that nobody classified.
    pub default: Option<u8>,
    /// Who sets it first: usually the customer.
    pub set_by: Option<Text>,
    /// Who may change it, by role.
    pub changed_by: Option<Text>,
    /// Whether a change needs the customer's agreement.
    pub change: SeverityChange,
    /// What the promises of a new severity count from.
    pub counts_from: CountsFrom,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    /// True where the text names no default: it is the vendor's own choice.
    pub operating: bool,
}

/// Several severities under one name, so that another scale (High, Normal, Low)
/// can be mapped on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its id in the file, which is a word of the other scale.
    pub name: String,
    /// Those it stands for, in the order of the file.
    pub severities: Vec<u8>,
    /// True where the text does not state the mapping.
    pub operating: bool,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// `[severity]` with its rules, and every `[severity.N]`, by number.
pub(crate) fn read(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> (Vec<Severity>, SeverityRules) {
    let Some(mut table) = table else {
        return (Vec::new(), SeverityRules::default());
    };
    let mut severities: Vec<Severity> = Vec::new();
    let numbered = |node: &Node<'_>| node.key.parse::<u8>().ok().filter(|number| *number > 0);
    for node in table.entries() {
        if let Some(number) = numbered(&node) {
            severities.extend(read_one(number, &node, languages, problems));
        }
    }
    severities.sort_by_key(|severity| severity.number);
    let default = table
        .take("default")
        .and_then(|node| node.small_number(problems));
    if let Some(default) = &default {
        check_known(default.value, &default.place, &severities, problems);
    }
    let mut text = |key| {
        table
            .take(key)
            .and_then(|node| Text::read(&node, languages, problems))
    };
    let (set_by, changed_by) = (text("set-by"), text("changed-by"));
    let change = table
        .take("change")
        .and_then(|node| node.string(problems))
        .and_then(|written| word(&written, &CHANGES, "`change`", problems));
    let counts_from = table
        .take("counts-from")
        .and_then(|node| node.string(problems))
        .and_then(|written| word(&written, &COUNTS_FROM, "`counts-from`", problems));
    let clause = table.take("clause").and_then(|node| node.string(problems));
    let operating = table.operating("the default severity", problems);
    table.finish_but(|node| numbered(node).is_some(), problems);
    let rules = SeverityRules {
        default: default.map(|default| default.value),
        set_by,
        changed_by,
        change: change.unwrap_or_default(),
        counts_from: counts_from.unwrap_or_default(),
        clause: clause.map(|clause| clause.value),
        operating,
    };
    (severities, rules)
}

fn read_one(
    number: u8,
    node: &Node<'_>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Option<Severity> {
    let mut table = node.table(&format!("[severity.{number}]"), problems)?;
    let name = table
        .need("name", problems)
        .and_then(|name| Text::read(&name, languages, problems));
    let means = table
        .take("means")
        .and_then(|means| Text::read(&means, languages, problems));
    let mut texts = |key| {
        let node = table.take(key);
        node.map(|node| Text::read_all(&node, languages, problems))
            .unwrap_or_default()
    };
    let (examples, disqualified) = (texts("examples"), texts("disqualified"));
    let without_a_break = table
        .take("without-a-break")
        .and_then(|flag| flag.boolean(problems));
    table.finish(problems);
    Some(Severity {
        number,
        name: name?,
        means,
        examples,
        disqualified,
        without_a_break: without_a_break.unwrap_or(false),
        place: node.key_place.clone(),
    })
}

/// Every entry of `[group]`: `high = { severity = [1, 2], operating = true }`.
pub(crate) fn read_groups(
    table: Option<Table<'_>>,
    severities: &[Severity],
    problems: &mut Problems<'_>,
) -> Vec<Group> {
    let mut groups = Vec::new();
    for node in table.iter().flat_map(Table::entries) {
        let Some(mut table) = node.table(&format!("[group.{}]", node.key), problems) else {
            continue;
        };
        let members = table
            .need("severity", problems)
            .map(|node| read_numbers(&node, severities, problems));
        let operating = table
            .take("operating")
            .and_then(|flag| flag.boolean(problems));
        table.finish(problems);
        groups.push(Group {
            name: node.key,
            severities: members.unwrap_or_default(),
            operating: operating.unwrap_or(false),
            place: node.key_place,
        });
    }
    groups
}

/// A list of severities, each of which must be declared.
pub(crate) fn read_numbers(
    node: &Node<'_>,
    severities: &[Severity],
    problems: &mut Problems<'_>,
) -> Vec<u8> {
    let mut numbers = Vec::new();
    for element in node.elements() {
        if let Some(number) = element.small_number(problems) {
            check_known(number.value, &number.place, severities, problems);
            numbers.push(number.value);
        }
    }
    numbers
}

/// A severity that is used must be declared.
pub(crate) fn check_known(
    number: u8,
    place: &Place,
    severities: &[Severity],
    problems: &mut Problems<'_>,
) {
    if !severities.iter().any(|severity| severity.number == number) {
        let help = format!("declare it with `[severity.{number}]`, or correct the number");
        problems.add(
            "unknown-reference",
            place,
            format!("there is no severity {number}"),
            help,
        );
    }
}
