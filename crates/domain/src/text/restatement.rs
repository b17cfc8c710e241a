//! What a correction of the calendar changed, in words: the restated result beside
//! the original one, who corrected it and why.

use jiff::Timestamp;

use super::{Language, say};
use crate::{ClockResult, Correction};

/// `Restated: kept at 09:30, due 15:00; before: missed at 15:00. "The holiday was declared
/// late." (Ann, 6 March)`. `reason` is `None` when it was erased; `told` says instants.
#[must_use]
pub fn restatement(
    correction: &Correction,
    reason: Option<&str>,
    who: &str,
    language: Language,
    told: &dyn Fn(Timestamp) -> String,
) -> String {
    let change = result_changed(&correction.before, &correction.after, language, told);
    let erased = || say(language, "text-erased", &[]);
    let reason = reason.map_or_else(erased, str::to_owned);
    say(
        language,
        "restated",
        &[
            ("change", change.into()),
            ("reason", reason.into()),
            ("who", who.into()),
            ("at", told(correction.at).into()),
        ],
    )
}

/// `kept at 09:30, due 15:00; before: missed at 15:00`: what is true now, and what was
/// said before. `told` says instants.
#[must_use]
pub fn result_changed(
    before: &ClockResult,
    after: &ClockResult,
    language: Language,
    told: &dyn Fn(Timestamp) -> String,
) -> String {
    let words = |result| result_in_words(result, language, told);
    let values = [
        ("before", words(before).into()),
        ("after", words(after).into()),
    ];
    say(language, "restated-change", &values)
}

/// `kept at 09:30, due 15:00`: what a clock had come to. `told` says instants.
#[must_use]
pub fn result_in_words(
    result: &ClockResult,
    language: Language,
    told: &dyn Fn(Timestamp) -> String,
) -> String {
    let id = match (result.breached_at, result.met_at, result.due_at) {
        (Some(_), _, _) => "result-missed",
        (None, Some(_), Some(_)) => "result-kept",
        (None, Some(_), None) => "result-kept-undated",
        (None, None, Some(_)) => "result-due",
        (None, None, None) => "result-undated",
    };
    let at = result.breached_at.or(result.met_at);
    let told = |at: Option<Timestamp>| at.map_or_else(String::new, told);
    let values = [("at", told(at).into()), ("due", told(result.due_at).into())];
    say(language, id, &values)
}
