//! Pages, live news and the JSON interface, over the [`App`]. Every route stands
//! in [`routes`], with who may use it; nothing here decides what may happen to a
//! ticket, and nothing here writes but through the app and the store.

pub mod api;
mod corrections;
mod download;
mod failure;
mod fields;
mod flash;
mod forms;
mod guard;
mod headers;
mod health;
mod layers;
mod live;
mod page;
pub mod pages;
mod prose;
mod reader;
pub mod route;
mod session;
mod viewer;
mod when;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use tokio::sync::{Semaphore, watch};

use crate::app::App;
use crate::assets;

pub use corrections::Corrections;
pub use download::download;
pub use failure::{PageError, shown_again};
pub use fields::{FIELDS_MAX, FILES_MAX, Fields, Upload};
pub use flash::Flash;
pub use forms::{FORM_FIELD, FormId, carry_out, files_of, new_text};
pub use page::{Page, render};
pub(crate) use prose::Prose;
pub use reader::Reader;
pub use route::{Access, Route};
pub use session::{SESSION_DAYS, digest};
pub use viewer::{Customer, Overseer, Person, Staff, Visitor};
pub use when::{Moment, day_time, short};
pub use words::Words;

/// How many passwords are checked at once: each takes a processor and 19 MiB.
const PASSWORD_CHECKS_MAX: usize = 2;

/// What the pages need to know beside the app.
#[derive(Clone, Debug, Default)]
pub struct WebConfig {
    /// Shows the page of components, and says on every page that this is a demo.
    pub demo: bool,
}

/// The state of all handlers. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    shared: Arc<Shared>,
}

struct Shared {
    app: App,
    config: WebConfig,
    password_checks: Semaphore,
    closing: watch::Sender<bool>,
}

impl Web {
    #[must_use]
    pub fn new(app: App, config: WebConfig) -> Self {
        Self {
            shared: Arc::new(Shared {
                app,
                config,
                password_checks: Semaphore::new(PASSWORD_CHECKS_MAX),
                closing: watch::Sender::new(false),
            }),
        }
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.shared.app
    }

    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.shared.config.demo
    }

    /// Whether browsers reach the desk by TLS, so that cookies may insist on it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.app().base_url().starts_with("https://")
    }

    /// Ends all live streams. Without this a server that waits for its last answer
    /// before it stops would wait for ever.
    pub fn close(&self) {
        self.shared.closing.send_replace(true);
    }

    fn closing(&self) -> watch::Receiver<bool> {
        self.shared.closing.subscribe()
    }

    fn password_checks(&self) -> &Semaphore {
        &self.shared.password_checks
    }
}

/// Every route there is, but for those of programs: see [`api::operations`].
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/healthz", Access::Public, health::alive),
        Route::get("/readyz", Access::Public, health::ready),
        Route::get("/d/{desk}/live", Access::Person, live::stream),
    ];
    routes.extend(pages::routes());
    routes.extend(pages::portal::routes());
    routes.extend(pages::workspace::routes());
    routes
}

/// The service that answers browsers and programs.
pub fn router(web: Web) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let methods = guard::guarded(&web, route.access, route.methods);
        router = router.route(route.path, methods);
    }
    // The built style sheet and scripts are the same for everybody.
    router = router.route("/assets/{name}", get(assets::serve));
    let programs = api::router(web.app().clone(), web.closing());
    let router = router
        .nest_service(api::BASE, programs)
        .fallback(failure::not_found)
        .with_state(web.clone());
    layers::around(&web, router)
}
