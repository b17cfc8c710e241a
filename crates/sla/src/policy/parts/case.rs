//! What golden cases say of coverage, level and severity: facts beside the
//! request, and decisions beside the instants of its targets.

use super::{
    CAUSES, CONTRACTS, COVERAGES, Coverage, CoverageQuestion, Finds, MODIFIERS, OTHER_SUBJECT,
    Step, WalkError, part::Part,
};
use crate::policy::{
    Policy,
    problems::{Place, Problems},
    table::{Node, Placed, Table, unknown},
};

/// The words that stand in `expect` beside the ids of targets.
pub(crate) const DECISIONS: [&str; 4] = ["coverage", "row", "level", "severity"];

/// What a case reports beside the request.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseFacts {
    subject: Option<Placed<String>>,
    during: Option<Vec<Placed<String>>>,
    /// The rest of the question; its kind, subject and periods are filled in.
    rest: CoverageQuestion,
    /// Answers, by the id of the questionnaire they walk.
    answers: Vec<(Placed<String>, Vec<String>)>,
}

/// What a case expects to be decided.
#[derive(Clone, Debug, Default)]
pub(crate) struct CaseDecisions {
    coverage: Option<Placed<Coverage>>,
    row: Option<Placed<String>>,
    level: Option<Placed<u8>>,
    severity: Option<Placed<u8>>,
}

impl CaseFacts {
    /// Reads the facts of `report`.
    pub(crate) fn read(report: &mut Table<'_>, problems: &mut Problems<'_>) -> Self {
        let mut part = Part::root(report, &[], problems);
        let subject = part.string("subject");
        let rest = CoverageQuestion {
            cause: part.word("cause", &CAUSES),
            modified_by: part.word("modified-by", &MODIFIERS),
            permission: part.maybe("permission"),
            contract: part.word("contract", &CONTRACTS),
            ..CoverageQuestion::default()
        };
        let during = part.take("during");
        let answers = part.take("answers");
        let during = during.map(|node| node.strings(problems));
        let answers = answers.and_then(|node| node.table("`answers`", problems));
        let answers = answers.iter().flat_map(Table::entries);
        let answers = answers.map(|node| (placed_key(&node), plain(&node, problems)));
        Self {
            subject,
            during,
            rest,
            answers: answers.collect(),
        }
    }

    /// What is asked of the coverage table for a ticket of this kind.
    fn question(&self, kind: &str) -> CoverageQuestion {
        let during = self.during.as_ref();
        CoverageQuestion {
            kind: kind.to_owned(),
            subject: self.subject.as_ref().map(|subject| subject.value.clone()),
            during: during.map(|ids| ids.iter().map(|id| id.value.clone()).collect()),
            ..self.rest.clone()
        }
    }

    /// What the answers find; `None` where no questionnaire is walked.
    pub(crate) fn found(&self, finds: Finds, policy: &Policy) -> Result<Option<u8>, WalkError> {
        for (id, answers) in &self.answers {
            let questionnaire = policy.questionnaire(&id.value);
            let Some(questionnaire) = questionnaire.filter(|known| known.finds == finds) else {
                continue;
            };
            if let Step::Found { number, .. } = questionnaire.walk(answers)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

fn placed_key(node: &Node<'_>) -> Placed<String> {
    Placed {
        value: node.key.clone(),
        place: node.key_place.clone(),
    }
}

fn plain(node: &Node<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let strings = node.strings(problems).into_iter();
    strings.map(|string| string.value).collect()
}

impl CaseDecisions {
    /// Reads the decisions of `expect`.
    pub(crate) fn read(expect: &mut Table<'_>, problems: &mut Problems<'_>) -> Self {
        let mut part = Part::root(expect, &[], problems);
        Self {
            coverage: part.placed_word("coverage", &COVERAGES),
            row: part.string("row"),
            level: part.number("level"),
            severity: part.number("severity"),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.coverage.is_none()
            && self.row.is_none()
            && self.level.is_none()
            && self.severity.is_none()
    }
}

/// Compares what the policy decides with what a case called `name` expects.
pub(crate) fn compare(
    policy: &Policy,
    name: &str,
    (kind, facts): (&str, &CaseFacts),
    expected: &CaseDecisions,
    problems: &mut Problems<'_>,
) {
    let mut differs = |place: &Place, found: String| {
        let help = "which of the two is right, the policy or the case?";
        problems.add("failed-case", place, format!("{name}: {found}"), help);
    };
    let decision = policy.coverage(&facts.question(kind));
    if let Some(wanted) = &expected.coverage {
        let found = decision.as_ref().map(|decision| decision.decision);
        if found != Some(wanted.value) {
            differs(
                &wanted.place,
                format!("the coverage is {}", coverage_word(found)),
            );
        }
    }
    if let Some(wanted) = &expected.row {
        let found = decision
            .as_ref()
            .and_then(|decision| decision.row.as_deref());
        if found != Some(wanted.value.as_str()) {
            let found = found.unwrap_or("none");
            differs(&wanted.place, format!("the row that decides is `{found}`"));
        }
    }
    let first = policy.levels.first().map(|level| level.number);
    let default = policy.severity_rules.default;
    for (wanted, finds, otherwise, noun) in [
        (&expected.level, Finds::Level, first, "level"),
        (&expected.severity, Finds::Severity, default, "severity"),
    ] {
        let Some(wanted) = wanted else { continue };
        match facts.found(finds, policy).map(|found| found.or(otherwise)) {
            Ok(found) if found == Some(wanted.value) => {}
            Ok(Some(found)) => differs(&wanted.place, format!("the {noun} is {found}")),
            Ok(None) => differs(&wanted.place, format!("there is no {noun}")),
            Err(error) => differs(&wanted.place, error.to_string()),
        }
    }
}

fn coverage_word(coverage: Option<Coverage>) -> &'static str {
    let known = COVERAGES.iter().find(|(_, known)| Some(*known) == coverage);
    known.map_or("not decided", |(word, _)| *word)
}

/// Subjects, periods and questionnaires that cases name must be declared, and no
/// target may be called as a decision is.
pub(super) fn check(policy: &Policy, problems: &mut Problems<'_>) {
    let parts = &policy.parts;
    let subjects = parts.coverage.iter().flat_map(|table| &table.subjects);
    let subjects = subjects.map(|(id, _)| id.as_str());
    let subjects: Vec<&str> = subjects.chain([OTHER_SUBJECT]).collect();
    let periods: Vec<&str> = parts
        .periods
        .iter()
        .map(|known| known.id.as_str())
        .collect();
    let questionnaires = parts.questionnaires.iter().map(|known| known.id.as_str());
    let questionnaires: Vec<&str> = questionnaires.collect();
    let mut known = |used: &Placed<String>, declared: &[&str], place: &str| {
        if !declared.contains(&used.value.as_str()) {
            let code = "unknown-reference";
            unknown(code, &used.value, &used.place, place, declared, problems);
        }
    };
    for facts in policy.cases.iter().map(|case| &case.report.facts) {
        if let Some(subject) = &facts.subject {
            known(subject, &subjects, "`[coverage.subject]`");
        }
        for period in facts.during.iter().flatten() {
            known(period, &periods, "the periods of the policy");
        }
        for (questionnaire, _) in &facts.answers {
            known(
                questionnaire,
                &questionnaires,
                "the questionnaires of the policy",
            );
        }
    }
    let reserved = |id: &str| DECISIONS.contains(&id);
    for target in policy.targets.iter().filter(|target| reserved(&target.id)) {
        let message = format!("a target cannot be called `{}`", target.id);
        let help = "golden cases expect a decision under this word: give the target another id";
        problems.add("wrong-value", &target.place, message, help);
    }
}
