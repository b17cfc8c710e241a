//! For those who watch the server: is it alive, and can it work?

use axum::extract::State;
use axum::http::StatusCode;

use super::Web;

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers as well.
pub(super) async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    match web.app().store().ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
