//! What happens in a golden case after the report, step by step.

use jiff::Timestamp;

use super::{
    by_severity::Scale,
    case::read_instant,
    names::{ACTS, PAUSES},
    priority,
    problems::Problems,
    severity::check_known,
    table::{Table, word},
};
use crate::history::{Fact, What};

/// The facts that need no further word.
pub(crate) const FACTS: [(&str, What); 8] = [
    ("customer wrote", What::CustomerWrote),
    ("handed over", What::HandedOver),
    ("report incomplete", What::ReportIncomplete),
    ("report complete", What::ReportComplete),
    ("resumed", What::Resumed),
    ("resolved", What::Resolved { told_at: None }),
    ("reopened", What::Reopened),
    ("closed", What::Closed),
];

/// `then = [{ at = "...", severity = 1 }, { at = "...", act = "diagnosed" }, ...]`
pub(crate) fn read(
    tables: Vec<Table<'_>>,
    received_at: Option<Timestamp>,
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for table in tables {
        let place = table.place.clone();
        let Some(fact) = read_one(table, scale, problems) else {
            continue;
        };
        let before = facts.last().map(|before| before.at).or(received_at);
        if before.is_some_and(|before| fact.at < before) {
            let help = "put the steps in the order in which they happen, after the report";
            problems.add(
                "wrong-time",
                &place,
                "this step lies before the one before it",
                help,
            );
        }
        facts.push(fact);
    }
    facts
}

fn read_one(mut table: Table<'_>, scale: Scale<'_>, problems: &mut Problems<'_>) -> Option<Fact> {
    let at = table
        .need("at", problems)
        .and_then(|node| read_instant(&node, problems));
    let mut told: Vec<Option<What>> = Vec::new();
    if let Some(node) = table.take("severity") {
        let severity = node.small_number(problems);
        if let Some(severity) = &severity {
            check_known(severity.value, &severity.place, scale.severities, problems);
        }
        told.push(severity.map(|severity| What::Severity(severity.value)));
    }
    if let Some(node) = table.take("priority") {
        let used = node.string(problems);
        if let Some(used) = &used {
            priority::check_known(used, scale.priorities, problems);
        }
        told.push(used.map(|used| What::Priority(used.value)));
    }
    if let Some(node) = table.take("act") {
        let act = node.string(problems);
        let act = act.and_then(|act| word(&act, &ACTS, "`act`", problems));
        told.push(act.map(What::Act));
    }
    if let Some(node) = table.take("pause") {
        let pause = node.string(problems);
        let pause = pause.and_then(|pause| word(&pause, &PAUSES, "`pause`", problems));
        told.push(pause.map(What::Paused));
    }
    if let Some(node) = table.take("fact") {
        let fact = node.string(problems);
        told.push(fact.and_then(|fact| word(&fact, &FACTS, "`fact`", problems)));
    }
    let place = table.place.clone();
    table.finish(problems);
    if told.len() != 1 {
        let help = "give one of `severity`, `priority`, `act`, `pause` and `fact` beside `at`";
        problems.add("wrong-value", &place, "a step says one thing", help);
    }
    Some(Fact {
        at: at?,
        what: told.into_iter().next()??,
    })
}
