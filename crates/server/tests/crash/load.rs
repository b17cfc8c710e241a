//! Callers that go on whatever happens to the server, and remember what they asked
//! and what they were answered.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::program::{Installation, Login};
use crate::support::smtp::Smtp;

/// How many callers of each kind there are at once.
const CALLERS: usize = 3;
/// How long a caller waits between calls: all they ask must be worked off at the end.
const PAUSE: Duration = Duration::from_millis(50);
/// How the reason begins when nobody was there to be asked.
const NOT_REACHED: &str = "not reached: ";
/// Every so many mails comes from somebody the desk does not know.
const STRANGER_EVERY: usize = 8;

/// A ticket that was asked for over the API.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The idempotency key, which is the ticket's subject as well.
    pub(crate) key: String,
    /// The number that was answered, unless the answer never came.
    pub(crate) number: Option<String>,
}

/// A mail that was offered.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    pub(crate) subject: String,
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether it was answered `250`.
    pub(crate) taken: bool,
    /// Whether the desk refuses its sender.
    pub(crate) stranger: bool,
}

/// Everything that was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) asked: Vec<Asked>,
    pub(crate) offered: Vec<Offered>,
}

/// Where and as whom to call.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    tickets: String,
    smtp: std::net::SocketAddr,
    /// A desk that takes what comes.
    pub(crate) open: Login,
    /// A desk that takes mails from registered people only.
    pub(crate) closed: Login,
}

impl Target {
    pub(crate) fn new(installation: &Installation, open: Login, closed: Login) -> Self {
        Self {
            tickets: format!(
                "http://{}/api/v1/desks/{}/tickets",
                installation.listen, open.desk
            ),
            smtp: installation.smtp,
            open,
            closed,
        }
    }

    /// Asks for a ticket; answers its number.
    ///
    /// # Errors
    /// The status and body of any other answer, or why there was none, which begins
    /// with [`NOT_REACHED`] when nothing was asked.
    pub(crate) async fn ask(&self, client: &reqwest::Client, key: &str) -> Result<String, String> {
        let body = json!({
            "subject": key,
            "body": "The import stops at the second file.",
            "severity": 2,
            "requester": { "email": self.open.customer },
        });
        let request = client
            .post(&self.tickets)
            .bearer_auth(&self.open.token)
            .header("Idempotency-Key", key)
            .json(&body);
        let response = request.send().await.map_err(|error| {
            let reached = if error.is_connect() { NOT_REACHED } else { "" };
            format!("{reached}{error:?}")
        })?;
        let status = response.status();
        let text = response
            .text()
            .await
            .map_err(|error| format!("{error:?}"))?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        match (status.as_u16(), answer["number"].as_str()) {
            (201, Some(number)) => Ok(number.to_owned()),
            _ => Err(format!("{status}: {text}")),
        }
    }

    pub(crate) fn mail(&self, subject: &str, stranger: bool) -> Offered {
        let (from, desk) = if stranger {
            (format!("{subject}@elsewhere.example.net"), &self.closed)
        } else {
            (self.open.customer.clone(), &self.open)
        };
        Offered {
            subject: subject.to_owned(),
            from,
            to: format!("support@{}.example.com", desk.desk),
            taken: false,
            stranger,
        }
    }

    pub(crate) async fn connect(&self) -> std::io::Result<Smtp> {
        Smtp::connect(self.smtp).await
    }
}

impl Offered {
    /// The bytes, the same at each offer.
    pub(crate) fn content(&self) -> String {
        let Self {
            subject, from, to, ..
        } = self;
        format!(
            "From: <{from}>\nTo: <{to}>\nSubject: {subject}\n\
             Date: Wed, 18 Nov 2026 09:00:00 +0000\nMessage-ID: <{subject}@sender.example.org>\n\n\
             The export of {subject} has not come.\n"
        )
    }
}

/// Calls under way.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    asking: JoinSet<Vec<Asked>>,
    offering: JoinSet<Vec<Offered>>,
}

impl Load {
    pub(crate) fn start(target: &Target) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let count = Arc::new(AtomicUsize::new(0));
        let (mut asking, mut offering) = (JoinSet::new(), JoinSet::new());
        for _ in 0..CALLERS {
            asking.spawn(ask(target.clone(), Arc::clone(&stop), Arc::clone(&count)));
            offering.spawn(offer(target.clone(), Arc::clone(&stop), Arc::clone(&count)));
        }
        Self {
            stop,
            asking,
            offering,
        }
    }

    /// Lets the calls under way end.
    pub(crate) async fn stop(self) -> Ledger {
        self.stop.store(true, Ordering::Relaxed);
        let ledger = Ledger {
            asked: self.asking.join_all().await.concat(),
            offered: self.offering.join_all().await.concat(),
        };
        let subjects = ledger.subjects();
        assert_eq!(
            subjects.len(),
            ledger.asked.len() + ledger.offered.len(),
            "every request is another"
        );
        ledger
    }
}

impl Ledger {
    fn subjects(&self) -> HashSet<&str> {
        let asked = self.asked.iter().map(|asked| asked.key.as_str());
        let offered = self.offered.iter().map(|mail| mail.subject.as_str());
        asked.chain(offered).collect()
    }
}

async fn ask(target: Target, stop: Arc<AtomicBool>, count: Arc<AtomicUsize>) -> Vec<Asked> {
    let client = reqwest::Client::new();
    let mut asked = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let key = format!("api-{}", count.fetch_add(1, Ordering::Relaxed));
        match target.ask(&client, &key).await {
            Ok(number) => asked.push(Asked {
                key,
                number: Some(number),
            }),
            Err(error) if error.starts_with(NOT_REACHED) => {}
            Err(_) => asked.push(Asked { key, number: None }),
        }
        tokio::time::sleep(PAUSE).await;
    }
    asked
}

async fn offer(target: Target, stop: Arc<AtomicBool>, count: Arc<AtomicUsize>) -> Vec<Offered> {
    let mut offered = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let Ok(mut smtp) = target.connect().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        while !stop.load(Ordering::Relaxed) {
            let place = count.fetch_add(1, Ordering::Relaxed);
            let mut mail = target.mail(
                &format!("mail-{place}"),
                place.is_multiple_of(STRANGER_EVERY),
            );
            let answer = smtp.send(&mail.from, &mail.to, &mail.content()).await;
            mail.taken = answer
                .as_ref()
                .is_ok_and(|answer| answer.starts_with("250"));
            offered.push(mail);
            tokio::time::sleep(PAUSE).await;
            if answer.is_err() {
                break;
            }
        }
    }
    offered
}
