//! What was decided about the coverage of a ticket: by which facts, by which row
//! of the policy's table, for which reason, and whether somebody disagrees.
//!
//! The table itself is [`sla::policy::CoverageTable`]. What it said stands here in
//! all its languages, so that reading a ticket asks no policy.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sla::policy::{
    Cause, ContractState, Coverage, CoverageDecision, CoverageFact, CoverageQuestion, ModifiedBy,
    Reason,
};

use crate::{Actor, Event, Kind, Recorded, TextRef, Ticket};

/// What is known of a request for deciding whether the contract covers it.
/// `None`: not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageFacts {
    /// A subject of the policy's table, or [`sla::policy::OTHER_SUBJECT`].
    pub about: Option<String>,
    pub cause: Option<Cause>,
    /// Who changed the software it is about.
    pub modified_by: Option<ModifiedBy>,
    /// Whether that had the vendor's written permission.
    pub permission: Option<bool>,
    /// Of the requester's customer, at receipt.
    pub contract: Option<ContractState>,
    /// The periods of the policy that run for it: care, warranty.
    pub during: Option<Vec<String>>,
}

impl CoverageFacts {
    /// These facts, and over them whatever `found` knows.
    ///
    /// ```
    /// use domain::CoverageFacts;
    /// use sla::policy::Cause;
    ///
    /// let intake = CoverageFacts { about: Some("other".to_owned()), ..Default::default() };
    /// let found = CoverageFacts { cause: Some(Cause::Defect), ..Default::default() };
    /// let known = intake.with(&found);
    /// assert_eq!((known.about.as_deref(), known.cause), (Some("other"), Some(Cause::Defect)));
    /// ```
    #[must_use]
    pub fn with(&self, found: &Self) -> Self {
        Self {
            about: found.about.clone().or_else(|| self.about.clone()),
            cause: found.cause.or(self.cause),
            modified_by: found.modified_by.or(self.modified_by),
            permission: found.permission.or(self.permission),
            contract: found.contract.or(self.contract),
            during: found.during.clone().or_else(|| self.during.clone()),
        }
    }

    /// True where nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the policy's table is asked for a ticket of this kind.
    #[must_use]
    pub fn question(&self, kind: Kind) -> CoverageQuestion {
        CoverageQuestion {
            kind: kind.as_str().to_owned(),
            subject: self.about.clone(),
            cause: self.cause,
            modified_by: self.modified_by,
            permission: self.permission,
            contract: self.contract,
            during: self.during.clone(),
        }
    }
}

/// A decision on coverage, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRuling {
    pub facts: CoverageFacts,
    pub decision: Coverage,
    /// The row of the table that fits the facts; `None`: none does.
    pub row: Option<String>,
    /// The level that takes it, where the row says so.
    pub level: Option<u8>,
    /// The policy's reason; `None` where the row gives none, and where staff
    /// decided otherwise than the table.
    pub reason: Option<Reason>,
    /// What staff wrote for the customer: the reason the policy leaves open, why
    /// they decided otherwise, what they answer to a disagreement.
    pub reason_by_hand: Option<TextRef>,
    pub clause: Option<String>,
    /// True where the text does not decide it: it is the vendor's own choice.
    pub operating: bool,
    /// What is not known and could change it.
    pub depends_on: BTreeSet<CoverageFact>,
    /// True where nothing that is missing could change it, or the ticket was
    /// closed with it.
    pub is_final: bool,
    /// What the table says, where staff decided otherwise.
    pub deviates_from: Option<Coverage>,
    /// Whether anything that the customer reads of it is new.
    pub is_news: bool,
    /// Whether it answers a disagreement.
    pub is_answer: bool,
}

impl CoverageRuling {
    /// What the table says of the facts, as nobody has added anything to it yet.
    #[must_use]
    pub fn by_table(facts: CoverageFacts, decided: CoverageDecision) -> Self {
        let is_final = decided.is_final();
        Self {
            facts,
            decision: decided.decision,
            row: decided.row,
            level: decided.level,
            reason: decided.reason,
            reason_by_hand: None,
            clause: decided.clause,
            operating: decided.operating,
            depends_on: decided.depends_on,
            is_final,
            deviates_from: None,
            is_news: true,
            is_answer: false,
        }
    }

    /// True where a reason must still be written by hand: the policy leaves it open.
    #[must_use]
    pub fn lacks_reason(&self) -> bool {
        self.reason == Some(Reason::Unstated) && self.reason_by_hand.is_none()
    }
}

/// How the coverage of a ticket stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRecord {
    pub ruling: CoverageRuling,
    pub decided_at: Timestamp,
    pub decided_by: Actor,
    /// A disagreement that nobody has answered yet.
    pub dispute: Option<CoverageDispute>,
}

impl Ticket {
    pub(crate) fn apply_coverage(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::CoverageDecided(ruling) => {
                let dispute = self.coverage.take().and_then(|before| before.dispute);
                self.coverage = Some(CoverageRecord {
                    ruling: (**ruling).clone(),
                    decided_at: recorded.at,
                    decided_by: recorded.actor,
                    dispute: dispute.filter(|_| !ruling.is_answer),
                });
            }
            Event::CoverageDisputed { reason } => {
                if let Some(record) = &mut self.coverage {
                    record.dispute = Some(CoverageDispute {
                        at: recorded.at,
                        by: recorded.actor,
                        reason: reason.clone(),
                    });
                }
            }
            _ => return,
        }
        self.coverage_changed = recorded.sequence;
    }

    /// A ticket that goes on may show what its closing could not know.
    pub(crate) fn reopen_coverage(&mut self) {
        if let Some(record) = &mut self.coverage {
            record.ruling.is_final = record.ruling.depends_on.is_empty();
        }
    }
}

/// The customer disagrees with the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageDispute {
    pub at: Timestamp,
    pub by: Actor,
    pub reason: TextRef,
}
