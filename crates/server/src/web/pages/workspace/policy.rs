//! `GET /d/{desk}/agent/policy`: the policy in force, as customers read it, and
//! which versions there were and will be.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::side::{self, Side};
use crate::web::{Moment, Page, PageError, Staff, Web, Words, render};

#[derive(Template)]
#[template(path = "workspace/policy.html")]
struct PolicyPage {
    t: Words,
    page: Page,
    side: Side,
    html: String,
    versions: Vec<Version>,
}

struct Version {
    /// The first characters of the digest, enough to tell versions apart.
    digest: String,
    effective: Moment,
    published: Moment,
    is_in_force: bool,
    is_coming: bool,
}

/// How much of a digest is shown.
const DIGEST_CHARS: usize = 12;

pub(super) async fn show(State(web): State<Web>, staff: Staff) -> Result<Html<String>, PageError> {
    let t = staff.reader.words();
    let now = staff.reader.now;
    let policy = web.app().policy_at(&staff.desk_name, now).await?;
    let versions = web.app().store().policies(&staff.desk.desk).await?;
    let versions = versions
        .iter()
        .map(|row| Version {
            digest: row.version.chars().take(DIGEST_CHARS).collect(),
            effective: Moment::of_microsecond(&staff.reader, row.effective_at),
            published: Moment::of_microsecond(&staff.reader, row.published_at),
            is_in_force: row.version == policy.version(),
            is_coming: row.effective_at > now.as_microsecond(),
        })
        .collect();
    render(&PolicyPage {
        t,
        page: side::page(&web, &staff, t.say("side-policy")),
        side: Side::load(&web, &staff, None, "policy").await?,
        html: policy.page_html(t.code()),
        versions,
    })
}
