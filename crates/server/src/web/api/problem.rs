//! What a caller is told when something is not done: problem documents after
//! RFC 9457. Their types are stable; titles and details are for people.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use serde_json::{Map, Value, json};

use crate::error::AppError;
use crate::store::{StoreError, WriteError};

/// How long a caller shall wait when the desk is short of something, in seconds.
const RETRY_SECONDS: u64 = 1;

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident = $code:literal, $status:ident, $title:literal;)+) => {
        /// The problems that are not a rule of the desk; those are
        /// [`ProblemKind::Refused`] and have the refusal's own code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProblemKind {
            $($(#[$about])* $kind,)+
            /// The desk's rules say no.
            Refused(&'static str),
        }

        impl ProblemKind {
            /// Every kind with a code of its own.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The stable name: the last part of the problem's type.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$kind => $code,)+ Self::Refused(code) => code }
            }

            /// The HTTP status it is answered with.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self {
                    $(Self::$kind => StatusCode::$status,)+
                    Self::Refused("changed-meanwhile") => StatusCode::CONFLICT,
                    Self::Refused("no-such-ticket") => StatusCode::NOT_FOUND,
                    Self::Refused("clock") => StatusCode::INTERNAL_SERVER_ERROR,
                    Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                }
            }

            fn title(self) -> &'static str {
                match self {
                    $(Self::$kind => $title,)+
                    Self::Refused(_) => "The desk's rules do not allow this",
                }
            }
        }
    };
}

kinds! {
    TokenMissing = "token-missing", UNAUTHORIZED, "A token is needed";
    TokenInvalid = "token-invalid", UNAUTHORIZED, "The token is not valid";
    ScopeMissing = "scope-missing", FORBIDDEN, "The token may not do this";
    NotFound = "not-found", NOT_FOUND, "There is no such thing";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "This cannot be done here";
    InvalidJson = "invalid-json", BAD_REQUEST, "The body is not JSON";
    InvalidBody = "invalid-body", BAD_REQUEST, "The body has another form";
    InvalidHeader = "invalid-header", BAD_REQUEST, "A header has another form";
    InvalidParameter = "invalid-parameter", BAD_REQUEST, "A parameter has another form";
    UnknownParameter = "unknown-parameter", BAD_REQUEST, "There is no such parameter";
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE, "The body is too large";
    MediaType = "media-type", UNSUPPORTED_MEDIA_TYPE, "The body must be JSON";
    KeyReused = "key-reused", UNPROCESSABLE_ENTITY, "The idempotency key was used before";
    InvalidAddress = "invalid-address", UNPROCESSABLE_ENTITY, "This is no mail address";
    TooLong = "too-long", UNPROCESSABLE_ENTITY, "A text is too long";
    EmptyName = "empty-name", UNPROCESSABLE_ENTITY, "A name is missing";
    RequesterUnknown = "requester-unknown", UNPROCESSABLE_ENTITY, "The requester is not registered";
    RequesterInactive = "requester-inactive", UNPROCESSABLE_ENTITY, "The requester was disabled";
    UnknownAgent = "unknown-agent", UNPROCESSABLE_ENTITY, "There is no such agent";
    UnknownCustomer = "unknown-customer", UNPROCESSABLE_ENTITY, "There is no such customer";
    UnknownPlan = "unknown-plan", UNPROCESSABLE_ENTITY, "The policy has no such plan";
    UnknownZone = "unknown-zone", UNPROCESSABLE_ENTITY, "There is no such time zone";
    UnknownLanguage = "unknown-language", UNPROCESSABLE_ENTITY, "There is no such language";
    AddressInUse = "address-in-use", CONFLICT, "Another contact has this address";
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests";
    TooManyStreams = "too-many-streams", SERVICE_UNAVAILABLE, "Too many streams are open";
    Busy = "busy", SERVICE_UNAVAILABLE, "The desk is busy";
    StoreUnavailable = "store-unavailable", SERVICE_UNAVAILABLE, "The database did not answer";
    Full = "full", INSUFFICIENT_STORAGE, "There is no room left";
    NoPolicy = "no-policy", SERVICE_UNAVAILABLE, "The desk has no policy in force";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something is wrong here";
}

/// A problem document with its headers. Boxed, because nearly every function here
/// can answer one and hardly ever does.
#[derive(Debug)]
pub struct Problem(Box<Document>);

#[derive(Debug)]
struct Document {
    kind: ProblemKind,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// `detail` says what to do.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        let problem = Self(Box::new(Document {
            kind,
            detail: detail.into(),
            more: Map::new(),
            headers: Vec::new(),
        }));
        match kind {
            ProblemKind::TokenMissing => problem.header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"mainstay\""),
            ),
            ProblemKind::TokenInvalid => problem.header(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"mainstay\", error=\"invalid_token\""),
            ),
            ProblemKind::Busy
            | ProblemKind::StoreUnavailable
            | ProblemKind::TooManyStreams
            | ProblemKind::NoPolicy => problem.retry_after(RETRY_SECONDS),
            _ => problem,
        }
    }

    /// Adds a member beside the standard ones.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(name.to_owned(), value.into());
        self
    }

    #[must_use]
    pub(super) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    #[must_use]
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    pub(super) fn kind(&self) -> ProblemKind {
        self.0.kind
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Document {
            kind,
            detail,
            more,
            headers,
        } = *self.0;
        let status = kind.status();
        let mut document = json!({
            "type": format!("/problems/{}", kind.code()),
            "title": kind.title(),
            "status": status.as_u16(),
            "detail": detail,
        });
        if let Value::Object(members) = &mut document {
            members.extend(more);
        }
        let mut response = (status, Json(document)).into_response();
        let media = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, media);
        response.headers_mut().extend(headers);
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(ProblemKind::Refused(refusal.code()), refusal.to_string());
        match refusal {
            Refusal::ChangedMeanwhile { now_is } => problem.with("now_is", now_is),
            _ => problem,
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let detail = error.to_string();
        let kind = match error {
            AppError::Refused(refusal) => return refusal.into(),
            AppError::NotFound(_) => ProblemKind::NotFound,
            AppError::KeyReused => ProblemKind::KeyReused,
            AppError::Busy => ProblemKind::Busy,
            AppError::Full => ProblemKind::Full,
            AppError::NoPolicy { .. } => ProblemKind::NoPolicy,
            AppError::Store(StoreError::Busy) => ProblemKind::Busy,
            AppError::Store(_) => ProblemKind::StoreUnavailable,
            AppError::UnreadablePolicy { .. } | AppError::UnreadableHistory { .. } => {
                ProblemKind::Internal
            }
        };
        if kind.status().is_server_error() {
            // The chain is for whoever runs the desk, not for who asked.
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "an API request failed");
        }
        let detail = match kind {
            ProblemKind::Internal => "whoever runs this desk finds the cause in its log".to_owned(),
            _ => detail,
        };
        Self::new(kind, detail)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        AppError::from(error).into()
    }
}
