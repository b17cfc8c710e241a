//! The stream of news: of one's own desk, until the server ends.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::fixture::{World, new_ticket};

const NEWS_WAIT_MAX: Duration = Duration::from_secs(20);

async fn open(world: &World) -> BodyDataStream {
    let request = world.request("GET", "/stream").body(Body::empty()).unwrap();
    let response = world.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body().into_data_stream()
}

/// The data of the next event `ticket`.
async fn next(stream: &mut BodyDataStream) -> Value {
    loop {
        let chunk = tokio::time::timeout(NEWS_WAIT_MAX, stream.next()).await;
        let chunk = chunk.unwrap().unwrap().unwrap();
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        let mut lines = text.lines();
        if lines.any(|line| line == "event: ticket") {
            let data = lines.find_map(|line| line.strip_prefix("data: "));
            return serde_json::from_str(data.unwrap()).unwrap();
        }
    }
}

async fn news_is_of_the_own_desk_and_ends_with_the_server(world: &World) {
    let mut stream = open(world).await;
    let request = Request::post("/api/v1/desks/suedwind/customers")
        .header("authorization", format!("Bearer {}", world.other_token))
        .header("content-type", "application/json")
        .body(Body::from(json!({ "name": "Mills" }).to_string()))
        .unwrap();
    let customer = world.send(request).await.with(201);
    let elsewhere = |path: &str, body: Value| {
        Request::post(format!("/api/v1/desks/suedwind{path}"))
            .header("authorization", format!("Bearer {}", world.other_token))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    let contact =
        json!({ "customer": customer["id"], "name": "Ann", "email": "ann@customer.example.com" });
    world.send(elsewhere("/contacts", contact)).await.with(201);
    world
        .send(elsewhere("/tickets", new_ticket()))
        .await
        .with(201);

    let place = world.ticket().await;
    let ticket = world.get(&place).await;
    let news = next(&mut stream).await;
    assert_eq!(
        news["number"], "NOR-1001",
        "nothing is heard of the other desk"
    );
    assert_eq!(news["ticket"], ticket.body["id"]);
    assert_eq!(format!("\"{}\"", news["sequence"]), ticket.header("etag"));

    world.web.close();
    let rest = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(NEWS_WAIT_MAX, rest).await.unwrap();
}

crate::on_both!(news_is_of_the_own_desk_and_ends_with_the_server);
