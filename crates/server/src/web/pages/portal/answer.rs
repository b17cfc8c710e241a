//! The two ways in which a sent form ends: on the next page with a sentence, or on
//! the same page with everything typed still there.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use crate::web::{Flash, PageError, render, shown_again};

/// On to another page, which says what was done.
pub(super) fn done(to: &str, flash: &Flash) -> Response {
    let jar = CookieJar::new().add(flash.cookie());
    (jar, Redirect::to(to)).into_response()
}

/// The same page, which says why it was not done.
///
/// # Errors
/// When the template cannot be filled in.
pub(super) fn again(page: &impl Template) -> Result<Response, PageError> {
    Ok(shown_again(render(page)?))
}
