//! Going through long lists page by page. A cursor says where the last page ended,
//! so that pages stay the same length however far one goes; it is opaque to
//! callers, and one that was made up is refused.

use std::collections::HashMap;

use axum::extract::FromRequestParts;
use axum::http::header::LINK;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{BASE, Parameter, Problem, ProblemKind};

/// How many things a page has when nobody says.
pub(super) const LIMIT: i64 = 50;
/// How many things a page has at most.
pub(super) const LIMIT_MAX: i64 = 100;

pub(super) const LIMIT_PARAMETER: Parameter = Parameter {
    name: "limit",
    about: "How many at most, 1 to 100; 50 when left out",
    example: "20",
};
pub(super) const CURSOR_PARAMETER: Parameter = Parameter {
    name: "cursor",
    about: "Where to go on: from the Link header of the page before, as it stands there",
    example: "MjAyNg",
};

/// Between the parts of a cursor: it stands in no id, and sorts before all text.
const BETWEEN: char = '\u{1f}';

/// The parameters in the query, each given once and known by its operation.
#[derive(Debug)]
pub(super) struct Query {
    uri: Uri,
    values: HashMap<String, String>,
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let values = url::form_urlencoded::parse(query).into_owned().collect();
        Ok(Self {
            uri: parts.uri.clone(),
            values,
        })
    }
}

impl Query {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The parameter, read by `read`; `wanted` says what it must be.
    pub(super) fn read<T>(
        &self,
        name: &str,
        wanted: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        read(text).map(Some).ok_or_else(|| {
            let detail = format!("`{name}` must be {wanted}");
            Problem::new(ProblemKind::InvalidParameter, detail)
        })
    }

    pub(super) fn limit(&self) -> Result<i64, Problem> {
        let wanted = format!("a number from 1 to {LIMIT_MAX}");
        let limit = self.read("limit", &wanted, |text| {
            text.parse()
                .ok()
                .filter(|limit| (1..=LIMIT_MAX).contains(limit))
        })?;
        Ok(limit.unwrap_or(LIMIT))
    }

    /// The parts of the cursor, if one is given.
    pub(super) fn cursor<const PARTS: usize>(&self) -> Result<Option<[String; PARTS]>, Problem> {
        self.read("cursor", "one from a Link header", |text| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
            let text = String::from_utf8(bytes)
                .ok()
                .filter(|text| !text.contains('\0'))?;
            let parts: Vec<String> = text.split(BETWEEN).map(str::to_owned).collect();
            parts.try_into().ok()
        })
    }

    /// Where the next page is: this address with another cursor.
    pub(super) fn next(&self, cursor: &[&str]) -> String {
        let cursor = BASE64_URL_SAFE_NO_PAD.encode(cursor.join(&BETWEEN.to_string()));
        let mut next = format!("{BASE}{}?cursor={cursor}", self.uri.path());
        let mut kept: Vec<_> = self
            .values
            .iter()
            .filter(|(name, _)| *name != "cursor")
            .collect();
        kept.sort();
        for (name, value) in kept {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            next.push_str(&format!("&{name}={value}"));
        }
        next
    }
}

/// A malformed cursor, found when its parts are read.
pub(super) fn wrong_cursor() -> Problem {
    let detail = "`cursor` must be one from a Link header";
    Problem::new(ProblemKind::InvalidParameter, detail)
}

/// Takes the extra thing that was read to see whether there is a next page.
pub(super) fn cut<T>(items: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    more
}

/// The answer with its `Link` to the next page.
pub(super) fn linked(next: Option<&str>, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let link = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(LINK, link);
    }
    response
}
