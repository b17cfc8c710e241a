//! Two desks with an agent and a token each, and a way to ask.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use domain::{AgentId, DeskName};
use jiff::Timestamp;
use serde_json::Value;
use server::app::{App, NewDesk};
use server::clock::Clock;
use server::store::{AgentRow, Store};
use server::web::api::{self, Scope};
use server::web::{Web, WebConfig, router};
use tower::ServiceExt;

use crate::support;

/// A Wednesday, ten o'clock in Berlin.
pub(crate) const NOW: &str = "2026-11-18T09:00:00Z";
const POLICY: &str = include_str!("policy.toml");

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    pub(crate) router: Router,
    pub(crate) web: Web,
    /// Of the desk `nordwind`.
    pub(crate) token: String,
    pub(crate) agent: AgentId,
    /// Of the desk `suedwind`.
    pub(crate) other_token: String,
    _folder: Option<tempfile::TempDir>,
}

pub(crate) async fn sqlite() -> World {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mainstay.db");
    world(Store::open_sqlite(&path).await.unwrap(), Some(folder)).await
}

pub(crate) async fn postgres() -> World {
    let url = support::postgres::database().await;
    world(Store::open_postgres(&url).await.unwrap(), None).await
}

async fn world(store: Store, folder: Option<tempfile::TempDir>) -> World {
    let clock = Clock::standing_at(NOW.parse().unwrap());
    let app = App::new(store, clock.clone(), "http://localhost:8080");
    let (agent, token) = desk(&app, "nordwind", "NOR", POLICY).await;
    let strict =
        format!("{POLICY}\n[channel.mail]\nfrom = \"registered\"\ninstead = \"Use the portal.\"\n");
    let (_, other_token) = desk(&app, "suedwind", "SUE", &strict).await;
    let web = Web::new(app.clone(), WebConfig::default());
    World {
        router: router(web.clone()),
        web,
        app,
        clock,
        token,
        agent,
        other_token,
        _folder: folder,
    }
}

async fn desk(app: &App, name: &str, prefix: &str, policy: &str) -> (AgentId, String) {
    let desk = DeskName::new(name).unwrap();
    let new = NewDesk {
        desk: desk.clone(),
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        addresses: vec![format!("support@{name}.example.com")],
        language: "en".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        accent: "#0a5a76".to_owned(),
        policy: policy.to_owned(),
        effective_at: Timestamp::UNIX_EPOCH,
    };
    app.create_desk(&new).await.unwrap();
    let agent = AgentId(app.new_id());
    let row = AgentRow {
        desk: name.to_owned(),
        agent: agent.to_string(),
        name: "Lea Lind".to_owned(),
        address: format!("lea@{name}.example.com"),
        language: "en".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        level: 1,
        role: "agent".to_owned(),
        password_hash: None,
        active: true,
        created_at: 0,
    };
    app.store().agent_insert(&row).await.unwrap();
    let token = api::create(app, &desk, agent, "tests", Scope::ALL)
        .await
        .unwrap();
    (agent, token.secret)
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The problem's code, after checking that it is a whole problem document.
    pub(crate) fn problem(&self) -> &str {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        assert_eq!(self.body["status"], self.status.as_u16(), "{self:?}");
        for member in ["title", "detail"] {
            assert!(!self.body[member].as_str().unwrap().is_empty(), "{self:?}");
        }
        let code = self.body["type"].as_str().unwrap();
        code.strip_prefix("/problems/").unwrap()
    }

    /// The body of an answer that must have this status.
    pub(crate) fn with(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }
}

impl World {
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        }
    }

    /// Asks as the token of `nordwind`.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub(crate) async fn post_with(
        &self,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request("POST", path);
        request = request.header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("/api/v1/desks/nordwind{path}"))
            .header("authorization", format!("Bearer {}", self.token))
    }

    pub(crate) async fn ticket(&self) -> String {
        let ticket = self.post("/tickets", &new_ticket()).await.with(201);
        format!("/tickets/{}", ticket["number"].as_str().unwrap())
    }
}

pub(crate) fn new_ticket() -> Value {
    serde_json::json!({
        "subject": "Export stops",
        "body": "After 2,000 rows.",
        "severity": 2,
        "requester": { "email": "Ann@Customer.example.com", "name": "Ann Archer" },
    })
}
