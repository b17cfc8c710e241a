//! The coverage table: whether the contract covers a request, it is billed, it
//! needs a variation order, or it is refused, and the reason the customer reads.
//!
//! A table is read from the top: the first row that fits decides. Deciding is in
//! [`decide`]; what hours or money remain is not known here.

mod check;
mod decide;
mod row;
mod words;

use serde::{Deserialize, Serialize};

use super::part::{Ids, Part};
use crate::policy::{
    Text,
    problems::Problems,
    table::{Node, Placed},
};
pub(super) use check::check;
pub use decide::{CoverageDecision, CoverageFact, CoverageQuestion};
pub use row::CoverageRow;

/// The most rows of a coverage table: more are not read by anybody.
const ROWS_MAX: usize = 200;

/// The subject of a request that is about none of the table's subjects.
pub const OTHER_SUBJECT: &str = "other";

/// What the contract says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Done under the contract.
    Covered,
    /// Done, and billed beside the contract.
    Billable,
    /// Done once the customer has ordered it.
    VariationOrder,
    /// Not done.
    Refused,
}

/// The words of a coverage decision.
pub(crate) const COVERAGES: [(&str, Coverage); 4] = [
    ("covered", Coverage::Covered),
    ("billable", Coverage::Billable),
    ("variation order", Coverage::VariationOrder),
    ("refused", Coverage::Refused),
];

/// What a problem comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A fault of what the vendor delivered.
    Defect,
    /// A mistake of the customer's.
    OwnMistake,
    /// Nothing is wrong: help with using it.
    Use,
    /// Something the vendor has no part in.
    Surroundings,
}

/// The words of `cause`.
pub(crate) const CAUSES: [(&str, Cause); 4] = [
    ("defect", Cause::Defect),
    ("own mistake", Cause::OwnMistake),
    ("use", Cause::Use),
    ("surroundings", Cause::Surroundings),
];

/// Who changed the software the request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModifiedBy {
    /// It is as it was delivered.
    Nobody,
    /// The vendor did, for this customer.
    Vendor,
    /// The customer did, or somebody for the customer.
    Customer,
}

/// The words of `modified-by`.
pub(crate) const MODIFIERS: [(&str, ModifiedBy); 3] = [
    ("nobody", ModifiedBy::Nobody),
    ("vendor", ModifiedBy::Vendor),
    ("customer", ModifiedBy::Customer),
];

/// The state of the customer's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractState {
    /// It runs.
    Active,
    /// It ran, and was not renewed.
    Ended,
    /// There never was one.
    Absent,
}

/// The words of `contract`.
pub(crate) const CONTRACTS: [(&str, ContractState); 3] = [
    ("active", ContractState::Active),
    ("ended", ContractState::Ended),
    ("absent", ContractState::Absent),
];

/// Why something is so, as the customer reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// In the vendor's words.
    Stated(Text),
    /// The text gives none, or breaks off: whoever decides writes it by hand.
    Unstated,
}

impl Reason {
    /// Reads `"text"`, one text per language, or the word `unstated`, which is a
    /// finding for the record.
    pub(crate) fn read(
        node: &Node<'_>,
        languages: &[String],
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        if node.value.as_str() != Some("unstated") {
            return Text::read(node, languages, problems).map(Self::Stated);
        }
        let message = "the reason is not stated; whoever decides gives it by hand";
        problems.add("unstated", &node.place, message, "");
        Some(Self::Unstated)
    }

    /// The reason in a language; `None` where it is unstated.
    ///
    /// ```
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # calendar = "always"
    /// # [coverage]
    /// # otherwise = "covered"
    /// # subject.training = "Training"
    /// # [period.hypercare]
    /// # name = "Care after go-live"
    /// # from = "go-live"
    /// # lasts = "3 months"
    /// # [[coverage.row]]
    /// # id = "training"
    /// # subject = "training"
    /// # during = "hypercare"
    /// # decision = "billable"
    /// # reason = "Training is not part of the contract."
    /// # "#).policy.unwrap();
    /// use sla::policy::Reason;
    ///
    /// let row = &policy.coverage_table().unwrap().rows[0];
    /// let reason = row.reason.as_ref().unwrap();
    /// assert_eq!(reason.in_language("en"), Some("Training is not part of the contract."));
    /// assert_eq!(Reason::Unstated.in_language("en"), None);
    /// ```
    pub fn in_language(&self, language: &str) -> Option<&str> {
        match self {
            Self::Stated(text) => Some(text.in_language(language)),
            Self::Unstated => None,
        }
    }
}

/// What stands under `[coverage]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageTable {
    /// What a request can be about, where rows tell it: id and name.
    pub subjects: Vec<(String, Text)>,
    /// The first row that fits decides.
    pub rows: Vec<CoverageRow>,
    /// What holds where no row fits.
    pub otherwise: CoverageRow,
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<CoverageTable> {
    let subjects = part.named_texts("subject");
    let mut ids = Ids::new();
    let rows = part.parts("row", |row| row::read(row, &mut ids));
    let place = part.place();
    if rows.len() > ROWS_MAX {
        let message = format!("a coverage table has at most {ROWS_MAX} rows");
        part.problem(
            "wrong-value",
            &place,
            &message,
            "join rows that decide alike",
        );
        return None;
    }
    let decision = part.need_word("otherwise", &COVERAGES);
    let otherwise = row::outcome(String::new(), decision, place, part);
    Some(CoverageTable {
        subjects,
        rows,
        otherwise: otherwise?,
    })
}

/// The ids of a placed list, for comparing.
fn ids(placed: &[Placed<String>]) -> impl Iterator<Item = &str> {
    placed.iter().map(|id| id.value.as_str())
}
