//! What every page has in common: language, title, style sheets, live news, and
//! the sentence left by the page before.

use askama::Template;
use axum::response::Html;

use super::{Flash, PageError, Reader, Web, Words};
use crate::assets::{self, Addresses};
use crate::store::DeskRow;

/// The frame of a page, for `layout.html`.
#[derive(Clone, Debug)]
pub struct Page {
    pub t: Words,
    pub title: String,
    /// The server's time when the page was made, for countdowns.
    pub now: String,
    /// Path and query, to come back to.
    pub path: String,
    pub flash: Option<String>,
    /// How the flash is meant.
    pub flash_tone: &'static str,
    pub assets: &'static Addresses,
    pub desk: Option<PageDesk>,
    /// Where the news of changes come from; none for visitors.
    pub stream: Option<String>,
    pub demo: bool,
}

/// The desk that a page belongs to.
#[derive(Clone, Debug)]
pub struct PageDesk {
    pub id: String,
    pub name: String,
}

impl Page {
    /// A page that belongs to no desk.
    #[must_use]
    pub fn new(web: &Web, reader: &Reader, title: String) -> Self {
        let t = reader.words();
        Self {
            t,
            title,
            now: reader.now.to_string(),
            path: reader.path.clone(),
            flash: reader.flash.as_ref().map(|flash: &Flash| flash.text(t)),
            flash_tone: reader.flash.as_ref().map_or("track", Flash::tone),
            assets: assets::addresses(),
            desk: None,
            stream: None,
            demo: web.is_demo(),
        }
    }

    /// A page of a desk.
    #[must_use]
    pub fn of(mut self, desk: &DeskRow) -> Self {
        self.desk = Some(PageDesk {
            id: desk.desk.clone(),
            name: desk.name.clone(),
        });
        self
    }

    /// A page of a desk that follows what others do.
    #[must_use]
    pub fn live(self, desk: &DeskRow) -> Self {
        let mut page = self.of(desk);
        page.stream = Some(format!("/d/{}/live", desk.desk));
        page
    }
}

/// The page as HTML.
///
/// # Errors
/// When the template cannot be filled in.
pub fn render(template: &impl Template) -> Result<Html<String>, PageError> {
    Ok(Html(template.render()?))
}
