//! A relay that takes mails and remembers them, or refuses as it is told.

use std::sync::{Arc, Mutex};

use server::mail::relay::Relay;
use server::mail::smtp::{Envelope, Intake, IntakeError, Receiver, Settings};
use server::mail::{ParsedMail, parse};
use tokio::net::TcpListener;

/// A mail the sink took.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Envelope sender; `None` is the empty one.
    pub sender: Option<String>,
    pub recipients: Vec<String>,
    pub mail: ParsedMail,
}

#[derive(Default)]
struct Shelf {
    taken: Mutex<Vec<Taken>>,
    busy: Mutex<bool>,
}

impl Intake for Shelf {
    type Desk = ();

    async fn desk_of(&self, address: &str) -> Result<Option<()>, IntakeError> {
        // What a mail server does not know it refuses for good.
        Ok((!address.starts_with("gone@")).then_some(()))
    }

    async fn keep(&self, envelope: Envelope<()>, raw: Vec<u8>) -> Result<(), IntakeError> {
        if *self.busy.lock().unwrap() {
            return Err(IntakeError::Full);
        }
        self.taken.lock().unwrap().push(Taken {
            sender: envelope.sender,
            recipients: envelope.recipients,
            mail: parse(&raw),
        });
        Ok(())
    }
}

pub struct Sink {
    shelf: Arc<Shelf>,
    pub relay: Relay,
}

impl Sink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let shelf = Arc::new(Shelf::default());
        let clock = || "2026-03-02T09:00:00Z".parse().unwrap();
        let settings = Settings::new("relay.example.com");
        let receiver = Receiver::new(Arc::clone(&shelf), settings, clock);
        tokio::spawn(receiver.serve(listener, std::future::pending()));
        let relay = Relay::from_url(&url).unwrap();
        Self { shelf, relay }
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.shelf.taken.lock().unwrap().clone()
    }

    /// Whether it answers that it has no room.
    pub fn set_busy(&self, busy: bool) {
        *self.shelf.busy.lock().unwrap() = busy;
    }
}
