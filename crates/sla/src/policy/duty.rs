//! Duties to work without a break: `[[duty]]`.
//!
//! A duty has a calendar, a beginning and a longest gap of its own, apart from the
//! times that are promised. It is read into the targets that its clocks measure:
//! one for the gaps between acts of work, one for taking over what was handed over.
//! So that whatever knows targets (contracts, pages, cases, reports) knows duties.

use super::{
    Act, AfterPause, AllOf, Anchor, Audience, Lasting, Metric, Start, Within,
    by_severity::{BySeverity, Scale},
    heading::read_within,
    names::{ACTS, AUDIENCES, FIRMNESSES, PAUSES},
    problems::Problems,
    table::Table,
    target::{self, Condition, Target, many_words, one_word},
    text::Text,
};

/// What counts as work where the duty does not say.
const WORK_USUAL: [Act; 3] = [Act::WorkBegun, Act::Responded, Act::FixReleased];
/// The end of a duty that names none.
const END_USUAL: Act = Act::Resolved;
/// How the second target of a duty is called: by its id, and this.
const HAND_OVER_SUFFIX: &str = "-hand-over";

/// Every `[[duty]]`, added to the targets; a broken one is left out.
pub(super) fn read(
    tables: Vec<Table<'_>>,
    targets: &mut Vec<Target>,
    languages: &[String],
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) {
    for table in tables {
        let both = read_one(table, languages, scale, problems);
        for target in both.into_iter().flatten() {
            target::add(target, targets, problems);
        }
    }
}

/// The target of the gaps and, where the duty says so, that of handing over.
fn read_one(
    mut table: Table<'_>,
    languages: &[String],
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Option<Vec<Target>> {
    let id = table
        .need("id", problems)
        .and_then(|node| node.string(problems));
    let gap = table
        .need("longest-gap", problems)
        .and_then(|node| BySeverity::read(&node, scale, problems, read_within));
    let warn = table
        .take("warn")
        .and_then(|node| BySeverity::read(&node, scale, problems, read_within));
    let hand_over = table
        .take("hand-over")
        .and_then(|node| BySeverity::read(&node, scale, problems, read_within));
    let when = Condition::read(&mut table, scale, problems);
    let audience = table
        .take("audience")
        .and_then(|node| one_word(&node, &AUDIENCES, problems));
    let calendar = table
        .take("calendar")
        .and_then(|node| node.string(problems));
    let begins_with = many_words(table.take("begins-with"), &ACTS, problems);
    let mut work = many_words(table.take("work"), &ACTS, problems);
    if work.is_empty() {
        work.extend(WORK_USUAL);
    }
    let mut until = many_words(table.take("until"), &ACTS, problems);
    // What is resolved is not worked on, whatever else ends the duty.
    if !until.contains(&END_USUAL) {
        until.push(END_USUAL);
    }
    let paused_by = many_words(table.take("paused-by"), &PAUSES, problems);
    let firmness = table
        .take("firmness")
        .and_then(|node| one_word(&node, &FIRMNESSES, problems));
    let clause = table
        .need("clause", problems)
        .and_then(|node| node.string(problems));
    let says = table
        .take("says")
        .and_then(|node| Text::read(&node, languages, problems));
    table.finish(problems);
    let (id, within) = (id?, gap?);
    let hand_over_id = format!("{}{HAND_OVER_SUFFIX}", id.value);
    let gaps = Target {
        id: id.value,
        metric: Metric::ContinuousWork,
        audience: audience.unwrap_or(Audience::Customer),
        within,
        warn,
        keep: None,
        when,
        calendar,
        starts: Start::Receipt,
        anchor: Anchor::Receipt,
        satisfied_by: any_of(&work, &until),
        paused_by,
        after_pause: AfterPause::default(),
        firmness: firmness.unwrap_or_default(),
        lasting: Lasting { begins_with, until },
        clause: clause?.value,
        says,
        governs: None,
        written: Vec::new(),
        place: id.place,
    };
    let taken_over = hand_over.map(|within| hand_over_of(&gaps, hand_over_id, within));
    Some([gaps].into_iter().chain(taken_over).collect())
}

/// Whoever takes over says that the work has begun, or brings it to its end.
fn hand_over_of(gaps: &Target, id: String, within: BySeverity<Within>) -> Target {
    Target {
        id,
        metric: Metric::TakeOver,
        within,
        warn: None,
        satisfied_by: any_of(&[Act::WorkBegun], &gaps.lasting.until),
        says: None,
        ..gaps.clone()
    }
}

fn any_of(work: &[Act], until: &[Act]) -> Vec<AllOf> {
    let ends = until.iter().filter(|act| !work.contains(act));
    work.iter()
        .chain(ends)
        .map(|act| AllOf::from(*act))
        .collect()
}
