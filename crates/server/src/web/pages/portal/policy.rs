//! `GET /d/{desk}/policy`: the policy in force, to be read by anybody.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::frame::{Frame, Place};
use crate::web::{Page, PageError, Visitor, Web, Words, render};

#[derive(Template)]
#[template(path = "portal/policy.html")]
struct PolicyPage {
    t: Words,
    page: Page,
    frame: Frame,
    /// Made by the policy itself, with everything escaped.
    policy: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
) -> Result<Html<String>, PageError> {
    let t = visitor.reader.words();
    let policy = web
        .app()
        .policy_at(&visitor.desk_name, visitor.reader.now)
        .await?;
    render(&PolicyPage {
        t,
        page: Page::new(&web, &visitor.reader, t.say("portal-nav-policy")).of(&visitor.desk),
        frame: Frame::of_visitor(&visitor, Place::Policy),
        policy: policy.page_html(t.code()),
    })
}
