//! Decides coverage: facts go in, the row that decides comes out, with what is
//! not known yet and could change it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Cause, ContractState, Coverage, CoverageRow, CoverageTable, ModifiedBy, Reason, ids};

/// What is known of a request. `None`: not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageQuestion {
    /// The kind of ticket as stored: `incident`, `change_request`, ...
    pub kind: String,
    /// A subject of the table, or [`super::OTHER_SUBJECT`] where it is none of them.
    pub subject: Option<String>,
    /// What the problem comes from.
    pub cause: Option<Cause>,
    /// Who changed the software it is about.
    pub modified_by: Option<ModifiedBy>,
    /// Whether the modification had the vendor's written permission.
    pub permission: Option<bool>,
    /// The state of the customer's contract.
    pub contract: Option<ContractState>,
    /// The periods that run for the request.
    pub during: Option<Vec<String>>,
}

/// A fact on which a coverage decision can depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageFact {
    /// What the request is about.
    Subject,
    /// What the problem comes from.
    Cause,
    /// Who changed the software.
    ModifiedBy,
    /// Whether that had the vendor's written permission.
    Permission,
    /// The state of the contract.
    Contract,
    /// Which periods of the contract run.
    During,
}

/// What the table says to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageDecision {
    /// Whether the contract covers it; provisional while [`Self::depends_on`] is not empty.
    pub decision: Coverage,
    /// The row that decided; `None`: no row fits, and `otherwise` holds.
    pub row: Option<String>,
    /// The level that takes it, where the policy says so.
    pub level: Option<u8>,
    /// Why, as the customer reads it; `None`: the row gives no reason.
    pub reason: Option<Reason>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    /// True where the text does not decide it: it is the vendor's own choice.
    pub operating: bool,
    /// What is not known and could change the decision. While it is not empty
    /// the decision is provisional.
    pub depends_on: BTreeSet<CoverageFact>,
}

impl CoverageDecision {
    /// True where no missing fact could change it.
    pub fn is_final(&self) -> bool {
        self.depends_on.is_empty()
    }
}

impl CoverageTable {
    /// The decision on a request: that of the first row that fits.
    ///
    /// A row that fits but for facts not known yet does not decide; these facts
    /// are told with the decision.
    ///
    /// ```
    /// use sla::policy::{Coverage, CoverageFact, CoverageQuestion};
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [coverage]
    /// # otherwise = "covered"
    /// # subject.training = "Training"
    /// # [[coverage.row]]
    /// # id = "training"
    /// # subject = "training"
    /// # decision = "billable"
    /// # reason = "Training is not part of the contract."
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let mut question = CoverageQuestion { kind: "question".to_owned(), ..Default::default() };
    /// let table = policy.coverage_table().unwrap();
    /// let provisional = table.decide(&question);
    /// assert_eq!(provisional.decision, Coverage::Covered);
    /// assert!(provisional.depends_on.contains(&CoverageFact::Subject));
    ///
    /// question.subject = Some("training".to_owned());
    /// let decided = table.decide(&question);
    /// assert_eq!(decided.decision, Coverage::Billable);
    /// assert!(decided.is_final());
    /// ```
    pub fn decide(&self, question: &CoverageQuestion) -> CoverageDecision {
        let mut depends_on = BTreeSet::new();
        for row in &self.rows {
            match row.fits(question) {
                Fit::Yes => return decided(row, Some(row.id.clone()), depends_on),
                Fit::IfKnown(missing) => depends_on.extend(missing),
                Fit::No => {}
            }
        }
        decided(&self.otherwise, None, depends_on)
    }

    /// The facts that any of its rows asks for: what is worth finding out.
    ///
    /// ```
    /// use sla::policy::CoverageFact;
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [coverage]
    /// # otherwise = "covered"
    /// # [[coverage.row]]
    /// # id = "own-mistake"
    /// # cause = "own mistake"
    /// # decision = "billable"
    /// # reason = "Repair after a mistake of your own is billed."
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let table = policy.coverage_table().unwrap();
    /// assert!(table.asks().iter().eq(&[CoverageFact::Cause]));
    /// ```
    pub fn asks(&self) -> BTreeSet<CoverageFact> {
        let asked = self.rows.iter().flat_map(CoverageRow::asks);
        asked.collect()
    }
}

fn decided(
    row: &CoverageRow,
    id: Option<String>,
    depends_on: BTreeSet<CoverageFact>,
) -> CoverageDecision {
    CoverageDecision {
        decision: row.decision,
        row: id,
        level: row.level,
        reason: row.reason.clone(),
        clause: row.clause.clone(),
        operating: row.operating,
        depends_on,
    }
}

/// Whether a row fits a request.
enum Fit {
    Yes,
    No,
    /// It could, if these facts were known.
    IfKnown(Vec<CoverageFact>),
}

impl CoverageRow {
    fn asks(&self) -> impl Iterator<Item = CoverageFact> {
        let conditions = [
            (self.subjects.is_empty(), CoverageFact::Subject),
            (self.causes.is_empty(), CoverageFact::Cause),
            (self.modified_by.is_empty(), CoverageFact::ModifiedBy),
            (self.permission.is_none(), CoverageFact::Permission),
            (self.contracts.is_empty(), CoverageFact::Contract),
            (self.during.is_empty(), CoverageFact::During),
        ];
        let set = conditions.into_iter().filter(|(unset, _)| !unset);
        set.map(|(_, fact)| fact)
    }

    fn fits(&self, question: &CoverageQuestion) -> Fit {
        let kind = self.kinds.is_empty() || self.kinds.contains(&question.kind.as_str());
        let subject = question.subject.as_deref();
        let during = question.during.as_ref();
        let subject_fits = subject.map(|subject| ids(&self.subjects).any(|id| id == subject));
        let during_fits =
            during.map(|running| ids(&self.during).any(|id| running.iter().any(|of| of == id)));
        let conditions = [
            (
                !self.subjects.is_empty(),
                subject_fits,
                CoverageFact::Subject,
            ),
            holds(&self.causes, question.cause, CoverageFact::Cause),
            holds(
                &self.modified_by,
                question.modified_by,
                CoverageFact::ModifiedBy,
            ),
            holds(
                self.permission.as_slice(),
                question.permission,
                CoverageFact::Permission,
            ),
            holds(&self.contracts, question.contract, CoverageFact::Contract),
            (!self.during.is_empty(), during_fits, CoverageFact::During),
        ];
        let set = || conditions.iter().filter(|(set, ..)| *set);
        if !kind || set().any(|(_, fits, _)| *fits == Some(false)) {
            return Fit::No;
        }
        let missing: Vec<CoverageFact> = set()
            .filter(|(_, fits, _)| fits.is_none())
            .map(|(.., fact)| *fact)
            .collect();
        if missing.is_empty() {
            Fit::Yes
        } else {
            Fit::IfKnown(missing)
        }
    }
}

/// Whether a condition is set, whether it holds (`None`: not known), and its fact.
fn holds<T: PartialEq>(
    wanted: &[T],
    known: Option<T>,
    fact: CoverageFact,
) -> (bool, Option<bool>, CoverageFact) {
    let fits = known.map(|known| wanted.contains(&known));
    (!wanted.is_empty(), fits, fact)
}
