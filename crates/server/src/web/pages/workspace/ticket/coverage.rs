//! Whether the contract covers the ticket: what was decided and why, what it still
//! depends on, and what the forms ask of that.

use std::collections::BTreeSet;

use domain::Ticket;
use domain::text::CoverageWords;
use sla::policy::{
    Cause, ContractState, Coverage, CoverageFact, CoverageTable, ModifiedBy, OTHER_SUBJECT, Period,
};

use super::super::coverage::DURING;
use super::load::Loaded;
use crate::web::pages::coverage::tone;
use crate::web::{Moment, Reader, Words};

/// The decision that stands, as staff see it.
pub(super) struct CoverageView {
    pub(super) words: CoverageWords,
    pub(super) tone: &'static str,
    pub(super) decided: Moment,
    /// The table says otherwise: what.
    pub(super) deviates_from: Option<String>,
    /// The row that decided.
    pub(super) row: Option<String>,
    /// The table decides it, not the vendor's published text.
    pub(super) is_operating: bool,
    /// Staff must write the reason.
    pub(super) lacks_reason: bool,
    /// The policy gives it to a level that does not have it.
    pub(super) level: Option<u8>,
    pub(super) contract: Option<String>,
    /// What the customer said against it, and is not answered yet.
    pub(super) disputed: Option<Disputed>,
}

pub(super) struct Disputed {
    pub(super) reason: String,
    pub(super) at: Moment,
}

/// A fact that a form asks for.
pub(super) struct Asked {
    /// The name of its field.
    pub(super) field: String,
    pub(super) label: String,
    /// What is known of it now; empty: nothing.
    pub(super) now: String,
    /// Values with their words.
    pub(super) values: Vec<(String, String)>,
}

/// `None` where nothing was decided.
pub(super) fn view(loaded: &Loaded, reader: &Reader) -> Option<CoverageView> {
    let t = reader.words();
    let ticket = &loaded.ticket;
    let record = ticket.coverage.as_ref()?;
    let ruling = &record.ruling;
    let by_hand = ruling.reason_by_hand.as_ref();
    let by_hand = by_hand.and_then(|text| loaded.text(text));
    let disputed = record.dispute.as_ref().map(|dispute| Disputed {
        reason: match loaded.text(&dispute.reason) {
            Some(reason) => reason.to_owned(),
            None => t.say("text-erased"),
        },
        at: Moment::new(reader, dispute.at),
    });
    let contract = ruling.facts.contract;
    Some(CoverageView {
        words: CoverageWords::of(ruling, by_hand.unwrap_or_default(), reader.language),
        tone: tone(ruling.decision),
        decided: Moment::new(reader, record.decided_at),
        deviates_from: ruling
            .deviates_from
            .map(|table| t.say(&format!("coverage-{}", table.as_str()))),
        row: ruling.row.clone(),
        is_operating: ruling.operating,
        lacks_reason: ruling.lacks_reason(),
        level: ruling.level.filter(|level| *level != ticket.level),
        contract: contract
            .map(|state: ContractState| t.say(&format!("contract-{}", state.as_str()))),
        disputed,
    })
}

/// The decisions to choose from.
pub(super) fn decisions(t: Words) -> Vec<(String, String)> {
    let named = Coverage::ALL.iter().map(|decision| decision.as_str());
    words("coverage", named, t)
}

/// All facts that the policy's table asks for.
pub(super) fn asked(loaded: &Loaded, t: Words) -> Vec<Asked> {
    let table = loaded.policy.coverage_table();
    table.map_or_else(Vec::new, |table| of_facts(&table.asks(), table, loaded, t))
}

/// Those on which the decision still depends: what a resolution can bring to light.
pub(super) fn open(loaded: &Loaded, t: Words) -> Vec<Asked> {
    let record = loaded.ticket.coverage.as_ref();
    let (Some(record), Some(table)) = (record, loaded.policy.coverage_table()) else {
        return Vec::new();
    };
    of_facts(&record.ruling.depends_on, table, loaded, t)
}

fn of_facts(
    facts: &BTreeSet<CoverageFact>,
    table: &CoverageTable,
    loaded: &Loaded,
    t: Words,
) -> Vec<Asked> {
    let facts = facts.iter();
    let asked = facts.flat_map(|fact| of_fact(*fact, table, loaded, t));
    asked.collect()
}

fn of_fact(fact: CoverageFact, table: &CoverageTable, loaded: &Loaded, t: Words) -> Vec<Asked> {
    let known = loaded.ticket.coverage.as_ref();
    let known = known.map(|record| record.ruling.facts.clone());
    let known = known.unwrap_or_default();
    let label = || t.say(&format!("coverage-ask-{}", fact.as_str()));
    let asked = |now: Option<&str>, values: Vec<(String, String)>| Asked {
        field: field(fact).to_owned(),
        label: label(),
        now: now.unwrap_or_default().to_owned(),
        values,
    };
    match fact {
        CoverageFact::Subject => vec![asked(known.about.as_deref(), subjects(table, t))],
        CoverageFact::Cause => {
            let causes = Cause::ALL.iter().map(|cause| cause.as_str());
            let now = known.cause.map(Cause::as_str);
            vec![asked(now, words("cause", causes, t))]
        }
        CoverageFact::ModifiedBy => {
            let by = ModifiedBy::ALL.iter().map(|by| by.as_str());
            let now = known.modified_by.map(ModifiedBy::as_str);
            vec![asked(now, words("modified", by, t))]
        }
        CoverageFact::Permission => {
            vec![asked(known.permission.map(yes_or_no), answers(t))]
        }
        // It stands with the customer, and was looked up at receipt.
        CoverageFact::Contract => Vec::new(),
        CoverageFact::During => {
            let named = table.rows.iter().flat_map(|row| row.during());
            let named: BTreeSet<&str> = named.collect();
            let periods = loaded.policy.periods().iter();
            let periods = periods.filter(|period| named.contains(period.id.as_str()));
            periods
                .map(|period| of_period(period, known.during.as_deref(), t))
                .collect()
        }
    }
}

fn of_period(period: &Period, running: Option<&[String]>, t: Words) -> Asked {
    let name = period.name.in_language(t.code());
    let runs = running.map(|running| running.contains(&period.id));
    Asked {
        field: format!("{DURING}{}", period.id),
        label: t.say_with("coverage-ask-during", "period", name),
        now: runs.map_or("", yes_or_no).to_owned(),
        values: answers(t),
    }
}

fn field(fact: CoverageFact) -> &'static str {
    match fact {
        CoverageFact::Subject => "about",
        other => other.as_str(),
    }
}

/// What a request can be about by the policy, with none of these at the end.
pub(in crate::web::pages::workspace) fn subjects(
    table: &CoverageTable,
    t: Words,
) -> Vec<(String, String)> {
    let named = table.subjects.iter();
    let named = named.map(|(id, name)| (id.clone(), name.in_language(t.code()).to_owned()));
    let other = (OTHER_SUBJECT.to_owned(), t.say("coverage-subject-other"));
    named.chain([other]).collect()
}

fn words<'a>(
    prefix: &str,
    named: impl Iterator<Item = &'a str>,
    t: Words,
) -> Vec<(String, String)> {
    named
        .map(|name| (name.to_owned(), t.say(&format!("{prefix}-{name}"))))
        .collect()
}

fn answers(t: Words) -> Vec<(String, String)> {
    words("coverage-answer", ["yes", "no"].into_iter(), t)
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// What stands there now, for a form that came too late.
pub(super) fn present(ticket: &Ticket, t: Words) -> String {
    let record = ticket.coverage.as_ref();
    record.map_or_else(String::new, |record| {
        t.say(&format!("coverage-{}", record.ruling.decision.as_str()))
    })
}
