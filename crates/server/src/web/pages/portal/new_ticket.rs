//! `GET /d/{desk}/tickets/new`: the form that asks what is wrong, with what will be
//! promised beside it. Sending it is [`super::tickets`].

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::{Channel, Kind};
use sla::policy::Policy;

use super::coverage::{SubjectChoice, subjects};
use super::frame::{Frame, Place};
use super::promise::{Chosen, Vows};
use crate::app::Owed;
use crate::web::{Customer, Fields, FormId, Page, PageError, Web, Words, render};

/// Longest subject: more is no sentence.
pub(super) const SUBJECT_CHARS_MAX: usize = 200;

/// What has been typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) chosen: Chosen,
    /// Files came along, which a browser does not keep when the page comes again.
    pub(super) had_files: bool,
}

/// What is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Problems {
    pub(super) subject: Option<String>,
    pub(super) text: Option<String>,
    /// Why the desk refused the whole.
    pub(super) refused: Option<String>,
}

impl Problems {
    pub(super) fn is_some(&self) -> bool {
        self.subject.is_some() || self.text.is_some() || self.refused.is_some()
    }
}

impl Typed {
    /// # Errors
    /// When the form holds a severity or kind that is none.
    pub(super) fn of(fields: &Fields) -> Result<Self, PageError> {
        let kind = match fields.given("kind") {
            Some(name) => Kind::parse(name).ok_or(PageError::BadForm("kind"))?,
            None => Chosen::default().kind,
        };
        let words = fields.text("subject").split_whitespace();
        Ok(Self {
            subject: words.collect::<Vec<_>>().join(" "),
            text: fields.text("text").to_owned(),
            chosen: Chosen {
                severity: fields.parsed("severity")?,
                priority: fields.given("priority").map(str::to_owned),
                kind,
                about: fields.text("about").to_owned(),
            },
            had_files: !fields.files.is_empty(),
        })
    }
}

/// One severity to choose.
struct SeverityChoice {
    number: u8,
    name: String,
    means: String,
    examples: Option<String>,
    /// What looks like it and typically does not qualify.
    disqualified: Option<String>,
    chosen: bool,
}

/// One priority to choose.
struct PriorityChoice {
    id: String,
    name: String,
    means: Option<String>,
    chosen: bool,
}

struct KindChoice {
    id: &'static str,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "portal/new_ticket.html")]
pub(super) struct NewTicketPage {
    t: Words,
    page: Page,
    frame: Frame,
    vows: Vows,
    form: String,
    /// Where the browser keeps the draft.
    draft: String,
    reporting_for: String,
    /// What this desk wants to be told, beside our own hint.
    hint: Option<String>,
    severities: Vec<SeverityChoice>,
    priorities: Vec<PriorityChoice>,
    kinds: Vec<KindChoice>,
    /// Empty where the policy's coverage asks for none.
    subjects: Vec<SubjectChoice>,
    typed: Typed,
    problems: Problems,
    subject_chars_max: usize,
    /// What to do instead, where the policy takes no tickets by the portal.
    not_here: Option<String>,
}

pub(super) async fn show(
    State(web): State<Web>,
    customer: Customer,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, PageError> {
    let typed = Typed {
        chosen,
        ..Typed::default()
    };
    let form = FormId::new(&web);
    let page = page(&web, &customer, form, typed, Problems::default()).await?;
    render(&page)
}

/// The form as it is at first, or once more with what was typed and what is wrong.
///
/// # Errors
/// When the desk has no policy, or it cannot be computed with.
pub(super) async fn page(
    web: &Web,
    customer: &Customer,
    form: FormId,
    mut typed: Typed,
    problems: Problems,
) -> Result<NewTicketPage, PageError> {
    let reader = &customer.reader;
    let t = reader.words();
    let owed = web
        .app()
        .owed(&customer.desk_name, customer.company_id, reader.now)
        .await?;
    let policy = &owed.policies;
    // A severity that is none here falls back to the one that is preselected.
    let known = |number: &u8| policy.severities().iter().any(|s| s.number == *number);
    typed.chosen.severity = typed.chosen.severity.filter(known);
    let known = |id: &String| policy.priorities().all.iter().any(|p| p.id == *id);
    typed.chosen.priority = typed.chosen.priority.filter(known);
    let rule = policy.channel(Channel::Portal.as_str());
    let not_here = (!rule.accepted).then(|| {
        let instead = rule.instead.as_ref();
        instead.map_or_else(String::new, |text| text.in_language(t.code()).to_owned())
    });
    Ok(NewTicketPage {
        t,
        page: Page::new(web, reader, t.say("portal-new-title")).of(&customer.desk),
        frame: Frame::of(customer, Place::New),
        vows: Vows::of(&owed, customer, &typed.chosen)?,
        form: form.0.to_string(),
        draft: format!("{}/new", customer.contact.contact),
        reporting_for: reporting_for(&owed, customer),
        hint: policy
            .information()
            .map(|asked| asked.in_language(t.code())),
        severities: severities(policy, &typed.chosen, t),
        priorities: priorities(policy, &typed.chosen, t),
        kinds: kinds(&typed.chosen, t),
        subjects: subjects(policy, &typed.chosen, t),
        typed,
        problems,
        subject_chars_max: SUBJECT_CHARS_MAX,
        not_here,
    })
}

fn reporting_for(owed: &Owed, customer: &Customer) -> String {
    let t = customer.reader.words();
    let company = customer.company.name.clone();
    let held = owed.facts.terms.plan.as_deref();
    let plan = owed
        .policies
        .plans()
        .iter()
        .find(|plan| Some(plan.id.as_str()) == held);
    match plan {
        Some(plan) => {
            let plan = plan.name.in_language(t.code()).to_owned();
            t.say_all(
                "portal-new-for-plan",
                &[("company", company), ("plan", plan)],
            )
        }
        None => t.say_with("portal-new-for", "company", company),
    }
}

fn severities(policy: &Policy, chosen: &Chosen, t: Words) -> Vec<SeverityChoice> {
    let preselected = chosen.severity.or(policy.severity_default());
    let in_language = |text: &sla::policy::Text| text.in_language(t.code()).to_owned();
    policy
        .severities()
        .iter()
        .map(|severity| {
            let examples: Vec<String> = severity.examples.iter().map(in_language).collect();
            SeverityChoice {
                number: severity.number,
                name: in_language(&severity.name),
                means: severity
                    .means
                    .as_ref()
                    .map_or_else(String::new, in_language),
                examples: (!examples.is_empty()).then(|| {
                    let examples = examples.join("; ");
                    t.say_with("portal-new-severity-examples", "examples", examples)
                }),
                disqualified: (!severity.disqualified.is_empty()).then(|| {
                    let kinds = severity.disqualified.iter().map(in_language);
                    let kinds = kinds.collect::<Vec<_>>().join("; ");
                    t.say_with("severity-disqualified", "kinds", kinds)
                }),
                chosen: preselected == Some(severity.number),
            }
        })
        .collect()
}

fn priorities(policy: &Policy, chosen: &Chosen, t: Words) -> Vec<PriorityChoice> {
    let known = policy.priorities();
    let preselected = chosen.priority.as_ref().or(known.default.as_ref());
    let in_language = |text: &sla::policy::Text| text.in_language(t.code()).to_owned();
    known
        .all
        .iter()
        .map(|priority| PriorityChoice {
            id: priority.id.clone(),
            name: in_language(&priority.name),
            means: priority.means.as_ref().map(in_language),
            chosen: preselected == Some(&priority.id),
        })
        .collect()
}

fn kinds(chosen: &Chosen, t: Words) -> Vec<KindChoice> {
    Kind::ALL
        .iter()
        .map(|kind| KindChoice {
            id: kind.as_str(),
            name: t.say(&format!("kind-{}", kind.as_str())),
            chosen: chosen.kind == *kind,
        })
        .collect()
}
