//! `GET /styleguide`: every component of the style sheet on one page. In a demo
//! only, because it means nothing to customers.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::web::{Page, PageError, Reader, Web, Words, render};

#[derive(Template)]
#[template(path = "styleguide.html")]
struct Styleguide {
    t: Words,
    page: Page,
    states: [(&'static str, &'static str); 7],
    tones: [&'static str; 4],
    buttons: [&'static str; 5],
}

pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
) -> Result<Html<String>, PageError> {
    if !web.is_demo() {
        return Err(PageError::NotFound);
    }
    let t = reader.words();
    render(&Styleguide {
        t,
        page: Page::new(&web, &reader, t.say("styleguide-title")),
        states: [
            ("track", "state-running"),
            ("soon", "state-soon"),
            ("late", "state-missed_running"),
            ("missed", "state-missed_met"),
            ("paused", "state-paused"),
            ("met", "state-met"),
            ("none", "state-waiting"),
        ],
        tones: ["track", "soon", "late", "accent"],
        buttons: ["", "go", "quiet", "danger", "small"],
    })
}
