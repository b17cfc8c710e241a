//! Signed-in browsers. A cookie per desk holds a random secret, the store its
//! digest: whoever reads the database signs in as nobody.

use axum_extra::extract::cookie::{Cookie, SameSite};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::Web;
use crate::error::AppError;
use crate::store::{RowOp, SessionRow};

/// How long a browser stays signed in.
pub const SESSION_DAYS: i64 = 14;

/// The names of session cookies begin so; the desk follows.
pub(super) const COOKIE_PREFIX: &str = "mainstay-desk-";

const SECRET_BYTES: usize = 32;

/// Which of the desk's people a session is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Agent,
    Contact,
}

impl Role {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Contact => "contact",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "agent" => Some(Self::Agent),
            "contact" => Some(Self::Contact),
            _ => None,
        }
    }
}

/// A fresh secret for a cookie or link, in hexadecimal.
pub(super) fn secret() -> String {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// What is stored of a secret: its SHA-256 in hexadecimal.
#[must_use]
pub fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new session: its row, to be written, and the cookie for the browser.
pub(super) fn open(
    web: &Web,
    desk: &str,
    person: &str,
    role: Role,
    now: Timestamp,
) -> (RowOp, Cookie<'static>) {
    let secret = secret();
    let row = SessionRow {
        desk: desk.to_owned(),
        digest: digest(&secret),
        person: person.to_owned(),
        role: role.as_str().to_owned(),
        created_at: now.as_microsecond(),
        expires_at: (now + SignedDuration::from_hours(24 * SESSION_DAYS)).as_microsecond(),
    };
    let mut cookie = kept(web, cookie_name(desk), secret);
    cookie.set_http_only(true);
    (row.insert(), cookie)
}

/// Ends the session of a cookie's secret.
pub(super) async fn end(web: &Web, desk: &str, secret: &str) -> Result<(), AppError> {
    let digest = digest(secret);
    web.app().store().session_delete(desk, &digest).await?;
    Ok(())
}

pub(super) fn cookie_name(desk: &str) -> String {
    format!("{COOKIE_PREFIX}{desk}")
}

/// A cookie that is sent with our own pages only, and kept as long as a session.
pub(super) fn kept(web: &Web, name: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(web.is_secure())
        .permanent()
        .build()
}

/// The same cookie as one to be forgotten.
pub(super) fn forgotten(name: String) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, "")).path("/").build();
    cookie.make_removal();
    cookie
}
