//! What would be decided about the coverage of a request if it were sent now, as both
//! forms for new tickets tell it. It asks the policy's table exactly what opening the
//! ticket asks it; nothing is stored.

use domain::text::{CoverageWords, Language};
use domain::{CoverageFacts, CoverageRuling, Kind};
use sla::policy::{ContractState, Coverage, Policy};

/// A decision before there is a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CoverageVow {
    pub(super) words: CoverageWords,
    /// A customer who sends it is refused.
    pub(super) is_refused: bool,
    pub(super) is_final: bool,
    pub(super) tone: &'static str,
}

impl CoverageVow {
    /// `about` is a subject of the table. `None` where the policy has no table.
    pub(super) fn of(
        policy: &Policy,
        kind: Kind,
        about: Option<String>,
        contract: ContractState,
        language: Language,
    ) -> Option<Self> {
        let facts = CoverageFacts {
            about,
            contract: Some(contract),
            ..CoverageFacts::default()
        };
        let decided = policy.coverage(&facts.question(kind))?;
        let ruling = CoverageRuling::by_table(facts, decided);
        Some(Self {
            words: CoverageWords::of(&ruling, "", language),
            is_refused: ruling.decision == Coverage::Refused && ruling.is_final,
            is_final: ruling.is_final,
            tone: tone(ruling.decision),
        })
    }
}

/// The tone of a decision, as the style sheet names it.
pub(super) fn tone(decision: Coverage) -> &'static str {
    match decision {
        Coverage::Covered => "track",
        Coverage::Billable | Coverage::VariationOrder => "soon",
        Coverage::Refused => "late",
    }
}
