//! What the reader asked for, recorded while tests read policies.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// By table and key: whether it was asked for as needed, as not needed, or both.
pub(crate) type Asked = BTreeMap<(String, &'static str), BTreeSet<bool>>;
/// By the name under which findings call the key: the lists of words it may be.
pub(crate) type Lists = BTreeSet<(String, Vec<String>)>;

thread_local! {
    static ASKED: RefCell<Asked> = RefCell::default();
    static LISTS: RefCell<Lists> = RefCell::default();
}

pub(crate) fn asked_for(table: &str, key: &'static str, needed: bool) {
    let title = title(table);
    ASKED.with_borrow_mut(|asked| asked.entry((title, key)).or_default().insert(needed));
}

pub(crate) fn compared_with<T>(place: &str, words: &[(&str, T)]) {
    let words = words.iter().map(|(word, _)| (*word).to_owned()).collect();
    LISTS.with_borrow_mut(|lists| lists.insert((place.to_owned(), words)));
}

/// What was recorded on this thread, and nothing any more.
pub(crate) fn taken() -> (Asked, Lists) {
    (ASKED.take(), LISTS.take())
}

/// A name in findings as the title of its definition: names that authors give
/// become `ID`.
fn title(table: &str) -> String {
    let closing = match table.chars().next() {
        Some('[') if !table.starts_with("[[") => "]",
        Some('`') => "`",
        _ => return table.to_owned(),
    };
    match table.split_once('.') {
        Some((kind, _)) => format!("{kind}.ID{closing}"),
        None => table.to_owned(),
    }
}
