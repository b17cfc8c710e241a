//! One sentence that a page leaves for the next: "The reply was sent." It travels
//! in a cookie as the id of a text and at most a ticket's number, so that nothing
//! can be put into its mouth.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::{TicketNumber, text};

use super::Words;

pub(super) const FLASH_COOKIE: &str = "mainstay-flash";

/// Every such text begins so.
const PREFIX: &str = "flash-";

/// Between the id and the number of the ticket it speaks of.
const NUMBER_MARK: char = '.';

/// What has been done, to be said on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    id: String,
    /// The ticket it speaks of.
    number: Option<TicketNumber>,
}

impl Flash {
    /// The sentence with that id, which begins with `flash-`.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            number: None,
        }
    }

    /// The sentence names this ticket, as `$number`.
    #[must_use]
    pub fn about(mut self, number: &TicketNumber) -> Self {
        self.number = Some(number.clone());
        self
    }

    pub(super) fn of(jar: &CookieJar) -> Option<Self> {
        let kept = jar.get(FLASH_COOKIE)?.value();
        let (id, number) = kept.split_once(NUMBER_MARK).unwrap_or((kept, ""));
        let known = id.starts_with(PREFIX) && text::has(domain::text::Language::En, id);
        known.then(|| Self {
            id: id.to_owned(),
            number: TicketNumber::parse(number),
        })
    }

    #[must_use]
    pub fn text(&self, words: Words) -> String {
        match &self.number {
            Some(number) => words.say_with(&self.id, "number", number),
            None => words.say(&self.id),
        }
    }

    /// How it is meant, as the style sheet names it: `flash-no-...` says that
    /// something was not to be had.
    #[must_use]
    pub fn tone(&self) -> &'static str {
        if self.id.starts_with("flash-no-") {
            "soon"
        } else {
            "track"
        }
    }

    /// For the answer that leads to the next page.
    #[must_use]
    pub fn cookie(&self) -> Cookie<'static> {
        let kept = match &self.number {
            Some(number) => format!("{}{NUMBER_MARK}{number}", self.id),
            None => self.id.clone(),
        };
        Cookie::build((FLASH_COOKIE, kept))
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .build()
    }
}
