//! Priorities: how urgently a request is handled, which is not how grave it is.
//!
//! What a priority does to a queue is not decided here; targets name them.

use serde::Serialize;

use super::{
    problems::Problems,
    table::{Node, Placed, Table},
    text::Text,
};

/// One priority of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Priority {
    /// The word by which targets and requests name it: `urgent`.
    pub id: String,
    /// What people know it by.
    pub name: Text,
    /// When it is chosen; `None`: the text does not say.
    pub means: Option<Text>,
}

/// The priorities of a policy and who sets them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Priorities {
    /// Most urgent first; empty where the policy knows none.
    pub all: Vec<Priority>,
    /// What a request has whose priority nobody chose.
    pub default: Option<String>,
    /// Who sets it first; `None`: the text does not say.
    pub set_by: Option<Text>,
    /// Who may change it; `None`: the text does not say.
    pub changed_by: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    /// True where the text names no default: it is the vendor's own choice.
    pub operating: bool,
}

/// The keys of `[priority]` that are rules; every other one is a priority.
const RULES: [&str; 5] = ["default", "set-by", "changed-by", "clause", "operating"];

/// `[priority]` with its rules, and every `[priority.ID]`, in the order of the file.
pub(crate) fn read(
    table: Option<Table<'_>>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Priorities {
    let Some(mut table) = table else {
        return Priorities::default();
    };
    let named = |node: &Node<'_>| !RULES.contains(&node.key.as_str());
    let all: Vec<Priority> = table
        .entries()
        .filter(named)
        .filter_map(|node| read_one(&node, languages, problems))
        .collect();
    let default = table.take("default").and_then(|node| node.string(problems));
    if let Some(default) = &default {
        check_known(default, &all, problems);
    }
    let mut text = |key| {
        table
            .take(key)
            .and_then(|node| Text::read(&node, languages, problems))
    };
    let (set_by, changed_by) = (text("set-by"), text("changed-by"));
    let clause = table.take("clause").and_then(|node| node.string(problems));
    let operating = table.operating("the default priority", problems);
    table.finish_but(named, problems);
    Priorities {
        all,
        default: default.map(|default| default.value),
        set_by,
        changed_by,
        clause: clause.map(|clause| clause.value),
        operating,
    }
}

fn read_one(
    node: &Node<'_>,
    languages: &[String],
    problems: &mut Problems<'_>,
) -> Option<Priority> {
    let mut table = node.table(&format!("[priority.{}]", node.key), problems)?;
    let name = table
        .need("name", problems)
        .and_then(|name| Text::read(&name, languages, problems));
    let means = table
        .take("means")
        .and_then(|means| Text::read(&means, languages, problems));
    table.finish(problems);
    Some(Priority {
        id: node.key.clone(),
        name: name?,
        means,
    })
}

/// A priority that is used must be declared.
pub(crate) fn check_known(used: &Placed<String>, all: &[Priority], problems: &mut Problems<'_>) {
    if !all.iter().any(|priority| priority.id == used.value) {
        let message = format!("there is no priority `{}`", used.value);
        let help = format!(
            "declare it with `[priority.{}]`, or correct the word",
            used.value
        );
        problems.add("unknown-reference", &used.place, message, help);
    }
}
