//! How whoever looks at a page reads it: language, zone, and when.

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use domain::text::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::flash::Flash;
use super::{PageError, Web, Words};

/// The cookie with a person's own choice of language.
pub(super) const LANGUAGE_COOKIE: &str = "mainstay-language";

/// Who reads, as far as the looks of a page depend on it.
#[derive(Clone, Debug)]
pub struct Reader {
    pub language: Language,
    pub zone: TimeZone,
    /// When the request came; read once.
    pub now: Timestamp,
    /// Path and query, to come back to.
    pub path: String,
    /// What the page before wants to be said.
    pub flash: Option<Flash>,
    /// What the log knows the request by.
    pub request_id: String,
}

impl Reader {
    /// Somebody of whom nothing is known but the request.
    pub(super) fn unknown(web: &Web, parts: &Parts) -> Self {
        let jar = CookieJar::from_headers(&parts.headers);
        let accepted = parts
            .headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|header| header.to_str().ok())
            .and_then(accepted_language);
        Self {
            language: chosen(&jar).or(accepted).unwrap_or(Language::En),
            zone: TimeZone::UTC,
            now: web.app().now(),
            path: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            flash: Flash::of(&jar),
            request_id: parts
                .headers
                .get("x-request-id")
                .and_then(|id| id.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// Takes language and zone of a person or desk; a language chosen by hand
    /// stays.
    pub(super) fn prefer(&mut self, jar: &CookieJar, language: &str, zone: &str) {
        if chosen(jar).is_none()
            && let Some(language) = Language::parse(language)
        {
            self.language = language;
        }
        // A zone that is not known leaves the one before: the desk's, or UTC.
        if let Ok(zone) = TimeZone::get(zone) {
            self.zone = zone;
        }
    }

    /// The texts in the reader's language.
    #[must_use]
    pub fn words(&self) -> Words {
        Words(self.language)
    }
}

impl FromRequestParts<Web> for Reader {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self::unknown(web, parts)))
    }
}

fn chosen(jar: &CookieJar) -> Option<Language> {
    jar.get(LANGUAGE_COOKIE)
        .and_then(|cookie| Language::parse(cookie.value()))
}

/// The first language of the header that we speak; weights are ignored, because
/// browsers write the best first.
fn accepted_language(header: &str) -> Option<Language> {
    header
        .split(',')
        .filter_map(|part| part.split(';').next())
        .find_map(|tag| Language::parse(tag.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        let cases = [
            ("fr-CH, fr;q=0.9, en;q=0.8", Some(Language::Fr)),
            ("de, en;q=0.5", Some(Language::En)),
            ("de", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(accepted_language(header), expected, "{header}");
        }
    }
}
