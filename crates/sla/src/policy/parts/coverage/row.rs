//! One row of the coverage table: its conditions and what it decides.

use serde::Serialize;

use super::{
    CAUSES, CONTRACTS, COVERAGES, Cause, ContractState, Coverage, MODIFIERS, ModifiedBy, Reason,
};
use crate::policy::{
    names::KINDS,
    parts::part::{Ids, Part},
    problems::Place,
    table::Placed,
};

/// One `[[coverage.row]]`. A row fits where all its conditions hold; an empty
/// list is no condition.
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
/// let row = &policy.coverage_table().unwrap().rows[0];
/// assert_eq!(row.subjects(), ["training"]);
/// assert_eq!(row.during(), ["hypercare"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// Empty for what holds where no row fits.
    pub id: String,
    /// Kinds of ticket, as stored (`change_request`).
    pub kinds: Vec<&'static str>,
    #[serde(skip)]
    pub(crate) subjects: Vec<Placed<String>>,
    /// Only where the problem comes from one of these; empty: whatever it comes from.
    pub causes: Vec<Cause>,
    /// Only where the software was changed by one of these; empty: by whomever.
    pub modified_by: Vec<ModifiedBy>,
    /// Whether the modification had the vendor's written permission.
    pub permission: Option<bool>,
    /// Only in these states of the contract; empty: in every one.
    pub contracts: Vec<ContractState>,
    /// Only during one of these periods.
    #[serde(skip)]
    pub(crate) during: Vec<Placed<String>>,
    /// What it decides where it fits.
    pub decision: Coverage,
    /// The level that takes it, where the row says so.
    pub level: Option<u8>,
    /// Why, as the customer reads it; `None`: the row gives no reason.
    pub reason: Option<Reason>,
    /// True where the text does not decide it: it is the vendor's own choice.
    pub operating: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

impl CoverageRow {
    /// The ids of the subjects it is about.
    pub fn subjects(&self) -> Vec<&str> {
        super::ids(&self.subjects).collect()
    }

    /// The ids of the periods it needs.
    pub fn during(&self) -> Vec<&str> {
        super::ids(&self.during).collect()
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<CoverageRow> {
    let id = part.need_id("a row", ids);
    let decision = part.need_word("decision", &COVERAGES);
    let kinds = part.words("kind", &KINDS);
    let subjects = part.strings("subject");
    let causes = part.words("cause", &CAUSES);
    let modified_by = part.words("modified-by", &MODIFIERS);
    let permission = part.maybe("permission");
    let contracts = part.words("contract", &CONTRACTS);
    let during = part.strings("during");
    let place = id.as_ref().map_or(part.place(), |id| id.place.clone());
    let row = outcome(id.map(|id| id.value)?, decision, place, part);
    Some(CoverageRow {
        kinds,
        subjects,
        causes,
        modified_by,
        permission,
        contracts,
        during,
        ..row?
    })
}

/// What a row decides, without any condition.
pub(super) fn outcome(
    id: String,
    decision: Option<Coverage>,
    place: Place,
    part: &mut Part<'_, '_, '_>,
) -> Option<CoverageRow> {
    let level = part.number("level");
    let reason = part.reason("reason");
    let what = match id.as_str() {
        "" => "what the contract covers".to_owned(),
        id => format!("the decision of the row `{id}`"),
    };
    let operating = part.operating(&what);
    let clause = part.clause();
    Some(CoverageRow {
        id,
        kinds: Vec::new(),
        subjects: Vec::new(),
        causes: Vec::new(),
        modified_by: Vec::new(),
        permission: None,
        contracts: Vec::new(),
        during: Vec::new(),
        decision: decision?,
        level: level.map(|level| level.value),
        reason,
        operating,
        clause,
        place,
    })
}
