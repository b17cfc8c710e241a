//! A disk that fills up under load: everybody is told, nobody is lied to, and when
//! there is room again, work goes on without a restart.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::program::Installation;
use crate::support::smtp::Smtp;
use crate::{ADDRESS, DESK, beside, eventually, mail, mails};

/// What fits on the disk at first, and later.
const SMALL: &str = "size=6m";
const LARGE: &str = "size=64m";
/// Texts large enough to fill it with a few requests.
const BODY_BYTES: usize = 100_000;
const REQUESTS_MAX: usize = 200;

/// A disk of its own over a folder, gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this user may not mount.
    fn over(folder: &Path) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        mount(folder, SMALL).then(|| Self(folder.to_owned()))
    }

    fn grow(&self) {
        assert!(mount(&self.0, &format!("remount,{LARGE}")));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server may still be ending.
        let _unmounted = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn mount(folder: &Path, options: &str) -> bool {
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder);
    mount.output().is_ok_and(|output| output.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_room_is_enough_to_go_on() {
    let installation = Installation::new();
    let Some(disk) = SmallDisk::over(&installation.data()) else {
        eprintln!("left out: only root can make a small disk");
        return;
    };
    let server = installation.start();
    let login = server.login(DESK);
    let client = reqwest::Client::new();
    let ask = async |key: &str| {
        let request = client
            .post(format!(
                "http://{}/api/v1/desks/{DESK}/tickets",
                installation.listen
            ))
            .bearer_auth(&login.token)
            .header("Idempotency-Key", key)
            .json(&json!({
                "subject": key, "body": "x".repeat(BODY_BYTES),
                "requester": { "email": login.customer },
            }));
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.unwrap())
    };
    let mut smtp = Smtp::connect(installation.smtp).await.unwrap();
    let line = format!("{}\n", "y".repeat(70)).repeat(BODY_BYTES / 71);

    let (mut tickets, mut kept) = (Vec::new(), Vec::new());
    let (mut told_caller, mut told_sender) = (None, None);
    for place in 0..REQUESTS_MAX {
        let key = format!("ticket-{place}");
        match ask(&key).await {
            (201, ticket) => tickets.push((key, ticket["number"].clone())),
            (status, problem) => told_caller = Some((status, problem)),
        }
        let subject = format!("mail-{place}");
        let answer = smtp
            .send("ann@example.net", ADDRESS, &mail(&subject, &line))
            .await
            .unwrap();
        if answer.starts_with("250") {
            kept.push(subject);
        } else {
            told_sender = Some(answer);
        }
        if told_caller.is_some() && told_sender.is_some() {
            break;
        }
    }
    let (status, problem) = told_caller.expect("the disk was filled");
    assert_eq!(status, 507, "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("full") && detail.contains("make room"),
        "{detail}"
    );
    let answer = told_sender.unwrap();
    assert!(answer.starts_with("452 4.3.1 There is no room"), "{answer}");
    assert!(
        !tickets.is_empty() && !kept.is_empty(),
        "it was never empty"
    );
    let page = client
        .get(format!("http://{}/readyz", installation.listen))
        .send()
        .await;
    assert!(
        page.unwrap().status().is_success(),
        "what is there can be read"
    );

    disk.grow();
    let (status, ticket) = ask("after").await;
    assert_eq!(status, 201, "{ticket}");
    let answer = smtp
        .send("ann@example.net", ADDRESS, &mail("after", "Help!"))
        .await
        .unwrap();
    assert!(answer.starts_with("250"), "{answer}");
    kept.push("after".into());
    for (key, number) in &tickets {
        let (status, ticket) = ask(key).await;
        assert_eq!((status, &ticket["number"]), (201, number), "{key}");
    }
    let store = beside(&installation.database()).await;
    let found = eventually(
        "every mail is a ticket",
        Duration::from_secs(60),
        async || {
            let found = mails(&store).await;
            found
                .iter()
                .all(|mail| mail.ticket.is_some())
                .then_some(found)
        },
    )
    .await;
    assert_eq!(found.len(), kept.len(), "{found:?}");
    assert!(server.stop().success());
}
