//! The style sheet and the scripts, compiled in, with addresses that change when
//! they do.
//!
//! Building them is not done here but by `scripts/bundle`; a server without them
//! still serves pages, plain ones, and says at its start what is missing.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// What every page refers to.
const NEEDED: [&str; 4] = ["style.css", "main.js", "stream.js", "workshop.js"];

const KEEP: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Dist;

/// Addresses of the built files, as pages write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    pub style: String,
    pub script: String,
    /// The shared worker that holds the stream of changes.
    pub worker: String,
    /// The editor of the policy workshop, which only its page loads.
    pub workshop: String,
}

static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| Addresses {
    style: address("style.css"),
    script: address("main.js"),
    worker: address("stream.js"),
    workshop: address("workshop.js"),
});

/// Where the pages find style sheet and scripts.
pub fn addresses() -> &'static Addresses {
    &ADDRESSES
}

/// One sentence saying what to do when the front end was not built, else `None`.
pub fn missing() -> Option<&'static str> {
    let complete = NEEDED.iter().all(|name| Dist::get(name).is_some());
    (!complete).then_some(
        "the style sheet and scripts are not built, so pages come plain: \
         run scripts/bundle, then build the server again",
    )
}

/// `GET /assets/{name}`. Pages name a version, so browsers may keep the answer for
/// good; another version is another address.
pub async fn serve(Path(name): Path<String>) -> Response {
    // The folder also holds the builder's stamp.
    let found = if name.starts_with('.') {
        None
    } else {
        Dist::get(&name)
    };
    let Some(file) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    let headers = [
        (header::CONTENT_TYPE, kind.as_ref()),
        (header::CACHE_CONTROL, KEEP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, file.data).into_response()
}

fn address(name: &str) -> String {
    let digest = Dist::get(name).map_or([0; 32], |file| file.metadata.sha256_hash());
    let version: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("/assets/{name}?v={version}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn unknown_names_and_the_stamp_are_not_served() {
        for name in ["missing.js", ".keep", ".stamp", "../Cargo.toml"] {
            let answer = serve(Path(name.to_owned())).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[tokio::test]
    async fn built_files_are_kept_for_good_and_addressed_by_version() {
        // Where nothing was built the sentence must say so instead.
        if let Some(sentence) = missing() {
            assert!(sentence.contains("scripts/bundle"));
            return;
        }
        let answer = serve(Path("style.css".to_owned())).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/css");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], KEEP);
        assert!(addresses().style.starts_with("/assets/style.css?v="));
        assert!(!addresses().style.ends_with("000000000000"));
    }
}
