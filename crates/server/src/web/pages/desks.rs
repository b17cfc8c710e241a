//! `GET /`: which desk?

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::store::DeskRow;
use crate::web::{Page, PageError, Reader, Web, Words, render};

#[derive(Template)]
#[template(path = "desks.html")]
struct Desks {
    t: Words,
    page: Page,
    desks: Vec<DeskRow>,
}

pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
) -> Result<Html<String>, PageError> {
    let t = reader.words();
    let mut desks = web.app().store().desks().await?;
    desks.sort_by(|one, other| one.name.cmp(&other.name));
    render(&Desks {
        t,
        page: Page::new(&web, &reader, t.say("desks-title")),
        desks,
    })
}
