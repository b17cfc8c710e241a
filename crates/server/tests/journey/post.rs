//! The post around a desk: a relay that keeps every mail in memory, and somebody
//! who writes to the desk.

use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use server::mail::relay::Relay;
use server::mail::smtp::{Envelope, Intake, IntakeError, Receiver, Settings};
use server::mail::{ParsedMail, parse};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::process::Command;

/// How long a mail may take through the desk.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mail as the relay got it.
#[derive(Clone)]
pub struct Letter {
    /// Envelope sender; `None` is the empty one.
    pub sender: Option<String>,
    pub recipients: Vec<String>,
    pub mail: ParsedMail,
    pub came_at: Instant,
}

impl Letter {
    pub fn is_to(&self, address: &str) -> bool {
        self.recipients.iter().any(|recipient| recipient == address)
    }

    /// Whether it says of itself that no person wrote it.
    pub fn says_machine(&self) -> bool {
        self.mail.headers.has("auto-submitted")
    }

    /// The first word of the text that begins like this, such as a link.
    pub fn word(&self, beginning: &str) -> String {
        let words = self.mail.text_full.split_whitespace();
        words
            .map(|word| word.trim_end_matches(['.', ',']))
            .find(|word| word.starts_with(beginning))
            .unwrap_or_else(|| panic!("no `{beginning}` in:\n{}", self.mail.text_full))
            .to_owned()
    }

    /// `INF-1037` of the subject `Re: [INF-1037] Sensors are silent`.
    pub fn ticket_number(&self) -> String {
        let subject = &self.mail.subject;
        let inside = subject
            .split_once('[')
            .and_then(|(_, rest)| rest.split_once(']'));
        let (number, _) = inside.unwrap_or_else(|| panic!("no number in `{subject}`"));
        number.to_owned()
    }
}

/// The relay the desk sends through.
#[derive(Default)]
pub struct Letterbox {
    letters: Mutex<Vec<Letter>>,
}

impl Letterbox {
    /// A relay on a port of its own.
    pub async fn open() -> (Arc<Letterbox>, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let letterbox = Arc::new(Letterbox::default());
        let settings = Settings::new("relay.example.com");
        let receiver = Receiver::new(Arc::clone(&letterbox), settings, jiff::Timestamp::now);
        tokio::spawn(receiver.serve(listener, std::future::pending()));
        (letterbox, address)
    }

    /// Every letter to this address so far.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letters = self.letters.lock().unwrap();
        letters
            .iter()
            .filter(|letter| letter.is_to(address))
            .cloned()
            .collect()
    }

    /// Waits for the letter to this address whose subject and text, taken together,
    /// contain this.
    pub async fn letter(&self, address: &str, part: &str) -> Letter {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let letters = self.letters_to(address);
            let found = letters.into_iter().find(|letter| {
                letter.mail.subject.contains(part) || letter.mail.text_full.contains(part)
            });
            if let Some(letter) = found {
                return letter;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let all = self.letters.lock().unwrap();
        let all: Vec<String> = all
            .iter()
            .map(|letter| format!("{:?}: {}", letter.recipients, letter.mail.subject))
            .collect();
        panic!("no `{part}` came to {address}, only:\n{}", all.join("\n"));
    }
}

impl Intake for Letterbox {
    type Desk = ();

    async fn desk_of(&self, _: &str) -> Result<Option<()>, IntakeError> {
        Ok(Some(()))
    }

    async fn keep(&self, envelope: Envelope<()>, raw: Vec<u8>) -> Result<(), IntakeError> {
        self.letters.lock().unwrap().push(Letter {
            sender: envelope.sender,
            recipients: envelope.recipients,
            mail: parse(&raw),
            came_at: Instant::now(),
        });
        Ok(())
    }
}

/// Hands a mail to the desk; returns when the desk has said that it keeps it.
pub async fn send(desk: SocketAddr, from: &str, to: &str, mail: &str) {
    let raw = mail.replace('\n', "\r\n");
    if !swaks(desk, from, to, &raw).await {
        let relay = Relay::from_url(&format!("smtp://{desk}")).unwrap();
        relay.send(Some(from), to, raw.as_bytes()).await.unwrap();
    }
}

/// Sends with swaks, a client that is not ours; false when it is not installed.
async fn swaks(desk: SocketAddr, from: &str, to: &str, raw: &str) -> bool {
    let child = Command::new("swaks")
        .args(["--server", &desk.ip().to_string()])
        .args(["--port", &desk.port().to_string()])
        .args(["--from", from, "--to", to, "--data", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else { return false };
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(raw.as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "swaks: {said}");
    true
}
