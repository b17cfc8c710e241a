//! The vendor's side of a desk.

use crate::web::Route;

/// The routes of the workspace.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}
