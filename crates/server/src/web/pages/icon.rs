//! `GET /favicon.ico`: the mark of the program in the tab of a browser. It stands at
//! the address that browsers ask for by themselves; without it each of them writes a
//! failure into its console.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 32 32\">\
    <rect x=\"-4\" y=\"-4\" width=\"32\" height=\"32\" rx=\"7\" fill=\"#0a5a76\"/>\
    <path d=\"M12 2v20M12 4 4 20M12 4l8 16M7 14h10\" fill=\"none\" stroke=\"#ffffff\" \
    stroke-width=\"2.4\" stroke-linecap=\"round\"/></svg>";

pub(super) async fn serve() -> Response {
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}
