//! Who calls and whether they may: asked once, before any handler. Another
//! desk's resources do not exist for a token.

use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::Response;
use domain::{Actor, AgentId, DeskName};

use super::{Api, Parameter, Problem, ProblemKind, Scope, token};

/// The program that calls, as the agent that its token stands for.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) desk: DeskName,
    pub(super) agent: AgentId,
    pub(super) token_digest: String,
}

impl Caller {
    pub(super) fn actor(&self) -> Actor {
        Actor::Agent(self.agent)
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Problem::new(ProblemKind::TokenMissing, HOW_TO_SIGN_IN))
    }
}

/// What one operation asks of its callers.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) api: Api,
    pub(super) scope: Scope,
    pub(super) parameters: &'static [Parameter],
}

const HOW_TO_SIGN_IN: &str =
    "send a token of this desk in the header `Authorization: Bearer mst_...`";

/// Lets a request through to its handler, with the [`Caller`].
pub(super) async fn authorise(
    State(gate): State<Gate>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let caller = caller(&gate, request.headers()).await?;
    gate.api
        .limit
        .take(&caller.token_digest, gate.api.app.now())
        .map_err(too_many)?;
    let (mut parts, body) = request.into_parts();
    let not_found = || Problem::new(ProblemKind::NotFound, "there is no such desk");
    let path = RawPathParams::from_request_parts(&mut parts, &gate.api).await;
    let path = path.map_err(|_| not_found())?;
    let desk = path.iter().find(|(name, _)| *name == "desk");
    if desk.is_none_or(|(_, desk)| desk != caller.desk.as_str()) {
        return Err(not_found());
    }
    known_parameters(gate.parameters, &parts.uri)?;
    parts.extensions.insert(caller);
    request = Request::from_parts(parts, body);
    Ok(next.run(request).await)
}

async fn caller(gate: &Gate, headers: &HeaderMap) -> Result<Caller, Problem> {
    let missing = || Problem::new(ProblemKind::TokenMissing, HOW_TO_SIGN_IN);
    let header = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let given = header.to_str().map_err(|_| missing())?;
    let (scheme, given) = given.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let invalid = || {
        let detail = "the token is unknown or was disabled; ask for a new one";
        Problem::new(ProblemKind::TokenInvalid, detail)
    };
    let desk = token::desk_of(given.trim()).ok_or_else(invalid)?;
    let token_digest = token::digest(given.trim());
    let store = gate.api.app.store();
    let found = store.token_by_digest(desk.as_str(), &token_digest).await?;
    let found = found.ok_or_else(invalid)?;
    let agent = store.agent_by_id(desk.as_str(), &found.agent).await?;
    // Somebody who left takes the tokens along.
    let agent = agent.filter(|agent| agent.active).ok_or_else(invalid)?;
    let agent = agent.agent.parse().map_err(|_| invalid())?;
    let scope = gate.scope.as_str();
    if !found.scopes.split_whitespace().any(|held| held == scope) {
        let detail = format!("use a token that has the scope `{scope}`");
        return Err(Problem::new(ProblemKind::ScopeMissing, detail).with("scope", scope));
    }
    Ok(Caller {
        desk,
        agent,
        token_digest,
    })
}

fn too_many(seconds: u64) -> Problem {
    let detail = format!("wait {seconds} s and go on more slowly");
    Problem::new(ProblemKind::TooManyRequests, detail).retry_after(seconds)
}

/// A parameter that is not understood is refused: ignoring it would answer
/// another question than was asked.
fn known_parameters(known: &[Parameter], uri: &Uri) -> Result<(), Problem> {
    let query = uri.query().unwrap_or_default();
    let mut seen: Vec<String> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if !known.iter().any(|parameter| parameter.name == name) {
            let known: Vec<&str> = known.iter().map(|parameter| parameter.name).collect();
            let detail = match known.as_slice() {
                [] => format!("leave out `{name}`; this takes no parameters"),
                known => format!("leave out `{name}`; there are: {}", known.join(", ")),
            };
            return Err(Problem::new(ProblemKind::UnknownParameter, detail));
        }
        if seen.iter().any(|before| *before == name) {
            let detail = format!("give `{name}` once");
            return Err(Problem::new(ProblemKind::InvalidParameter, detail));
        }
        // PostgreSQL takes no NUL in a text, and nobody means one.
        if value.contains('\0') {
            let detail = format!("leave the character U+0000 out of `{name}`");
            return Err(Problem::new(ProblemKind::InvalidParameter, detail));
        }
        seen.push(name.into_owned());
    }
    Ok(())
}
