//! `GET` and `POST /d/{desk}/agent/policy/workshop`: where supervisors write the
//! next version: its text with the findings beside it, what its hours and deadlines
//! would be, its golden cases, what it changes, and the way to publish it.

use std::collections::HashMap;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use jiff::civil::Date;
use sla::policy::{CHANNELS, Diagnostic, Parsed, Policy};

use super::backtest::{self, Section};
use super::checked::{self, Checked, FILE};
use super::draft::{self, Draft, Saved};
use super::preview::{self, CalendarWeek, Deadline};
use crate::web::pages::workspace::side::{self, Side};
use crate::web::{Fields, Moment, Page, PageError, Staff, Web, Words, render, shown_again};
use domain::Kind;

#[derive(Template)]
#[template(path = "workspace/workshop.html")]
struct Workshop {
    t: Words,
    page: Page,
    side: Side,
    problem: Option<String>,
    draft: Draft,
    /// What another page saved meanwhile, beside what was typed here.
    other: Option<String>,
    checked: Checked,
    preview: Option<Preview>,
    backtest: Section,
    earliest: Moment,
    /// The earliest day as the field takes it, in the reader's zone.
    earliest_field: String,
    needs_second_person: bool,
    fields: Fields,
}

/// What the draft would do.
struct Preview {
    weeks: Vec<CalendarWeek>,
    severities: Vec<Choice>,
    plans: Vec<Choice>,
    kinds: Vec<Choice>,
    channels: Vec<Choice>,
    received: String,
    deadlines: Vec<Deadline>,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

impl Workshop {
    fn typed(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

pub(in crate::web::pages::workspace) async fn show(
    State(web): State<Web>,
    staff: Staff,
    jar: CookieJar,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Html<String>, PageError> {
    let draft = draft::load(&web, &staff).await?;
    let asked = Asked {
        query,
        backtest: backtest::asked_for(&jar, &staff),
        ..Asked::default()
    };
    page(&web, &staff, draft, asked).await
}

/// Saves the draft and shows it checked; in conflict, both texts.
pub(in crate::web::pages::workspace) async fn save(
    State(web): State<Web>,
    staff: Staff,
    fields: Fields,
) -> Result<Response, PageError> {
    let typed = Draft {
        source: fields.text("source").to_owned(),
        revision: fields.text("revision").to_owned(),
    };
    match draft::save(&web, &staff, &typed).await? {
        Saved::Yes => {
            let to = format!("/d/{}/agent/policy/workshop#findings", staff.desk_name);
            Ok(Redirect::to(&to).into_response())
        }
        Saved::Conflict(other) => {
            let asked = Asked {
                problem: Some(staff.reader.words().say("workshop-conflict")),
                other: Some(other.source),
                ..Asked::default()
            };
            // Saved once more, what is typed here replaces the other.
            let draft = Draft {
                revision: other.revision,
                ..typed
            };
            Ok(shown_again(page(&web, &staff, draft, asked).await?))
        }
    }
}

/// `POST .../workshop/check`: the findings of a text, for the script. Nothing is
/// saved.
pub(in crate::web::pages::workspace) async fn check(
    _: Staff,
    fields: Fields,
) -> Result<Json<Vec<Diagnostic>>, PageError> {
    let source = fields.text("source").to_owned();
    let found = tokio::task::spawn_blocking(move || {
        let Parsed {
            policy,
            mut diagnostics,
        } = Policy::parse(FILE, &source);
        let cases = policy.iter().flat_map(Policy::run_cases);
        diagnostics.extend(cases.flat_map(|case| case.failures));
        diagnostics
    });
    let found = found.await;
    Ok(Json(found.map_err(|_| PageError::BadForm("source"))?))
}

/// The page as it was, with why the draft was not published or tried.
pub(super) async fn again(
    web: &Web,
    staff: &Staff,
    fields: &Fields,
    problem: String,
) -> Result<Html<String>, PageError> {
    let draft = draft::load(web, staff).await?;
    let asked = Asked {
        problem: Some(problem),
        fields: fields.clone(),
        ..Asked::default()
    };
    page(web, staff, draft, asked).await
}

/// What a page is shown for, beside its draft.
#[derive(Default)]
struct Asked {
    query: HashMap<String, String>,
    problem: Option<String>,
    other: Option<String>,
    fields: Fields,
    /// The days of a backtest that was started from here.
    backtest: Option<(Date, Date)>,
}

async fn page(
    web: &Web,
    staff: &Staff,
    draft: Draft,
    asked: Asked,
) -> Result<Html<String>, PageError> {
    let (app, desk, reader) = (web.app(), &staff.desk_name, &staff.reader);
    let t = reader.words();
    let in_force = app.policy_at(desk, reader.now).await?;
    let texts = (draft.source.clone(), in_force.source().to_owned());
    let checked = checked::check(texts.0, texts.1, t.code()).await?;
    let earliest = in_force.change_earliest_at(reader.now);
    let local = earliest.to_zoned(reader.zone.clone());
    // The field shows whole minutes; the one that has begun is too early.
    let local = local
        .checked_add(jiff::Span::new().minutes(1))
        .unwrap_or(local);
    let tried = checked.policy.as_ref().unwrap_or(&in_force);
    let backtest = (draft.source.as_str(), tried);
    let backtest = Section::load(web, staff, backtest, asked.backtest, &asked.fields);
    let preview = checked.policy.as_ref();
    let preview = preview.map(|policy| previewed(policy, &asked.query, staff));
    render(&Workshop {
        page: side::page(web, staff, t.say("workshop-title")),
        side: Side::load(web, staff, None, "workshop").await?,
        problem: asked.problem,
        other: asked.other,
        preview,
        backtest,
        checked,
        draft,
        earliest: Moment::new(reader, earliest),
        earliest_field: local.strftime("%Y-%m-%dT%H:%M").to_string(),
        needs_second_person: app.needs_second_person(desk).await?,
        fields: asked.fields,
        t,
    })
}

fn previewed(policy: &Policy, query: &HashMap<String, String>, staff: &Staff) -> Preview {
    let reader = &staff.reader;
    let t = reader.words();
    let request = preview::request(query, policy, reader);
    let choice = |value: String, label: String, chosen: Option<&str>| Choice {
        is_chosen: chosen == Some(value.as_str()),
        value,
        label,
    };
    let severity = request.severity.map(|number| number.to_string());
    let severities = policy.severities().iter().map(|one| {
        let name = policy.severity_name(one.number, t.code());
        let number = one.number.to_string();
        let label = format!("{number} · {name}");
        choice(number, label, severity.as_deref())
    });
    let plans = policy.plans().iter().map(|plan| {
        let label = plan.name.in_language(t.code()).to_owned();
        choice(plan.id.clone(), label, request.plan.as_deref())
    });
    let kinds = Kind::ALL.iter().map(|kind| {
        let (name, label) = (kind.as_str(), t.say(&format!("kind-{}", kind.as_str())));
        choice(name.to_owned(), label, Some(&request.kind))
    });
    let channels = CHANNELS.iter().map(|id| {
        choice(
            (*id).to_owned(),
            t.say(&format!("channel-{id}")),
            Some(&request.channel),
        )
    });
    let received = request.received_at.to_zoned(reader.zone.clone());
    Preview {
        weeks: preview::weeks(policy, reader),
        severities: severities.collect(),
        plans: plans.collect(),
        kinds: kinds.collect(),
        channels: channels.collect(),
        received: received.strftime("%Y-%m-%dT%H:%M").to_string(),
        deadlines: preview::deadlines(policy, &request, reader),
    }
}
