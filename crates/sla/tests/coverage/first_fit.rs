//! What is final stays so whatever else becomes known, and the row that decides is
//! the first that fits: over tables made at random.

use proptest::prelude::*;
use sla::policy::{
    Cause, ContractState, Coverage, CoverageFact, CoverageQuestion, ModifiedBy, OTHER_SUBJECT,
    Policy,
};

const HEAD: &str = r#"
format = 1
[policy]
name = "Nordwind"
version = "1"
languages = ["en"]
effective = 2026-01-01
[period.care]
name = "Care"
from = "go-live"
lasts = "3 months"
[period.warranty]
name = "Warranty"
from = "delivery"
lasts = "6 months"
[coverage]
otherwise = "covered"
[coverage.subject]
training = "Training"
data = "Changing data"
"#;

const SUBJECTS: [&str; 3] = ["training", "data", OTHER_SUBJECT];
const CAUSES: [(&str, Cause); 2] = [
    ("defect", Cause::Defect),
    ("own mistake", Cause::OwnMistake),
];
const MODIFIERS: [(&str, ModifiedBy); 3] = [
    ("nobody", ModifiedBy::Nobody),
    ("vendor", ModifiedBy::Vendor),
    ("customer", ModifiedBy::Customer),
];
const CONTRACTS: [(&str, ContractState); 2] = [
    ("active", ContractState::Active),
    ("ended", ContractState::Ended),
];
const PERIODS: [&str; 2] = ["care", "warranty"];
const KINDS: [(&str, &str); 2] = [
    ("question", "question"),
    ("change request", "change_request"),
];
const DECISIONS: [(&str, Coverage); 3] = [
    ("billable", Coverage::Billable),
    ("variation order", Coverage::VariationOrder),
    ("refused", Coverage::Refused),
];

/// Conditions by index into the tables above; `None` is no condition.
#[derive(Clone, Debug)]
struct Row {
    kind: Option<usize>,
    subject: Option<usize>,
    cause: Option<usize>,
    modified_by: Option<usize>,
    permission: Option<bool>,
    contract: Option<usize>,
    during: Option<usize>,
    decision: usize,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let some = |count: usize| prop::option::weighted(0.4, 0..count);
    let row = (
        some(2),
        some(2),
        some(2),
        some(3),
        prop::option::weighted(0.3, any::<bool>()),
        some(2),
        some(2),
        0..3_usize,
    );
    let row = row.prop_map(
        |(kind, subject, cause, modified_by, permission, contract, during, decision)| Row {
            kind,
            subject,
            cause,
            modified_by,
            permission,
            contract,
            during,
            decision,
        },
    );
    prop::collection::vec(row, 0..6)
}

/// All facts of a request, and which of them are known so far.
#[derive(Clone, Debug)]
struct Facts {
    values: (usize, usize, usize, usize, bool, usize, [bool; 2]),
    known: [bool; 6],
}

fn facts() -> impl Strategy<Value = Facts> {
    let values = (
        0..2_usize,
        0..3_usize,
        0..2_usize,
        0..3_usize,
        any::<bool>(),
        0..2_usize,
        any::<[bool; 2]>(),
    );
    (values, any::<[bool; 6]>()).prop_map(|(values, known)| Facts { values, known })
}

impl Facts {
    fn question(&self, all: bool) -> CoverageQuestion {
        let (kind, subject, cause, modified_by, permission, contract, during) = self.values;
        let is_known = |fact: usize| all || self.known[fact];
        let running = PERIODS.iter().zip(during).filter(|(_, runs)| *runs);
        CoverageQuestion {
            kind: KINDS[kind].1.to_owned(),
            subject: is_known(0).then(|| SUBJECTS[subject].to_owned()),
            cause: is_known(1).then_some(CAUSES[cause].1),
            modified_by: is_known(2).then_some(MODIFIERS[modified_by].1),
            permission: is_known(3).then_some(permission),
            contract: is_known(4).then_some(CONTRACTS[contract].1),
            during: is_known(5).then(|| running.map(|(id, _)| (*id).to_owned()).collect()),
        }
    }

    /// The index of the first row that fits, looked up plainly.
    fn first(&self, rows: &[Row]) -> Option<usize> {
        let (kind, subject, cause, modified_by, permission, contract, during) = self.values;
        rows.iter().position(|row| {
            row.kind.is_none_or(|wanted| wanted == kind)
                && row.subject.is_none_or(|wanted| wanted == subject)
                && row.cause.is_none_or(|wanted| wanted == cause)
                && row.modified_by.is_none_or(|wanted| wanted == modified_by)
                && row.permission.is_none_or(|wanted| wanted == permission)
                && row.contract.is_none_or(|wanted| wanted == contract)
                && row.during.is_none_or(|wanted| during[wanted])
        })
    }
}

fn policy(rows: &[Row]) -> Policy {
    let mut file = HEAD.to_owned();
    for (index, row) in rows.iter().enumerate() {
        file += &format!("[[coverage.row]]\nid = \"{index}\"\n");
        file += &format!("decision = \"{}\"\n", DECISIONS[row.decision].0);
        let mut condition = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                file += &format!("{key} = \"{value}\"\n");
            }
        };
        condition("kind", row.kind.map(|kind| KINDS[kind].0));
        condition("subject", row.subject.map(|subject| SUBJECTS[subject]));
        condition("cause", row.cause.map(|cause| CAUSES[cause].0));
        condition("modified-by", row.modified_by.map(|by| MODIFIERS[by].0));
        condition("contract", row.contract.map(|state| CONTRACTS[state].0));
        condition("during", row.during.map(|period| PERIODS[period]));
        if let Some(permission) = row.permission {
            file += &format!("permission = {permission}\n");
        }
    }
    Policy::parse("coverage.toml", &file).policy.unwrap()
}

proptest! {
    #[test]
    fn the_first_row_that_fits_decides(rows in rows(), facts in facts()) {
        let decided = policy(&rows).coverage(&facts.question(true)).unwrap();
        let first = facts.first(&rows);
        prop_assert_eq!(decided.row, first.map(|index| index.to_string()));
        let wanted = first.map_or(Coverage::Covered, |index| DECISIONS[rows[index].decision].1);
        prop_assert_eq!(decided.decision, wanted);
        prop_assert!(decided.depends_on.is_empty(), "all is known");
    }

    #[test]
    fn what_is_final_stays_whatever_else_becomes_known(rows in rows(), facts in facts()) {
        let policy = policy(&rows);
        let early = policy.coverage(&facts.question(false)).unwrap();
        let late = policy.coverage(&facts.question(true)).unwrap();
        if early.is_final() {
            prop_assert_eq!(&early, &late);
        }
        let names = [
            CoverageFact::Subject,
            CoverageFact::Cause,
            CoverageFact::ModifiedBy,
            CoverageFact::Permission,
            CoverageFact::Contract,
            CoverageFact::During,
        ];
        for (fact, known) in names.iter().zip(facts.known) {
            prop_assert!(!(known && early.depends_on.contains(fact)), "{:?} is known", fact);
        }
    }
}
