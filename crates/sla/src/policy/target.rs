//! Targets: one promise each, with its times, thresholds and conditions.

use super::{
    AfterPause, AllOf, Anchor, Audience, Firmness, Lasting, Metric, PauseReason, Start, Within,
    by_severity::{BySeverity, Scale},
    heading::read_within,
    keep::Keep,
    names::{ACTS, AFTER_PAUSES, ANCHORS, AUDIENCES, FIRMNESSES, KINDS, METRICS, PAUSES, STARTS},
    priority::check_known,
    problems::{Place, Problems},
    severity::read_numbers,
    table::{Node, Placed, Table, word},
    text::Text,
    written::{self, Written},
};

/// One `[[target]]`.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) metric: Metric,
    pub(crate) audience: Audience,
    pub(crate) within: BySeverity<Within>,
    pub(crate) warn: Option<BySeverity<Within>>,
    pub(crate) keep: Option<BySeverity<Keep>>,
    pub(crate) when: Condition,
    pub(crate) calendar: Option<Placed<String>>,
    pub(crate) starts: Start,
    pub(crate) anchor: Anchor,
    pub(crate) satisfied_by: Vec<AllOf>,
    pub(crate) paused_by: Vec<PauseReason>,
    pub(crate) after_pause: AfterPause,
    pub(crate) firmness: Firmness,
    /// From which act a duty lasts, and to which.
    pub(crate) lasting: Lasting,
    pub(crate) clause: String,
    pub(crate) says: Option<Text>,
    /// Why this statement governs where the text contradicts itself.
    pub(crate) governs: Option<String>,
    pub(crate) written: Vec<Written>,
    pub(crate) place: Place,
}

/// To which requests a target applies. Empty lists restrict nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Condition {
    pub(crate) severities: Vec<u8>,
    pub(crate) priorities: Vec<Placed<String>>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) plans: Vec<Placed<String>>,
    pub(crate) channels: Vec<&'static str>,
    pub(crate) received: Option<Received>,
}

/// `received = "outside office"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) inside: bool,
    pub(crate) calendar: Placed<String>,
}

impl Target {
    /// How many conditions it sets: the more, the more specific it is.
    pub(crate) fn specificity(&self) -> usize {
        let by_severity = self.within.severities().is_some() || !self.when.severities.is_empty();
        usize::from(by_severity)
            + usize::from(!self.when.priorities.is_empty())
            + usize::from(!self.when.kinds.is_empty())
            + usize::from(!self.when.plans.is_empty())
            + usize::from(!self.when.channels.is_empty())
            + usize::from(self.when.received.is_some())
    }
}

/// Every `[[target]]`; a broken one is left out, its findings are not.
pub(crate) fn read(
    tables: Vec<Table<'_>>,
    languages: &[String],
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for table in tables {
        if let Some(target) = read_one(table, languages, scale, problems) {
            add(target, &mut targets, problems);
        }
    }
    targets
}

pub(super) fn add(target: Target, targets: &mut Vec<Target>, problems: &mut Problems<'_>) {
    if targets.iter().any(|known| known.id == target.id) {
        let message = format!("there is a target `{}` already", target.id);
        let help = "clocks are addressed by it: give each target an id of its own";
        problems.add("duplicate-id", &target.place, message, help);
    }
    targets.push(target);
}

fn read_one(
    mut table: Table<'_>,
    languages: &[String],
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Option<Target> {
    let id = table
        .need("id", problems)
        .and_then(|node| node.string(problems));
    let metric = table
        .need("metric", problems)
        .and_then(|node| read_metric(&node, scale.metrics, problems));
    let within = table
        .need("within", problems)
        .and_then(|node| BySeverity::read(&node, scale, problems, read_within));
    let warn = table
        .take("warn")
        .and_then(|node| BySeverity::read(&node, scale, problems, read_within));
    let keep = table
        .take("keep")
        .and_then(|node| BySeverity::read(&node, scale, problems, read_keep));
    let when = Condition::read(&mut table, scale, problems);
    let audience = table
        .take("audience")
        .and_then(|node| one_word(&node, &AUDIENCES, problems));
    let calendar = table
        .take("calendar")
        .and_then(|node| node.string(problems));
    let starts = table
        .take("starts")
        .and_then(|node| one_word(&node, &STARTS, problems));
    let anchor = table
        .take("anchor")
        .and_then(|node| one_word(&node, &ANCHORS, problems));
    let satisfied_by = read_satisfied_by(table.take("satisfied-by"), problems);
    let paused_by = many_words(table.take("paused-by"), &PAUSES, problems);
    let after_pause = table
        .take("after-pause")
        .and_then(|node| one_word(&node, &AFTER_PAUSES, problems));
    let firmness = table
        .take("firmness")
        .and_then(|node| one_word(&node, &FIRMNESSES, problems));
    let clause = table
        .need("clause", problems)
        .and_then(|node| node.string(problems));
    let says = table
        .take("says")
        .and_then(|node| Text::read(&node, languages, problems));
    let governs = table.take("governs").and_then(|node| node.string(problems));
    let written = written::read(table.tables("written", problems), scale, problems);
    let place = id
        .as_ref()
        .map_or(table.place.clone(), |id| id.place.clone());
    table.finish(problems);
    Some(Target {
        id: id?.value,
        metric: metric?,
        audience: audience.unwrap_or(Audience::Customer),
        within: within?,
        warn,
        keep,
        when,
        calendar,
        starts: starts.unwrap_or(Start::Receipt),
        anchor: anchor.unwrap_or_default(),
        satisfied_by,
        paused_by,
        after_pause: after_pause.unwrap_or_default(),
        firmness: firmness.unwrap_or_default(),
        lasting: Lasting::default(),
        clause: clause?.value,
        says,
        governs: governs.map(|governs| governs.value),
        written,
        place,
    })
}

impl Condition {
    pub(super) fn read(
        table: &mut Table<'_>,
        scale: Scale<'_>,
        problems: &mut Problems<'_>,
    ) -> Self {
        let severities = table
            .take("severity")
            .map(|node| read_numbers(&node, scale.severities, problems))
            .unwrap_or_default();
        let priorities = table
            .take("priority")
            .map(|node| node.strings(problems))
            .unwrap_or_default();
        for priority in &priorities {
            check_known(priority, scale.priorities, problems);
        }
        let kinds = many_words(table.take("kind"), &KINDS, problems);
        let plans = table
            .take("plan")
            .map(|node| node.strings(problems))
            .unwrap_or_default();
        let channels = super::channel::CHANNELS.map(|id| (id, id));
        let channels = many_words(table.take("channel"), &channels, problems);
        let received = table
            .take("received")
            .and_then(|node| read_received(&node, problems));
        Self {
            severities,
            priorities,
            kinds,
            plans,
            channels,
            received,
        }
    }
}

/// A metric every policy knows, or one that this policy declares.
fn read_metric(node: &Node<'_>, own: &[String], problems: &mut Problems<'_>) -> Option<Metric> {
    let written = node.string(problems)?;
    let own = own
        .iter()
        .map(|name| (name.as_str(), Metric::Own(name.clone())));
    let words: Vec<(&str, Metric)> = METRICS.into_iter().chain(own).collect();
    word(&written, &words, "`metric`", problems)
}

fn read_received(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Received> {
    let written = node.string(problems)?;
    let (inside, calendar) = match written.value.split_once(' ') {
        Some(("inside", calendar)) => (true, calendar),
        Some(("outside", calendar)) => (false, calendar),
        _ => {
            let message = format!("`{}` names no hours", written.value);
            let help = "write `inside CALENDAR` or `outside CALENDAR`";
            problems.add("wrong-value", &written.place, message, help);
            return None;
        }
    };
    let calendar = Placed {
        value: calendar.trim().to_owned(),
        place: written.place,
    };
    Some(Received { inside, calendar })
}

pub(crate) fn read_keep(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Placed<Keep>> {
    let written = node.string(problems)?;
    let keep = Keep::read(&written.value);
    if keep.is_none() {
        let message = format!("`{}` is no share of kept promises", written.value);
        let help = "write `95%` or `95% of tickets resolved per calendar month`; of tickets \
                    `received`, `received in hours`, `resolved` or `due`; per `calendar month`, \
                    `quarter`, `year` or `30 days`";
        problems.add("wrong-value", &written.place, message, help);
    }
    keep.map(|value| Placed {
        value,
        place: written.place,
    })
}

pub(super) fn one_word<T: Clone>(
    node: &Node<'_>,
    words: &[(&str, T)],
    problems: &mut Problems<'_>,
) -> Option<T> {
    let written = node.string(problems)?;
    word(&written, words, &format!("`{}`", node.key), problems)
}

/// Acts, each alone or several joined by "and".
pub(crate) fn read_satisfied_by(node: Option<Node<'_>>, problems: &mut Problems<'_>) -> Vec<AllOf> {
    let Some(node) = node else { return Vec::new() };
    let mut alternatives = Vec::new();
    for written in node.strings(problems) {
        let acts: Vec<_> = written
            .value
            .split(" and ")
            .filter_map(|act| {
                let act = Placed {
                    value: act.trim().to_owned(),
                    place: written.place.clone(),
                };
                word(&act, &ACTS, "`satisfied-by`", problems)
            })
            .collect();
        if !acts.is_empty() {
            alternatives.push(AllOf(acts));
        }
    }
    alternatives
}

/// The known words of a list; unknown ones are findings.
pub(crate) fn many_words<T: Clone>(
    node: Option<Node<'_>>,
    words: &[(&str, T)],
    problems: &mut Problems<'_>,
) -> Vec<T> {
    let Some(node) = node else { return Vec::new() };
    let place = format!("`{}`", node.key);
    node.strings(problems)
        .iter()
        .filter_map(|written| word(written, words, &place, problems))
        .collect()
}
