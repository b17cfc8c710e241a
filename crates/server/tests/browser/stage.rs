//! A small server for one made-up page, with the desk's real assets and policy.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::StreamExt;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;

/// As strict as the desk's own pages.
const POLICY: &str = "default-src 'self'";

pub struct Stage {
    pub address: String,
    body: Arc<Mutex<String>>,
    changes: broadcast::Sender<String>,
}

#[derive(Clone)]
struct Scene {
    body: Arc<Mutex<String>>,
    changes: broadcast::Sender<String>,
}

impl Stage {
    /// Serves a page with this body until the test ends.
    pub async fn set(body: &str) -> Stage {
        if let Some(sentence) = server::assets::missing() {
            panic!("{sentence}");
        }
        let body = Arc::new(Mutex::new(body.to_owned()));
        let (changes, _) = broadcast::channel(16);
        let router = Router::new()
            .route("/", get(page))
            .route("/empty", get(|| async { Html("<title>Empty</title>") }))
            .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
            .route("/sent", post(|| async { Redirect::to("/") }))
            .route("/stream", get(stream))
            .route("/assets/{name}", get(server::assets::serve))
            .with_state(Scene {
                body: Arc::clone(&body),
                changes: changes.clone(),
            });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Stage {
            address,
            body,
            changes,
        }
    }

    /// Changes the page as somebody else would, and says so on the stream.
    pub fn change(&self, body: &str, topics: &str) {
        body.clone_into(&mut self.body.lock().unwrap());
        self.changes.send(topics.to_owned()).unwrap();
    }

    /// How many browsers listen to the stream.
    pub fn listeners(&self) -> usize {
        self.changes.receiver_count()
    }
}

async fn page(State(scene): State<Scene>) -> Response {
    let files = server::assets::addresses();
    let body = scene.body.lock().unwrap().clone();
    let page = format!(
        "<!doctype html><html lang=\"en\" data-stream=\"/stream\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Stage</title>\
         <link rel=\"stylesheet\" href=\"{}\">\
         <script src=\"{}\" defer data-worker=\"{}\"></script></head><body>{body}</body></html>",
        files.style, files.script, files.worker,
    );
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

async fn stream(State(scene): State<Scene>) -> impl IntoResponse {
    let changes = BroadcastStream::new(scene.changes.subscribe());
    Sse::new(changes.map(|topics| {
        let topics = topics.unwrap_or_else(|_| "*".to_owned());
        Ok::<_, Infallible>(Event::default().event("changed").data(topics))
    }))
}
