//! The JSON API under [`BASE`]: programs do here what people do on pages. One
//! list, [`operations`], makes the routes, their checks and the OpenAPI document,
//! so that none of them can lag behind. Nothing here decides what may happen to a
//! ticket; that is the app's.

mod access;
mod actions;
mod answer;
mod clocks;
mod contacts;
mod contracts;
mod coverage;
mod cursor;
mod customers;
mod events;
mod example;
mod given;
mod limit;
mod messages;
mod once;
mod openapi;
mod operation;
mod people;
mod policies;
mod problem;
mod restatement;
mod stream;
mod tickets;
mod token;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::Uri;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use access::Gate;
use limit::RateLimit;

pub use clocks::{ClockAnswer, SpannedClockAnswer};
pub use limit::{REQUESTS_AT_ONCE_MAX, REQUESTS_PER_SECOND_MAX};
pub use openapi::document;
pub use operation::{Operation, Parameter};
pub use problem::{Problem, ProblemKind};
pub use restatement::{RestatementAnswer, ResultAnswer, restated};
pub use stream::STREAMS_MAX;
pub use token::{NewToken, Scope, create, make};

/// Where the API stands. The version changes only when answers change meaning.
pub const BASE: &str = "/api/v1";

/// Largest body of a request, in bytes.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    app: App,
    limit: Arc<RateLimit>,
    streams: Arc<Semaphore>,
    closing: watch::Receiver<bool>,
}

/// Every operation there is, but for the document that lists them.
#[must_use]
pub fn operations() -> Vec<Operation> {
    vec![
        tickets::list::operation(),
        tickets::open::operation(),
        tickets::show::operation(),
        messages::list(),
        messages::add(),
        actions::act::operation(),
        actions::report::operation(),
        actions::assignment::operation(),
        actions::severity::operation(),
        actions::proposal::propose(),
        actions::proposal::answer(),
        actions::workaround::operation(),
        actions::priority::operation(),
        actions::level::operation(),
        actions::pause::pause(),
        actions::pause::resume(),
        actions::end::resolve(),
        actions::end::close(),
        actions::end::reopen(),
        actions::merge::merge(),
        actions::merge::separate(),
        actions::rating::operation(),
        actions::coverage::decide(),
        actions::coverage::dispute(),
        clocks::list(),
        clocks::explain(),
        events::operation(),
        customers::list(),
        customers::create(),
        customers::show(),
        contracts::list(),
        contracts::create(),
        contracts::change(),
        contacts::list(),
        contacts::create(),
        contacts::show(),
        policies::operation(),
        stream::operation(),
    ]
}

/// The service to be nested at [`BASE`]. Once `closing` is true, open streams end.
pub(super) fn router(app: App, closing: watch::Receiver<bool>) -> Router {
    let api = Api {
        app,
        limit: Arc::new(RateLimit::default()),
        streams: Arc::new(Semaphore::new(STREAMS_MAX)),
        closing,
    };
    let mut router = Router::new().route("/openapi.json", axum::routing::get(openapi::serve));
    for operation in operations() {
        let gate = Gate {
            api: api.clone(),
            scope: operation.scope,
            parameters: operation.parameters,
        };
        let methods = operation
            .methods
            .layer(from_fn_with_state(gate, access::authorise));
        router = router.route(operation.path, methods);
    }
    router
        .fallback(no_such_resource)
        .method_not_allowed_fallback(no_such_method)
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(api)
}

async fn no_such_resource(uri: Uri) -> Problem {
    let detail = format!(
        "there is nothing at {BASE}{}; what there is stands in {BASE}/openapi.json",
        uri.path()
    );
    Problem::new(ProblemKind::NotFound, detail)
}

async fn no_such_method() -> Problem {
    let detail = "use one of the methods that the Allow header names";
    Problem::new(ProblemKind::MethodNotAllowed, detail)
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("an API handler panicked");
    let detail = "whoever runs this desk finds the cause in its log";
    Problem::new(ProblemKind::Internal, detail).into_response()
}
