//! Work outside the contract: who may ask for it, when the quote comes, who
//! approves, when it is paid, and what has to be there before work begins.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{part::Part, span};
use crate::policy::{Text, Within};

/// One of the two sides of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Whoever bought the contract.
    Customer,
    /// Whoever gives the support.
    Vendor,
}

/// The words for the sides.
pub(crate) const PARTIES: [(&str, Party); 2] =
    [("customer", Party::Customer), ("vendor", Party::Vendor)];

/// When a variation order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentTime {
    /// Before work begins.
    InAdvance,
    /// Once the work is done.
    AfterWork,
}

/// The words of `payment`.
pub(crate) const PAYMENT_TIMES: [(&str, PaymentTime); 2] = [
    ("in advance", PaymentTime::InAdvance),
    ("after work", PaymentTime::AfterWork),
];

/// What must have happened before work on a variation order begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VariationStep {
    /// The vendor named the price.
    Quoted,
    /// The customer agreed to it.
    Approved,
    /// The customer paid.
    Paid,
}

/// The facts of one variation order: what of it has happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariationFacts {
    /// Whether the vendor named the price.
    pub quoted: bool,
    /// The customer's approval, and whether it was given in writing.
    pub approved: Option<InWriting>,
    /// Whether the customer paid.
    pub paid: bool,
}

/// Whether an approval was given in writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InWriting {
    /// It was.
    Yes,
    /// It was only said.
    No,
}

/// What stands under `[variation]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VariationTerms {
    /// What a variation order is for.
    pub covers: Option<Text>,
    /// Who may ask for one; empty: not stated.
    pub raised_by: Vec<Party>,
    /// From submission; plain days or hours.
    pub quote_within: Option<Within>,
    /// What the quote tells.
    pub quotes: Vec<Text>,
    /// True where only a written approval counts.
    pub written_approval: bool,
    /// When it is paid; `None`: not stated.
    pub payment: Option<PaymentTime>,
    /// True where it is billed apart from the contract.
    pub billed_apart: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

impl VariationTerms {
    /// When the quote is due for an order submitted at an instant; days keep the
    /// local time of `zone`. `None` where no time is stated.
    pub fn quote_due_at(&self, submitted_at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        span::after(self.quote_within.as_ref()?, submitted_at, zone)
    }

    /// What is missing before work may begin, in the order in which it comes.
    ///
    /// ```
    /// use sla::policy::{InWriting, VariationFacts, VariationStep};
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [variation]
    /// # quote-within = "14 calendar days"
    /// # written-approval = true
    /// # payment = "in advance"
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let terms = policy.variation().unwrap();
    /// let by_telephone = VariationFacts { quoted: true, approved: Some(InWriting::No), paid: true };
    /// assert_eq!(terms.missing_before_work(&by_telephone), [VariationStep::Approved]);
    /// let submitted = "2026-03-02T09:00:00Z".parse()?;
    /// let due = terms.quote_due_at(submitted, &jiff::tz::TimeZone::UTC).unwrap();
    /// assert_eq!(due.to_string(), "2026-03-16T09:00:00Z");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn missing_before_work(&self, facts: &VariationFacts) -> Vec<VariationStep> {
        let approved = match facts.approved {
            None => false,
            Some(InWriting::Yes) => true,
            Some(InWriting::No) => !self.written_approval,
        };
        let paid = facts.paid || self.payment != Some(PaymentTime::InAdvance);
        [
            (facts.quoted, VariationStep::Quoted),
            (approved, VariationStep::Approved),
            (paid, VariationStep::Paid),
        ]
        .into_iter()
        .filter(|(done, _)| !done)
        .map(|(_, step)| step)
        .collect()
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<VariationTerms> {
    let terms = VariationTerms {
        covers: part.text("covers"),
        raised_by: part.words("raised-by", &PARTIES),
        quote_within: part.span("quote-within").map(|within| within.value),
        quotes: part.texts("quotes"),
        written_approval: part.flag("written-approval"),
        payment: part.word("payment", &PAYMENT_TIMES),
        billed_apart: part.flag("billed-apart"),
        clause: part.clause(),
    };
    Some(terms)
}
