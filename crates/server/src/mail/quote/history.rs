//! Finds the quoted history: marked lines, unmarked originals below a rule or a header block.

use super::words::{FROM, OPENERS, OTHER_FIELDS, RULES, WROTE};
use super::{is_blank, is_quoted, signature};

/// An attribution ("On ... wrote:") wraps over at most this many lines.
const ATTRIBUTION_LINES_MAX: usize = 3;

/// Longer lines are prose.
const ATTRIBUTION_CHARS_MAX: usize = 300;

/// A header block names its fields within this many lines.
const HEADER_BLOCK_LINES: usize = 8;

/// The lines without the history at their end (or above an answer that stands below it).
pub(super) fn without_history<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut kept = lines.to_vec();
    if let Some(start) = unmarked_start(&kept) {
        let above = kept.get(..start).unwrap_or_default();
        if above.iter().any(|line| !is_blank(line) && !is_quoted(line)) {
            kept.truncate(start);
        }
    }
    cut_marked(kept)
}

/// Where an original without `>` marks begins: a rule, a header block, or an attribution with a
/// date or an address in it.
fn unmarked_start(lines: &[&str]) -> Option<usize> {
    (0..lines.len()).find_map(|index| {
        let rest = lines.get(index..)?;
        let line = rest.first()?;
        if is_rule(line) || is_header_block(rest) {
            return Some(with_rule_above(lines, index));
        }
        let length = attribution(rest)?;
        let after = rest.get(length..)?.iter().find(|line| !is_blank(line))?;
        let text = rest.get(..length)?.join(" ");
        (!is_quoted(after) && names_when_and_who(&text)).then_some(index)
    })
}

/// Removes marked quotes: the last run when nothing follows it, the first when an answer stands
/// below it and there is no other. Runs with answers between them stay.
fn cut_marked(lines: Vec<&str>) -> Vec<&str> {
    let runs = runs(&lines);
    let mut kept = lines;
    if let Some(&(start, end)) = runs.last() {
        let after: Vec<&str> = kept.get(end..).unwrap_or_default().to_vec();
        if signature::nothing_but_signature(&after) {
            let start = attribution_above(&kept, start);
            let above = kept.get(..start).unwrap_or_default();
            if above.iter().any(|line| !is_blank(line)) {
                kept.truncate(start);
                return kept;
            }
        }
    }
    if let [(start, end)] = runs.as_slice() {
        let above = kept
            .get(..attribution_above(&kept, *start))
            .unwrap_or_default();
        let below = kept.get(*end..).unwrap_or_default();
        if above.iter().all(|line| is_blank(line)) && !signature::nothing_but_signature(below) {
            kept.drain(..*end);
        }
    }
    kept
}

/// Runs of quoted lines, blank lines inside a run belonging to it, as `(start, end)`.
fn runs(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut blank_since = true;
    for (index, line) in lines.iter().enumerate() {
        if is_quoted(line) {
            match runs.last_mut() {
                Some(run) if blank_since => run.1 = index + 1,
                _ => runs.push((index, index + 1)),
            }
            blank_since = true;
        } else if !is_blank(line) {
            blank_since = false;
        }
    }
    runs
}

/// The start of the attribution directly above a quote, or the quote's own start.
fn attribution_above(lines: &[&str], quote: usize) -> usize {
    let above = lines.get(..quote).unwrap_or_default();
    let Some(last) = above.iter().rposition(|line| !is_blank(line)) else {
        return quote;
    };
    if quote - last > 3 {
        return quote;
    }
    for length in (1..=ATTRIBUTION_LINES_MAX).rev() {
        let Some(start) = (last + 1).checked_sub(length) else {
            continue;
        };
        if lines.get(start..).and_then(attribution) == Some(length) {
            return start;
        }
    }
    // Some programs write only "date name <address>:" above the quote, without a verb.
    let line = lines.get(last).copied().unwrap_or_default();
    if ends_with_colon(line) && names_when_and_who(line) && line.contains('@') {
        last
    } else {
        quote
    }
}

/// How many lines an attribution at the start of `lines` takes.
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || is_quoted(first) {
        return None;
    }
    let opener = OPENERS
        .iter()
        .any(|word| first.to_lowercase().starts_with(word));
    let lines_max = if opener { ATTRIBUTION_LINES_MAX } else { 1 };
    let mut text = String::new();
    for (index, line) in lines.iter().take(lines_max).enumerate() {
        if is_blank(line) || is_quoted(line) {
            return None;
        }
        text.push(' ');
        text.push_str(line.trim());
        if text.chars().count() > ATTRIBUTION_CHARS_MAX {
            return None;
        }
        if ends_with_colon(&text) {
            let known = wrote(&text) && (opener || names_when_and_who(&text));
            return known.then_some(index + 1);
        }
    }
    None
}

fn wrote(text: &str) -> bool {
    let text = text.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    WROTE.iter().any(|word| text.contains(word))
}

fn ends_with_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// A year, a time of day or an address: what mail programs name and people rarely do.
fn names_when_and_who(text: &str) -> bool {
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let year = digits
        .iter()
        .any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    year || text.contains('@')
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_lowercase();
    if lower.contains("reply above this line") {
        return true;
    }
    let dashed = line.starts_with("--") || line.starts_with("__") || line.starts_with("==");
    let words = lower.trim_matches(['-', '_', '=', ' ']);
    dashed && RULES.contains(&words)
}

/// An Outlook-like header block: a From line and two more fields close below it.
fn is_header_block(lines: &[&str]) -> bool {
    let Some((name, value)) = lines.first().and_then(|line| field(line)) else {
        return false;
    };
    if !FROM.contains(&name.as_str()) || value.is_empty() {
        return false;
    }
    let block = lines
        .iter()
        .skip(1)
        .take(HEADER_BLOCK_LINES)
        .take_while(|line| !is_blank(line));
    let fields = block.filter_map(|line| field(line));
    fields
        .filter(|(name, _)| OTHER_FIELDS.contains(&name.as_str()))
        .count()
        >= 2
}

/// Splits `*Name :* value` into a lower-case name and its value.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.trim().split_once([':', '：'])?;
    let name = name
        .trim_matches(['*', ' ', '\u{a0}', '\u{202f}'])
        .to_lowercase();
    Some((name, value.trim_matches(['*', ' '])))
}

/// A line of underscores or dashes directly above belongs to the history.
fn with_rule_above(lines: &[&str], index: usize) -> usize {
    let above = lines.get(..index).unwrap_or_default();
    let Some(last) = above.iter().rposition(|line| !is_blank(line)) else {
        return index;
    };
    let line = lines.get(last).map(|line| line.trim()).unwrap_or_default();
    let ruled = line.len() >= 3 && line.chars().all(|c| matches!(c, '_' | '-' | '='));
    if ruled { last } else { index }
}
