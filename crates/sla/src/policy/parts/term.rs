//! Terms that are only shown, and notes on what the policy's text says without
//! asking anything of a desk. They have no behaviour; that is why they are here.

use serde::Serialize;

use super::part::{Ids, Part};
use crate::policy::Text;

/// One `[[term]]`: part of the contract, shown to customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Unique among the terms.
    pub id: String,
    /// The term in the vendor's words.
    pub says: Text,
    /// How a change of it is announced.
    pub notice: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Term> {
    let id = part.need_id("a term", ids);
    let (says, notice) = (part.need_text("says"), part.text("notice"));
    let clause = part.clause();
    Some(Term {
        id: id?.value,
        says: says?,
        notice,
        clause,
    })
}

/// One `[[note]]`: for whoever keeps the file, not shown to customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Unique among the notes.
    pub id: String,
    /// The note.
    pub says: Text,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_note(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Note> {
    let id = part.need_id("a note", ids);
    let (says, clause) = (part.need_text("says"), part.clause());
    Some(Note {
        id: id?.value,
        says: says?,
        clause,
    })
}
