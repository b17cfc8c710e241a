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
    /// The level that takes it, where the row names one.
    pub(super) level: Option<String>,
}

impl CoverageVow {
    /// `about` is a subject of the table. `None` where the policy has no table.
    pub(super) fn of(
        policy: &Policy,
        kind: Kind,
        about: Option<String>,
        contract: Option<ContractState>,
        language: Language,
    ) -> Option<Self> {
        let facts = CoverageFacts {
            about,
            contract,
            ..CoverageFacts::default()
        };
        let decided = policy.coverage(&facts.question(kind))?;
        let ruling = CoverageRuling::by_table(facts, decided);
        Some(Self {
            words: CoverageWords::of(&ruling, "", language),
            is_refused: ruling.decision == Coverage::Refused && ruling.is_final,
            is_final: ruling.is_final,
            tone: tone(ruling.decision),
            level: level(policy, ruling.level, language),
        })
    }
}

/// `2 · Consulting`, as the policy names the level that takes it.
pub(super) fn level(policy: &Policy, number: Option<u8>, language: Language) -> Option<String> {
    let number = number?;
    let mut known = policy.levels().iter();
    let known = known.find(|level| level.number == number);
    Some(known.map_or_else(
        || number.to_string(),
        |level| format!("{number} · {}", level.name.in_language(language.code())),
    ))
}

/// The tone of a decision, as the style sheet names it.
pub(super) fn tone(decision: Coverage) -> &'static str {
    match decision {
        Coverage::Covered => "track",
        Coverage::Billable | Coverage::VariationOrder => "soon",
        Coverage::Refused => "late",
    }
}
