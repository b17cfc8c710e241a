//! What concerns one request beside its promises: what a report tells, which
//! level it needs, what the contract covers, how a ticket falls asleep, and how
//! one complains.

use super::{Cell, Html, Page};
use crate::policy::{
    Awaited, Cause, ContractState, Coverage, CoverageRow, Finds, Leads, ModifiedBy, Need,
    Questionnaire, Reason, Text,
};

impl Page<'_> {
    /// The sections on one request.
    pub(super) fn request(&self, html: &mut Html) {
        html.section(
            "information",
            self.word("What a report tells", "Ce qu'une demande indique"),
            |html| self.information(html),
        );
        html.section(
            "questionnaires",
            self.word("What we ask first", "Ce que nous demandons d'abord"),
            |html| self.questionnaires(html),
        );
        html.section(
            "coverage",
            self.word("What the contract covers", "Ce que couvre le contrat"),
            |html| self.coverage(html),
        );
        html.section(
            "closing",
            self.word("When a ticket is closed", "Quand une demande est close"),
            |html| self.inactivity(html),
        );
        html.section(
            "complaints",
            self.word("Complaints and suggestions", "Réclamations et suggestions"),
            |html| self.complaints(html),
        );
    }

    fn information(&self, html: &mut Html) {
        let Some(information) = self.policy.information() else {
            return;
        };
        let items = information.items.iter().map(|item| {
            let need = match item.need {
                Need::Required => "",
                Need::Conditional => item.when.as_ref().map_or("", |when| self.say(when)),
                Need::Helpful => self.word("helpful", "utile"),
            };
            let kinds: Vec<String> = item.kinds.iter().map(|kind| self.kind(kind)).collect();
            Cell::lines([self.say(&item.asks), need, &kinds.join(", ")])
        });
        html.list(items);
        let own = |text: &Option<Text>| {
            let cell = text.as_ref().map(|text| Cell::text(self.say(text)));
            cell.map(|cell| cell.own(information.operating, self.labels.own))
        };
        let asks = information.asks.as_ref();
        html.pairs(&[
            (
                self.word("Judged by", "Jugé par"),
                own(&information.judged_by),
            ),
            (
                self.word("Done without by", "Dispense accordée par"),
                own(&information.waiver),
            ),
            (
                self.word("What we ask of you", "Ce que nous vous demandons"),
                asks.map(|asks| Cell::text(self.say(asks))),
            ),
            self.clause(information.clause.as_deref()),
        ]);
    }

    fn questionnaires(&self, html: &mut Html) {
        for questionnaire in self.policy.questionnaires() {
            let rows: Vec<Vec<Cell>> = questionnaire
                .questions
                .iter()
                .map(|question| {
                    let answers: Vec<String> = question
                        .answers
                        .iter()
                        .map(|answer| {
                            let leads = self.leads(questionnaire, &answer.leads);
                            let advice = answer.advice.as_ref().map(|text| self.say(text));
                            let advice = advice.map_or(String::new(), |text| format!(" ({text})"));
                            format!("{} → {leads}{advice}", self.say(&answer.says))
                        })
                        .collect();
                    let answers = Cell::lines(answers.iter().map(String::as_str));
                    vec![
                        Cell::text(self.say(&question.asks))
                            .own(questionnaire.operating, self.labels.own),
                        answers,
                    ]
                })
                .collect();
            let question = self.word("Question", "Question");
            let answers = self.word("Answers", "Réponses");
            let caption = questionnaire.clause.as_deref().unwrap_or(question);
            html.table(caption, &[question, answers], &rows);
        }
    }

    fn leads(&self, questionnaire: &Questionnaire, leads: &Leads) -> String {
        match leads {
            Leads::To(id) => {
                let next = questionnaire.questions.iter().find(|known| known.id == *id);
                next.map(|next| self.say(&next.asks).to_owned())
                    .unwrap_or_default()
            }
            Leads::Finding(number) => {
                let noun = match questionnaire.finds {
                    Finds::Level => self.labels.level,
                    Finds::Severity => self.labels.severity,
                };
                format!("{noun} {number}")
            }
        }
    }

    fn coverage(&self, html: &mut Html) {
        let Some(table) = self.policy.coverage_table() else {
            return;
        };
        let row = |row: &CoverageRow, requests: Cell| {
            let reason = match &row.reason {
                Some(Reason::Stated(text)) => Cell::text(self.say(text)),
                Some(Reason::Unstated) => Cell::text(self.labels.unstated),
                None => Cell::default(),
            };
            let level = row
                .level
                .map(|level| format!("{} {level}", self.labels.level));
            vec![
                requests,
                Cell::lines([
                    self.coverage_word(row.decision),
                    level.as_deref().unwrap_or_default(),
                ])
                .own(row.operating, self.labels.own),
                reason,
                Cell::text(row.clause.as_deref().unwrap_or_default()),
            ]
        };
        let rows = table.rows.iter().map(|known| {
            let conditions = self.conditions(known);
            row(known, Cell::lines(conditions.iter().map(String::as_str)))
        });
        let all_others = Cell::text(self.word("all other requests", "toutes les autres demandes"));
        let rows: Vec<Vec<Cell>> = rows.chain([row(&table.otherwise, all_others)]).collect();
        html.table(
            self.word(
                "The first row that fits decides",
                "La première ligne qui convient décide",
            ),
            &[
                self.labels.applies_to,
                self.word("Coverage", "Couverture"),
                self.word("Reason", "Motif"),
                self.labels.clause,
            ],
            &rows,
        );
    }

    /// The conditions of a row, one phrase each.
    fn conditions(&self, row: &CoverageRow) -> Vec<String> {
        let subjects = self.policy.coverage_table().map(|table| &table.subjects);
        let subject = |id: &str| {
            let known = subjects
                .into_iter()
                .flatten()
                .find(|(known, _)| known == id);
            known.map_or(id.to_owned(), |(_, name)| self.say(name).to_owned())
        };
        let period = |id: &str| {
            let known = self.policy.periods().iter().find(|known| known.id == id);
            known.map_or(id.to_owned(), |known| self.say(&known.name).to_owned())
        };
        let permission = row.permission.map(|given| match given {
            true => self.word("with written permission", "avec autorisation écrite"),
            false => self.word("without written permission", "sans autorisation écrite"),
        });
        let all = [
            row.kinds.iter().map(|kind| self.kind(kind)).collect(),
            row.subjects().into_iter().map(subject).collect(),
            row.causes.iter().map(|cause| self.cause(*cause)).collect(),
            row.modified_by
                .iter()
                .map(|by| self.modified(*by))
                .collect(),
            permission.into_iter().map(str::to_owned).collect(),
            row.contracts
                .iter()
                .map(|state| self.contract_state(*state))
                .collect(),
            row.during().into_iter().map(period).collect::<Vec<_>>(),
        ];
        let or = format!(" {} ", self.word("or", "ou"));
        let phrases = all.into_iter().filter(|words| !words.is_empty());
        phrases.map(|words| words.join(&or)).collect()
    }

    fn coverage_word(&self, coverage: Coverage) -> &'static str {
        match coverage {
            Coverage::Covered => self.word("covered", "couvert"),
            Coverage::Billable => self.word("billable", "facturable"),
            Coverage::VariationOrder => self.word("needs a variation order", "exige un avenant"),
            Coverage::Refused => self.word("refused", "refusé"),
        }
    }

    fn kind(&self, kind: &str) -> String {
        let french = match kind {
            "incident" => "incident",
            "question" => "question",
            "change_request" => "demande de modification",
            "service_request" => "demande de prestation",
            "complaint" => "réclamation",
            _ => "suggestion",
        };
        self.word(&kind.replace('_', " "), french).to_owned()
    }

    fn cause(&self, cause: Cause) -> String {
        let word = match cause {
            Cause::Defect => self.word("a fault", "une erreur du logiciel"),
            Cause::OwnMistake => self.word(
                "a mistake of the customer's",
                "une erreur de manipulation du client",
            ),
            Cause::Use => self.word("help with using it", "une aide à l'utilisation"),
            Cause::Surroundings => self.word(
                "something the vendor has no part in",
                "une cause étrangère à l'éditeur",
            ),
        };
        word.to_owned()
    }

    fn modified(&self, by: ModifiedBy) -> String {
        let word = match by {
            ModifiedBy::Nobody => self.word("standard software", "logiciel standard"),
            ModifiedBy::Vendor => {
                self.word("modified by the vendor", "logiciel modifié par l'éditeur")
            }
            ModifiedBy::Customer => {
                self.word("modified by the customer", "logiciel modifié par le client")
            }
        };
        word.to_owned()
    }

    fn contract_state(&self, state: ContractState) -> String {
        let word = match state {
            ContractState::Active => self.word("contract in force", "contrat en vigueur"),
            ContractState::Ended => self.word("contract ended", "contrat échu"),
            ContractState::Absent => self.word("no contract", "sans contrat"),
        };
        word.to_owned()
    }

    fn inactivity(&self, html: &mut Html) {
        if let Some(rule) = self.policy.inactivity() {
            let awaited = rule.awaiting.iter().map(|awaited| match awaited {
                Awaited::Answer => self.word("your answer", "votre réponse"),
                Awaited::Confirmation => {
                    self.word("your word on a solution", "votre avis sur une solution")
                }
            });
            let awaited: Vec<&str> = awaited.collect();
            let reminders = rule.reminds_after.iter();
            let reminders: Vec<Cell> = reminders.map(|within| self.after(within)).collect();
            let says = rule.says.as_ref().map(|says| Cell::text(self.say(says)));
            let mut pairs = vec![
                (
                    self.word("Waiting for", "En attente de"),
                    (!awaited.is_empty()).then(|| Cell::text(&awaited.join(", "))),
                ),
                (
                    self.word("Closed", "Clôture"),
                    Some(self.after(&rule.closes_after)),
                ),
            ];
            let reminder = self.word("Reminder", "Rappel");
            pairs.extend(reminders.into_iter().map(|cell| (reminder, Some(cell))));
            pairs.push((self.word("What we write", "Ce que nous écrivons"), says));
            pairs.push(self.clause(rule.clause.as_deref()));
            html.pairs(&pairs);
        }
        if let Some(discretion) = self.policy.discretion() {
            html.pairs(&[
                (
                    self.word("Closed by us", "Clôture par nos soins"),
                    Some(Cell::text(self.say(&discretion.when))),
                ),
                self.clause(discretion.clause.as_deref()),
            ]);
        }
    }

    pub(super) fn lowering(&self, html: &mut Html) {
        let Some(rule) = self.policy.lowering() else {
            return;
        };
        let numbers: Vec<String> = rule.severities.iter().map(u8::to_string).collect();
        let of = format!("{} {}", self.labels.severity, numbers.join(", "));
        let says = rule.says.as_ref().map(|says| self.say(says));
        html.pairs(&[
            (
                self.word("After a workaround", "Après un contournement"),
                Some(Cell::lines([of.as_str(), says.unwrap_or_default()])),
            ),
            self.clause(rule.clause.as_deref()),
        ]);
    }

    fn complaints(&self, html: &mut Html) {
        if let Some(path) = self.policy.complaint_path() {
            let asks = path.asks.iter().map(|asks| self.say(asks));
            html.pairs(&[
                self.addresses(&path.addresses),
                (
                    self.word("What to tell", "Ce qu'il faut indiquer"),
                    (!path.asks.is_empty()).then(|| Cell::lines(asks)),
                ),
                (
                    self.word("Directly", "Directement"),
                    path.directly
                        .as_ref()
                        .map(|text| Cell::text(self.say(text))),
                ),
                self.clause(path.clause.as_deref()),
            ]);
            let rows: Vec<Vec<Cell>> = path
                .steps
                .iter()
                .map(|step| {
                    let after = step
                        .after
                        .as_ref()
                        .map(|after| after.in_words(self.language));
                    let after =
                        after.map(|after| format!("{} {after}", self.word("not done", "pas fait")));
                    let within = step.within.as_ref();
                    let target = step.target().and_then(|id| self.policy.target(id));
                    let own_time = within
                        .or(target.and_then(|target| target.within.at(None).map(|row| &row.value)));
                    vec![
                        self.cell(Some(&step.does)),
                        self.cell(Some(&step.owner)),
                        Cell::lines([
                            step.when.as_ref().map_or("", |when| self.say(when)),
                            after.as_deref().unwrap_or_default(),
                            step.repeats.as_ref().map_or("", |text| self.say(text)),
                        ]),
                        own_time.map(|time| self.time(time)).unwrap_or_default(),
                        Cell::text(step.clause.as_deref().unwrap_or_default()),
                    ]
                })
                .collect();
            let columns = [
                self.word("Step", "Étape"),
                self.word("Owner", "Responsable"),
                self.word("When", "Quand"),
                self.labels.time,
                self.labels.clause,
            ];
            html.table(self.word("Steps", "Étapes"), &columns, &rows);
        }
        if let Some(suggestions) = self.policy.suggestions() {
            html.pairs(&[
                (
                    self.word("Suggestions", "Suggestions"),
                    suggestions
                        .says
                        .as_ref()
                        .map(|says| Cell::text(self.say(says))),
                ),
                self.addresses(&suggestions.addresses),
                self.clause(suggestions.clause.as_deref()),
            ]);
        }
    }
}
