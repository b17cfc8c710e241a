//! The JSON interface for programs.

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::{Route, Web};

/// The routes of the interface.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// Lets a program in whose token has the scope: looks it up and leaves its holder
/// in the extensions of the request.
pub(super) async fn admit(
    _web: &Web,
    _scope: &'static str,
    _desk: Option<&str>,
    _parts: &mut Parts,
) -> Result<(), Response> {
    Err(StatusCode::UNAUTHORIZED.into_response())
}
