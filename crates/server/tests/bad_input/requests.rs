//! Mails and requests that are wrong in themselves.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::program::Installation;
use crate::support::smtp::Smtp;
use crate::{ADDRESS, DESK, beside, eventually, mail, mails};

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_refused_with_the_reason_or_taken_as_they_are() {
    let installation = Installation::new();
    let server = installation.start();
    let mut smtp = Smtp::connect(installation.smtp).await.unwrap();

    let (nobody, small) = ("support@nobody.example.com", mail("x", "y"));
    let answer = smtp.send("ann@example.net", nobody, &small).await.unwrap();
    assert!(
        answer.starts_with("550 5.1.1 No desk here has the address"),
        "{answer}"
    );
    let answer = smtp
        .ask("MAIL FROM:<ann@example.net> SIZE=99000000")
        .await
        .unwrap();
    assert!(
        answer.starts_with("552 5.3.4 Mails may have 30 MB at most"),
        "{answer}"
    );
    let line = "one line of a mail that is far too long for anybody\n";
    let oversized = mail("large", &line.repeat((31 << 20) / line.len()));
    let answer = smtp
        .send("ann@example.net", ADDRESS, &oversized)
        .await
        .unwrap();
    assert!(answer.starts_with("552 5.3.4"), "{answer}");

    let broken = [
        "From: <ann@example.net>\nSubject: no parts\nContent-Type: multipart/mixed; boundary=b\n\n--c\n",
        "From: <ann@example.net>\nSubject: no end\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
         Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: base64\n\n%%%=\n",
        "From: <ann@example.net>\nSubject: =?utf-8?B?w?=\nContent-Type: text/plain; charset=moon\n\n\u{1}\u{7f}\n",
        "no header at all\n",
        "From: ann\nSubject: nobody to answer\n\nHello\n",
    ];
    for content in broken {
        let answer = smtp
            .send("ann@example.net", ADDRESS, content)
            .await
            .unwrap();
        assert!(answer.starts_with("250"), "{content}: {answer}");
    }
    let store = beside(&installation.database()).await;
    let kept = eventually(
        "all mails are settled",
        Duration::from_secs(20),
        async || {
            let kept = mails(&store).await;
            kept.iter()
                .all(|mail| mail.state != "waiting")
                .then_some(kept)
        },
    )
    .await;
    assert_eq!(kept.len(), broken.len(), "nothing else was kept");
    for mail in &kept {
        assert!(mail.ticket.is_some(), "{mail:?}");
    }
    assert!(server.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_refused_with_the_reason() {
    let installation = Installation::new();
    let server = installation.start();
    let login = server.login(DESK);
    let client = reqwest::Client::new();
    let base = format!("http://{}", installation.listen);
    for path in ["/d/nobody", "/d/nobody/sign-in", "/nowhere"] {
        let response = client.get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(
            response.text().await.unwrap().contains("<html"),
            "{path} has a page"
        );
    }
    let ask = async |desk: &str, body: String| {
        let request = client
            .post(format!("{base}/api/v1/desks/{desk}/tickets"))
            .bearer_auth(&login.token)
            .header("Content-Type", "application/json")
            .body(body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let problem: Value = response.json().await.unwrap();
        (status, problem["detail"].as_str().unwrap().to_owned())
    };
    let ticket = |severity: u8| {
        json!({
            "subject": "It stopped", "body": "Since noon.", "severity": severity,
            "requester": { "email": login.customer },
        })
        .to_string()
    };
    let (status, _) = ask("nobody", ticket(1)).await;
    assert_eq!(status, 404);
    let (status, detail) = ask(DESK, ticket(9)).await;
    assert_eq!(status, 422);
    assert!(detail.contains("severity"), "{detail}");
    let (status, detail) = ask(DESK, "{\"subject\":".into()).await;
    assert_eq!(status, 400);
    assert!(detail.contains("line 1"), "{detail}");
    let store = beside(&installation.database()).await;
    assert!(store.ticket_ids(DESK, "", 9).await.unwrap().is_empty());
}
