//! `GET /d/{desk}/policy`: the policy in force, what is coming and what was before,
//! to be read by anybody.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::super::coming::{self, Coming, Past};
use super::frame::{Frame, Place};
use crate::web::{Moment, Page, PageError, Visitor, Web, Words, render};

#[derive(Template)]
#[template(path = "portal/policy.html")]
struct PolicyPage {
    t: Words,
    page: Page,
    frame: Frame,
    /// Since when this version is in force.
    since: Moment,
    /// Made by the policy itself, with everything escaped.
    policy: String,
    comings: Vec<Coming>,
    past: Vec<Past>,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
) -> Result<Html<String>, PageError> {
    let (desk, reader) = (&visitor.desk_name, &visitor.reader);
    let t = reader.words();
    let policy = web.app().policy_at(desk, reader.now).await?;
    let stored = web
        .app()
        .store()
        .policy_by_version(desk.as_str(), policy.version());
    let stored = stored.await?.ok_or(PageError::NotFound)?;
    render(&PolicyPage {
        t,
        page: Page::new(&web, reader, t.say("portal-nav-policy")).of(&visitor.desk),
        frame: Frame::of_visitor(&visitor, Place::Policy),
        since: Moment::of_microsecond(reader, stored.effective_at),
        policy: policy.page_html(t.code()),
        comings: coming::coming(&web, desk, reader, false).await?,
        past: coming::past(&web, desk, reader, policy.version()).await?,
    })
}
