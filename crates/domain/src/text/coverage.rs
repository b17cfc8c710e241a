//! A decision on coverage in words: what was decided, why, by which clause, and
//! what could still change it.

use sla::policy::{Coverage, CoverageFact, Reason, Text};

use super::{Language, say};
use crate::{CoverageRuling, Refusal};

/// What a customer reads of a decision, and staff with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageWords {
    pub decision: String,
    /// The policy's reason, in the reader's language where the policy has it; that it
    /// is open, where it is. Empty: the decision has none.
    pub reason: String,
    /// What staff wrote; may be empty.
    pub by_hand: String,
    /// Where the policy says so; may be empty.
    pub clause: String,
    /// That it is provisional, and what it depends on, or that it is final.
    pub standing: String,
}

impl CoverageWords {
    /// `by_hand` is the text that the ruling names, as far as it still stands.
    #[must_use]
    pub fn of(ruling: &CoverageRuling, by_hand: &str, language: Language) -> Self {
        let stated = ruling.reason.as_ref();
        let reason = match stated {
            Some(Reason::Unstated) if ruling.lacks_reason() => {
                say(language, "coverage-unstated", &[])
            }
            Some(reason) => reason
                .in_language(language.code())
                .unwrap_or_default()
                .to_owned(),
            None => String::new(),
        };
        Self {
            decision: decision(ruling.decision, language),
            reason,
            by_hand: by_hand.trim().to_owned(),
            clause: ruling.clause.clone().unwrap_or_default(),
            standing: standing(ruling, language),
        }
    }

    /// The same in a few lines, as mails tell it.
    #[must_use]
    pub fn paragraph(&self, language: Language) -> String {
        let decision = self.decision.clone().into();
        let mut lines = vec![say(language, "coverage-line", &[("decision", decision)])];
        if !self.reason.is_empty() {
            lines.push(self.reason.clone());
        }
        if !self.by_hand.is_empty() {
            lines.push(self.by_hand.clone());
        }
        if !self.clause.is_empty() {
            let clause = self.clause.clone().into();
            lines.push(say(language, "coverage-clause", &[("clause", clause)]));
        }
        lines.push(self.standing.clone());
        lines.join("\n")
    }
}

fn decision(decision: Coverage, language: Language) -> String {
    say(language, &format!("coverage-{}", decision.as_str()), &[])
}

fn standing(ruling: &CoverageRuling, language: Language) -> String {
    if ruling.is_final {
        return say(language, "coverage-final", &[]);
    }
    let open = facts_named(ruling.depends_on.iter().copied(), language).into();
    say(language, "coverage-provisional", &[("facts", open)])
}

fn facts_named(facts: impl Iterator<Item = CoverageFact>, language: Language) -> String {
    let named: Vec<String> = facts
        .map(|fact| say(language, &format!("coverage-fact-{}", fact.as_str()), &[]))
        .collect();
    named.join(", ")
}

/// What a customer reads whom coverage refuses at the door: the policy's reason and
/// clause, and whom to write to. `None` for any other refusal.
///
/// ```
/// use domain::Refusal;
/// use domain::text::{Language, coverage_refused};
///
/// let refusal = Refusal::CoverageRefused { reason: None, clause: Some("Scope".to_owned()) };
/// let words = coverage_refused(&refusal, "help@nordwind.example", Language::En).unwrap();
/// assert!(words.contains("Scope") && words.contains("help@nordwind.example"), "{words}");
/// assert_eq!(coverage_refused(&Refusal::EmptySubject, "", Language::En), None);
/// ```
#[must_use]
pub fn coverage_refused(refusal: &Refusal, address: &str, language: Language) -> Option<String> {
    let Refusal::CoverageRefused { reason, clause } = refusal else {
        return None;
    };
    let in_language = |text: &Text| text.in_language(language.code()).to_owned();
    let mut sentences = vec![say(language, "refusal-coverage-refused", &[])];
    sentences.extend(reason.as_deref().map(in_language));
    if let Some(clause) = clause.clone() {
        sentences.push(say(
            language,
            "coverage-clause",
            &[("clause", clause.into())],
        ));
    }
    sentences.push(say(
        language,
        "coverage-refused-instead",
        &[("address", address.into())],
    ));
    Some(sentences.join(" "))
}
