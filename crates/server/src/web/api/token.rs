//! Tokens, by which programs sign in: `mst_DESK_SECRET`. The desk stands in the
//! token so that it is looked up inside that desk alone. Only a digest is kept;
//! the secret has 256 random bits, so that nothing slower is needed.

use domain::{AgentId, DeskName};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::AppError;
use crate::store::TokenRow;

/// What every token begins with, so that one that leaked is recognised.
const PREFIX: &str = "mst_";
const SECRET_BYTES: usize = 32;

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    TicketsRead,
    TicketsWrite,
    CustomersRead,
    CustomersWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: &'static [Self] = &[
        Self::TicketsRead,
        Self::TicketsWrite,
        Self::CustomersRead,
        Self::CustomersWrite,
    ];

    /// The stored name: `tickets:read`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TicketsRead => "tickets:read",
            Self::TicketsWrite => "tickets:write",
            Self::CustomersRead => "customers:read",
            Self::CustomersWrite => "customers:write",
        }
    }

    /// The scope with that stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.as_str() == name)
    }
}

/// A token that was just made. Nobody can find out the secret later.
#[derive(Clone)]
pub struct NewToken {
    /// The whole token, as it goes into the `Authorization` header.
    pub secret: String,
    /// By which the token is kept and can be disabled.
    pub digest: String,
}

/// Makes a token that acts as `agent` at `desk`. `name` is for people: which
/// program it was given to.
///
/// # Errors
/// [`AppError::NotFound`] when the desk has no such agent.
pub async fn create(
    app: &App,
    desk: &DeskName,
    agent: AgentId,
    name: &str,
    scopes: &[Scope],
) -> Result<NewToken, AppError> {
    let known = app
        .store()
        .agent_by_id(desk.as_str(), &agent.to_string())
        .await?;
    known.ok_or(AppError::NotFound("agent"))?;
    let (token, row) = make(desk, agent, name, scopes, app.now());
    app.store().token_insert(&row).await?;
    Ok(token)
}

/// A token and the row that lets it in once it is written.
#[must_use]
pub fn make(
    desk: &DeskName,
    agent: AgentId,
    name: &str,
    scopes: &[Scope],
    now: Timestamp,
) -> (NewToken, TokenRow) {
    let mut random = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut random).expect("the system gives random bytes");
    let secret = format!("{PREFIX}{desk}_{}", hex(&random));
    let digest = digest(&secret);
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let row = TokenRow {
        desk: desk.as_str().to_owned(),
        digest: digest.clone(),
        name: name.to_owned(),
        agent: agent.to_string(),
        scopes: scopes.join(" "),
        active: true,
        created_at: now.as_microsecond(),
    };
    (NewToken { secret, digest }, row)
}

/// The desk a token says it belongs to; `None` where it is no token of ours.
pub(super) fn desk_of(token: &str) -> Option<DeskName> {
    let (desk, _) = token.strip_prefix(PREFIX)?.split_once('_')?;
    DeskName::new(desk)
}

/// By what a token is kept.
pub(super) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_desk() {
        let desk = desk_of("mst_three-levels_00ff").unwrap();
        assert_eq!(desk.as_str(), "three-levels");
        for other in [
            "",
            "mst_",
            "mst_00ff",
            "mst_Infocyte_00ff",
            "ghp_infocyte_00ff",
        ] {
            assert_eq!(desk_of(other), None, "{other}");
        }
    }
}
