//! Signing in: by password, by a link that works once, and not by guessing.

use axum::http::StatusCode;
use domain::{Notice, NoticeKind};

use crate::world::World;

const ADDRESS: &str = "agent@infocyte.example.com";

#[tokio::test]
async fn the_right_password_opens_the_workspace() {
    let world = World::new().await;
    let fields = [
        ("address", "Agent@infocyte.example.com"),
        ("password", "lighthouse"),
        ("next", "/d/infocyte/agent?view=mine"),
    ];
    let answer = world.post("", "/d/infocyte/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location(), "/d/infocyte/agent?view=mine");
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let inbox = world.get(cookie, "/d/infocyte/agent").await;
    assert_eq!(inbox.status, StatusCode::OK);
    inbox.has("Marta Roos");
    let out = world.post(cookie, "/d/infocyte/sign-out", &[]).await;
    assert_eq!(out.location(), "/d/infocyte/sign-in");
    let after = world.get(cookie, "/d/infocyte/agent").await;
    assert_eq!(after.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let world = World::new().await;
    for next in [
        "https://elsewhere.example.com",
        "//elsewhere.example.com",
        "/d/in8sync/agent",
    ] {
        let fields = [
            ("address", ADDRESS),
            ("password", "lighthouse"),
            ("next", next),
        ];
        let answer = world.post("", "/d/infocyte/sign-in", &fields).await;
        assert_eq!(answer.location(), "/d/infocyte/agent", "{next}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_and_tells_nothing() {
    let world = World::new().await;
    for address in [ADDRESS, "nobody@example.com"] {
        let fields = [("address", address), ("password", "wrong")];
        for _ in 0..5 {
            let answer = world.post("", "/d/infocyte/sign-in", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answer.has("Address and password do not match").has(address);
            answer.lacks("wrong\"");
        }
        let answer = world.post("", "/d/infocyte/sign-in", &fields).await;
        answer.has("Too many attempts");
    }
    // Even the right password has to wait.
    let right = [("address", ADDRESS), ("password", "lighthouse")];
    let answer = world.post("", "/d/infocyte/sign-in", &right).await;
    answer.has("Too many attempts");
    world
        .clock
        .advance_to("2026-11-19T16:10:00Z".parse().unwrap());
    let answer = world.post("", "/d/infocyte/sign-in", &right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_by_mail_works_once_and_only_by_its_button() {
    let world = World::new().await;
    let contact = [("address", "rhys@calder.example.com")];
    for _ in 0..2 {
        let answer = world.post("", "/d/infocyte/sign-in/link", &contact).await;
        answer.has("a mail with a link is on its way");
    }
    let unknown = [("address", "nobody@example.com")];
    let answer = world.post("", "/d/infocyte/sign-in/link", &unknown).await;
    answer.has("a mail with a link is on its way");
    let outbox = world
        .app
        .store()
        .outbox("infocyte", None, 10)
        .await
        .unwrap();
    assert_eq!(outbox.len(), 1, "one mail a minute, and none to strangers");
    let notice: Notice = serde_json::from_str(&outbox[0].notice).unwrap();
    let NoticeKind::SignIn { secret } = notice.kind else {
        panic!("{:?}", notice.kind);
    };
    let path = format!("/d/infocyte/sign-in/{secret}");
    for _ in 0..3 {
        let page = world.get("", &path).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let first = world.post("", &path, &[]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    assert_eq!(first.location(), "/d/infocyte");
    let second = world.post("", &path, &[]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    second.has("used before or is too old");
}

#[tokio::test]
async fn a_session_ends() {
    let world = World::new().await;
    let fields = [("address", ADDRESS), ("password", "lighthouse")];
    let answer = world.post("", "/d/infocyte/sign-in", &fields).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    world
        .clock
        .advance_to("2027-01-01T00:00:00Z".parse().unwrap());
    let after = world.get(&cookie, "/d/infocyte/agent").await;
    assert_eq!(after.status, StatusCode::SEE_OTHER);
}
