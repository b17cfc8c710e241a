//! The customers' side of a desk.

use crate::web::Route;

/// The routes of the portal.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}
