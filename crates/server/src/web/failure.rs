//! When a page cannot be shown: what happened, what was kept, what to do, and the
//! reference under which the log knows more.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::{DeskName, Refusal};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Page, Reader, Web, Words};
use crate::error::AppError;
use crate::store::{StoreError, WriteError};

/// Why a page is not shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is no such thing, at least not for whoever asked.
    #[error("not found")]
    NotFound,
    /// First sign in at the desk, then come back.
    #[error("sign in first")]
    SignIn { desk: DeskName, next: String },
    /// The session ended while a form was being filled in.
    #[error("signed out meanwhile")]
    SignedOut { desk: DeskName },
    /// First choose a desk to sign in at.
    #[error("choose a desk first")]
    ChooseDesk,
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The form or a file in it is too large.
    #[error("the request is too large")]
    TooLarge,
    /// The form lacks something that our own pages always send.
    #[error("the form lacks {0}")]
    BadForm(&'static str),
    /// The desk could not do it.
    #[error("the desk failed")]
    Failed(#[source] AppError),
    /// A template could not be filled in.
    #[error("the page could not be written")]
    Unwritable(#[from] askama::Error),
}

/// Beside an answer: why it failed.
#[derive(Clone)]
struct Told(Arc<PageError>);

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound(_) => Self::NotFound,
            AppError::Refused(refusal) => Self::Refused(refusal),
            error => Self::Failed(error),
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl From<WriteError> for PageError {
    fn from(error: WriteError) -> Self {
        AppError::from(error).into()
    }
}

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn { .. } | Self::ChooseDesk => StatusCode::SEE_OTHER,
            Self::SignedOut { .. } => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadForm(_) => StatusCode::BAD_REQUEST,
            Self::Failed(AppError::Busy | AppError::Full) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) | Self::Unwritable(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn { desk, next } => {
                let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
                Redirect::to(&format!("/d/{desk}/sign-in?next={next}")).into_response()
            }
            Self::ChooseDesk => Redirect::to("/").into_response(),
            _ => {
                let mut response = self.status().into_response();
                response.extensions_mut().insert(Told(Arc::new(self)));
                response
            }
        }
    }
}

/// What no route answers.
pub(super) async fn not_found() -> PageError {
    PageError::NotFound
}

/// Gives every failed answer its page, and logs it once.
pub(super) async fn explained(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let (parts, body) = request.into_parts();
    let unknown = Reader::unknown(&web, &parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let told = response.extensions().get::<Told>().cloned();
    if let Some(Told(error)) = &told
        && status.is_server_error()
    {
        log(&unknown.request_id, error.as_ref());
    }
    let speaks_for_itself = response.extensions().get::<Explained>().is_some();
    if is_api || speaks_for_itself || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let reader = response.extensions().get::<Reader>().cloned();
    let error = told.as_ref().map(|told| told.0.as_ref());
    let page = failure_page(&web, &reader.unwrap_or(unknown), status, error);
    let (mut head, _) = response.into_parts();
    head.headers.remove(axum::http::header::CONTENT_TYPE);
    head.headers.remove(axum::http::header::CONTENT_LENGTH);
    // A template of fixed texts: should it fail, the bare status says enough.
    match page.render() {
        Ok(html) => (head, Html(html)).into_response(),
        Err(error) => {
            log("", &error);
            status.into_response()
        }
    }
}

/// Marks a refused form that is shown again: a page already, not a bare failure.
#[derive(Clone, Copy)]
struct Explained;

/// A refused form as an answer: the page with the form, what was typed, and the
/// reason why it was not accepted.
#[must_use]
pub fn shown_again(page: Html<String>) -> Response {
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(Explained);
    response
}

fn log(request_id: &str, error: &(dyn std::error::Error + 'static)) {
    let mut chain = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push_str(": ");
        chain.push_str(&error.to_string());
        cause = error.source();
    }
    tracing::error!(request_id, error = chain, "a request failed");
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    t: Words,
    page: Page,
    what: String,
    kept: String,
    todo: String,
    status: u16,
    request_id: String,
    /// Where to sign in, when that is what is missing.
    sign_in: Option<String>,
}

fn failure_page(
    web: &Web,
    reader: &Reader,
    status: StatusCode,
    error: Option<&PageError>,
) -> FailurePage {
    let t = reader.words();
    let kind = match (error, status) {
        (Some(PageError::SignedOut { .. }), _) => "signed-out",
        (Some(PageError::Refused(_)), _) => "refused",
        (Some(PageError::Failed(AppError::Full)), _) => "full",
        (Some(PageError::Failed(AppError::Busy)), _) => "busy",
        (Some(PageError::Failed(AppError::NoPolicy { .. })), _) => "no-policy",
        (_, StatusCode::NOT_FOUND) => "not-found",
        (_, StatusCode::METHOD_NOT_ALLOWED) => "not-found",
        (_, StatusCode::PAYLOAD_TOO_LARGE) => "too-large",
        (_, StatusCode::FORBIDDEN) => "cross-site",
        (_, StatusCode::SERVICE_UNAVAILABLE) => "busy",
        (_, status) if status.is_client_error() => "bad-form",
        _ => "broken",
    };
    let what = match error {
        Some(PageError::Refused(refusal)) => t.say(&format!("refusal-{}", refusal.code())),
        _ => t.say(&format!("failure-{kind}-what")),
    };
    let sign_in = match error {
        Some(PageError::SignedOut { desk }) => Some(format!("/d/{desk}/sign-in")),
        _ => None,
    };
    FailurePage {
        t,
        page: Page::new(web, reader, t.say(&format!("failure-{kind}-title"))),
        what,
        kept: t.say(&format!("failure-{kind}-kept")),
        todo: t.say(&format!("failure-{kind}-do")),
        status: status.as_u16(),
        request_id: reader.request_id.clone(),
        sign_in,
    }
}

/// The kinds of failure a page explains, each with four texts.
#[cfg(test)]
pub(super) const KINDS: [&str; 10] = [
    "signed-out",
    "refused",
    "full",
    "busy",
    "no-policy",
    "not-found",
    "too-large",
    "cross-site",
    "bad-form",
    "broken",
];

#[cfg(test)]
mod tests {
    use domain::text::{Language, has};

    use super::KINDS;

    #[test]
    fn every_failure_says_what_happened_what_was_kept_and_what_to_do() {
        for kind in KINDS {
            for part in ["title", "what", "kept", "do"] {
                let id = format!("failure-{kind}-{part}");
                assert!(has(Language::En, &id), "{id}");
            }
        }
    }
}
