//! Payment terms and charges: from when something is due, what overdue amounts
//! may bear, what is charged beside the contract. Nobody is billed here.

use serde::Serialize;

use super::part::{Ids, Part};
use crate::policy::{Anchor, Text, Within, keep, names::ANCHORS, table::Placed};

/// Interest on overdue amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Interest {
    /// Hundredths of a percent a month: 1.5 % is 150.
    pub basis_points_per_month: u32,
    /// True where the law's maximum is the upper limit.
    pub capped_by_law: bool,
}

impl Interest {
    /// The rate that may be asked, in hundredths of a percent a month: the lesser
    /// of the policy's and of the law's maximum, where the policy says so. Without
    /// knowledge of the law a capped rate is not known.
    ///
    /// ```
    /// use sla::policy::Interest;
    ///
    /// let interest = Interest { basis_points_per_month: 150, capped_by_law: true };
    /// assert_eq!(interest.rate(Some(100)), Some(100));
    /// assert_eq!(interest.rate(Some(200)), Some(150));
    /// assert_eq!(interest.rate(None), None);
    /// assert_eq!(interest.percentage(), "1.5%");
    /// ```
    pub fn rate(&self, legal_basis_points_per_month: Option<u32>) -> Option<u32> {
        if !self.capped_by_law {
            return Some(self.basis_points_per_month);
        }
        Some(legal_basis_points_per_month?.min(self.basis_points_per_month))
    }

    /// `1.5%`.
    pub fn percentage(&self) -> String {
        keep::percentage(u64::from(self.basis_points_per_month))
    }
}

/// What stands under `[payment]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentTerms {
    /// When payments are due, in plain days, months or hours; `None`: not stated.
    pub due_within: Option<Within>,
    /// The event from which that counts; `None`: not stated.
    pub due_from: Option<Anchor>,
    /// By which schedule.
    pub schedule: Option<Text>,
    /// What overdue amounts bear; `None`: not stated.
    pub interest: Option<Interest>,
    /// What holds for taxes; `None`: not stated.
    pub taxes: Option<Text>,
    /// What holds for refunds; `None`: not stated.
    pub refunds: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<PaymentTerms> {
    let due_within = part.span("due-within").map(|within| within.value);
    let due_from = part.word("due-from", &ANCHORS);
    let rate = part.string("interest-per-month");
    let capped_by_law = part.flag("interest-capped-by-law");
    let interest = rate.and_then(|rate| read_rate(&rate, part));
    let terms = PaymentTerms {
        due_within,
        due_from,
        schedule: part.text("schedule"),
        interest: interest.map(|basis_points_per_month| Interest {
            basis_points_per_month,
            capped_by_law,
        }),
        taxes: part.text("taxes"),
        refunds: part.text("refunds"),
        clause: part.clause(),
    };
    Some(terms)
}

fn read_rate(rate: &Placed<String>, part: &mut Part<'_, '_, '_>) -> Option<u32> {
    let points = rate.value.strip_suffix('%').and_then(keep::basis_points);
    if points.is_none() {
        let message = format!("`{}` is no rate of interest", rate.value);
        part.problem("wrong-value", &rate.place, &message, "write `1.5%`");
    }
    points
}

/// One `[[charge]]`: something that is billed beside the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// Unique among the charges.
    pub id: String,
    /// What is charged.
    pub what: Text,
    /// When it is charged.
    pub when: Option<Text>,
    /// At which rate.
    pub rate: Option<Text>,
    /// Costs that are reimbursed beside it.
    pub reimbursed: Vec<Text>,
    /// When it is due, in plain days, months or hours; `None`: not stated.
    pub due_within: Option<Within>,
    /// The event from which that counts; `None`: not stated.
    pub due_from: Option<Anchor>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_charge(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Charge> {
    let id = part.need_id("a charge", ids);
    let what = part.need_text("what");
    let (when, rate) = (part.text("when"), part.text("rate"));
    let reimbursed = part.texts("reimbursed");
    let due_within = part.span("due-within").map(|within| within.value);
    let due_from = part.word("due-from", &ANCHORS);
    let clause = part.clause();
    Some(Charge {
        id: id?.value,
        what: what?,
        when,
        rate,
        reimbursed,
        due_within,
        due_from,
        clause,
    })
}
