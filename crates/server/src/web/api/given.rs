//! What a request brings: its body, its idempotency key, and which state of the
//! ticket its caller has seen.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::access::Caller;
use super::token::hex;
use super::{Api, BODY_BYTES_MAX, Problem, ProblemKind};
use crate::app::Once;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest idempotency key, in characters.
const KEY_CHARS_MAX: usize = 255;
/// How much of a token's digest stands in the scope of its keys: enough to tell
/// tokens apart.
const DIGEST_CHARS: usize = 16;

/// A request that changes something.
#[derive(Debug)]
pub(super) struct Given<T> {
    pub(super) body: T,
    pub(super) once: Option<Once>,
    /// The sequence in `If-Match`.
    pub(super) seen: Option<u64>,
}

impl<T: DeserializeOwned> FromRequest<Api> for Given<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| {
            let detail = format!("send at most {BODY_BYTES_MAX} bytes, and all of them");
            Problem::new(ProblemKind::BodyTooLarge, detail)
        })?;
        // Nothing to say is said by an empty body as well as by `{}`.
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        if !bytes.is_empty() {
            is_json(&parts.headers)?;
        }
        Ok(Self {
            once: once(&parts, &bytes)?,
            seen: seen(&parts.headers)?,
            body: read(text)?,
        })
    }
}

fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media = headers
        .get(CONTENT_TYPE)
        .and_then(|media| media.to_str().ok());
    let media = media
        .and_then(|media| media.split(';').next())
        .unwrap_or_default();
    if media.trim().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let detail = "send JSON, and the header `Content-Type: application/json`";
    Err(Problem::new(ProblemKind::MediaType, detail))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let body = serde_json::from_slice(bytes).map_err(|error| {
        let kind = if error.is_data() {
            ProblemKind::InvalidBody
        } else {
            ProblemKind::InvalidJson
        };
        let problem = Problem::new(kind, error.to_string());
        problem
            .with("line", error.line())
            .with("column", error.column())
    })?;
    // PostgreSQL takes no NUL in a text, and nobody means one.
    if bytes.windows(NUL.len()).any(|part| part == NUL) && has_nul(bytes) {
        let detail = "leave out the character U+0000";
        return Err(Problem::new(ProblemKind::InvalidBody, detail));
    }
    Ok(body)
}

const NUL: &[u8] = br"\u0000";

fn has_nul(bytes: &[u8]) -> bool {
    fn within(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::String(text) => text.contains('\0'),
            serde_json::Value::Array(items) => items.iter().any(within),
            serde_json::Value::Object(members) => members
                .iter()
                .any(|(name, value)| name.contains('\0') || within(value)),
            _ => false,
        }
    }
    serde_json::from_slice(bytes).is_ok_and(|value| within(&value))
}

fn once(parts: &Parts, body: &[u8]) -> Result<Option<Once>, Problem> {
    let Some(key) = parts.headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > KEY_CHARS_MAX {
        let detail =
            format!("give an Idempotency-Key of 1 to {KEY_CHARS_MAX} visible ASCII characters");
        return Err(Problem::new(ProblemKind::InvalidHeader, detail));
    }
    let caller = parts.extensions.get::<Caller>();
    let digest = caller.map_or("", |caller| caller.token_digest.as_str());
    let digest = digest.get(..DIGEST_CHARS).unwrap_or(digest);
    Ok(Some(Once {
        scope: format!("api:{digest}:{}", parts.uri.path()),
        key: key.to_owned(),
        fingerprint: hex(&Sha256::digest(body)),
    }))
}

/// The sequence an entity tag stands for; `*` fits any.
fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(tag) = headers.get(IF_MATCH) else {
        return Ok(None);
    };
    let tag = tag.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let sequence = tag
        .strip_prefix('"')
        .and_then(|tag| tag.strip_suffix('"'))
        .and_then(|tag| tag.parse().ok());
    sequence.map(Some).ok_or_else(|| {
        let detail = "give in If-Match the ETag of the ticket as you saw it, for example \"7\"";
        Problem::new(ProblemKind::InvalidHeader, detail)
    })
}
