//! `POST /language`: a language chosen by hand, kept in this browser.

use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use domain::text::Language;

use crate::web::reader::LANGUAGE_COOKIE;
use crate::web::session::kept;
use crate::web::{Fields, PageError, Web};

pub(super) async fn choose(
    State(web): State<Web>,
    jar: CookieJar,
    fields: Fields,
) -> Result<(CookieJar, Redirect), PageError> {
    let language = Language::parse(fields.text("language"));
    let language = language.ok_or(PageError::BadForm("language"))?;
    let cookie = kept(&web, LANGUAGE_COOKIE.to_owned(), language.code().to_owned());
    Ok((jar.add(cookie), Redirect::to(local(fields.text("back")))))
}

/// A path on this server; anything else could lead people away.
fn local(path: &str) -> &str {
    let is_local =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_come_back_to() {
        let cases = [
            ("/d/x/agent?view=mine", "/d/x/agent?view=mine"),
            ("//evil.example.com", "/"),
            ("/\\evil.example.com", "/"),
            ("https://evil.example.com", "/"),
            ("", "/"),
        ];
        for (given, expected) in cases {
            assert_eq!(local(given), expected, "{given}");
        }
    }
}
