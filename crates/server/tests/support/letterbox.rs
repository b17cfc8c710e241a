//! The mail server behind a desk in tests: it takes every mail and remembers it, or
//! refuses as it is told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use server::mail::relay::Relay;
use server::mail::smtp::{Envelope, Intake, IntakeError, Receiver, Settings};
use server::mail::{ParsedMail, parse};
use tokio::net::TcpListener;

/// How long a mail may take through the desk.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mail as the letterbox got it.
#[derive(Clone, Debug)]
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

/// The relay a desk sends through; it ends with the test.
pub struct Letterbox {
    /// Where it listens.
    pub address: SocketAddr,
    shelf: Arc<Shelf>,
}

/// What the receiver hands mails to.
#[derive(Default)]
struct Shelf {
    letters: Mutex<Vec<Letter>>,
    is_busy: AtomicBool,
}

impl Letterbox {
    /// A relay on a port of its own.
    pub async fn open() -> Self {
        Self::open_at(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// A relay where one is already expected.
    pub async fn open_at(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shelf = Arc::new(Shelf::default());
        let settings = Settings::new("relay.example.com");
        let receiver = Receiver::new(Arc::clone(&shelf), settings, jiff::Timestamp::now);
        tokio::spawn(receiver.serve(listener, std::future::pending()));
        Self { address, shelf }
    }

    /// As the setting `relay` names it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// A way of sending to it.
    pub fn relay(&self) -> Relay {
        Relay::from_url(&self.url()).unwrap()
    }

    /// Whether it answers that it has no room.
    pub fn set_busy(&self, busy: bool) {
        self.shelf.is_busy.store(busy, Ordering::SeqCst);
    }

    /// Every letter so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.shelf.letters.lock().unwrap().clone()
    }

    /// Every letter to this address so far.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let mut letters = self.letters();
        letters.retain(|letter| letter.is_to(address));
        letters
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
        let all: Vec<String> = self
            .letters()
            .iter()
            .map(|letter| format!("{:?}: {}", letter.recipients, letter.mail.subject))
            .collect();
        panic!("no `{part}` came to {address}, only:\n{}", all.join("\n"));
    }
}

impl Intake for Shelf {
    type Desk = ();

    async fn desk_of(&self, address: &str) -> Result<Option<()>, IntakeError> {
        // What a mail server does not know it refuses for good.
        Ok((!address.starts_with("gone@")).then_some(()))
    }

    async fn keep(&self, envelope: Envelope<()>, raw: Vec<u8>) -> Result<(), IntakeError> {
        if self.is_busy.load(Ordering::SeqCst) {
            return Err(IntakeError::Full);
        }
        self.letters.lock().unwrap().push(Letter {
            sender: envelope.sender,
            recipients: envelope.recipients,
            mail: parse(&raw),
            came_at: Instant::now(),
        });
        Ok(())
    }
}
