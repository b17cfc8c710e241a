//! Questionnaires that find the level of support, or the severity: questions
//! with answers that lead to the next question or to the finding.
//!
//! Walking one is pure: the answers so far go in, the next question or the
//! finding comes out. Who asks, and where the answers are kept, is not known here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::part::{Ids, Part};
use crate::policy::{
    Text,
    problems::{Place, Problems},
    table::unknown,
};

/// The most questions of a questionnaire: more are not asked of anybody.
const QUESTIONS_MAX: usize = 200;

/// What a questionnaire finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finds {
    /// The level of support that takes the ticket.
    Level,
    /// The severity of the ticket.
    Severity,
}

/// The words of `finds`.
pub(crate) const FINDS: [(&str, Finds); 2] =
    [("level", Finds::Level), ("severity", Finds::Severity)];

/// One `[[questionnaire]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Questionnaire {
    /// Unique among the questionnaires; golden cases give answers by it.
    pub id: String,
    /// What its findings are numbers of.
    pub finds: Finds,
    /// The first is asked first.
    pub questions: Vec<Question>,
    /// True where the text names questionnaires and not their questions.
    pub operating: bool,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// One `[[questionnaire.question]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Unique in its questionnaire; answers lead to it by this.
    pub id: String,
    /// What is asked.
    pub asks: Text,
    /// Those to choose from; never empty.
    pub answers: Vec<Answer>,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What is chosen, unique in its question.
    pub says: Text,
    /// The next question, or the finding.
    pub leads: Leads,
    /// What helps at once, shown with the finding.
    pub advice: Option<Text>,
    #[serde(skip)]
    pub(crate) place: Place,
}

/// Where an answer leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Leads {
    /// To the question with this id.
    To(String),
    /// To this level or severity.
    Finding(u8),
}

/// Where a walk has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'q> {
    /// This question is next.
    Ask(&'q Question),
    /// The level or severity, and the advice that goes with it.
    Found {
        /// The level or severity, as the questionnaire [finds](Questionnaire::finds) one.
        number: u8,
        /// What helps at once; `None`: the answer gives none.
        advice: Option<&'q Text>,
    },
}

/// Why answers do not walk a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WalkError {
    /// The answer is none of the question's.
    #[error("`{answer}` is no answer to the question `{question}`")]
    NoSuchAnswer {
        /// Id of the question.
        question: String,
        /// What was answered to it.
        answer: String,
    },
    /// Something was answered after the finding was clear.
    #[error("`{answer}` answers nothing: the finding was clear before")]
    AnswerTooMany {
        /// The first answer too many.
        answer: String,
    },
    /// There is no question to ask. A policy that was read has no such questionnaire.
    #[error("this questionnaire leads nowhere")]
    LeadsNowhere,
}

impl Questionnaire {
    /// Follows answers, each as its text in any language of the policy, from the
    /// first question on.
    ///
    /// # Errors
    ///
    /// [`WalkError`], where an answer is not among those of its question, or answers
    /// nothing.
    ///
    /// ```
    /// use sla::policy::Step;
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [level.1]
    /// # name = "First"
    /// # does = "Answers"
    /// # [level.2]
    /// # name = "Second"
    /// # does = "Digs"
    /// # [[questionnaire]]
    /// # id = "level"
    /// # finds = "level"
    /// # question = [
    /// #     { id = "known", asks = "Is there an answer in the handbook?", answer = [
    /// #         { says = "Yes", level = 1 }, { says = "No", level = 2 } ] },
    /// # ]
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let questionnaire = policy.questionnaire("level").unwrap();
    /// let Step::Ask(first) = questionnaire.walk::<&str>(&[])? else { unreachable!() };
    /// assert_eq!(first.asks.to_string(), "Is there an answer in the handbook?");
    /// let found = questionnaire.walk(&["No"])?;
    /// assert_eq!(found, Step::Found { number: 2, advice: None });
    /// # Ok::<(), sla::policy::WalkError>(())
    /// ```
    pub fn walk<A: AsRef<str>>(&self, answers: &[A]) -> Result<Step<'_>, WalkError> {
        let mut question = self.questions.first();
        let mut found = None;
        for given in answers {
            let given = given.as_ref();
            let Some(asked) = question else {
                let answer = given.to_owned();
                return Err(WalkError::AnswerTooMany { answer });
            };
            let answer = asked
                .answers
                .iter()
                .find(|answer| answer.says.is_in_some_language(given));
            let answer = answer.ok_or_else(|| WalkError::NoSuchAnswer {
                question: asked.id.clone(),
                answer: given.to_owned(),
            })?;
            match &answer.leads {
                Leads::To(id) => question = self.question(id),
                Leads::Finding(number) => {
                    question = None;
                    found = Some(Step::Found {
                        number: *number,
                        advice: answer.advice.as_ref(),
                    });
                }
            }
        }
        found
            .or(question.map(Step::Ask))
            .ok_or(WalkError::LeadsNowhere)
    }

    fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

pub(super) fn read(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Questionnaire> {
    let place = part.place();
    let id = part.need_id("a questionnaire", ids);
    let finds = part.need_word("finds", &FINDS);
    let mut question_ids = Ids::new();
    let questions = part.parts("question", |question| {
        read_question(question, &mut question_ids)
    });
    let (operating, clause) = (part.operating("what a questionnaire asks"), part.clause());
    if questions.is_empty() {
        let help = "add `[[questionnaire.question]]` with `id`, `asks` and `answer`";
        part.problem(
            "missing-key",
            &place,
            "this questionnaire asks nothing",
            help,
        );
    }
    if questions.len() > QUESTIONS_MAX {
        let message = format!("a questionnaire has at most {QUESTIONS_MAX} questions");
        part.problem("wrong-value", &place, &message, "divide it into several");
        return None;
    }
    Some(Questionnaire {
        id: id?.value,
        finds: finds?,
        questions,
        operating,
        clause,
        place,
    })
}

fn read_question(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Question> {
    let place = part.place();
    let id = part.need_id("a question", ids);
    let asks = part.need_text("asks");
    let answers = part.parts("answer", read_answer);
    if answers.is_empty() {
        let help = "add `answer = [{ says = \"Yes\", level = 1 }, ...]`";
        part.problem("missing-key", &place, "this question has no answers", help);
    }
    Some(Question {
        id: id?.value,
        asks: asks?,
        answers,
        place,
    })
}

fn read_answer(part: &mut Part<'_, '_, '_>) -> Option<Answer> {
    let place = part.place();
    let says = part.need_text("says");
    let to = part.string("to");
    let number = part.number("level");
    let severity = part.number("severity");
    let advice = part.text("advice");
    let leads = match (to, number, severity) {
        (Some(to), None, None) => Some(Leads::To(to.value)),
        (None, Some(found), None) | (None, None, Some(found)) => Some(Leads::Finding(found.value)),
        _ => {
            let help = "give each answer one of `to`, `level` or `severity`";
            part.problem(
                "missing-key",
                &place,
                "this answer leads nowhere, or twice",
                help,
            );
            None
        }
    };
    Some(Answer {
        says: says?,
        leads: leads?,
        advice,
        place,
    })
}

/// Every answer leads somewhere, no way leads back, every question is reached,
/// and what is found is declared.
pub(super) fn check(
    questionnaire: &Questionnaire,
    levels: &[u8],
    severities: &[u8],
    problems: &mut Problems<'_>,
) {
    let ids: Vec<&str> = questionnaire
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    let (declared, noun) = match questionnaire.finds {
        Finds::Level => (levels, "level"),
        Finds::Severity => (severities, "severity"),
    };
    for answer in questionnaire
        .questions
        .iter()
        .flat_map(|question| &question.answers)
    {
        match &answer.leads {
            Leads::To(id) if !ids.contains(&id.as_str()) => {
                let place = "the questions of this questionnaire";
                unknown(
                    "unknown-reference",
                    id,
                    &answer.place,
                    place,
                    &ids,
                    problems,
                );
            }
            Leads::Finding(number) if !declared.contains(number) => {
                let message = format!("there is no {noun} {number}");
                let help = format!("declare it with `[{noun}.{number}]`, or correct the number");
                problems.add("unknown-reference", &answer.place, message, help);
            }
            _ => {}
        }
    }
    let Some(first) = questionnaire.questions.first() else {
        return;
    };
    let mut walk = Walk {
        questionnaire,
        on_the_way: Vec::new(),
        reached: BTreeSet::new(),
        circle: None,
    };
    walk.visit(first);
    if let Some(place) = walk.circle {
        let help = "let this answer lead on, or to a finding";
        let message = "this answer leads back to a question that was asked already";
        problems.add("endless-questionnaire", &place, message, help);
    }
    for question in &questionnaire.questions {
        if !walk.reached.contains(question.id.as_str()) {
            let message = format!("no answer leads to the question `{}`", question.id);
            let help = "let an answer lead to it with `to`, or remove it";
            problems.add("unreachable-question", &question.place, message, help);
        }
    }
}

/// A walk over all ways at once.
struct Walk<'q> {
    questionnaire: &'q Questionnaire,
    on_the_way: Vec<&'q str>,
    reached: BTreeSet<&'q str>,
    /// The first answer that leads back.
    circle: Option<Place>,
}

impl<'q> Walk<'q> {
    fn visit(&mut self, question: &'q Question) {
        // Each question is entered once, so that many ways cost no more than one.
        if !self.reached.insert(&question.id) {
            return;
        }
        self.on_the_way.push(&question.id);
        for answer in &question.answers {
            let Leads::To(id) = &answer.leads else {
                continue;
            };
            if self.on_the_way.contains(&id.as_str()) {
                self.circle.get_or_insert(answer.place.clone());
            } else if let Some(next) = self.questionnaire.question(id) {
                self.visit(next);
            }
        }
        self.on_the_way.pop();
    }
}
