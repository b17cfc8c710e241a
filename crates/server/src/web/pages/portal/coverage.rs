//! What a request can be about, for the form; and on the ticket whether the contract
//! covers it, with reason and clause, where the customer may disagree.

use domain::text::CoverageWords;
use domain::{TextRef, Ticket};
use sla::policy::{Coverage, OTHER_SUBJECT, Policy};

use super::promise::Chosen;
use crate::web::pages::coverage::{level, tone};
use crate::web::{Customer, Moment, PageError, Web, Words};

/// One thing a request can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SubjectChoice {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

/// What a request can be about by the policy's coverage table, with "something else"
/// at the end; empty where the table tells no subjects apart.
pub(super) fn subjects(policy: &Policy, chosen: &Chosen, t: Words) -> Vec<SubjectChoice> {
    let table = policy.coverage_table();
    let subjects = table.map_or(&[][..], |table| &table.subjects);
    let named = subjects
        .iter()
        .map(|(id, name)| (id.clone(), name.in_language(t.code()).to_owned()));
    let other =
        (!subjects.is_empty()).then(|| (OTHER_SUBJECT.to_owned(), t.say("coverage-subject-other")));
    named
        .chain(other)
        .map(|(id, name)| SubjectChoice {
            chosen: chosen.about == id,
            id,
            name,
        })
        .collect()
}

/// The decision on a ticket, as its page shows it.
#[derive(Clone, Debug)]
pub(super) struct CoverageCard {
    pub(super) words: CoverageWords,
    pub(super) tone: &'static str,
    pub(super) decided: Moment,
    /// The level that takes it, where the row names one.
    pub(super) level: Option<String>,
    /// What the customer said against it and is not answered yet, and when.
    pub(super) disputed: Option<(String, Moment)>,
    /// There is something to disagree with.
    pub(super) can_dispute: bool,
}

impl CoverageCard {
    /// `None` where nothing was decided.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn of(
        web: &Web,
        customer: &Customer,
        ticket: &Ticket,
        policy: &Policy,
    ) -> Result<Option<Self>, PageError> {
        let Some(record) = &ticket.coverage else {
            return Ok(None);
        };
        let reader = &customer.reader;
        let ruling = &record.ruling;
        let by_hand = text(web, customer, ruling.reason_by_hand.as_ref()).await?;
        let disputed = match &record.dispute {
            Some(dispute) => {
                let reason = text(web, customer, Some(&dispute.reason)).await?;
                Some((reason, Moment::new(reader, dispute.at)))
            }
            None => None,
        };
        Ok(Some(Self {
            words: CoverageWords::of(ruling, &by_hand, reader.language),
            tone: tone(ruling.decision),
            decided: Moment::new(reader, record.decided_at),
            level: level(policy, ruling.level, reader.language),
            can_dispute: disputed.is_none() && ruling.decision != Coverage::Covered,
            disputed,
        }))
    }
}

/// What was written there; that it was removed, when it was.
async fn text(web: &Web, customer: &Customer, text: Option<&TextRef>) -> Result<String, PageError> {
    let Some(text) = text else {
        return Ok(String::new());
    };
    let store = web.app().store();
    let body = store
        .text(&customer.desk.desk, &text.id.to_string())
        .await?;
    Ok(body.unwrap_or_else(|| customer.reader.words().say("portal-ticket-erased")))
}
