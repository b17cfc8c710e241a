//! What surrounds the routes, from the outside in: a number for the request, the
//! log (never bodies), headers, compression, pages of failure, and the net under
//! panics, slow answers and forms sent by other sites.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::{Web, failure, headers};

/// How long an answer may take to begin.
const ANSWER_SECONDS_MAX: u64 = 30;

pub(super) fn around(web: &Web, router: Router) -> Router {
    let timeout = TimeoutLayer::with_status_code(
        StatusCode::SERVICE_UNAVAILABLE,
        Duration::from_secs(ANSWER_SECONDS_MAX),
    );
    router.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(from_fn_with_state(web.clone(), headers::added))
            .layer(CompressionLayer::new())
            .layer(from_fn_with_state(web.clone(), failure::explained))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(timeout)
            .layer(CsrfLayer::new()),
    )
}

/// The path without its query, which may hold what people searched for.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.headers().get("x-request-id");
    tracing::info_span!(
        "request",
        method = %request.method(),
        path = request.uri().path(),
        id = id.and_then(|id| id.to_str().ok()).unwrap_or_default(),
    )
}

fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(cause.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("unknown"), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
