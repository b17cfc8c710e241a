//! One sentence that a page leaves for the next: "The reply was sent." It travels
//! in a cookie as the id of a text, so that nothing can be put into its mouth.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::text;

use super::Words;

pub(super) const FLASH_COOKIE: &str = "mainstay-flash";

/// Every such text begins so.
const PREFIX: &str = "flash-";

/// What has been done, to be said on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    id: String,
}

/// How a sentence is meant, as the style sheet names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Track,
    Soon,
    Late,
}

impl Tone {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

impl Flash {
    /// The sentence with that id, which begins with `flash-`.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned() }
    }

    pub(super) fn of(jar: &CookieJar) -> Option<Self> {
        let id = jar.get(FLASH_COOKIE)?.value();
        let known = id.starts_with(PREFIX) && text::has(domain::text::Language::En, id);
        known.then(|| Self::new(id))
    }

    #[must_use]
    pub fn text(&self, words: Words) -> String {
        words.say(&self.id)
    }

    /// For the answer that leads to the next page.
    #[must_use]
    pub fn cookie(&self) -> Cookie<'static> {
        Cookie::build((FLASH_COOKIE, self.id.clone()))
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .build()
    }
}
