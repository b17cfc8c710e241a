//! Golden cases: dated examples a policy must satisfy before it is published.
//!
//! This file reads them; [`super::run`] runs them.

use jiff::{Timestamp, Zoned};
use toml::de::DeValue;

use super::{
    Anchor,
    by_severity::Scale,
    channel::CHANNELS,
    names::{ANCHORS, KINDS, STATES},
    parts::case::{CaseDecisions, CaseFacts, DECISIONS},
    priority,
    problems::{Place, Problems},
    severity::check_known,
    step,
    table::{Node, Placed, Table, word},
};
use crate::clock::ClockState;
use crate::history::Fact;

/// One `[[case]]`.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) report: Report,
    /// What happens after the report, in order.
    pub(crate) then: Vec<Fact>,
    /// When the clocks are looked at: where the case does not say, at its last step.
    pub(crate) look_at: Timestamp,
    pub(crate) expect: Vec<(Placed<String>, Expected)>,
    /// What is to be decided, beside the targets.
    pub(crate) decisions: CaseDecisions,
    /// The ids of all targets that apply, where the case lists them.
    pub(crate) promises: Option<Placed<Vec<String>>>,
    /// Whether the channel accepts the report, where the case says so.
    pub(crate) accepted: Option<Placed<bool>>,
    pub(crate) place: Place,
}

/// What is reported in a case.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) at: Timestamp,
    pub(crate) anchor: Anchor,
    pub(crate) severity: Option<u8>,
    pub(crate) priority: Option<Placed<String>>,
    pub(crate) plan: Option<Placed<String>>,
    pub(crate) kind: &'static str,
    pub(crate) channel: &'static str,
    /// When the release that it is tied to comes out.
    pub(crate) release_at: Option<Timestamp>,
    /// Whether the sender is registered with the desk.
    pub(crate) registered: bool,
    pub(crate) facts: CaseFacts,
}

/// What a case expects of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    NoPromise,
    /// It applies, and no instant can be named: nothing promised, or a release.
    NoDeadline,
    /// The instants the case names; those it leaves out are not compared.
    At {
        start: Option<Timestamp>,
        warn: Option<Timestamp>,
        due: Option<Timestamp>,
        met: Option<Timestamp>,
        breached: Option<Timestamp>,
        state: Option<ClockState>,
    },
}

pub(crate) fn read(
    tables: Vec<Table<'_>>,
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Case> {
    tables
        .into_iter()
        .filter_map(|table| read_one(table, scale, problems))
        .collect()
}

fn read_one(mut table: Table<'_>, scale: Scale<'_>, problems: &mut Problems<'_>) -> Option<Case> {
    let name = table
        .need("name", problems)
        .and_then(|node| node.string(problems));
    let report = table
        .need("report", problems)
        .and_then(|node| node.table("`report`", problems))
        .and_then(|report| read_report(report, scale, problems));
    let received_at = report.as_ref().map(|report| report.at);
    let then = step::read(table.tables("then", problems), received_at, scale, problems);
    let look_at = table
        .take("look")
        .and_then(|node| read_instant(&node, problems))
        .or(then.last().map(|step| step.at))
        .or(received_at);
    let mut expect = table
        .take("expect")
        .and_then(|node| node.table("`expect`", problems));
    let decisions = expect
        .as_mut()
        .map(|expect| CaseDecisions::read(expect, problems))
        .unwrap_or_default();
    let mut expected = Vec::new();
    let targets = expect.iter().flat_map(Table::entries);
    for node in targets.filter(|node| !DECISIONS.contains(&node.key.as_str())) {
        let target = Placed {
            value: node.key.clone(),
            place: node.key_place.clone(),
        };
        expected.extend(read_expected(&node, problems).map(|value| (target, value)));
    }
    let promises = table.take("promises").map(|node| Placed {
        value: node
            .strings(problems)
            .into_iter()
            .map(|id| id.value)
            .collect::<Vec<_>>(),
        place: node.place.clone(),
    });
    let accepted = table.take("accepted").and_then(|node| {
        Some(Placed {
            value: node.boolean(problems)?,
            place: node.place.clone(),
        })
    });
    let expects_targets = !expected.is_empty() || promises.is_some();
    if !expects_targets && decisions.is_empty() && accepted.is_none() {
        let help = "add `expect = { TARGET = \"TIME\" }`, `promises = [...]` or `accepted = ...`";
        problems.add(
            "missing-key",
            &table.place,
            "this case expects nothing",
            help,
        );
    }
    let place = name
        .as_ref()
        .map_or(table.place.clone(), |name| name.place.clone());
    table.finish(problems);
    Some(Case {
        name: name?.value,
        report: report?,
        then,
        look_at: look_at?,
        expect: expected,
        decisions,
        promises,
        accepted,
        place,
    })
}

fn read_report(
    mut table: Table<'_>,
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Option<Report> {
    let at = table
        .need("at", problems)
        .and_then(|node| read_instant(&node, problems));
    let severity = table
        .take("severity")
        .and_then(|node| node.small_number(problems));
    if let Some(severity) = &severity {
        check_known(severity.value, &severity.place, scale.severities, problems);
    }
    let anchor = table
        .take("anchor")
        .and_then(|node| node.string(problems))
        .map_or(Some(Anchor::Receipt), |anchor| {
            word(&anchor, &ANCHORS, "`anchor`", problems)
        });
    let priority = table
        .take("priority")
        .and_then(|node| node.string(problems));
    if let Some(priority) = &priority {
        priority::check_known(priority, scale.priorities, problems);
    }
    let release_at = table
        .take("release")
        .and_then(|node| read_instant(&node, problems));
    let plan = table.take("plan").and_then(|node| node.string(problems));
    let kind = table
        .take("kind")
        .and_then(|node| node.string(problems))
        .map_or(Some("incident"), |kind| {
            word(&kind, &KINDS, "`kind`", problems)
        });
    let channels = CHANNELS.map(|id| (id, id));
    let channel = table
        .take("channel")
        .and_then(|node| node.string(problems))
        .map_or(Some("portal"), |channel| {
            word(&channel, &channels, "`channel`", problems)
        });
    let registered = table
        .take("registered")
        .and_then(|node| node.boolean(problems));
    let facts = CaseFacts::read(&mut table, problems);
    table.finish(problems);
    Some(Report {
        at: at?,
        anchor: anchor?,
        priority,
        release_at,
        severity: severity.map(|severity| severity.value),
        plan,
        kind: kind?,
        channel: channel?,
        registered: registered.unwrap_or(true),
        facts,
    })
}

fn read_expected(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Expected> {
    match node.value {
        DeValue::String(word) if word == "no promise" => Some(Expected::NoPromise),
        DeValue::String(word) if word == "no deadline" => Some(Expected::NoDeadline),
        DeValue::Table(_) => {
            let mut table = node.table(&format!("`expect.{}`", node.key), problems)?;
            let mut instant = |key| {
                table
                    .take(key)
                    .and_then(|node| read_instant(&node, problems))
            };
            let (start, warn, due) = (instant("start"), instant("warn"), instant("due"));
            let (met, breached) = (instant("met"), instant("breached"));
            let state = table
                .take("state")
                .and_then(|node| node.string(problems))
                .and_then(|state| word(&state, &STATES, "`state`", problems));
            table.finish(problems);
            Some(Expected::At {
                start,
                warn,
                due,
                met,
                breached,
                state,
            })
        }
        _ => {
            let due = Some(read_instant(node, problems)?);
            Some(Expected::At {
                start: None,
                warn: None,
                due,
                met: None,
                breached: None,
                state: None,
            })
        }
    }
}

/// An instant as RFC 3339 or RFC 9557 writes it, with an offset or a zone.
pub(crate) fn read_instant(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Timestamp> {
    let text = match node.value {
        DeValue::Datetime(written) => written.to_string(),
        _ => node.string(problems)?.value,
    };
    let instant = instant(&text);
    if instant.is_none() {
        let help = "write `2026-03-06T16:40:00[America/Denver]` or `2026-03-06T16:40:00-07:00`";
        problems.add(
            "wrong-time",
            &node.place,
            format!("`{text}` is not an instant"),
            help,
        );
    }
    instant
}

fn instant(text: &str) -> Option<Timestamp> {
    let zoned = text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp());
    zoned.or_else(|| text.parse().ok())
}
