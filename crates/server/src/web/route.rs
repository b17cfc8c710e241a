//! One entry of the table of routes: what is asked, where, who may, and who
//! answers. Tests go through the table, so that no route is forgotten.

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::Web;

/// Largest body of a form without files, and of a JSON request.
pub const FORM_BYTES_MAX: usize = 1024 * 1024;

/// Largest body of a form with files: what most mail servers take as well.
pub const UPLOAD_BYTES_MAX: usize = 25 * 1024 * 1024;

/// Who may use a route. Whoever may not is told that it does not exist, or is
/// asked to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody signed in at the desk, customer or staff.
    Person,
    /// A contact of a customer of the desk.
    Contact,
    /// Staff of the desk.
    Agent,
    /// Staff of the desk who oversee it.
    Supervisor,
    /// Staff of the desk who run the installation.
    Administrator,
}

/// A route of the table.
pub struct Route {
    pub method: Method,
    /// As axum writes it: `/d/{desk}/agent`.
    pub path: &'static str,
    pub access: Access,
    pub(super) methods: MethodRouter<Web>,
}

impl Route {
    /// Looks at something and changes nothing.
    pub fn get<H: Handler<T, Web>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::GET, MethodFilter::GET, path, access, handler)
    }

    /// Changes something.
    pub fn post<H: Handler<T, Web>, T: 'static>(
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::new(Method::POST, MethodFilter::POST, path, access, handler)
    }

    fn new<H: Handler<T, Web>, T: 'static>(
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        let methods = on(filter, handler).layer(DefaultBodyLimit::max(FORM_BYTES_MAX));
        Self {
            method,
            path,
            access,
            methods,
        }
    }

    /// Takes files as well, and so a larger body.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.methods = self.methods.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
        self
    }
}
